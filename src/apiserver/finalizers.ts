import type { FieldError, KubeObject } from '../api/index.ts'

/** An object that is being deleted takes no new finalizers (`apimachinery/pkg/api/validation/objectmeta.go`). */
export const finalizerErrors = (wanted: KubeObject, current: KubeObject): readonly FieldError[] => {
  if (!current.metadata.deletionTimestamp) return []
  const before = new Set(current.metadata.finalizers ?? [])
  const added = (wanted.metadata.finalizers ?? []).filter((finalizer) => !before.has(finalizer))
  if (added.length === 0) return []
  const list = added.map((finalizer) => `"${finalizer}"`).join(', ')
  const message = `Forbidden: no new finalizers can be added if the object is being deleted, found new finalizers []string{${list}}`
  return [{ field: 'metadata.finalizers', reason: 'FieldValueForbidden', message }]
}

/** True if an update took the last that held a deleted object back (`ShouldDeleteDuringUpdate`). */
export const isDeleted = (next: KubeObject, current: KubeObject): boolean => {
  const namespaceFinalizers = (next as { readonly spec?: { readonly finalizers?: readonly string[] } }).spec?.finalizers
  if (next.kind === 'Namespace' && (namespaceFinalizers?.length ?? 0) > 0) return false
  return (
    (next.metadata.finalizers?.length ?? 0) === 0 &&
    current.metadata.deletionTimestamp !== undefined &&
    (current.metadata.deletionGracePeriodSeconds === 0 || next.kind === 'Namespace')
  )
}
