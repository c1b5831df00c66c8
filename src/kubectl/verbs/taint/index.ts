import { UsageError } from '../../../base/index.ts'
import { createTwoWayMergePatch } from '../../../api/index.ts'
import { forEach, json, withObject } from '../../action.ts'
import { usageErrorf } from '../../errors.ts'
import { allFlag, dryRunFlag, fieldManagerFlag, flag, printFlags, selectorFlag, validateFlag } from '../../flags/write-flags.ts'
import { listAt, withField } from '../../json-fields.ts'
import { printAlone } from '../../print-result.ts'
import { findResources } from '../../resources.ts'
import type { Invocation, Verb } from '../../verb.ts'
import { dryRunOf, writeQuery } from '../../write-options.ts'
import { changeTaints, checkConflicts, parseTaints, taintOf, type TaintChange } from './taints.ts'

interface Words {
  readonly resources: readonly string[]
  readonly taints: readonly string[]
}

/** Parts the words that name nodes from the taints, which come after them. */
const split = (args: readonly string[]): Words => {
  const isTaint = (word: string) => /[=:]|-$/.test(word)
  const first = args.findIndex(isTaint)
  const resources = first < 0 ? args : args.slice(0, first)
  const taints = first < 0 ? [] : args.slice(first)
  const late = taints.find((word) => !isTaint(word))
  if (late !== undefined) throw new UsageError(`all resources must be specified before taint changes: ${late}`)
  if (resources.length === 0) throw new UsageError('one or more resources must be specified as <resource> <name>')
  if (taints.length === 0) throw new UsageError('at least one taint update is required')
  return { resources, taints }
}

const parse = (invocation: Invocation, specs: readonly string[]): TaintChange => {
  try {
    return parseTaints(specs)
  } catch (error) {
    if (error instanceof UsageError) throw usageErrorf(invocation.path, error.message)
    throw error
  }
}

const checkType = async (invocation: Invocation, type: string): Promise<void> => {
  const session = await invocation.connect()
  if (session.resolve(type.toLowerCase()).kind !== 'Node')
    throw new UsageError(`invalid resource type ${type.toLowerCase()}, only node types are supported`)
}

const run = async (invocation: Invocation): Promise<number> => {
  const { args, flags } = invocation
  const dryRun = dryRunOf(invocation)
  const { resources, taints } = split(args)
  const change = parse(invocation, taints)
  const selector = flags.string('selector')
  const all = flags.boolean('all')
  await checkType(invocation, resources[0]!)
  checkConflicts(change)
  if (all && selector !== '') throw new UsageError("setting 'all' parameter with a non empty selector is prohibited")
  const byName = !all && selector === ''
  if (byName && resources.length < 2) throw new UsageError("at least one resource name must be specified since 'all' parameter is not set")
  const which = byName ? { args: ['node', ...resources.slice(1)] } : { args: ['node'], all, ...(all ? {} : { labelSelector: selector }) }
  const found = await findResources(invocation, { ...which, continueOnError: true })
  const session = await invocation.connect()
  await forEach(found.infos.map(withObject), found.errors, async ({ resource, name, object }) => {
    const before = listAt(object, 'spec', 'taints').map(taintOf)
    const { taints: after, operation } = changeTaints(name, before, change, flags.boolean('overwrite'))
    const changed = withField(object, ['spec', 'taints'], after.length === 0 ? undefined : after.map((taint) => ({ ...taint })))
    if (dryRun === 'client') return printAlone(invocation, changed, operation)
    const patch = createTwoWayMergePatch(object, changed, 'Node')
    const answer = session.patch(resource, '', name, 'strategic', patch, writeQuery(dryRun, flags.string('field-manager')))
    return printAlone(invocation, json(answer), operation)
  })
  return 0
}

export const taint: Verb = {
  name: 'taint',
  group: 'cluster',
  summary: 'Update the taints on one or more nodes',
  description:
    'Update the taints on one or more nodes.\n\n A taint is KEY=VALUE:EFFECT, the effect being NoSchedule, PreferNoSchedule or NoExecute; KEY- or KEY:EFFECT- takes taints away.',
  usage: 'taint NODE NAME KEY_1=VAL_1:TAINT_EFFECT_1 ... KEY_N=VAL_N:TAINT_EFFECT_N',
  examples: [
    '# Only Pods that tolerate it come to node01\nkubectl taint nodes node01 team=red:NoSchedule',
    '# All may come again\nkubectl taint nodes node01 team-',
  ],
  flags: [
    ...printFlags,
    dryRunFlag,
    validateFlag,
    selectorFlag,
    allFlag,
    fieldManagerFlag('kubectl-taint'),
    flag.boolean('overwrite', 'Taints that are there may change.'),
  ],
  run,
}
