import type { Pod, PodCondition } from '../../api/index.ts'
import { conditionOf } from './conditions.ts'
import { milliseconds } from './time.ts'

export const readyCondition = (pod: Pod): PodCondition | undefined => conditionOf(pod.status?.conditions, 'Ready')

export const podReady = (pod: Pod): boolean => readyCondition(pod)?.status === 'True'

/** True if the Pod was ready for `minReadySeconds` (`pkg/api/v1/pod.IsPodAvailable`). */
export const podAvailable = (pod: Pod, minReadySeconds: number, now: number): boolean => {
  const ready = readyCondition(pod)
  if (ready?.status !== 'True') return false
  return (
    minReadySeconds === 0 ||
    (ready.lastTransitionTime !== undefined && milliseconds(ready.lastTransitionTime) + minReadySeconds * 1000 <= now)
  )
}

export const podFinished = (pod: Pod): boolean => pod.status?.phase === 'Succeeded' || pod.status?.phase === 'Failed'

/** Neither finished nor being deleted. */
export const podActive = (pod: Pod): boolean => !podFinished(pod) && pod.metadata.deletionTimestamp === undefined

/** Being deleted, and not yet finished. */
export const podTerminating = (pod: Pod): boolean => !podFinished(pod) && pod.metadata.deletionTimestamp !== undefined

const phaseOrder: Readonly<Record<string, number>> = { Pending: 0, Unknown: 1, Running: 2 }

const restarts = (pod: Pod): number =>
  Math.max(
    0,
    ...[...(pod.status?.initContainerStatuses ?? []), ...(pod.status?.containerStatuses ?? [])].map((status) => status.restartCount ?? 0),
  )

const deletionCost = (pod: Pod): number => {
  const text = pod.metadata.annotations?.['controller.kubernetes.io/pod-deletion-cost']
  return text !== undefined && /^(0|-?[1-9]\d*)$/.test(text) ? Number(text) : 0
}

/** Ages are compared in powers of two, so that Pods of about the same age count as alike (`LogarithmicScaleDown`). */
const ageRank = (since: number, now: number): number => (since === 0 || now <= since ? -1 : Math.floor(Math.log2((now - since) * 1e6)))

interface Ranked {
  readonly pod: Pod
  /** How many Pods of the same owner's ReplicaSets share its node. */
  readonly sharing: number
  readonly readySince: number
  readonly restarts: number
  readonly cost: number
}

const byUid = (a: Ranked, b: Ranked): number => (a.pod.metadata.uid < b.pod.metadata.uid ? -1 : 1)

/** Negative if `a` is to be deleted before `b` (`pkg/controller.ActivePodsWithRanks.Less`). */
const compareRanked = (a: Ranked, b: Ranked, now: number): number => {
  const unassigned = Number(!b.pod.spec?.nodeName) - Number(!a.pod.spec?.nodeName)
  if (unassigned !== 0) return unassigned
  const phase = (phaseOrder[a.pod.status?.phase ?? ''] ?? 0) - (phaseOrder[b.pod.status?.phase ?? ''] ?? 0)
  if (phase !== 0) return phase
  const ready = Number(podReady(a.pod)) - Number(podReady(b.pod))
  if (ready !== 0) return ready
  if (a.cost !== b.cost) return a.cost - b.cost
  if (a.sharing !== b.sharing) return b.sharing - a.sharing
  if (podReady(a.pod) && podReady(b.pod) && a.readySince !== b.readySince) {
    const rank = ageRank(a.readySince, now) - ageRank(b.readySince, now)
    return rank === 0 ? byUid(a, b) : rank
  }
  if (a.restarts !== b.restarts) return b.restarts - a.restarts
  const [createdA, createdB] = [milliseconds(a.pod.metadata.creationTimestamp), milliseconds(b.pod.metadata.creationTimestamp)]
  const age = createdA === createdB ? 0 : ageRank(createdA, now) - ageRank(createdB, now)
  return age === 0 ? byUid(a, b) : age
}

/** The `count` Pods to delete first; `related` are the Pods of all ReplicaSets of the same owner. */
export const podsToDelete = (pods: readonly Pod[], related: readonly Pod[], count: number, now: number): readonly Pod[] => {
  if (count >= pods.length) return pods
  const onNode = new Map<string, number>()
  for (const pod of related) {
    const node = pod.spec?.nodeName
    if (podActive(pod) && node) onNode.set(node, (onNode.get(node) ?? 0) + 1)
  }
  return pods
    .map((pod) => ({
      pod,
      sharing: onNode.get(pod.spec?.nodeName ?? '') ?? 0,
      readySince: milliseconds(readyCondition(pod)?.lastTransitionTime),
      restarts: restarts(pod),
      cost: deletionCost(pod),
    }))
    .sort((a, b) => compareRanked(a, b, now))
    .slice(0, count)
    .map((ranked) => ranked.pod)
}
