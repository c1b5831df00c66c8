import type { Deployment, DeploymentCondition, DeploymentStatus, ReplicaSet } from '../../api/index.ts'
import { conditionOf, milliseconds, timestamp, withCondition, withoutCondition, withoutZeros } from '../support/index.ts'
import { hasProgressDeadline, maxUnavailable, wantedReplicas } from './limits.ts'
import { availableOf, totalSize } from './replica-sets.ts'

export const deploymentCondition = (type: string, status: string, reason: string, message: string, now: number): DeploymentCondition => ({
  lastTransitionTime: timestamp(now),
  lastUpdateTime: timestamp(now),
  message,
  reason,
  status,
  type,
})

const terminating = (all: readonly ReplicaSet[]): number | undefined => {
  let sum = 0
  for (const { status } of all) {
    if (status?.terminatingReplicas === undefined && (status?.observedGeneration ?? 0) !== 0) return undefined
    sum += status?.terminatingReplicas ?? 0
  }
  return sum
}

const available = (deployment: Deployment, count: number, now: number): DeploymentCondition =>
  count >= wantedReplicas(deployment) - maxUnavailable(deployment)
    ? deploymentCondition('Available', 'True', 'MinimumReplicasAvailable', 'Deployment has minimum availability.', now)
    : deploymentCondition('Available', 'False', 'MinimumReplicasUnavailable', 'Deployment does not have minimum availability.', now)

const sum = (all: readonly ReplicaSet[], count: (replicaSet: ReplicaSet) => number | undefined): number =>
  all.reduce((total, replicaSet) => total + (count(replicaSet) ?? 0), 0)

/** The counts of a Deployment's status and its Available condition (`calculateStatus`). */
export const calculateStatus = (
  deployment: Deployment,
  old: readonly ReplicaSet[],
  newReplicaSet: ReplicaSet | undefined,
  now: number,
): DeploymentStatus => {
  const all = newReplicaSet ? [...old, newReplicaSet] : old
  const availableReplicas = sum(all, availableOf)
  const terminatingReplicas = terminating(all)
  return {
    ...withoutZeros({
      availableReplicas,
      collisionCount: deployment.status?.collisionCount,
      conditions: withCondition(deployment.status?.conditions, available(deployment, availableReplicas, now)),
      observedGeneration: deployment.metadata.generation,
      readyReplicas: sum(all, (replicaSet) => replicaSet.status?.readyReplicas),
      replicas: sum(all, (replicaSet) => replicaSet.status?.replicas),
      unavailableReplicas: Math.max(0, totalSize(all) - availableReplicas),
      updatedReplicas: newReplicaSet?.status?.replicas ?? 0,
    }),
    ...(terminatingReplicas !== undefined && { terminatingReplicas }),
  }
}

/** True if all wanted Pods are of the new template, no others are left, and all are available (`DeploymentComplete`). */
export const isComplete = (deployment: Deployment, status: DeploymentStatus): boolean => {
  const wanted = wantedReplicas(deployment)
  return (
    (status.updatedReplicas ?? 0) === wanted &&
    (status.replicas ?? 0) === wanted &&
    (status.availableReplicas ?? 0) === wanted &&
    (status.observedGeneration ?? 0) >= (deployment.metadata.generation ?? 0)
  )
}

const progresses = (before: DeploymentStatus | undefined, after: DeploymentStatus): boolean => {
  const oldOnes = (status: DeploymentStatus | undefined): number => (status?.replicas ?? 0) - (status?.updatedReplicas ?? 0)
  return (
    (after.updatedReplicas ?? 0) > (before?.updatedReplicas ?? 0) ||
    oldOnes(after) < oldOnes(before) ||
    (after.readyReplicas ?? 0) > (before?.readyReplicas ?? 0) ||
    (after.availableReplicas ?? 0) > (before?.availableReplicas ?? 0)
  )
}

const deadlineOf = (deployment: Deployment, condition: DeploymentCondition): number =>
  milliseconds(condition.lastUpdateTime) + (deployment.spec?.progressDeadlineSeconds ?? 0) * 1000

const timedOut = (deployment: Deployment, status: DeploymentStatus, now: number): boolean => {
  const condition = conditionOf(status.conditions, 'Progressing')
  if (!condition || condition.reason === 'NewReplicaSetAvailable') return false
  return condition.reason === 'ProgressDeadlineExceeded' || deadlineOf(deployment, condition) < now
}

const progressCondition = (
  deployment: Deployment,
  newReplicaSet: ReplicaSet | undefined,
  status: DeploymentStatus,
  now: number,
): readonly DeploymentCondition[] => {
  const subject = newReplicaSet ? `ReplicaSet "${newReplicaSet.metadata.name}"` : `Deployment "${deployment.metadata.name}"`
  const condition = (value: string, reason: string, what: string): DeploymentCondition =>
    deploymentCondition('Progressing', value, reason, `${subject} ${what}`, now)
  if (isComplete(deployment, status))
    return withCondition(status.conditions, condition('True', 'NewReplicaSetAvailable', 'has successfully progressed.'))
  if (progresses(deployment.status, status)) {
    // Any progress renews lastUpdateTime, even if the reason stays.
    const current = conditionOf(deployment.status?.conditions, 'Progressing')
    const updated = condition('True', 'ReplicaSetUpdated', 'is progressing.')
    const kept = current?.status === 'True' ? { ...updated, lastTransitionTime: current.lastTransitionTime } : updated
    return [...withoutCondition(status.conditions, 'Progressing'), kept]
  }
  if (timedOut(deployment, status, now))
    return withCondition(status.conditions, condition('False', 'ProgressDeadlineExceeded', 'has timed out progressing.'))
  return status.conditions ?? []
}

const replicaFailure = (old: readonly ReplicaSet[], newReplicaSet: ReplicaSet | undefined): DeploymentCondition | undefined => {
  for (const replicaSet of [...(newReplicaSet ? [newReplicaSet] : []), ...old]) {
    const failure = conditionOf(replicaSet.status?.conditions, 'ReplicaFailure')
    if (failure) return { ...failure, lastUpdateTime: failure.lastTransitionTime }
  }
  return undefined
}

/** The status during a rollout, with its progress and failures (`pkg/controller/deployment/progress.go`). */
export const rolloutStatus = (
  deployment: Deployment,
  old: readonly ReplicaSet[],
  newReplicaSet: ReplicaSet | undefined,
  now: number,
): DeploymentStatus => {
  const counted = calculateStatus(deployment, old, newReplicaSet, now)
  const current = conditionOf(deployment.status?.conditions, 'Progressing')
  const wasComplete = (counted.replicas ?? 0) === (counted.updatedReplicas ?? 0) && current?.reason === 'NewReplicaSetAvailable'
  let conditions: readonly DeploymentCondition[] = counted.conditions ?? []
  if (!hasProgressDeadline(deployment)) conditions = withoutCondition(conditions, 'Progressing')
  else if (!wasComplete) conditions = progressCondition(deployment, newReplicaSet, counted, now)
  const failure = replicaFailure(old, newReplicaSet)
  return { ...counted, conditions: failure ? withCondition(conditions, failure) : withoutCondition(conditions, 'ReplicaFailure') }
}

/** When to look again whether a rollout that shows no progress has timed out; undefined if it need not. */
export const progressCheckAt = (deployment: Deployment, status: DeploymentStatus, now: number): number | undefined => {
  const current = conditionOf(deployment.status?.conditions, 'Progressing')
  if (!hasProgressDeadline(deployment) || !current) return undefined
  if (isComplete(deployment, status) || current.reason === 'ProgressDeadlineExceeded') return undefined
  const deadline = deadlineOf(deployment, current)
  return deadline - now < 1000 ? Math.max(deadline, now) + 5 : deadline + 1000
}
