import { UsageError } from '../../../base/index.ts'
import type { JsonObject } from '../../../api/index.ts'
import { findByFlags, withObject } from '../../action.ts'
import { EditSession } from '../../edit-session.ts'
import { editFlags } from '../../flags/edit-flags.ts'
import { throwAll } from '../../errors.ts'
import { sameJson } from '../../json-fields.ts'
import { lastApplied, lastAppliedAnnotation } from '../../last-applied.ts'
import { printAlone } from '../../print-result.ts'
import type { Invocation, Verb } from '../../verb.ts'
import { configurationText } from './set-last-applied.ts'

const run = async (invocation: Invocation): Promise<number> => {
  const found = await findByFlags(invocation, { latest: true, typeMeansAll: true, continueOnError: true })
  throwAll(found.errors)
  const infos = found.infos.map(withObject).flatMap((info) => {
    const text = lastApplied(info.object)
    return text === undefined ? [] : [{ ...info, object: JSON.parse(text) as JsonObject }]
  })
  if (infos.length === 0) {
    throw new UsageError(
      'no last-applied-configuration annotation found on resources, to create the annotation, use command `kubectl apply set-last-applied --create-annotation`',
    )
  }
  return new EditSession(invocation, 'last-applied').run(infos, async (original, edited) => {
    if (sameJson(original.object, edited)) return void (await printAlone(invocation, edited, 'skipped'))
    const session = await invocation.connect()
    const body = { metadata: { annotations: { [lastAppliedAnnotation]: configurationText(edited) } } }
    session.patch(original.resource, original.namespace, original.name, 'merge', body, {
      fieldManager: invocation.flags.string('field-manager'),
    })
    await printAlone(invocation, edited, 'edited')
  })
}

export const editLastApplied: Verb = {
  name: 'edit-last-applied',
  summary: 'Edit latest last-applied-configuration annotations of a resource/object',
  usage: 'apply edit-last-applied (RESOURCE/NAME | -f FILENAME)',
  examples: ['kubectl apply edit-last-applied deployment/web'],
  group: 'subcommand',
  flags: editFlags('kubectl-client-side-apply'),
  run,
}
