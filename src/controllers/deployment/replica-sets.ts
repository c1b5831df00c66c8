import type { Deployment, PodTemplateSpec, ReplicaSet } from '../../api/index.ts'
import { milliseconds, semanticallyEqual } from '../support/index.ts'

export const hashLabel = 'pod-template-hash'

export const sizeOf = (replicaSet: ReplicaSet): number => replicaSet.spec?.replicas ?? 1

export const totalSize = (replicaSets: readonly ReplicaSet[]): number =>
  replicaSets.reduce((sum, replicaSet) => sum + sizeOf(replicaSet), 0)

export const isActive = (replicaSet: ReplicaSet): boolean => sizeOf(replicaSet) > 0

export const availableOf = (replicaSet: ReplicaSet): number => replicaSet.status?.availableReplicas ?? 0

const compareNames = (a: ReplicaSet, b: ReplicaSet): number =>
  a.metadata.name < b.metadata.name ? -1 : a.metadata.name > b.metadata.name ? 1 : 0

/** Oldest first, by name if as old. */
export const byAge = (a: ReplicaSet, b: ReplicaSet): number =>
  milliseconds(a.metadata.creationTimestamp) - milliseconds(b.metadata.creationTimestamp) || compareNames(a, b)

/** Largest first; of the same size the newer. */
export const bySizeNewer = (a: ReplicaSet, b: ReplicaSet): number => sizeOf(b) - sizeOf(a) || byAge(b, a)

/** Largest first; of the same size the older. */
export const bySizeOlder = (a: ReplicaSet, b: ReplicaSet): number => sizeOf(b) - sizeOf(a) || byAge(a, b)

const withoutHash = (template: PodTemplateSpec | undefined): PodTemplateSpec | undefined => {
  const labels = template?.metadata?.labels
  if (!template || labels?.[hashLabel] === undefined) return template
  const { [hashLabel]: _, ...rest } = labels
  return { ...template, metadata: { ...template.metadata, labels: rest } }
}

/** True if two templates differ in nothing but the hash label. */
export const sameTemplate = (a: PodTemplateSpec | undefined, b: PodTemplateSpec | undefined): boolean =>
  a?.spec === b?.spec
    ? semanticallyEqual(withoutHash(a)?.metadata, withoutHash(b)?.metadata)
    : semanticallyEqual(withoutHash(a), withoutHash(b))

/** The oldest ReplicaSet whose template is the Deployment's. */
export const findNewReplicaSet = (deployment: Deployment, replicaSets: readonly ReplicaSet[]): ReplicaSet | undefined =>
  [...replicaSets].sort(byAge).find((replicaSet) => sameTemplate(replicaSet.spec?.template, deployment.spec?.template))
