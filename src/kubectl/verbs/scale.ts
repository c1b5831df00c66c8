import { ApiError, UsageError } from '../../base/index.ts'
import type { JsonObject } from '../../api/index.ts'
import { findByFlags, loose, withObject, type ObjectInfo } from '../action.ts'
import { withChangeCause } from '../change-cause.ts'
import { throwAll } from '../errors.ts'
import {
  allFlag,
  dryRunFlag,
  filenameFlags,
  flag,
  printFlags,
  recordFlag,
  resourceVersionFlag,
  selectorFlag,
} from '../flags/write-flags.ts'
import { numberAt, sameJson, textAt, withField } from '../json-fields.ts'
import { preparePrinter, printResult } from '../print-result.ts'
import type { Invocation, Verb } from '../verb.ts'
import { dryRunOf, withDryRun, writeQuery, type DryRun } from '../write-options.ts'

const checkPrecondition = ({ flags }: Invocation, scaleObject: JsonObject): void => {
  const wanted = flags.int('current-replicas')
  const now = numberAt(scaleObject, 'spec', 'replicas') ?? 0
  if (wanted !== -1 && now !== wanted) throw new UsageError(`Expected replicas to be ${wanted}, was ${now}`)
  const version = flags.string('resource-version')
  const current = textAt(scaleObject, 'metadata', 'resourceVersion')
  if (version !== '' && current !== version) throw new UsageError(`Expected resource version to be ${version}, was ${current}`)
}

/** One try: a merge patch of /scale, or, with preconditions, a read and an update that conflicts if it came too late. */
const scaleOnce = async (invocation: Invocation, info: ObjectInfo, replicas: number, dryRun: DryRun): Promise<void> => {
  const session = await invocation.connect()
  const { resource, namespace, name } = info
  const { flags } = invocation
  if (flags.int('current-replicas') === -1 && flags.string('resource-version') === '') {
    session.patch(resource, namespace, name, 'merge', { spec: { replicas } }, writeQuery(dryRun), 'scale')
    return
  }
  const current = session.get(resource, namespace, name, { subresource: 'scale' }) as JsonObject
  checkPrecondition(invocation, current)
  session.update(resource, namespace, name, loose(withField(current, ['spec', 'replicas'], replicas)), writeQuery(dryRun), 'scale')
}

/** Tries again each second while others get in between, for five minutes (pkg/scale/scale.go). */
const scaleWithRetries = async (invocation: Invocation, info: ObjectInfo, replicas: number, dryRun: DryRun): Promise<void> => {
  const deadline = invocation.process.clock.now + 5 * 60_000
  for (;;) {
    try {
      return await scaleOnce(invocation, info, replicas, dryRun)
    } catch (error) {
      if (!(error instanceof ApiError) || error.reason !== 'Conflict') throw error
      if (invocation.process.clock.now >= deadline) throw new UsageError('context deadline exceeded')
      await invocation.process.sleep(1000)
    }
  }
}

const waitForReplicas = async (invocation: Invocation, info: ObjectInfo, replicas: number): Promise<void> => {
  const session = await invocation.connect()
  const { clock } = invocation.process
  const deadline = clock.now + invocation.flags.duration('timeout')
  for (;;) {
    const current = session.get(info.resource, info.namespace, info.name, { subresource: 'scale' }) as JsonObject
    const wanted = numberAt(current, 'spec', 'replicas') ?? 0
    if (wanted !== replicas || (numberAt(current, 'status', 'replicas') ?? 0) === replicas) return
    if (clock.now + 1000 > deadline) {
      await invocation.process.sleep(Math.max(0, deadline - clock.now))
      throw new UsageError(`timed out waiting for ${JSON.stringify(info.name)} to be synced`)
    }
    await invocation.process.sleep(1000)
  }
}

const record = async (invocation: Invocation, info: ObjectInfo): Promise<void> => {
  const recorded = withChangeCause(invocation, info.object)
  if (sameJson(recorded, info.object)) return
  const session = await invocation.connect()
  const annotations = (recorded.metadata as JsonObject).annotations
  session.patch(info.resource, info.namespace, info.name, 'merge', { metadata: { annotations } })
}

const run = async (invocation: Invocation): Promise<number> => {
  const { flags } = invocation
  const dryRun = dryRunOf(invocation)
  preparePrinter(invocation)
  const replicas = flags.int('replicas')
  if (replicas < 0) throw new UsageError('The --replicas=COUNT flag is required, and COUNT must be greater than or equal to 0')
  if (flags.int('current-replicas') < -1) throw new UsageError('The --current-replicas must specify an integer of -1 or greater')
  const { infos, errors } = await findByFlags(invocation)
  if (flags.string('resource-version') !== '' && infos.length > 1)
    throw new UsageError('cannot use --resource-version with multiple resources')
  if (infos.length === 0) {
    throwAll(errors)
    throw new UsageError('no objects passed to scale')
  }
  for (const info of infos.map(withObject)) {
    if (dryRun !== 'client') {
      await scaleWithRetries(invocation, info, replicas, dryRun)
      if (flags.duration('timeout') !== 0 && dryRun === 'none') await waitForReplicas(invocation, info, replicas)
      await record(invocation, info)
    }
    await printResult(invocation, info.object, withDryRun('scaled', dryRun))
  }
  throwAll(errors)
  return 0
}

export const scale: Verb = {
  name: 'scale',
  summary: 'Set a new size for a deployment, replica set, or replication controller',
  description: 'Set how many replicas there shall be, if you like only while it has a certain size or version.',
  examples: ['kubectl scale --replicas=3 deployment/web', 'kubectl scale --current-replicas=2 --replicas=3 deployment/web'],
  usage: 'scale [--resource-version=version] [--current-replicas=count] --replicas=COUNT (-f FILENAME | TYPE NAME)',
  group: 'deploy',
  flags: [
    ...printFlags,
    ...filenameFlags('that name the objects'),
    recordFlag,
    allFlag,
    resourceVersionFlag,
    flag.int('current-replicas', -1, 'Only if it has this size now; -1 for any.'),
    flag.int('replicas', 0, 'The new size.', { required: true }),
    flag.duration('timeout', 'How long to wait for the new size; 0 does not wait.'),
    dryRunFlag,
    selectorFlag,
  ],
  run,
}
