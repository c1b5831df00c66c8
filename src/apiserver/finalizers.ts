import type { KubeObject } from '../api/index.ts'

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
