import { fieldSchema, memberType } from '../schema-walk.ts'

export type Fields = Readonly<Record<string, unknown>>
export type List = readonly unknown[]

export const isFields = (value: unknown): value is Fields => typeof value === 'object' && value !== null && !Array.isArray(value)
export const isList = (value: unknown): value is List => Array.isArray(value)

export const directive = '$patch'
export const retainKeys = '$retainKeys'
export const deleteFromPrimitiveList = '$deleteFromPrimitiveList/'
export const setElementOrder = '$setElementOrder/'

/** How a field is patched: its members' type, whether lists merge, by which key, and whether only named keys are retained. */
export interface PatchMeta {
  readonly type: string | undefined
  readonly merge: boolean
  readonly replace: boolean
  readonly retainKeys: boolean
  readonly mergeKey: string
}

export const patchMeta = (type: string | undefined, field: string): PatchMeta => {
  const found = fieldSchema(type, field)
  const strategies = found?.patchStrategy?.split(',') ?? []
  return {
    type: found && (found.type.startsWith('[]') ? memberType(found.type) : found.type),
    merge: strategies.includes('merge'),
    replace: strategies.includes('replace'),
    retainKeys: strategies.includes('retainKeys'),
    mergeKey: found?.patchMergeKey ?? '',
  }
}

const goType = (value: unknown): string =>
  value === null
    ? '%!s(<nil>)'
    : isFields(value)
      ? 'map[string]interface {}'
      : isList(value)
        ? '[]interface {}'
        : typeof value === 'string'
          ? 'string'
          : typeof value === 'boolean'
            ? 'bool'
            : 'int64'

export const badType = (expected: 'map[string]interface {}' | '[]interface {}', actual: unknown): Error =>
  new Error(`expected a ${expected}, but received a ${goType(actual)}`)

/** A value as Go's `%v` prints it: `map[a:1 b:[x y]]`. */
export const goValue = (value: unknown): string => {
  if (value === null || value === undefined) return '<nil>'
  if (isList(value)) return `[${value.map(goValue).join(' ')}]`
  if (!isFields(value)) return String(value)
  return `map[${Object.keys(value)
    .sort()
    .map((key) => `${key}:${goValue(value[key])}`)
    .join(' ')}]`
}

/** The member of a list that has this merge key; complains of members that have none. */
export const keyOf = (item: unknown, mergeKey: string): unknown => {
  if (mergeKey === '') return item
  if (!isFields(item)) throw badType('map[string]interface {}', item)
  if (!Object.hasOwn(item, mergeKey)) throw new Error(`map: ${goValue(item)} does not contain declared merge key: ${mergeKey}`)
  return item[mergeKey]
}

/** Members that occur in `order` sorted so; upstream's `normalizeSliceOrder`. */
export const sortByOrder = (items: List, order: List, mergeKey: string): List => {
  const positions = new Map(order.map((item, index) => [keyOf(item, mergeKey), index]))
  const known = items.filter((item) => positions.has(keyOf(item, mergeKey)))
  const sorted = known.toSorted((a, b) => positions.get(keyOf(a, mergeKey))! - positions.get(keyOf(b, mergeKey))!)
  return [...sorted, ...items.filter((item) => !positions.has(keyOf(item, mergeKey)))]
}
