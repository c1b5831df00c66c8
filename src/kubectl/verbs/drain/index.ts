import { UsageError } from '../../../base/index.ts'
import { isExpected } from '../../action.ts'
import { ManyErrors, messageOf, throwAll, usageErrorf } from '../../errors.ts'
import { chunkSizeFlag } from '../../flags/read-flags.ts'
import { dryRunFlag, flag, selectorFlag } from '../../flags/write-flags.ts'
import { objectName } from '../../printers/index.ts'
import { findResources } from '../../resources.ts'
import type { KubectlSession } from '../../session.ts'
import type { Invocation, Verb } from '../../verb.ts'
import { dryRunOf, withDryRun, type DryRun } from '../../write-options.ts'
import { markNodes } from '../cordon.ts'
import { canEvict, podsToGo, type DrainOptions } from './pods.ts'
import { Removal } from './removal.ts'

const optionsOf = ({ flags, process }: Invocation): DrainOptions => ({
  force: flags.boolean('force'),
  ignoreDaemonSets: flags.boolean('ignore-daemonsets'),
  deleteEmptyDirData: flags.boolean('delete-emptydir-data'),
  podSelector: flags.string('pod-selector'),
  skipWaitSeconds: flags.int('skip-wait-for-delete-timeout'),
  now: () => process.clock.now,
})

const remove = async (invocation: Invocation, session: KubectlSession, node: string, dryRun: DryRun): Promise<void> => {
  const { flags, process } = invocation
  const options = optionsOf(invocation)
  const { pods, warnings, errors } = podsToGo(session, node, options)
  if (errors) throw errors
  if (warnings !== '') await invocation.error(`Warning: ${warnings}\n`)
  if (dryRun === 'client') {
    for (const pod of pods) await invocation.out(`evicting pod ${pod.metadata?.namespace ?? ''}/${pod.metadata?.name ?? ''} (dry run)\n`)
    return
  }
  const timeout = flags.duration('timeout')
  const removal = new Removal(invocation, session, {
    gracePeriod: flags.int('grace-period'),
    dryRun,
    timeout,
    deadline: timeout > 0 ? process.clock.now + timeout : Infinity,
    skipWaitSeconds: options.skipWaitSeconds,
  })
  try {
    await (flags.boolean('disable-eviction') || !canEvict(session) ? removal.deleteAll(pods) : removal.evictAll(pods))
  } catch (error) {
    if (!isExpected(error)) throw error
    const pending = podsToGo(session, node, options).pods
    if (pending.length > 0) {
      await invocation.error(`There are pending pods in node ${JSON.stringify(node)} when an error occurred: ${messageOf(error)}\n`)
      for (const pod of pending) await invocation.error(`pod/${pod.metadata?.name ?? ''}\n`)
    }
    throw error
  }
}

const nodesQuery = (invocation: Invocation) => {
  const { args, flags, path } = invocation
  const labelSelector = flags.string('selector')
  if (args.length === 0 && !flags.changed('selector')) throw usageErrorf(path, 'USAGE: drain NODE [flags]')
  if (args.length > 0 && labelSelector !== '') throw usageErrorf(path, 'cannot specify both a node name and a --selector option')
  return labelSelector === '' ? { args: ['nodes', ...args] } : { args: ['nodes'], labelSelector }
}

const run = async (invocation: Invocation): Promise<number> => {
  const query = nodesQuery(invocation)
  const dryRun = dryRunOf(invocation)
  const found = await findResources(invocation, query)
  throwAll(found.errors)
  const session = await invocation.connect()
  const { lines, errors: refused } = markNodes(session, found.infos, true, dryRun)
  await invocation.out(lines.join(''))
  throwAll(refused)
  const failed: { readonly node: string; readonly error: unknown }[] = []
  for (const { name, object = {} } of found.infos) {
    try {
      await remove(invocation, session, name, dryRun)
      await invocation.out(`${objectName(object)} ${withDryRun('drained', dryRun)}\n`)
    } catch (error) {
      if (!isExpected(error)) throw error
      failed.push({ node: name, error })
      await invocation.error(
        `error: unable to drain node ${JSON.stringify(name)} due to error: ${messageOf(error)}, continuing command...\n`,
      )
    }
  }
  if (failed.length === 0) return 0
  await invocation.error(`There are pending nodes to be drained:\n${failed.map(({ node }) => ` ${node}\n`).join('')}`)
  throw failed.length === 1 ? failed[0]!.error : new ManyErrors(failed.map(({ error }) => new UsageError(messageOf(error))))
}

export const drain: Verb = {
  name: 'drain',
  group: 'cluster',
  summary: 'Drain node in preparation for maintenance',
  description:
    'Drain node in preparation for maintenance.\n\n No new Pods come to the node, and those on it are evicted, as far as their disruption budgets allow. Pods of DaemonSets, Pods without a controller and Pods with local data need a flag each.',
  usage: 'drain NODE',
  examples: [
    '# Empty node01, but for its DaemonSets\nkubectl drain node01 --ignore-daemonsets',
    '# Whatever it takes\nkubectl drain node01 --ignore-daemonsets --delete-emptydir-data --force',
  ],
  flags: [
    chunkSizeFlag,
    flag.boolean('delete-emptydir-data', 'Remove Pods although their emptyDir volumes go with them.'),
    flag.boolean('disable-eviction', 'Delete instead of evicting: disruption budgets are not asked.'),
    dryRunFlag,
    flag.boolean('force', 'Remove Pods that no controller will replace.'),
    flag.int('grace-period', -1, 'Seconds that each Pod has to end; negative is its own.'),
    flag.boolean('ignore-daemonsets', 'Leave the Pods of DaemonSets where they are.'),
    flag.string('pod-selector', 'Remove only Pods with these labels.'),
    selectorFlag,
    flag.int('skip-wait-for-delete-timeout', 0, 'Do not wait for Pods that have been ending for longer than so many seconds.'),
    flag.duration('timeout', 'When to give up; 0 is never.'),
  ],
  run,
}
