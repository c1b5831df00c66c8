import { matchesSelector } from '../../api/index.ts'
import type { Kind, KubeObject, LabelSelector } from '../../api/index.ts'
import { ApiError } from '../../base/index.ts'
import type { ControllerContext, Lister } from '../../client/index.ts'
import { controllerReference, keyOf, referenceTo } from './owner.ts'

/** Those of `objects` that belong to a controller (by uid), and those that nobody controls. */
export const candidates = <T extends KubeObject>(lister: Lister<T>, owner: KubeObject, selector: LabelSelector): readonly T[] => {
  const owned = lister.byOwner(owner.metadata.uid).filter((object) => object.metadata.namespace === owner.metadata.namespace)
  if (owner.metadata.deletionTimestamp !== undefined) return owned
  const matching =
    selector.matchLabels && Object.keys(selector.matchLabels).length > 0
      ? lister.byLabels(owner.metadata.namespace ?? '', selector.matchLabels)
      : lister.list(owner.metadata.namespace)
  const orphans = matching.filter(
    (object) =>
      !controllerReference(object) && object.metadata.deletionTimestamp === undefined && matchesSelector(selector, object.metadata.labels),
  )
  return orphans.length === 0 ? owned : [...owned, ...orphans]
}

/** True if the owner still exists as it was and is not being deleted, asked of the server and not of the cache. */
const stillThere = (kind: Kind, owner: KubeObject, context: ControllerContext): boolean => {
  const fresh = context.client.get(kind, keyOf(owner))
  return fresh.metadata.uid === owner.metadata.uid && fresh.metadata.deletionTimestamp === undefined
}

const isGone = (error: unknown): boolean => error instanceof ApiError && (error.code === 404 || error.code === 422)

/**
 * Adopts orphans that match and releases owned objects that no longer do; gives those that are now the owner's
 * (`pkg/controller/controller_ref_manager.go`).
 */
export const claim = <T extends KubeObject>(
  owner: { readonly kind: Kind; readonly object: KubeObject },
  selector: LabelSelector,
  kind: Kind<T>,
  objects: readonly T[],
  context: ControllerContext,
): readonly T[] => {
  let mayAdopt: boolean | undefined
  const claimed: T[] = []
  for (const object of objects) {
    const matches = matchesSelector(selector, object.metadata.labels)
    const reference = controllerReference(object)
    if (reference && reference.uid !== owner.object.metadata.uid) continue
    if (reference && matches) claimed.push(object)
    else if (reference) {
      if (owner.object.metadata.deletionTimestamp === undefined) release(owner.object, kind, object, context)
    } else if (matches && owner.object.metadata.deletionTimestamp === undefined && object.metadata.deletionTimestamp === undefined) {
      mayAdopt ??= stillThere(owner.kind, owner.object, context)
      const adopted = mayAdopt ? adopt(owner.object, kind, object, context) : undefined
      if (adopted) claimed.push(adopted)
    }
  }
  return claimed
}

const adopt = <T extends KubeObject>(owner: KubeObject, kind: Kind<T>, object: T, context: ControllerContext): T | undefined => {
  try {
    const body = { metadata: { ownerReferences: [referenceTo(owner)], uid: object.metadata.uid } }
    return context.client.patch(kind, keyOf(object), { type: 'strategic', body })
  } catch (error) {
    if (isGone(error)) return undefined
    throw error
  }
}

const release = <T extends KubeObject>(owner: KubeObject, kind: Kind<T>, object: T, context: ControllerContext): void => {
  try {
    const body = { metadata: { ownerReferences: [{ $patch: 'delete', uid: owner.metadata.uid }], uid: object.metadata.uid } }
    context.client.patch(kind, keyOf(object), { type: 'strategic', body })
  } catch (error) {
    if (!isGone(error)) throw error
  }
}
