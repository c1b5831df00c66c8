import { matchesSelector, replicaSets } from '../../api/index.ts'
import type { KubeObject, ObjectKey } from '../../api/index.ts'
import type { ControllerContext } from '../../client/index.ts'
import { controllerReference, expectationsOf, keyOf, keyText, semanticallyEqual } from '../support/index.ts'

/** The ReplicaSet that controls a Pod, if it is the very one that is meant. */
const ownerOf = (pod: KubeObject, context: ControllerContext): ObjectKey | undefined => {
  const reference = controllerReference(pod)
  if (reference?.kind !== 'ReplicaSet') return undefined
  const key = { namespace: pod.metadata.namespace, name: reference.name }
  return context.cache(replicaSets).get(key)?.metadata.uid === reference.uid ? key : undefined
}

const wouldAdopt = (pod: KubeObject, context: ControllerContext): readonly ObjectKey[] => {
  if (!pod.metadata.labels) return []
  return context
    .cache(replicaSets)
    .list(pod.metadata.namespace)
    .filter((replicaSet) => replicaSet.spec?.selector && matchesSelector(replicaSet.spec.selector, pod.metadata.labels))
    .map(keyOf)
}

const gone = (pod: KubeObject, context: ControllerContext): readonly ObjectKey[] => {
  const owner = ownerOf(pod, context)
  if (!owner) return []
  expectationsOf(context).deletionObserved(keyText(owner), pod.metadata.uid)
  return [owner]
}

/** What a change of a Pod wakes up, and which expectations it fulfils (`addPod`, `updatePod`, `deletePod`). */
export const podKeys = (
  pod: KubeObject,
  context: ControllerContext,
  change: { readonly previous?: KubeObject; readonly deleted: boolean },
): readonly ObjectKey[] => {
  const { previous } = change
  if (change.deleted || pod.metadata.deletionTimestamp !== undefined) return gone(pod, context)
  const owner = ownerOf(pod, context)
  if (!previous) {
    if (owner) expectationsOf(context).creationObserved(keyText(owner))
    return owner ? [owner] : controllerReference(pod) ? [] : wouldAdopt(pod, context)
  }
  const before = controllerReference(previous)
  const ownerChanged = before?.uid !== controllerReference(pod)?.uid
  const former = ownerChanged ? ownerOf(previous, context) : undefined
  if (controllerReference(pod)) return [...(former ? [former] : []), ...(owner ? [owner] : [])]
  const relabelled = !semanticallyEqual(previous.metadata.labels, pod.metadata.labels)
  return [...(former ? [former] : []), ...(ownerChanged || relabelled ? wouldAdopt(pod, context) : [])]
}
