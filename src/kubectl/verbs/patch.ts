import { ApiError, SystemError, UsageError, parseYaml } from '../../base/index.ts'
import type { Json, JsonObject } from '../../api/index.ts'
import { findByFlags, forEach, withObject, type ObjectInfo } from '../action.ts'
import { withChangeCause } from '../change-cause.ts'
import { apiVersionOf } from '../discovery.ts'
import { errnoMessage } from '../errno-message.ts'
import {
  dryRunFlag,
  fieldManagerFlag,
  filenameFlags,
  flag,
  localFlag,
  printFlags,
  recordFlag,
  subresourceFlag,
} from '../flags/write-flags.ts'
import { sameJson } from '../json-fields.ts'
import { patchLocally, schemaTypeOf } from '../patch-tools.ts'
import { printAlone } from '../print-result.ts'
import type { PatchContentType } from '../session.ts'
import type { Invocation, Verb } from '../verb.ts'
import { dryRunOf, writeQuery, type DryRun } from '../write-options.ts'

const types: readonly PatchContentType[] = ['json', 'merge', 'strategic']
const contentTypes: Readonly<Record<string, string>> = {
  json: 'application/json-patch+json',
  merge: 'application/merge-patch+json',
  strategic: 'application/strategic-merge-patch+json',
}

const check = (invocation: Invocation, dryRun: DryRun): PatchContentType => {
  const { flags, args } = invocation
  const inline = flags.string('patch')
  const file = flags.string('patch-file')
  if (inline !== '' && file !== '') throw new UsageError('cannot specify --patch and --patch-file together')
  if (inline === '' && file === '') throw new UsageError('must specify --patch or --patch-file containing the contents of the patch')
  if (flags.boolean('local') && args.length > 0) throw new UsageError('cannot specify --local and server resources')
  if (flags.boolean('local') && dryRun === 'server')
    throw new UsageError('cannot specify --local and --dry-run=server - did you mean --dry-run=client?')
  const type = types.find((one) => one === (flags.string('type') || 'strategic').toLowerCase())
  if (!type) throw new UsageError(`--type must be one of [${types.join(' ')}], not ${JSON.stringify(flags.string('type'))}`)
  return type
}

const patchText = ({ flags, process }: Invocation): string => {
  const file = flags.string('patch-file')
  if (file === '') return flags.string('patch')
  try {
    return process.files.readText(file)
  } catch (error) {
    if (error instanceof SystemError) throw new UsageError(`unable to read patch file: open ${file}: ${errnoMessage(error.code)}`)
    throw error
  }
}

/** The patch as JSON; text that begins like JSON goes to the server as it is, and is refused there if it is none. */
const patchBody = (invocation: Invocation): Json | string => {
  const text = patchText(invocation)
  if (/^\s*[{[]/.test(text)) {
    try {
      return JSON.parse(text) as Json
    } catch {
      if (/^\s*\{/.test(text)) return text
    }
  }
  try {
    return parseYaml(text) as Json
  } catch (error) {
    throw new UsageError(`unable to parse ${JSON.stringify(invocation.flags.string('patch'))}: ${(error as Error).message}`)
  }
}

/** kubectl forgets to mark dry runs here: the operation is set after the mark (patch.go). */
const operation = (changed: boolean): string => (changed ? 'patched' : 'patched (no change)')

const patchOne = async (
  invocation: Invocation,
  info: ObjectInfo,
  type: PatchContentType,
  body: Json | string,
  dryRun: DryRun,
): Promise<unknown> => {
  const { flags } = invocation
  if (flags.boolean('local') || dryRun === 'client') {
    if (type === 'strategic' && schemaTypeOf(info.resource) === undefined) {
      throw new UsageError(
        `strategic merge patch is not supported for ${apiVersionOf(info.resource)}, Kind=${info.resource.kind} locally, try --type merge`,
      )
    }
    const target = patchLocally(info.resource, info.object, type, body as Json)
    return printAlone(invocation, target, operation(!sameJson(info.object, target)))
  }
  const session = await invocation.connect()
  const query = writeQuery(dryRun, flags.string('field-manager'))
  const subresource = flags.string('subresource') || undefined
  const send = (kind: PatchContentType, patch: unknown): JsonObject =>
    session.patch(info.resource, info.namespace, info.name, kind, patch, query, subresource) as JsonObject
  let patched: JsonObject
  try {
    patched = send(type, body)
  } catch (error) {
    if (!(error instanceof ApiError) || error.code !== 415) throw error
    throw new UsageError(
      `${contentTypes[type]} is not supported by ${apiVersionOf(info.resource)}, Kind=${info.resource.kind}: ${error.message}`,
    )
  }
  const changed = !sameJson(info.object, patched)
  const recorded = withChangeCause(invocation, patched)
  if (!sameJson(recorded, patched)) patched = send('merge', { metadata: { annotations: (recorded.metadata as JsonObject).annotations } })
  return printAlone(invocation, patched, operation(changed))
}

const run = async (invocation: Invocation): Promise<number> => {
  const dryRun = dryRunOf(invocation)
  const type = check(invocation, dryRun)
  const body = patchBody(invocation)
  const subresource = invocation.flags.string('subresource')
  const found = await findByFlags(invocation, subresource === '' ? {} : { subresource })
  await forEach(found.infos.map(withObject), found.errors, (info) => patchOne(invocation, info, type, body, dryRun))
  if (found.infos.length === 0) throw new UsageError('no objects passed to patch')
  return 0
}

export const patch: Verb = {
  name: 'patch',
  summary: 'Update fields of a resource',
  description: 'Change some fields of an object with a strategic merge patch, a JSON merge patch or a JSON patch; YAML is taken, too.',
  examples: [
    `kubectl patch node node01 -p '{"spec":{"unschedulable":true}}'`,
    `kubectl patch deployment web --type=json -p='[{"op":"replace","path":"/spec/replicas","value":2}]'`,
  ],
  usage: 'patch (-f FILENAME | TYPE NAME) [-p PATCH|--patch-file FILE]',
  group: 'advanced',
  flags: [
    ...printFlags,
    ...filenameFlags('that name the objects'),
    recordFlag,
    flag.string('patch', 'The patch.', { short: 'p' }),
    flag.string('patch-file', 'A file with the patch.'),
    flag.string('type', 'json, merge or strategic.', { default: 'strategic' }),
    dryRunFlag,
    localFlag,
    fieldManagerFlag('kubectl-patch'),
    subresourceFlag,
  ],
  run,
}
