import type { Kind, KubeObject, ObjectKey } from '../api/index.ts'
import { deepFreeze } from '../base/index.ts'
import { prefixEnd, type Op, type Store } from '../etcd/index.ts'
import { listPrefix, objectKey } from './keys.ts'
import { withMeta } from './meta.ts'
import { modified } from './status.ts'

/** The stored object, or undefined. */
export const find = (store: Store, kind: Kind, key: ObjectKey, atRevision?: number): KubeObject | undefined =>
  store.get(objectKey(kind, key), atRevision)?.value as KubeObject | undefined

export const listAll = (store: Store, kind: Kind, namespace?: string): readonly KubeObject[] => {
  const prefix = listPrefix(kind, namespace)
  return store.range(prefix, prefixEnd(prefix)).map((entry) => entry.value as KubeObject)
}

/** The object as the next transaction will store it: its resourceVersion is that transaction's revision. */
const atNextRevision = (store: Store, object: KubeObject): KubeObject =>
  deepFreeze(withMeta(object, { ...object.metadata, resourceVersion: String(store.revision + 1) }))

/** Puts an object in place of the one whose resourceVersion is `previous` (absent: of none). */
export const put = (store: Store, kind: Kind, object: KubeObject, previous?: string, lease?: number): KubeObject => {
  const key = objectKey(kind, object.metadata)
  const stored = atNextRevision(store, object)
  const op: Op = lease === undefined ? { put: key, value: stored } : { put: key, value: stored, lease }
  const { succeeded } = store.txn([{ key, modRevision: previous === undefined ? 0 : Number(previous) }], [op])
  if (!succeeded) throw modified(kind, object.metadata.name)
  return stored
}

/** Removes an object; answers it as it was. */
export const remove = (store: Store, kind: Kind, object: KubeObject): KubeObject => {
  const key = objectKey(kind, object.metadata)
  const { succeeded } = store.txn([{ key, modRevision: Number(object.metadata.resourceVersion) }], [{ delete: key }])
  if (!succeeded) throw modified(kind, object.metadata.name)
  return object
}
