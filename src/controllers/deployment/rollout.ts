import { deployments, replicaSets } from '../../api/index.ts'
import type { Deployment, DeploymentCondition, Draft, ReplicaSet } from '../../api/index.ts'
import { ApiError } from '../../base/index.ts'
import type { ControllerContext } from '../../client/index.ts'
import {
  conditionOf,
  controllerReference,
  isStatus,
  keyOf,
  namespaceTerminating,
  referenceTo,
  templateHash,
  withCondition,
} from '../support/index.ts'
import { maxRevision, newReplicaSetAnnotations, revisionAnnotation, sizeAnnotations } from './annotations.ts'
import { newReplicaSetSize } from './computations.ts'
import { hasProgressDeadline } from './limits.ts'
import { findNewReplicaSet, hashLabel, sameTemplate, sizeOf } from './replica-sets.ts'
import { deploymentCondition } from './status.ts'

/** A Deployment with its ReplicaSets, as one reconcile sees and carries them on. */
export interface Rollout {
  readonly deployment: Deployment
  readonly newReplicaSet?: ReplicaSet
  readonly old: readonly ReplicaSet[]
}

/** Writes status and annotations of a Deployment if they differ from what it has. */
const write = (
  deployment: Deployment,
  revision: number,
  condition: DeploymentCondition | undefined,
  context: ControllerContext,
): Deployment => {
  const conditions = condition ? withCondition(deployment.status?.conditions, condition) : deployment.status?.conditions
  const sameRevision = deployment.metadata.annotations?.[revisionAnnotation] === String(revision)
  if (sameRevision && conditions === deployment.status?.conditions) return deployment
  const annotations = sameRevision
    ? deployment.metadata.annotations
    : { ...deployment.metadata.annotations, [revisionAnnotation]: String(revision) }
  const metadata = { ...deployment.metadata, annotations }
  return context.client.update(
    deployments,
    { ...deployment, metadata, status: { ...deployment.status, ...(conditions && { conditions }) } },
    'status',
  )
}

/** Finds the new and the old ReplicaSets and brings the revision numbers up to date (`getAllReplicaSetsAndSyncRevision`). */
export const findRollout = (deployment: Deployment, owned: readonly ReplicaSet[], context: ControllerContext): Rollout => {
  const found = findNewReplicaSet(deployment, owned)
  const old = owned.filter((replicaSet) => replicaSet.metadata.uid !== found?.metadata.uid)
  if (!found) return { deployment, old }
  const known = found.metadata.annotations ?? {}
  const annotations = newReplicaSetAnnotations(deployment, known, maxRevision(old) + 1)
  const minReadySeconds = deployment.spec?.minReadySeconds ?? 0
  if (annotations !== known || (found.spec?.minReadySeconds ?? 0) !== minReadySeconds) {
    const { minReadySeconds: _, ...spec } = found.spec!
    const changed = {
      ...found,
      metadata: { ...found.metadata, annotations },
      spec: { ...spec, ...(minReadySeconds > 0 && { minReadySeconds }) },
    }
    return { deployment, old, newReplicaSet: context.client.update(replicaSets, changed) }
  }
  const progressing = conditionOf(deployment.status?.conditions, 'Progressing')
  const condition =
    hasProgressDeadline(deployment) && !progressing
      ? deploymentCondition(
          'Progressing',
          'True',
          'FoundNewReplicaSet',
          `Found new replica set "${found.metadata.name}"`,
          context.clock.now,
        )
      : undefined
  const revision = Number(annotations[revisionAnnotation] ?? 0)
  return { deployment: write(deployment, revision, condition, context), old, newReplicaSet: found }
}

const draftOf = (deployment: Deployment, old: readonly ReplicaSet[], revision: number): Draft<ReplicaSet> => {
  const spec = deployment.spec!
  const hash = templateHash(spec.template, deployment.status?.collisionCount)
  const labels = { ...spec.template.metadata?.labels, [hashLabel]: hash }
  const annotations = sizeAnnotations(deployment, newReplicaSetAnnotations(deployment, {}, revision))
  return {
    metadata: {
      name: `${deployment.metadata.name}-${hash}`,
      namespace: deployment.metadata.namespace,
      labels,
      annotations,
      ownerReferences: [referenceTo(deployment)],
    },
    spec: {
      replicas: newReplicaSetSize(deployment, old, 0),
      ...(spec.minReadySeconds && { minReadySeconds: spec.minReadySeconds }),
      selector: { ...spec.selector, matchLabels: { ...spec.selector.matchLabels, [hashLabel]: hash } },
      template: { ...spec.template, metadata: { ...spec.template.metadata, labels } },
    },
  }
}

/** A ReplicaSet of the wanted name exists: ours from an earlier try, or another template of the same hash, which counts as a collision. */
const resolveCollision = (deployment: Deployment, name: string, error: ApiError, context: ControllerContext): ReplicaSet => {
  const existing = context.client.get(replicaSets, { namespace: deployment.metadata.namespace, name })
  if (controllerReference(existing)?.uid === deployment.metadata.uid && sameTemplate(existing.spec?.template, deployment.spec?.template))
    return existing
  const collisionCount = (deployment.status?.collisionCount ?? 0) + 1
  context.client.update(deployments, { ...deployment, status: { ...deployment.status, collisionCount } }, 'status')
  throw error
}

const reportFailure = (deployment: Deployment, name: string, error: Error, context: ControllerContext): void => {
  const message = `Failed to create new replica set "${name}": ${error.message}`
  if (hasProgressDeadline(deployment)) {
    const condition = deploymentCondition('Progressing', 'False', 'ReplicaSetCreateError', message, context.clock.now)
    const conditions = withCondition(deployment.status?.conditions, condition)
    try {
      context.client.update(deployments, { ...deployment, status: { ...deployment.status, conditions } }, 'status')
    } catch (failure) {
      // The failure to create is the one to tell about.
      if (!(failure instanceof Error)) throw failure
    }
  }
  context.record(deployment, 'Warning', 'ReplicaSetCreateError', message)
}

/** The rollout with its new ReplicaSet, which is created if it does not exist (`getNewReplicaSet`). */
export const withNewReplicaSet = (rollout: Rollout, context: ControllerContext): Rollout & { readonly newReplicaSet: ReplicaSet } => {
  const { deployment, newReplicaSet, old } = rollout
  if (newReplicaSet) return { deployment, newReplicaSet, old }
  const revision = maxRevision(old) + 1
  const draft = draftOf(deployment, old, revision)
  const name = draft.metadata.name!
  let created: ReplicaSet
  let existed = false
  try {
    created = context.client.create(replicaSets, draft)
  } catch (error) {
    if (!(error instanceof ApiError)) throw error
    if (isStatus(error, 409)) {
      created = resolveCollision(deployment, name, error, context)
      existed = true
    } else {
      if (!namespaceTerminating(error)) reportFailure(deployment, name, error, context)
      throw error
    }
  }
  if (!existed && sizeOf(created) > 0)
    context.record(deployment, 'Normal', 'ScalingReplicaSet', `Scaled up replica set ${name} from 0 to ${sizeOf(created)}`)
  const condition =
    !existed && hasProgressDeadline(deployment)
      ? deploymentCondition('Progressing', 'True', 'NewReplicaSetCreated', `Created new replica set "${name}"`, context.clock.now)
      : undefined
  return { deployment: write(deployment, revision, condition, context), newReplicaSet: created, old }
}

/** A ReplicaSet with a new size and up-to-date size annotations; written only if something changes (`scaleReplicaSet`). */
export const resize = (deployment: Deployment, replicaSet: ReplicaSet, size: number, context: ControllerContext): ReplicaSet => {
  const before = sizeOf(replicaSet)
  const known = replicaSet.metadata.annotations ?? {}
  const annotations = sizeAnnotations(deployment, known)
  if (before === size && annotations === known) return replicaSet
  const updated = context.client.update(replicaSets, {
    ...replicaSet,
    metadata: { ...replicaSet.metadata, annotations },
    spec: { ...replicaSet.spec!, replicas: size },
  })
  if (before !== size) {
    const direction = before < size ? 'up' : 'down'
    context.record(
      deployment,
      'Normal',
      'ScalingReplicaSet',
      `Scaled ${direction} replica set ${keyOf(replicaSet).name} from ${before} to ${size}`,
    )
  }
  return updated
}
