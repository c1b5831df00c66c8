import { UsageError } from '../../../base/index.ts'
import type { JsonObject } from '../../../api/index.ts'
import { forEach, withObject, type ObjectInfo } from '../../action.ts'
import { filenameFlags, flag, selectorFlag } from '../../flags/write-flags.ts'
import { listAt } from '../../object.ts'
import type { Invocation, Verb } from '../../verb.ts'
import { findRollouts } from './common.ts'
import { statusViewer } from './status-text.ts'

const timedOut = (): UsageError => new UsageError('timed out waiting for the condition')

/** Prints the status at each change until the rollout is done (rollout_status.go). */
const followOne = async (invocation: Invocation, info: ObjectInfo): Promise<void> => {
  const { flags, process } = invocation
  const view = statusViewer(info.resource.kind, info.resource.group)
  const session = await invocation.connect()
  const timeout = flags.duration('timeout')
  const deadline = timeout > 0 ? process.clock.now + timeout : undefined
  const fieldSelector = `metadata.name=${info.name}`
  /** True once there is nothing to wait for. */
  const show = async (object: JsonObject): Promise<boolean> => {
    const { text, done } = view(object, flags.int('revision'))
    await invocation.out(text)
    return done || !flags.boolean('watch')
  }
  for (;;) {
    const list = session.list(info.resource, info.namespace, { fieldSelector })
    const first = listAt(list, 'items')[0]
    if (first && (await show(first as JsonObject))) return
    const stream = session.watch(info.resource, info.namespace, { fieldSelector, resourceVersion: list.metadata?.resourceVersion })
    try {
      for (;;) {
        const event = await stream.next(deadline)
        if (event === 'late') throw timedOut()
        if (event === undefined || event.type === 'ERROR') break
        if (event.type === 'DELETED') throw new UsageError('object has been deleted')
        if (event.type !== 'BOOKMARK' && (await show(event.object as JsonObject))) return
      }
    } finally {
      stream.stop()
    }
    await process.sleep(1000)
  }
}

const run = async (invocation: Invocation): Promise<number> => {
  const revision = invocation.flags.int('revision')
  const found = findRollouts(invocation)
  if (revision < 0) throw new UsageError(`revision must be a positive integer: ${revision}`)
  const { infos, errors } = await found
  await forEach(infos.map(withObject), errors, (info) => followOne(invocation, info))
  if (infos.length === 0) await invocation.error(`No resources found in ${invocation.namespace} namespace.\n`)
  return 0
}

export const status: Verb = {
  name: 'status',
  summary: 'Show the status of the rollout',
  description: 'Follow a rollout until it is done; with --watch=false show where it stands.',
  examples: ['kubectl rollout status deployment/web --timeout=60s'],
  usage: 'rollout status (TYPE NAME | TYPE/NAME) [flags]',
  group: 'subcommand',
  flags: [
    ...filenameFlags('that name the objects'),
    flag.int('revision', 0, 'Fail if this is not the revision that rolls out; 0 is any.'),
    selectorFlag,
    flag.duration('timeout', 'How long to watch; 0 is for ever.'),
    flag.boolean('watch', 'Follow until the rollout is done.', { short: 'w', default: 'true' }),
  ],
  run,
}
