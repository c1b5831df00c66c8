import { UsageError } from '../../base/index.ts'
import type { JsonObject } from '../../api/index.ts'
import { findByFlags, forEach, withObject, type ObjectInfo } from '../action.ts'
import { changeCauseAnnotation, withChangeCause } from '../change-cause.ts'
import {
  allFlag,
  allNamespacesFlag,
  dryRunFlag,
  fieldManagerFlag,
  fieldSelectorFlag,
  filenameFlags,
  flag,
  localFlag,
  printFlags,
  recordFlag,
  resourceVersionFlag,
  selectorFlag,
} from '../flags/write-flags.ts'
import { mapAt } from '../json-fields.ts'
import { baseOf, changeMap, checkSelection, listMap, sendMap, type MapChange } from '../metadata-change.ts'
import { parsePairs, resourcesAndPairs } from '../pairs.ts'
import { preparePrinter, printResult } from '../print-result.ts'
import type { Invocation, Verb } from '../verb.ts'
import { dryRunOf, withDryRun, type DryRun } from '../write-options.ts'

/** The change cause may always be written over. */
const checkOverwrites = (object: JsonObject, { added }: MapChange): void => {
  const annotations = mapAt(object, 'metadata', 'annotations')
  const taken = Object.entries(added)
    .filter(([key, value]) => key !== changeCauseAnnotation && key in annotations && annotations[key] !== value)
    .map(([key]) => `'${key}' already has a value (${annotations[key]})`)
  if (taken.length > 0) throw new UsageError(`--overwrite is false but found the following declared annotation(s): ${taken.join('; ')}`)
}

const annotateOne = async (
  invocation: Invocation,
  info: ObjectInfo,
  change: MapChange,
  dryRun: DryRun,
  single: boolean,
): Promise<unknown> => {
  const { flags } = invocation
  const offline = dryRun === 'client' || flags.boolean('local') || flags.boolean('list')
  const before = offline ? info.object : baseOf(invocation, info.object)
  const base = offline ? before : withChangeCause(invocation, before)
  if (!flags.boolean('overwrite')) checkOverwrites(base, change)
  const after = changeMap(invocation, base, change)
  if (flags.boolean('list')) return listMap(invocation, info, after, 'annotations', single)
  const result = offline ? after : await sendMap(invocation, info, before, after, dryRun)
  return printResult(invocation, result, withDryRun('annotated', dryRun))
}

const run = async (invocation: Invocation): Promise<number> => {
  const { flags } = invocation
  const dryRun = dryRunOf(invocation)
  preparePrinter(invocation)
  const { resources, pairs } = resourcesAndPairs(invocation.args, 'annotation')
  const { added, removed } = parsePairs(pairs, 'annotation', true)
  if (flags.boolean('list') && flags.string('output') !== '') throw new UsageError('--list and --output may not be specified together')
  checkSelection(invocation, resources, dryRun, 'rsrc')
  if (pairs.length === 0 && !flags.boolean('list')) throw new UsageError('at least one annotation update is required')
  const both = removed.filter((key) => key in added)
  if (both.length > 0)
    throw new UsageError(`can not both modify and remove the following annotation(s) in the same command: ${both.join(', ')}`)
  const found = await findByFlags(invocation, { args: resources, latest: !flags.boolean('local') })
  if (!found.single && flags.string('resource-version') !== '')
    throw new UsageError('--resource-version may only be used with a single resource')
  const change: MapChange = { field: 'annotations', added, removed }
  await forEach(found.infos.map(withObject), found.errors, (info) => annotateOne(invocation, info, change, dryRun, found.single))
  return 0
}

export const annotate: Verb = {
  name: 'annotate',
  summary: 'Update the annotations on a resource',
  description: 'Set annotations with KEY=VALUE and take them away with KEY-. Annotations may hold any text.',
  examples: ["kubectl annotate pods web note='a longer note'", 'kubectl annotate pods web note-'],
  usage: 'annotate [--overwrite] (-f FILENAME | TYPE NAME) KEY_1=VAL_1 ... KEY_N=VAL_N [--resource-version=version]',
  group: 'settings',
  flags: [
    ...printFlags,
    ...filenameFlags('that name the objects'),
    recordFlag,
    dryRunFlag,
    fieldManagerFlag('kubectl-annotate'),
    selectorFlag,
    flag.boolean('overwrite', 'Annotations that are there may change.'),
    flag.boolean('list', 'Show the annotations instead of changing them.'),
    localFlag,
    fieldSelectorFlag,
    allFlag,
    allNamespacesFlag,
    resourceVersionFlag,
  ],
  run,
}
