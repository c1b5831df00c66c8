import { UsageError } from '../../base/index.ts'
import type { JsonObject } from '../../api/index.ts'
import { findByFlags, forEach, withObject, type ObjectInfo } from '../action.ts'
import { withChangeCause } from '../change-cause.ts'
import { throwAll } from '../errors.ts'
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
import { mapAt, sameJson } from '../json-fields.ts'
import { baseOf, changeMap, checkSelection, jsonLength, listMap, sendMap, type MapChange } from '../metadata-change.ts'
import { labelValueErrors } from '../name-rules.ts'
import { resourcesAndPairs } from '../pairs.ts'
import { printAlone } from '../print-result.ts'
import type { Invocation, Verb } from '../verb.ts'
import { dryRunOf, withDryRun, type DryRun } from '../write-options.ts'

const parseLabels = (specs: readonly string[]): MapChange => {
  const added: Record<string, string> = {}
  const removed: string[] = []
  for (const spec of specs) {
    const [key, value, ...rest] = spec.split('=')
    if (value !== undefined) {
      if (rest.length > 0) throw new UsageError(`invalid label spec: ${spec}`)
      const errors = labelValueErrors(value)
      if (errors.length > 0) throw new UsageError(`invalid label value: ${JSON.stringify(spec)}: ${errors.join(';')}`)
      added[key!] = value
    } else if (spec.endsWith('-')) removed.push(spec.slice(0, -1))
    else throw new UsageError(`unknown label spec: ${spec}`)
  }
  if (removed.some((key) => key in added)) throw new UsageError('can not both modify and remove a label in the same command')
  return { field: 'labels', added, removed }
}

const checkOverwrites = (object: JsonObject, { added }: MapChange): void => {
  const labels = mapAt(object, 'metadata', 'labels')
  throwAll(
    Object.entries(added)
      .filter(([key, value]) => key in labels && labels[key] !== value)
      .map(([key]) => new UsageError(`'${key}' already has a value (${labels[key]}), and --overwrite is false`)),
  )
}

/** `labeled`, `unlabeled` or `not labeled`: judged by the length of the JSON, as kubectl does (label.go updateDataChangeMsg). */
const messageFor = (before: JsonObject, after: JsonObject, overwrite: boolean): string => {
  if (sameJson(before, after)) return 'not labeled'
  return !overwrite && jsonLength(after) < jsonLength(before) ? 'unlabeled' : 'labeled'
}

const labelOne = async (invocation: Invocation, info: ObjectInfo, change: MapChange, dryRun: DryRun, single: boolean): Promise<unknown> => {
  const { flags } = invocation
  const before = baseOf(invocation, info.object)
  const labels = mapAt(before, 'metadata', 'labels')
  const offline = dryRun === 'client' || flags.boolean('local') || flags.boolean('list')
  if (!offline) {
    for (const key of change.removed) if (!(key in labels)) await invocation.out(`label ${JSON.stringify(key)} not found.\n`)
  }
  if (!flags.boolean('overwrite')) checkOverwrites(before, change)
  const labeled = changeMap(invocation, before, change)
  const after = offline ? labeled : withChangeCause(invocation, labeled)
  if (flags.boolean('list')) return listMap(invocation, info, after, 'labels', single)
  const message = messageFor(before, after, flags.boolean('overwrite'))
  const result = offline || message === 'not labeled' ? after : await sendMap(invocation, info, before, after, dryRun)
  return printAlone(invocation, result, withDryRun(message, dryRun))
}

const run = async (invocation: Invocation): Promise<number> => {
  const { flags } = invocation
  const dryRun = dryRunOf(invocation)
  const { resources, pairs } = resourcesAndPairs(invocation.args, 'label')
  const change = parseLabels(pairs)
  if (flags.boolean('list') && flags.string('output') !== '') throw new UsageError('--list and --output may not be specified together')
  checkSelection(invocation, resources, dryRun, 'pod')
  if (pairs.length === 0 && !flags.boolean('list')) throw new UsageError('at least one label update is required')
  const found = await findByFlags(invocation, { args: resources, latest: !flags.boolean('local') })
  if (!found.single && flags.string('resource-version') !== '')
    throw new UsageError('--resource-version may only be used with a single resource')
  await forEach(found.infos.map(withObject), found.errors, (info) => labelOne(invocation, info, change, dryRun, found.single))
  return 0
}

export const label: Verb = {
  name: 'label',
  summary: 'Update the labels on a resource',
  description: 'Set labels with KEY=VALUE and take them away with KEY-.',
  examples: ['kubectl label pods web tier=front', 'kubectl label --overwrite pods web tier=back', 'kubectl label pods web tier-'],
  usage: 'label [--overwrite] (-f FILENAME | TYPE NAME) KEY_1=VAL_1 ... KEY_N=VAL_N [--resource-version=version]',
  group: 'settings',
  flags: [
    ...printFlags,
    ...filenameFlags('that name the objects'),
    recordFlag,
    flag.boolean('overwrite', 'Labels that are there may change.'),
    flag.boolean('list', 'Show the labels instead of changing them.'),
    localFlag,
    fieldSelectorFlag,
    allFlag,
    allNamespacesFlag,
    resourceVersionFlag,
    dryRunFlag,
    fieldManagerFlag('kubectl-label'),
    selectorFlag,
  ],
  run,
}
