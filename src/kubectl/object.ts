/** Metadata of an object whose type kubectl does not know. */
export interface LooseMeta {
  readonly name?: string
  readonly generateName?: string
  readonly namespace?: string
  readonly uid?: string
  readonly resourceVersion?: string
  readonly creationTimestamp?: string | null
  readonly deletionTimestamp?: string
  readonly deletionGracePeriodSeconds?: number
  readonly labels?: Readonly<Record<string, string>>
  readonly annotations?: Readonly<Record<string, string>>
  readonly finalizers?: readonly string[]
  readonly ownerReferences?: readonly {
    readonly apiVersion: string
    readonly kind: string
    readonly name: string
    readonly uid: string
    readonly controller?: boolean
  }[]
  readonly [key: string]: unknown
}

/** An API object as kubectl sees most of them: JSON with a kind and metadata, by reference. */
export interface LooseObject {
  readonly apiVersion?: string
  readonly kind?: string
  readonly metadata?: LooseMeta
  readonly [key: string]: unknown
}

export interface LooseList extends LooseObject {
  readonly items: readonly LooseObject[]
}

export const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** The value at a path of field names; undefined where the path breaks off. */
export const at = (value: unknown, ...path: readonly (string | number)[]): unknown => {
  let current = value
  for (const step of path) {
    if (typeof current !== 'object' || current === null) return undefined
    current = (current as Record<string | number, unknown>)[step]
  }
  return current
}

export const textAt = (value: unknown, ...path: readonly (string | number)[]): string => {
  const found = at(value, ...path)
  return found === undefined || found === null ? '' : String(found)
}

export const numberAt = (value: unknown, ...path: readonly (string | number)[]): number => Number(at(value, ...path) ?? 0)

export const listAt = (value: unknown, ...path: readonly (string | number)[]): readonly LooseObject[] => {
  const found = at(value, ...path)
  return Array.isArray(found) ? (found as readonly LooseObject[]) : []
}

/** The members of a list of plain values. */
export const valuesAt = (value: unknown, ...path: readonly (string | number)[]): readonly unknown[] => {
  const found = at(value, ...path)
  return Array.isArray(found) ? found : []
}

export const mapAt = (value: unknown, ...path: readonly (string | number)[]): Readonly<Record<string, unknown>> => {
  const found = at(value, ...path)
  return isRecord(found) ? found : {}
}

export const nameOf = (object: LooseObject): string => object.metadata?.name ?? ''

/** `apps` of `apps/v1`, '' of `v1`. */
export const groupOf = (apiVersion = ''): string => (apiVersion.includes('/') ? apiVersion.slice(0, apiVersion.indexOf('/')) : '')
export const versionOf = (apiVersion = ''): string => apiVersion.slice(apiVersion.indexOf('/') + 1)
