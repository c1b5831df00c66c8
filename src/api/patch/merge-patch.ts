import { jsonEqual } from '../equal.ts'

type Fields = Readonly<Record<string, unknown>>
const isFields = (value: unknown): value is Fields => typeof value === 'object' && value !== null && !Array.isArray(value)

const withoutNulls = (value: unknown): unknown => {
  if (!isFields(value)) return value
  return Object.fromEntries(Object.entries(value).flatMap(([key, inner]) => (inner === null ? [] : [[key, withoutNulls(inner)]])))
}

/** Applies an RFC 7386 merge patch: null removes, objects merge, all else replaces; what is untouched is shared. */
export const applyMergePatch = <T>(document: T, patch: unknown): T => {
  if (!isFields(patch)) return patch as T
  const result: Record<string, unknown> = isFields(document) ? { ...document } : {}
  for (const [key, value] of Object.entries(patch)) {
    if (value === null) delete result[key]
    else if (isFields(value) && isFields(result[key])) result[key] = applyMergePatch(result[key], value)
    else result[key] = withoutNulls(value)
  }
  return result as T
}

/** The merge patch that turns `original` into `modified` (evanphx/json-patch's CreateMergePatch). */
export const createMergePatch = (original: Fields, modified: Fields): Fields => {
  const patch: Record<string, unknown> = {}
  for (const [key, value] of Object.entries(modified)) {
    const before = original[key]
    if (before === undefined) patch[key] = value
    else if (isFields(before) && isFields(value)) {
      const inner = createMergePatch(before, value)
      if (Object.keys(inner).length > 0) patch[key] = inner
    } else if (!jsonEqual(before, value)) patch[key] = value
  }
  for (const key of Object.keys(original)) if (modified[key] === undefined) patch[key] = null
  return patch
}

const keep = (patch: Fields, deletions: boolean): Fields =>
  Object.fromEntries(
    Object.entries(patch).flatMap(([key, value]): [string, unknown][] => {
      if (value === null) return deletions ? [[key, null]] : []
      if (isFields(value)) {
        const inner = keep(value, deletions)
        return Object.keys(inner).length > 0 || (!deletions && Object.keys(value).length === 0) ? [[key, inner]] : []
      }
      return deletions ? [] : [[key, value]]
    }),
  )

/** The merge patch that brings `current` to `modified` and takes away what left `original` (jsonmergepatch.CreateThreeWayJSONMergePatch). */
export const createJsonMergePatch = (original: Fields, modified: Fields, current: Fields): Fields => {
  const changes = keep(createMergePatch(current, modified), false)
  const deletions = keep(createMergePatch(original, modified), true)
  return mergePatches(deletions, changes)
}

const mergePatches = (base: Fields, patch: Fields): Fields => {
  const result: Record<string, unknown> = { ...base }
  for (const [key, value] of Object.entries(patch)) {
    const before = result[key]
    result[key] = isFields(before) && isFields(value) ? mergePatches(before, value) : value
  }
  return result
}
