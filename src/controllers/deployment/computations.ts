import type { Deployment, ReplicaSet } from '../../api/index.ts'
import { maxReplicas } from './annotations.ts'
import { isRollingUpdate, maxSurge, maxUnavailable, wantedReplicas } from './limits.ts'
import { availableOf, byAge, bySizeNewer, bySizeOlder, isActive, sizeOf, totalSize } from './replica-sets.ts'

/** A new size for a ReplicaSet. */
export interface Resize {
  readonly replicaSet: ReplicaSet
  readonly size: number
}

/** How large the new ReplicaSet may be now (`NewRSNewReplicas`); it counts in `all`. */
export const newReplicaSetSize = (deployment: Deployment, all: readonly ReplicaSet[], size: number): number => {
  const wanted = wantedReplicas(deployment)
  if (!isRollingUpdate(deployment)) return wanted
  const room = wanted + maxSurge(deployment) - totalSize(all)
  return room <= 0 ? size : size + Math.min(room, wanted - size)
}

const cleanUpUnhealthy = (old: readonly ReplicaSet[], limit: number): readonly Resize[] | undefined => {
  const resizes: Resize[] = []
  let removed = 0
  for (const replicaSet of old) {
    if (removed >= limit) break
    const size = sizeOf(replicaSet)
    const unhealthy = size - availableOf(replicaSet)
    if (size === 0 || unhealthy === 0) continue
    // The status is older than the spec: wait until they agree.
    if (unhealthy < 0) return undefined
    const count = Math.min(limit - removed, unhealthy)
    resizes.push({ replicaSet, size: size - count })
    removed += count
  }
  return resizes
}

/**
 * The next sizes of the old ReplicaSets in a rolling update: first what is unhealthy goes, then as many as availability allows
 * (`reconcileOldReplicaSets`).
 */
export const oldReplicaSetSizes = (deployment: Deployment, newReplicaSet: ReplicaSet, active: readonly ReplicaSet[]): readonly Resize[] => {
  if (totalSize(active) === 0) return []
  const minAvailable = wantedReplicas(deployment) - maxUnavailable(deployment)
  const newUnavailable = sizeOf(newReplicaSet) - availableOf(newReplicaSet)
  const removable = totalSize(active) + sizeOf(newReplicaSet) - minAvailable - newUnavailable
  if (removable <= 0) return []
  const old = [...active].sort(byAge)
  const cleaned = cleanUpUnhealthy(old, removable)
  if (!cleaned) return []
  const sizes = new Map(old.map((replicaSet) => [replicaSet, sizeOf(replicaSet)]))
  for (const { replicaSet, size } of cleaned) sizes.set(replicaSet, size)
  let removableAvailable = [...active, newReplicaSet].reduce((sum, replicaSet) => sum + availableOf(replicaSet), 0) - minAvailable
  for (const replicaSet of old) {
    if (removableAvailable <= 0) break
    const size = sizes.get(replicaSet)!
    const count = Math.min(size, removableAvailable)
    sizes.set(replicaSet, size - count)
    removableAvailable -= count
  }
  return old
    .filter((replicaSet) => sizes.get(replicaSet) !== sizeOf(replicaSet))
    .map((replicaSet) => ({ replicaSet, size: sizes.get(replicaSet)! }))
}

/** Go's rounding: halves away from zero. */
const round = (value: number): number => (value < 0 ? -Math.round(-value) : Math.round(value))

const proportion = (deployment: Deployment, replicaSet: ReplicaSet, toAdd: number, added: number): number => {
  const size = sizeOf(replicaSet)
  if (size === 0 || toAdd === 0 || toAdd === added) return 0
  const left = toAdd - added
  const share =
    wantedReplicas(deployment) === 0
      ? -size
      : round(
          (size * (wantedReplicas(deployment) + maxSurge(deployment))) / (maxReplicas(replicaSet) || deployment.status?.replicas || 1),
        ) - size
  return toAdd > 0 ? Math.min(share, left) : Math.max(share, left)
}

/**
 * The sizes when a Deployment is scaled amid a rollout: what is added or removed is spread over the active ReplicaSets by their
 * sizes, the rest goes to the largest (`scale`, `GetReplicaSetProportion`).
 */
export const proportionalSizes = (deployment: Deployment, active: readonly ReplicaSet[]): readonly Resize[] => {
  const wanted = wantedReplicas(deployment)
  const toAdd = (wanted > 0 ? wanted + maxSurge(deployment) : 0) - totalSize(active)
  const ordered = toAdd > 0 ? [...active].sort(bySizeNewer) : toAdd < 0 ? [...active].sort(bySizeOlder) : active
  let added = 0
  const resizes = ordered.map((replicaSet) => {
    const share = proportion(deployment, replicaSet, toAdd, added)
    added += share
    return { replicaSet, size: sizeOf(replicaSet) + share }
  })
  const [first, ...rest] = resizes
  return first ? [{ ...first, size: Math.max(0, first.size + toAdd - added) }, ...rest] : []
}

/** The only active ReplicaSet, or the newest if none is active; undefined if several are. */
export const activeOrLatest = (newReplicaSet: ReplicaSet | undefined, old: readonly ReplicaSet[]): ReplicaSet | undefined => {
  const active = [...old, ...(newReplicaSet ? [newReplicaSet] : [])].filter(isActive)
  if (active.length === 0) return newReplicaSet ?? [...old].sort(byAge).at(-1)
  return active.length === 1 ? active[0] : undefined
}
