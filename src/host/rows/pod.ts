import { pods, type ContainerStatus, type Pod, type ReplicaSet } from '../../api/index.ts'
import type { PodForm, PodRow } from '../protocol.ts'
import type { Neighbours } from '../rows.ts'
import { revisionOf } from './workload.ts'

const statusColumn = pods.columns.find(({ name }) => name === 'Status')!
const readyColumn = pods.columns.find(({ name }) => name === 'Ready')!

const pulling = /^(ErrImagePull|ImagePullBackOff|InvalidImageName|ErrImageNeverPull|ImageInspectError)$/
const broken = /^(Error|OOMKilled|Evicted|ContainerCannotRun|CreateContainer\w*Error|RunContainerError|DeadlineExceeded|Failed|OutOf\w+)$/

const isReady = (pod: Pod): boolean => pod.status?.conditions?.some(({ type, status }) => type === 'Ready' && status === 'True') ?? false

const formOf = (pod: Pod, status: string): PodForm => {
  const text = status.replace(/^Init:/, '')
  if (status === 'Unknown') return 'unknown'
  if (pod.metadata.deletionTimestamp) return 'terminating'
  if (pulling.test(text)) return 'pullFailing'
  if (text === 'CrashLoopBackOff') return 'crashing'
  if (broken.test(text) || /^(ExitCode|Signal):/.test(text)) return 'failed'
  if (status === 'Completed' || status === 'Succeeded') return 'completed'
  if (isReady(pod)) return 'ready'
  if (!pod.spec?.nodeName) return 'pending'
  return pod.status?.containerStatuses?.some(({ state }) => state?.running) ? 'notReady' : 'creating'
}

const workloadOf = (pod: Pod, neighbours: Neighbours): { readonly workload?: string; readonly revision?: number } => {
  const owner = pod.metadata.ownerReferences?.find(({ controller }) => controller)
  if (!owner) return {}
  const replicaSet = owner.kind === 'ReplicaSet' ? (neighbours.owner(owner.uid) as ReplicaSet | undefined) : undefined
  const top = replicaSet?.metadata.ownerReferences?.find(({ controller }) => controller) ?? owner
  const revision = replicaSet && revisionOf(replicaSet)
  return { workload: `${top.kind}/${top.name}`, ...(revision === undefined ? {} : { revision }) }
}

/** Why a Pod is not well, in the cluster's own words. */
const reasonOf = (pod: Pod, statuses: readonly ContainerStatus[]): string | undefined => {
  for (const { state, lastState } of statuses) {
    if (state?.waiting?.message) return state.waiting.message
    if (state?.terminated && state.terminated.exitCode !== 0) return state.terminated.message ?? `exit code ${state.terminated.exitCode}`
    if (!state?.running && lastState?.terminated) return `exit code ${lastState.terminated.exitCode}`
  }
  if (pod.status?.message) return pod.status.message
  return pod.status?.conditions?.find(({ type, status, message }) => type === 'PodScheduled' && status === 'False' && message)?.message
}

export const podRow = (pod: Pod, neighbours: Neighbours): PodRow => {
  const { metadata, spec, status } = pod
  const statuses = [...(status?.initContainerStatuses ?? []), ...(status?.containerStatuses ?? [])]
  const text = String(statusColumn.cell(pod, 0))
  const reason = reasonOf(pod, statuses)
  return {
    kind: 'Pod',
    uid: metadata.uid,
    namespace: metadata.namespace ?? '',
    name: metadata.name,
    ...(spec?.nodeName ? { node: spec.nodeName } : {}),
    ...workloadOf(pod, neighbours),
    image: spec?.containers[0]?.image ?? '',
    form: formOf(pod, text),
    status: text,
    ready: String(readyColumn.cell(pod, 0)),
    restarts: statuses.reduce((sum, { restartCount }) => sum + restartCount, 0),
    ...(status?.podIP ? { ip: status.podIP } : {}),
    ...(reason ? { reason } : {}),
    createdAt: Date.parse(metadata.creationTimestamp),
    ...(metadata.deletionTimestamp ? { deletingUntil: Date.parse(metadata.deletionTimestamp) } : {}),
    labels: metadata.labels ?? {},
  }
}
