import type { KubeObject, ObjectMeta, StoredMeta } from '../api/index.ts'

/** Virtual time as objects carry it: RFC 3339 in whole seconds. */
export const timestamp = (milliseconds: number): string => `${new Date(milliseconds).toISOString().slice(0, 19)}Z`

const order = [
  'name',
  'generateName',
  'namespace',
  'selfLink',
  'uid',
  'resourceVersion',
  'generation',
  'creationTimestamp',
  'deletionTimestamp',
  'deletionGracePeriodSeconds',
  'labels',
  'annotations',
  'ownerReferences',
  'finalizers',
  'managedFields',
] as const satisfies readonly (keyof ObjectMeta)[]

const isEmpty = (value: unknown): boolean =>
  value === undefined || value === null || value === '' || (typeof value === 'object' && Object.keys(value).length === 0)

/** The metadata with its fields in the order of the Go type and without empty ones. */
export const tidyMeta = (meta: ObjectMeta): StoredMeta => {
  const tidy: Record<string, unknown> = {}
  for (const field of order) if (!isEmpty(meta[field])) tidy[field] = meta[field]
  return tidy as ObjectMeta as StoredMeta
}

/** The same object with other metadata; kind and apiVersion come first. */
export const withMeta = <T extends KubeObject>(object: T, meta: ObjectMeta): T => {
  const { kind, apiVersion, metadata: _, ...content } = object
  return { kind, apiVersion, metadata: tidyMeta(meta), ...content } as KubeObject as T
}
