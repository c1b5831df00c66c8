import { throwAll, usageErrorf } from '../errors.ts'
import { dryRunFlag, selectorFlag } from '../flags/write-flags.ts'
import { at } from '../object.ts'
import { objectName } from '../printers/index.ts'
import { findResources, visitAll, type Info } from '../resources.ts'
import type { KubectlSession } from '../session.ts'
import type { Invocation, Verb } from '../verb.ts'
import { dryRunOf, withDryRun, type DryRun } from '../write-options.ts'

interface Marked {
  readonly lines: readonly string[]
  readonly errors: readonly unknown[]
}

/** Sets spec.unschedulable of nodes; answers what to say of each. */
export const markNodes = (session: KubectlSession, nodes: readonly Info[], unschedulable: boolean, dryRun: DryRun): Marked => {
  const operation = unschedulable ? 'cordoned' : 'uncordoned'
  const lines: string[] = []
  const errors = visitAll(nodes, true, ({ resource, name, object = {} }) => {
    const done = (at(object, 'spec', 'unschedulable') === true) === unschedulable
    if (!done && dryRun !== 'client')
      session.patch(
        resource,
        '',
        name,
        'strategic',
        { spec: { unschedulable: unschedulable || null } },
        dryRun === 'server' ? { dryRun: 'All' } : {},
      )
    lines.push(`${objectName(object)} ${withDryRun(done ? `already ${operation}` : operation, dryRun)}\n`)
  })
  return { lines, errors }
}

const mark = async (invocation: Invocation, unschedulable: boolean): Promise<number> => {
  const { args, flags, path } = invocation
  const selector = flags.string('selector')
  const verb = unschedulable ? 'cordon' : 'uncordon'
  if (args.length === 0 && !flags.changed('selector')) throw usageErrorf(path, `USAGE: ${verb} NODE [flags]`)
  if (args.length > 0 && selector) throw usageErrorf(path, 'cannot specify both a node name and a --selector option')
  const dryRun = dryRunOf(invocation)
  const found = await findResources(invocation, selector ? { args: ['nodes'], labelSelector: selector } : { args: ['nodes', ...args] })
  throwAll(found.errors)
  const { lines, errors } = markNodes(await invocation.connect(), found.infos, unschedulable, dryRun)
  await invocation.out(lines.join(''))
  throwAll(errors)
  return 0
}

export const cordon: Verb = {
  name: 'cordon',
  group: 'cluster',
  summary: 'Mark node as unschedulable',
  usage: 'cordon NODE',
  examples: ['# No new Pods for node01\nkubectl cordon node01'],
  flags: [dryRunFlag, selectorFlag],
  run: (invocation) => mark(invocation, true),
}

export const uncordon: Verb = {
  name: 'uncordon',
  group: 'cluster',
  summary: 'Mark node as schedulable',
  usage: 'uncordon NODE',
  examples: ['# node01 takes Pods again\nkubectl uncordon node01'],
  flags: [dryRunFlag, selectorFlag],
  run: (invocation) => mark(invocation, false),
}
