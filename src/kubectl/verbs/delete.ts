import { UsageError } from '../../base/index.ts'
import { queryOf, withObject } from '../action.ts'
import { deleteAll, propagationOf, type Deletion } from '../deletion.ts'
import { qualifiedKind } from '../discovery.ts'
import { isNotFound, throwAll } from '../errors.ts'
import { allFlag, allNamespacesFlag, deletionFlags, dryRunFlag, fieldSelectorFlag, flag, selectorFlag } from '../flags/write-flags.ts'
import { lines } from '../../machine/index.ts'
import { rawRequest, requireRawDelete } from '../raw-request.ts'
import { findResources, type Info } from '../resources.ts'
import type { Invocation, Verb } from '../verb.ts'
import { dryRunOf } from '../write-options.ts'

const gracePeriodOf = ({ flags }: Invocation): number => {
  let period = flags.int('grace-period')
  if (flags.boolean('now')) {
    if (period !== -1) throw new UsageError('--now and --grace-period cannot be specified together')
    period = 1
  }
  if (period === 0 && !flags.boolean('force')) return 1
  return flags.boolean('force') && period < 0 ? 0 : period
}

const check = async (invocation: Invocation, gracePeriod: number): Promise<void> => {
  const { flags } = invocation
  const output = flags.string('output')
  if (output !== '' && output !== 'name') throw new UsageError(`unexpected -o output mode: ${output}. We only support '-o name'`)
  if (!flags.boolean('force')) return
  if (gracePeriod > 0) throw new UsageError('--force and --grace-period greater than 0 cannot be specified together')
  await invocation.error(
    'Warning: Immediate deletion does not wait for confirmation that the running resource has been terminated. The resource may continue to run on the cluster indefinitely.\n',
  )
}

/** Asks on stdin; anything but `y` is no. */
const confirmed = async (invocation: Invocation, infos: readonly Info[]): Promise<boolean> => {
  await invocation.out(`You are about to delete the following ${infos.length} resource(s):\n`)
  for (const info of infos) await invocation.out(`${qualifiedKind(info.resource)}/${info.name}\n`)
  await invocation.out('Do you want to continue? (y/N): ')
  for await (const line of lines(invocation.process.stdin)) return line.trim().toLowerCase() === 'y'
  return false
}

/** Whether an interactive deletion goes on; prints what it says if not. */
const mayGoOn = async (
  invocation: Invocation,
  infos: readonly Info[],
  errors: readonly unknown[],
  ignoreNotFound: boolean,
): Promise<boolean> => {
  throwAll(ignoreNotFound ? errors.filter((error) => !isNotFound(error)) : errors)
  if (infos.length === 0) await invocation.out('No resources found\n')
  else if (!(await confirmed(invocation, infos))) await invocation.out('deletion is cancelled\n')
  else return true
  return false
}

const run = async (invocation: Invocation): Promise<number> => {
  const { flags } = invocation
  const propagation = await propagationOf(invocation)
  const selecting = flags.boolean('all') || flags.string('selector') !== '' || flags.string('field-selector') !== ''
  const gracePeriod = gracePeriodOf(invocation)
  const dryRun = dryRunOf(invocation)
  if (flags.string('raw') !== '') {
    await check(invocation, gracePeriod)
    requireRawDelete(invocation)
    return rawRequest(invocation, 'DELETE')
  }
  const { infos, errors } = await findResources(invocation, queryOf(invocation, { requireObject: false }))
  await check(invocation, gracePeriod)
  const deletion: Deletion = {
    propagation,
    gracePeriod,
    dryRun,
    ignoreNotFound: selecting && !flags.changed('ignore-not-found') ? true : flags.boolean('ignore-not-found'),
    wait: flags.boolean('wait'),
    timeout: flags.duration('timeout'),
    output: flags.string('output'),
    warnClusterScope: invocation.namespaceGiven && !flags.boolean('all-namespaces'),
  }
  if (flags.boolean('interactive') && !(await mayGoOn(invocation, infos, errors, deletion.ignoreNotFound))) return 0
  return deleteAll(invocation, infos.map(withObject), errors, deletion)
}

export const deleteVerb: Verb = {
  name: 'delete',
  summary: 'Delete resources by file names, stdin, resources and names, or by resources and label selector',
  description: 'Delete objects by file, by name, by label, or all of a kind. Without --wait=false it waits until they are gone.',
  examples: ['kubectl delete pod web --now', 'kubectl delete -f web.yaml', 'kubectl delete pods,services -l app=web'],
  usage: 'delete ([-f FILENAME] | [-k DIRECTORY] | TYPE [(NAME | -l label | --all)])',
  group: 'basic-intermediate',
  flags: [
    ...deletionFlags('that name what to delete').map((each) => (each.name === 'wait' ? { ...each, default: 'true' } : each)),
    selectorFlag,
    fieldSelectorFlag,
    allFlag,
    allNamespacesFlag,
    flag.boolean('now', 'End at once, as --grace-period=1 does.'),
    flag.boolean('ignore-not-found', 'What is not there counts as deleted.'),
    flag.string('output', 'name: print kind and name only.', { short: 'o' }),
    flag.string('raw', 'DELETE this path of the server.'),
    flag.boolean('interactive', 'Ask before deleting.', { short: 'i' }),
    dryRunFlag,
  ],
  run,
}
