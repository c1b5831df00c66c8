import { ApiError, UsageError } from '../../../base/index.ts'
import type { JsonObject } from '../../../api/index.ts'
import { PlainError } from '../../errors.ts'
import { listAt, numberAt, textAt } from '../../json-fields.ts'
import { knownResource } from '../../known-resource.ts'
import type { KubectlSession } from '../../session.ts'
import type { Invocation } from '../../verb.ts'

const pods = knownResource('v1', 'Pod', 'pods')

/** Waits until the Pod is as `until` wants it; the last state of it, or an error after --pod-running-timeout. */
const waitForPod = async (
  invocation: Invocation,
  session: KubectlSession,
  name: string,
  until: (pod: JsonObject) => boolean,
): Promise<JsonObject> => {
  const { namespace, process, flags } = invocation
  const deadline = process.clock.now + flags.duration('pod-running-timeout')
  const first = session.get(pods, namespace, name) as JsonObject
  if (until(first)) return first
  const stream = session.watch(pods, namespace, {
    fieldSelector: `metadata.name=${name}`,
    resourceVersion: textAt(first, 'metadata', 'resourceVersion'),
  })
  try {
    for (;;) {
      const event = await stream.next(deadline)
      if (event === 'late' || event === undefined) throw new UsageError('timed out waiting for the condition')
      if (event.type === 'DELETED')
        throw new ApiError({
          kind: 'Status',
          apiVersion: 'v1',
          metadata: {},
          status: 'Failure',
          reason: 'NotFound',
          message: 'pods "" not found',
          code: 404,
        })
      if (event.type !== 'BOOKMARK' && until(event.object as JsonObject)) return event.object as JsonObject
    }
  } finally {
    stream.stop()
  }
}

const phase = (pod: JsonObject): string => textAt(pod, 'status', 'phase')
const ended = (pod: JsonObject): boolean => phase(pod) === 'Succeeded' || phase(pod) === 'Failed'
const ready = (pod: JsonObject): boolean =>
  phase(pod) === 'Running' &&
  listAt(pod, 'status', 'conditions').some((condition) => textAt(condition, 'type') === 'Ready' && textAt(condition, 'status') === 'True')

/** kubectl as a child with the same terminal: attach and logs are verbs of their own. */
const runKubectl = (invocation: Invocation, ...words: readonly string[]): Promise<number> => {
  const { stdin, stdout, stderr, tty, spawn } = invocation.process
  return spawn.call(invocation.process, ['kubectl', '-n', invocation.namespace, ...words], {
    stdin,
    stdout,
    stderr,
    ...(tty ? { tty } : {}),
  }).exited
}

const exitOf = (pod: JsonObject): number => {
  const place = `${textAt(pod, 'metadata', 'namespace')}/${textAt(pod, 'metadata', 'name')}`
  if (phase(pod) === 'Succeeded') return 0
  if (phase(pod) !== 'Failed') throw new UsageError(`pod ${place} left in phase ${phase(pod)}`)
  const terminated = ['status', 'containerStatuses', 0, 'state', 'terminated'] as const
  const code = numberAt(pod, ...terminated, 'exitCode') ?? 0
  if (code === 0) throw new UsageError(`pod ${place} failed with unknown exit code`)
  throw new PlainError(`pod ${place} terminated (${textAt(pod, ...terminated, 'reason')})\n${textAt(pod, ...terminated, 'message')}`, code)
}

/** `kubectl run -i`: waits for the Pod, attaches to it (or shows its logs if it has ended), and answers its exit code. */
export const attachToPod = async (invocation: Invocation, name: string): Promise<number> => {
  const { flags } = invocation
  const session = await invocation.connect()
  const started = await waitForPod(invocation, session, name, (pod) => ended(pod) || ready(pod))
  if (ended(started)) await runKubectl(invocation, 'logs', name)
  else {
    const options = [
      ...(flags.boolean('stdin') ? ['-i'] : []),
      ...(flags.boolean('tty') ? ['-t'] : []),
      ...(flags.boolean('quiet') ? ['-q'] : []),
    ]
    await runKubectl(invocation, 'attach', name, '-c', name, ...options)
  }
  const restart = flags.string('restart') || (flags.boolean('stdin') ? 'OnFailure' : 'Always')
  if (flags.boolean('leave-stdin-open') || restart === 'Always') return 0
  return exitOf(await waitForPod(invocation, session, name, (pod) => (restart === 'OnFailure' ? phase(pod) === 'Succeeded' : ended(pod))))
}
