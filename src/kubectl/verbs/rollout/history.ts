import { UsageError } from '../../../base/index.ts'
import { forEach, withObject, type ObjectInfo } from '../../action.ts'
import { filenameFlags, flag, printFlags, selectorFlag } from '../../flags/write-flags.ts'
import { mapAt, withField } from '../../json-fields.ts'
import { changeCauseAnnotation } from '../../change-cause.ts'
import { podTemplateText } from '../../pod-template-text.ts'
import { printAlone, printResult } from '../../print-result.ts'
import type { Invocation, Verb } from '../../verb.ts'
import { findRollouts } from './common.ts'
import { revisionsOf, type Revision } from './revisions.ts'

const noViewer = (kind: string): string => `no history viewer has been implemented for ${JSON.stringify(kind)}`

const pick = (revisions: readonly Revision[], wanted: number): Revision => {
  const found = revisions.find((revision) => revision.number === wanted)
  if (!found) throw new UsageError('unable to find the specified revision')
  return found
}

/** A ReplicaSet's change cause shows among the template's annotations. */
const described = (revision: Revision): string => {
  if (revision.patch || revision.changeCause === '') return podTemplateText(revision.template)
  const annotations = { ...mapAt(revision.template, 'metadata', 'annotations'), [changeCauseAnnotation]: revision.changeCause }
  return podTemplateText(withField(revision.template, ['metadata', 'annotations'], annotations))
}

/** The two columns, two blanks apart. */
const table = (revisions: readonly Revision[]): string => {
  const rows = [['REVISION', 'CHANGE-CAUSE'], ...revisions.map((revision) => [String(revision.number), revision.changeCause || '<none>'])]
  const width = Math.max(...rows.map(([first]) => first!.length)) + 2
  return rows.map(([first, second]) => `${first!.padEnd(width)}${second}\n`).join('')
}

const showOne = async (invocation: Invocation, info: ObjectInfo): Promise<unknown> => {
  const { flags } = invocation
  const wanted = flags.int('revision')
  const revisions = revisionsOf(await invocation.connect(), info.object, noViewer)
  if (flags.string('output') !== '' || flags.string('template') !== '') {
    if (wanted > 0) return printResult(invocation, pick(revisions, wanted).object, '')
    for (const revision of revisions) await printResult(invocation, revision.object, '')
    return 0
  }
  if (revisions.length === 0)
    return printAlone(invocation, info.object, `${wanted > 0 ? `with revision #${wanted}` : ''}\nNo rollout history found.`)
  if (wanted > 0) return printAlone(invocation, info.object, `with revision #${wanted}\n${described(pick(revisions, wanted))}`)
  return printAlone(invocation, info.object, `\n${table(revisions)}`)
}

const run = async (invocation: Invocation): Promise<number> => {
  const wanted = invocation.flags.int('revision')
  const { infos, errors } = await findRollouts(invocation)
  if (wanted < 0) throw new UsageError(`revision must be a positive integer: ${wanted}`)
  await forEach(infos.map(withObject), errors, (info) => showOne(invocation, info))
  return 0
}

export const history: Verb = {
  name: 'history',
  summary: 'View rollout history',
  description: 'List the revisions of a rollout, or show one of them.',
  examples: ['kubectl rollout history deployment/web', 'kubectl rollout history deployment/web --revision=2'],
  usage: 'rollout history (TYPE NAME | TYPE/NAME) [flags]',
  group: 'subcommand',
  flags: [
    ...printFlags,
    flag.int('revision', 0, 'Show this revision with its pod template.'),
    selectorFlag,
    ...filenameFlags('that name the objects'),
  ],
  run,
}
