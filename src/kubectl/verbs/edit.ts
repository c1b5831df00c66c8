import { UsageError } from '../../base/index.ts'
import type { JsonObject } from '../../api/index.ts'
import { findByFlags, withObject, type ObjectInfo } from '../action.ts'
import { EditSession } from '../edit-session.ts'
import { throwAll } from '../errors.ts'
import { editFlags } from '../flags/edit-flags.ts'
import { flag, saveConfigFlag, subresourceFlag } from '../flags/write-flags.ts'
import { goJson } from '../go-json.ts'
import { fieldAt, sameJson, withField } from '../json-fields.ts'
import { twoWayPatch } from '../patch-tools.ts'
import { printAlone } from '../print-result.ts'
import type { Invocation, Verb } from '../verb.ts'
import { validationOf } from '../write-options.ts'

const sameIdentity = (a: JsonObject, b: JsonObject): boolean =>
  sameJson(a.apiVersion, b.apiVersion) &&
  sameJson(a.kind, b.kind) &&
  sameJson(fieldAt(a, 'metadata', 'name'), fieldAt(b, 'metadata', 'name'))

const send = async (invocation: Invocation, original: ObjectInfo, edited: JsonObject): Promise<void> => {
  const { flags } = invocation
  const before = withField(original.object, ['metadata', 'managedFields'], undefined)
  if (sameJson(before, edited)) return void (await printAlone(invocation, edited, 'skipped'))
  if (!sameIdentity(before, edited)) throw new UsageError('At least one of apiVersion, kind and name was changed')
  const patch = twoWayPatch(original.resource, before, edited)
  if (flags.boolean('output-patch')) await invocation.out(`Patch: ${goJson(patch.body)}\n`)
  const session = await invocation.connect()
  const query = { fieldManager: flags.string('field-manager'), fieldValidation: validationOf(flags) }
  const subresource = flags.string('subresource') || undefined
  const patched = session.patch(original.resource, original.namespace, original.name, patch.type, patch.body, query, subresource)
  await printAlone(invocation, patched as JsonObject, 'edited')
}

const run = async (invocation: Invocation): Promise<number> => {
  const subresource = invocation.flags.string('subresource')
  const found = await findByFlags(invocation, { latest: true, typeMeansAll: true, ...(subresource === '' ? {} : { subresource }) })
  throwAll(found.errors)
  if (found.infos.length === 0) throw new UsageError('edit cancelled, no objects found')
  return new EditSession(invocation, 'normal').run(found.infos.map(withObject), (original, edited) => send(invocation, original, edited))
}

export const edit: Verb = {
  name: 'edit',
  summary: 'Edit a resource on the server',
  description:
    'Open objects in the editor of KUBE_EDITOR or EDITOR and send what you saved. What the server refuses comes back to the editor.',
  examples: ['kubectl edit deployment/web', 'KUBE_EDITOR=nano kubectl edit svc/web'],
  usage: 'edit (RESOURCE/NAME | -f FILENAME)',
  group: 'basic-intermediate',
  flags: [...editFlags('kubectl-edit'), flag.boolean('output-patch', 'Print the patch that is sent.'), saveConfigFlag, subresourceFlag],
  run,
}
