import type { Json, JsonObject } from '../api/index.ts'

/** True for a JSON object (neither null nor a list). */
export const isJsonObject = (value: unknown): value is JsonObject => typeof value === 'object' && value !== null && !Array.isArray(value)

/** What stands at a path of names and list indices; undefined if anything on the way is missing. */
export const fieldAt = (value: Json | undefined, ...path: readonly (string | number)[]): Json | undefined => {
  let here: Json | undefined = value
  for (const step of path) {
    if (Array.isArray(here)) here = (here as readonly Json[])[Number(step)]
    else if (isJsonObject(here)) here = here[step]
    else return undefined
  }
  return here
}

export const textAt = (value: Json | undefined, ...path: readonly (string | number)[]): string => {
  const found = fieldAt(value, ...path)
  return typeof found === 'string' ? found : ''
}

export const numberAt = (value: Json | undefined, ...path: readonly (string | number)[]): number | undefined => {
  const found = fieldAt(value, ...path)
  return typeof found === 'number' ? found : undefined
}

export const listAt = (value: Json | undefined, ...path: readonly (string | number)[]): readonly Json[] => {
  const found = fieldAt(value, ...path)
  return Array.isArray(found) ? (found as readonly Json[]) : []
}

export const objectAt = (value: Json | undefined, ...path: readonly (string | number)[]): JsonObject | undefined => {
  const found = fieldAt(value, ...path)
  return isJsonObject(found) ? found : undefined
}

/** A string map such as labels, annotations or a selector; empty if it is not there. */
export const mapAt = (value: Json | undefined, ...path: readonly (string | number)[]): Readonly<Record<string, string>> =>
  (objectAt(value, ...path) ?? {}) as Readonly<Record<string, string>>

/** A copy with the field at the path set, or removed if the new value is undefined; objects on the way are made. */
export const withField = (object: JsonObject, path: readonly string[], value: Json | undefined): JsonObject => {
  const [name, ...rest] = path
  if (name === undefined) throw new Error('Expected a path but found none')
  const inner =
    rest.length === 0
      ? value
      : value === undefined && !isJsonObject(object[name])
        ? object[name]
        : withField(isJsonObject(object[name]) ? object[name] : {}, rest, value)
  const { [name]: _, ...others } = object
  if (inner === undefined) return others
  return { ...object, [name]: inner }
}

/** Without the fields whose value is undefined: how generators leave out what was not asked for. */
export const compact = (fields: Readonly<Record<string, Json | undefined>>): JsonObject =>
  Object.fromEntries(Object.entries(fields).filter((entry): entry is [string, Json] => entry[1] !== undefined))

/** Undefined for an empty list, object or text: Go's `omitempty`. */
export const unlessEmpty = <T extends Json>(value: T | undefined): T | undefined => {
  if (value === undefined || value === null || value === '' || value === 0 || value === false) return undefined
  if (typeof value === 'object' && Object.keys(value).length === 0) return undefined
  return value
}

/** Deep equality of JSON; the order of names does not matter. */
export const sameJson = (a: Json | undefined, b: Json | undefined): boolean => {
  if (a === b) return true
  if (Array.isArray(a) && Array.isArray(b)) return a.length === b.length && a.every((item: Json, i) => sameJson(item, b[i] as Json))
  if (!isJsonObject(a) || !isJsonObject(b)) return false
  const names = Object.keys(a)
  return names.length === Object.keys(b).length && names.every((name) => name in b && sameJson(a[name], b[name]))
}
