import type { Kind, KubeObject } from '../../api/index.ts'
import { ApiError } from '../../base/index.ts'
import type { ControllerContext } from '../../client/index.ts'
import { keyOf } from './owner.ts'

/** True if an error is the server's answer with this code. */
export const isStatus = (error: unknown, code: number): boolean => error instanceof ApiError && error.code === code

/** True if a create failed only because its namespace is going away. */
export const namespaceTerminating = (error: unknown): boolean =>
  error instanceof ApiError && (error.status.details?.causes?.some((cause) => cause.reason === 'NamespaceTerminating') ?? false)

/** Deletes an object; one that is gone already is fine. */
export const deleteIfThere = (kind: Kind, object: KubeObject, context: ControllerContext): void => {
  try {
    context.client.delete(kind, keyOf(object), { preconditions: { uid: object.metadata.uid } })
  } catch (error) {
    if (!isStatus(error, 404) && !isStatus(error, 409)) throw error
  }
}

/** Writes a status; on a conflict once more upon the server's newest object. */
export const updateStatus = <T extends KubeObject>(kind: Kind<T>, object: T, change: (fresh: T) => T, context: ControllerContext): T => {
  try {
    return context.client.update(kind, change(object), 'status')
  } catch (error) {
    if (!isStatus(error, 409)) throw error
    return context.client.update(kind, change(context.client.get(kind, keyOf(object))), 'status')
  }
}

/** An object without the fields that are zero or absent, as Go's `omitempty` leaves them out. */
export const withoutZeros = <T extends object>(fields: T): Partial<T> => {
  const kept: Partial<T> = {}
  for (const key of Object.keys(fields) as (keyof T)[]) {
    const value = fields[key]
    if (value !== 0 && value !== undefined && !(Array.isArray(value) && value.length === 0)) kept[key] = value
  }
  return kept
}
