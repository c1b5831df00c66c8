import type { Deployment, ReplicaSet } from '../../api/index.ts'
import { maxSurge, wantedReplicas } from './limits.ts'

export const revisionAnnotation = 'deployment.kubernetes.io/revision'
export const historyAnnotation = 'deployment.kubernetes.io/revision-history'
export const desiredAnnotation = 'deployment.kubernetes.io/desired-replicas'
export const maxAnnotation = 'deployment.kubernetes.io/max-replicas'

/** The history of revisions grows to at most so many characters. */
const maxHistory = 2000

const notCopied = new Set([
  'kubectl.kubernetes.io/last-applied-configuration',
  revisionAnnotation,
  historyAnnotation,
  desiredAnnotation,
  maxAnnotation,
  'deprecated.deployment.rollback.to',
])

type Annotations = Readonly<Record<string, string>>

const integer = (text: string | undefined): number | undefined => (text !== undefined && /^-?\d+$/.test(text) ? Number(text) : undefined)

export const revisionOf = (replicaSet: ReplicaSet): number => integer(replicaSet.metadata.annotations?.[revisionAnnotation]) ?? 0

export const maxRevision = (replicaSets: readonly ReplicaSet[]): number => Math.max(0, ...replicaSets.map(revisionOf))

export const desiredReplicas = (replicaSet: ReplicaSet): number | undefined => integer(replicaSet.metadata.annotations?.[desiredAnnotation])

export const maxReplicas = (replicaSet: ReplicaSet): number | undefined => integer(replicaSet.metadata.annotations?.[maxAnnotation])

const withHistory = (annotations: Annotations, previous: string): Annotations => {
  const known = annotations[historyAnnotation]
  const revisions = known ? known.split(',') : []
  while (revisions.length > 0 && revisions.join(',').length + previous.length + 1 > maxHistory) revisions.shift()
  return { ...annotations, [historyAnnotation]: [...revisions, previous].join(',') }
}

/**
 * The annotations of a Deployment's new ReplicaSet: those of the Deployment, its revision, and the revisions that it had before
 * (`SetNewReplicaSetAnnotations`). The same object if nothing changes.
 */
export const newReplicaSetAnnotations = (deployment: Deployment, current: Annotations, revision: number): Annotations => {
  let annotations = current
  for (const [name, value] of Object.entries(deployment.metadata.annotations ?? {}))
    if (!notCopied.has(name) && annotations[name] !== value) annotations = { ...annotations, [name]: value }
  const previous = current[revisionAnnotation]
  if ((integer(previous) ?? 0) >= revision) return annotations
  annotations = { ...annotations, [revisionAnnotation]: String(revision) }
  return previous === undefined ? annotations : withHistory(annotations, previous)
}

/** The annotations with the sizes that the Deployment wants and allows, for proportional scaling; the same object if they say so already. */
export const sizeAnnotations = (deployment: Deployment, current: Annotations): Annotations => {
  const desired = String(wantedReplicas(deployment))
  const most = String(wantedReplicas(deployment) + maxSurge(deployment))
  if (current[desiredAnnotation] === desired && current[maxAnnotation] === most) return current
  return { ...current, [desiredAnnotation]: desired, [maxAnnotation]: most }
}
