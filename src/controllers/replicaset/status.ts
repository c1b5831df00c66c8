import type { Pod, ReplicaSet, ReplicaSetCondition, ReplicaSetStatus } from '../../api/index.ts'
import { conditionOf, podAvailable, podReady, timestamp, withCondition, withoutCondition, withoutZeros } from '../support/index.ts'

const hasLabels = (pod: Pod, labels: Readonly<Record<string, string>>): boolean => {
  for (const name in labels) if (pod.metadata.labels?.[name] !== labels[name]) return false
  return true
}

const conditions = (
  replicaSet: ReplicaSet,
  pods: readonly Pod[],
  failure: Error | undefined,
  now: number,
): readonly ReplicaSetCondition[] => {
  const current = replicaSet.status?.conditions ?? []
  const known = conditionOf(current, 'ReplicaFailure')
  if (!failure) return known ? withoutCondition(current, 'ReplicaFailure') : current
  if (known) return current
  const missing = (replicaSet.spec?.replicas ?? 1) - pods.length
  const reason = missing > 0 ? 'FailedCreate' : missing < 0 ? 'FailedDelete' : ''
  return withCondition(current, {
    type: 'ReplicaFailure',
    status: 'True',
    lastTransitionTime: timestamp(now),
    reason,
    message: failure.message,
  })
}

/** The status that a ReplicaSet has with these active and these terminating Pods (`pkg/controller/replicaset/replica_set_utils.go`). */
export const replicaSetStatus = (
  replicaSet: ReplicaSet,
  pods: readonly Pod[],
  terminating: readonly Pod[],
  failure: Error | undefined,
  now: number,
): ReplicaSetStatus => {
  const templateLabels = replicaSet.spec?.template?.metadata?.labels ?? {}
  const ready = pods.filter(podReady)
  return {
    ...withoutZeros({
      availableReplicas: ready.filter((pod) => podAvailable(pod, replicaSet.spec?.minReadySeconds ?? 0, now)).length,
      conditions: conditions(replicaSet, pods, failure, now),
      fullyLabeledReplicas: pods.filter((pod) => hasLabels(pod, templateLabels)).length,
      observedGeneration: replicaSet.metadata.generation,
      readyReplicas: ready.length,
    }),
    replicas: pods.length,
    terminatingReplicas: terminating.length,
  }
}
