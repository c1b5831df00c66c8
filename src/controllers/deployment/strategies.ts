import { deployments, pods, replicaSets } from '../../api/index.ts'
import type { DeploymentStatus, ReplicaSet } from '../../api/index.ts'
import type { ControllerContext } from '../../client/index.ts'
import { deleteIfThere, keyOf, podFinished, semanticallyEqual } from '../support/index.ts'
import { revisionOf } from './annotations.ts'
import { activeOrLatest, newReplicaSetSize, oldReplicaSetSizes, proportionalSizes } from './computations.ts'
import { isRollingUpdate, wantedReplicas } from './limits.ts'
import { availableOf, isActive, sizeOf } from './replica-sets.ts'
import { desiredReplicas } from './annotations.ts'
import { resize, withNewReplicaSet } from './rollout.ts'
import type { Rollout } from './rollout.ts'
import { calculateStatus, isComplete, progressCheckAt, rolloutStatus } from './status.ts'

/** Deletes the oldest revisions beyond `revisionHistoryLimit` that have no Pods (`cleanupDeployment`). */
const cleanUp = ({ deployment, old }: Rollout, context: ControllerContext): void => {
  const limit = deployment.spec?.revisionHistoryLimit
  if (limit === undefined) return
  const alive = old.filter((replicaSet) => replicaSet.metadata.deletionTimestamp === undefined)
  const surplus = alive.length - limit
  if (surplus <= 0) return
  for (const replicaSet of [...alive].sort((a, b) => revisionOf(a) - revisionOf(b)).slice(0, surplus)) {
    const { status, metadata } = replicaSet
    if ((status?.replicas ?? 0) !== 0 || sizeOf(replicaSet) !== 0 || (metadata.generation ?? 0) > (status?.observedGeneration ?? 0))
      continue
    deleteIfThere(replicaSets, replicaSet, context)
  }
}

const writeStatus = (rollout: Rollout, status: DeploymentStatus, context: ControllerContext): boolean => {
  const { deployment } = rollout
  if (semanticallyEqual(deployment.status, status)) return false
  context.client.update(deployments, { ...deployment, status }, 'status')
  return true
}

/** Only counts, for a Deployment that is being deleted, paused or scaled. */
export const syncStatus = (rollout: Rollout, context: ControllerContext): void => {
  writeStatus(rollout, calculateStatus(rollout.deployment, rollout.old, rollout.newReplicaSet, context.clock.now), context)
}

const syncRolloutStatus = (rollout: Rollout, context: ControllerContext): void => {
  const { deployment, old, newReplicaSet } = rollout
  const now = context.clock.now
  const status = rolloutStatus(deployment, old, newReplicaSet, now)
  if (writeStatus(rollout, status, context)) return
  const at = progressCheckAt(deployment, status, now)
  if (at !== undefined) context.requeueAt(keyOf(deployment), at)
}

const resizeOld = (rollout: Rollout, sizes: ReadonlyMap<ReplicaSet, number>, context: ControllerContext): Rollout => ({
  ...rollout,
  old: rollout.old.map((replicaSet) => {
    const size = sizes.get(replicaSet)
    return size === undefined ? replicaSet : resize(rollout.deployment, replicaSet, size, context)
  }),
})

/** Replaces the Pods step by step, within maxSurge and maxUnavailable (`pkg/controller/deployment/rolling.go`). */
export const rollingUpdate = (found: Rollout, context: ControllerContext): void => {
  const rollout = withNewReplicaSet(found, context)
  const { deployment, newReplicaSet, old } = rollout
  const size = sizeOf(newReplicaSet)
  const wanted = wantedReplicas(deployment)
  const next = size > wanted ? wanted : newReplicaSetSize(deployment, [...old, newReplicaSet], size)
  if (next !== size) return syncRolloutStatus({ ...rollout, newReplicaSet: resize(deployment, newReplicaSet, next, context) }, context)
  const sizes = new Map(oldReplicaSetSizes(deployment, newReplicaSet, old.filter(isActive)).map((step) => [step.replicaSet, step.size]))
  if (sizes.size > 0) return syncRolloutStatus(resizeOld(rollout, sizes, context), context)
  if (isComplete(deployment, deployment.status ?? {})) cleanUp(rollout, context)
  syncRolloutStatus(rollout, context)
}

const oldPodsRun = ({ newReplicaSet, old }: Rollout, context: ControllerContext): boolean => {
  if (old.some((replicaSet) => (replicaSet.status?.replicas ?? 0) > 0)) return true
  const lister = context.cache(pods)
  return old.some((replicaSet) => replicaSet !== newReplicaSet && lister.byOwner(replicaSet.metadata.uid).some((pod) => !podFinished(pod)))
}

/** Removes all old Pods before it makes the first new one (`pkg/controller/deployment/recreate.go`). */
export const recreate = (found: Rollout, context: ControllerContext): void => {
  const active = found.old.filter(isActive)
  if (active.length > 0) return syncRolloutStatus(resizeOld(found, new Map(active.map((replicaSet) => [replicaSet, 0])), context), context)
  if (oldPodsRun(found, context)) return syncRolloutStatus(found, context)
  const rollout = withNewReplicaSet(found, context)
  const { deployment } = rollout
  const newReplicaSet =
    sizeOf(rollout.newReplicaSet) === wantedReplicas(deployment)
      ? rollout.newReplicaSet
      : resize(deployment, rollout.newReplicaSet, wantedReplicas(deployment), context)
  if (isComplete(deployment, deployment.status ?? {})) cleanUp(rollout, context)
  syncRolloutStatus({ ...rollout, newReplicaSet }, context)
}

/** True if the Deployment's size changed since its active ReplicaSets were last sized. */
export const isScaled = ({ deployment, newReplicaSet, old }: Rollout): boolean =>
  [...old, ...(newReplicaSet ? [newReplicaSet] : [])]
    .filter(isActive)
    .map(desiredReplicas)
    .some((desired) => desired !== undefined && desired !== wantedReplicas(deployment))

const isSaturated = ({ deployment, newReplicaSet }: Rollout): boolean => {
  const wanted = wantedReplicas(deployment)
  return (
    newReplicaSet !== undefined &&
    sizeOf(newReplicaSet) === wanted &&
    desiredReplicas(newReplicaSet) === wanted &&
    availableOf(newReplicaSet) === wanted
  )
}

const resizeAll = (rollout: Rollout, sizes: ReadonlyMap<ReplicaSet, number>, context: ControllerContext): Rollout => {
  const resized = resizeOld(rollout, sizes, context)
  const { newReplicaSet } = rollout
  const size = newReplicaSet && sizes.get(newReplicaSet)
  return newReplicaSet && size !== undefined
    ? { ...resized, newReplicaSet: resize(rollout.deployment, newReplicaSet, size, context) }
    : resized
}

/** Brings the sizes to that of the Deployment without carrying the rollout on (`scale`). */
const rescale = (rollout: Rollout, context: ControllerContext): Rollout => {
  const { deployment, newReplicaSet, old } = rollout
  const only = activeOrLatest(newReplicaSet, old)
  if (only)
    return sizeOf(only) === wantedReplicas(deployment)
      ? rollout
      : resizeAll(rollout, new Map([[only, wantedReplicas(deployment)]]), context)
  if (isSaturated(rollout)) return resizeOld(rollout, new Map(old.filter(isActive).map((replicaSet) => [replicaSet, 0])), context)
  if (!isRollingUpdate(deployment)) return rollout
  const active = [...old, ...(newReplicaSet ? [newReplicaSet] : [])].filter(isActive)
  return resizeAll(rollout, new Map(proportionalSizes(deployment, active).map((step) => [step.replicaSet, step.size])), context)
}

/** What is done for a Deployment that is paused or was just scaled (`sync`). */
export const scale = (found: Rollout, context: ControllerContext): void => {
  const rollout = rescale(found, context)
  if (rollout.deployment.spec?.paused) cleanUp(rollout, context)
  syncStatus(rollout, context)
}
