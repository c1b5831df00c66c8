import { pods as podKind } from '../../api/index.ts'
import type { Draft, Pod, ReplicaSet } from '../../api/index.ts'
import { replicaSets } from '../../api/index.ts'
import type { ControllerContext } from '../../client/index.ts'
import {
  controllerReference,
  expectationsOf,
  isStatus,
  keyOf,
  keyText,
  namespaceTerminating,
  podsToDelete,
  referenceTo,
  slowStart,
} from '../support/index.ts'

/** At most so many Pods are created or deleted at a time. */
const burst = 500

const podOf = (replicaSet: ReplicaSet): Draft<Pod> => {
  const template = replicaSet.spec?.template
  return {
    metadata: {
      generateName: `${replicaSet.metadata.name}-`,
      namespace: replicaSet.metadata.namespace,
      ...(template?.metadata?.labels && { labels: template.metadata.labels }),
      ...(template?.metadata?.annotations && { annotations: template.metadata.annotations }),
      ...(template?.metadata?.finalizers && { finalizers: template.metadata.finalizers }),
      ownerReferences: [referenceTo(replicaSet)],
    },
    spec: template?.spec,
  }
}

const createOne = (replicaSet: ReplicaSet, draft: Draft<Pod>, context: ControllerContext): void => {
  try {
    const pod = context.client.create(podKind, draft)
    context.record(replicaSet, 'Normal', 'SuccessfulCreate', `Created pod: ${pod.metadata.name}`)
  } catch (error) {
    if (namespaceTerminating(error) || !(error instanceof Error)) throw error
    context.record(replicaSet, 'Warning', 'FailedCreate', `Error creating: ${error.message}`)
    throw error
  }
}

const create = (replicaSet: ReplicaSet, count: number, context: ControllerContext): Error | undefined => {
  const expectations = expectationsOf(context)
  const key = keyText(keyOf(replicaSet))
  const draft = podOf(replicaSet)
  expectations.expectCreations(key, count, context.clock.now)
  let ignored = 0
  const { succeeded, failure } = slowStart(count, () => {
    try {
      createOne(replicaSet, draft, context)
    } catch (error) {
      if (!namespaceTerminating(error)) throw error
      ignored++
    }
  })
  for (let skipped = count - succeeded + ignored; skipped > 0; skipped--) expectations.creationObserved(key)
  return failure
}

/** The Pods of all ReplicaSets that have the same controller. */
const relatedPods = (replicaSet: ReplicaSet, own: readonly Pod[], context: ControllerContext): readonly Pod[] => {
  const owner = controllerReference(replicaSet)
  if (!owner) return own
  const pods = context.cache(podKind)
  return context
    .cache(replicaSets)
    .byOwner(owner.uid)
    .flatMap((sibling) => [...pods.byOwner(sibling.metadata.uid)])
}

const remove = (replicaSet: ReplicaSet, pods: readonly Pod[], count: number, context: ControllerContext): Error | undefined => {
  const expectations = expectationsOf(context)
  const key = keyText(keyOf(replicaSet))
  const victims = podsToDelete(pods, relatedPods(replicaSet, pods, context), count, context.clock.now)
  expectations.expectDeletions(
    key,
    victims.map((pod) => pod.metadata.uid),
    context.clock.now,
  )
  let failure: Error | undefined
  for (const pod of victims) {
    try {
      context.client.delete(podKind, keyOf(pod))
      context.record(replicaSet, 'Normal', 'SuccessfulDelete', `Deleted pod: ${pod.metadata.name}`)
    } catch (error) {
      if (!(error instanceof Error)) throw error
      expectations.deletionObserved(key, pod.metadata.uid)
      if (isStatus(error, 404)) continue
      context.record(replicaSet, 'Warning', 'FailedDelete', `Error deleting: ${error.message}`)
      failure ??= error
    }
  }
  return failure
}

/** Creates or deletes Pods until there are as many as the spec wants; gives the first failure (`manageReplicas`). */
export const manageReplicas = (replicaSet: ReplicaSet, pods: readonly Pod[], context: ControllerContext): Error | undefined => {
  const missing = (replicaSet.spec?.replicas ?? 1) - pods.length
  if (missing > 0) return create(replicaSet, Math.min(missing, burst), context)
  if (missing < 0) return remove(replicaSet, pods, Math.min(-missing, burst), context)
  return undefined
}
