import { formatQuantity } from '../base/index.ts'
import { schema } from './generated/schema.ts'
import type { Kind } from './kind.ts'
import type { KubeObject } from './object.ts'
import { goKeys, goUnderlying } from './go-types.ts'
import { quantityFields } from './wire.ts'

/** JSON that does not fit its type, in the words of Go's decoder (`json: cannot unmarshal ...`). */
export class DecodeError extends Error {
  constructor(message: string) {
    super(message)
    this.name = 'DecodeError'
  }
}

/** A decoded object, and what a strict decoder would have complained of (`unknown field "spec.sails"`), in order. */
export interface Decoded<T> {
  readonly object: T
  readonly strictErrors: readonly string[]
}

export interface DecodeOptions {
  /** Throw if there are strict errors. */
  readonly strict?: boolean
  /** Whose words mismatches are told in: encoding/json's, or those of the converter that runs after a strategic merge patch. */
  readonly words?: 'json' | 'converter'
}

interface Context {
  readonly words: 'json' | 'converter'
  readonly unknown: string[]
}

/** Where a value stands: its path with indices, the path as Go tells it, and the struct it belongs to. */
interface Place {
  readonly path: string
  readonly goPath: string
  readonly struct: string
}

const scalars: Readonly<Record<string, string>> = {
  string: 'string',
  integer: 'int32',
  int64: 'int64',
  double: 'float64',
  boolean: 'bool',
  bytes: '[]uint8',
}
const structName = (type: string): string => type.replace(/^Discovery(?=EndpointPort$)/, '')
const goType = (type: string): string => {
  if (type.startsWith('[]')) return `[]${goType(type.slice(2))}`
  if (type.startsWith('{}')) return `map[string]${goType(type.slice(2))}`
  return scalars[type] ?? `v1.${structName(type)}`
}

const jsonType = (value: unknown): string =>
  Array.isArray(value)
    ? 'array'
    : value !== null && typeof value === 'object'
      ? 'object'
      : typeof value === 'boolean'
        ? 'bool'
        : typeof value

const converterWords = (value: unknown, type: string): string => {
  const source = Array.isArray(value)
    ? 'slice'
    : typeof value === 'object'
      ? 'map'
      : typeof value === 'boolean'
        ? 'bool'
        : typeof value === 'number'
          ? 'int64'
          : 'string'
  if (type.startsWith('{}')) return `cannot restore map from ${source}`
  if (type.startsWith('[]') || type === 'bytes') return `cannot restore slice from ${source}`
  return scalars[type] ? `unrecognized type: ${scalars[type]}` : `cannot restore struct from: ${source}`
}

const mismatch = (value: unknown, type: string, place: Place, context: Context): DecodeError => {
  if (context.words === 'converter') return new DecodeError(converterWords(value, type))
  const found = typeof value === 'number' && scalars[type]?.startsWith('int') ? `number ${value}` : jsonType(value)
  const target =
    place.struct === '' ? `Go value of type ${goType(type)}` : `Go struct field ${place.struct}.${place.goPath} of type ${goType(type)}`
  return new DecodeError(`json: cannot unmarshal ${found} into ${target}`)
}

const timePattern = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[-+]\d\d:\d\d)$/
/** A time that is canonical for sure (no 30th of February, no 25th hour). */
const wholeSeconds = /^\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|1\d|2[0-8])T(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\dZ$/
const decodeTime = (value: unknown, micro: boolean): string => {
  if (typeof value !== 'string') throw new DecodeError(`json: cannot unmarshal ${jsonType(value)} into Go value of type string`)
  if (timePattern.test(value)) {
    if (!micro && wholeSeconds.test(value)) return value
    const iso = new Date(Date.parse(value)).toISOString()
    return micro ? `${iso.slice(0, 19)}.${(/\.(\d+)/.exec(value)?.[1] ?? '').padEnd(6, '0').slice(0, 6)}Z` : `${iso.slice(0, 19)}Z`
  }
  const layout = micro ? '2006-01-02T15:04:05.000000Z07:00' : '2006-01-02T15:04:05Z07:00'
  throw new DecodeError(`parsing time ${JSON.stringify(value)} as "${layout}": cannot parse ${JSON.stringify(value)} as "2006"`)
}

const decodeQuantity = (value: unknown): string => {
  if (typeof value !== 'string' && typeof value !== 'number')
    throw new DecodeError("quantities must match the regular expression '^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'")
  try {
    return formatQuantity(value)
  } catch (error) {
    throw new DecodeError((error as Error).message)
  }
}

const decodeScalar = (value: unknown, type: string, place: Place, context: Context): unknown => {
  switch (type) {
    case 'string':
      if (typeof value === 'string') return value
      break
    case 'integer':
    case 'int64':
      if (typeof value === 'number' && Number.isInteger(value) && (type === 'int64' || Math.abs(value) <= 2 ** 31)) return value
      break
    case 'double':
      if (typeof value === 'number') return value
      break
    case 'boolean':
      if (typeof value === 'boolean') return value
      break
    case 'intOrString':
      if (typeof value === 'string' || (typeof value === 'number' && Number.isInteger(value))) return value
      throw new DecodeError(
        `json: cannot unmarshal ${typeof value === 'number' ? `number ${value}` : jsonType(value)} into Go value of type int32`,
      )
    case 'bytes': {
      if (typeof value !== 'string') break
      const wrong = value.replace(/[\r\n]/g, '').search(/[^A-Za-z0-9+/=]/)
      if (wrong >= 0) throw new DecodeError(`illegal base64 data at input byte ${wrong}`)
      if (value.replace(/[\r\n]/g, '').length % 4 !== 0)
        throw new DecodeError(`illegal base64 data at input byte ${Math.floor(value.length / 4) * 4}`)
      return value
    }
    default:
      return value
  }
  throw mismatch(value, type, place, context)
}

const isEmpty = (value: unknown): boolean =>
  value === '' || (typeof value === 'object' && value !== null && Object.keys(value).length === 0)

const zeroes = new Map<string, ReadonlySet<string>>()
/** The fields that Go leaves out of a struct's JSON when they are zero (`omitempty`, no pointer). */
const omittedWhenZero = (type: string): ReadonlySet<string> => {
  const known = zeroes.get(type)
  if (known) return known
  const fields = (goKeys(type) ?? []).filter(({ omit, type: goType }) => omit === 'empty' && !goType.startsWith('*'))
  const made = new Set(fields.filter(({ type: goType }) => isZeroable(goUnderlying(goType))).map(({ name }) => name))
  zeroes.set(type, made)
  return made
}
const isZeroable = (goType: string): boolean =>
  /^(\[\]|map\[|string$|bool$|u?int\d*$|float64$)/.test(goType) || goType === 'v1.ResourceList'

const leftOut = (omitted: ReadonlySet<string>, key: string, value: unknown): boolean =>
  (value === false || value === 0 || isEmpty(value)) && omitted.has(key)

/** True for what needs no second look: most fields, by far. */
const isPlain = (type: string, value: unknown): boolean =>
  (type === 'string' && typeof value === 'string') || (type === 'boolean' && typeof value === 'boolean')

/** What frozen objects without unknown fields decode to: most of what comes from the store goes back to it. */
const known = new WeakMap<object, { readonly type: string; readonly decoded: object }>()

const decodeObject = (value: Readonly<Record<string, unknown>>, type: string, place: Place, context: Context): unknown => {
  const before = known.get(value)
  if (before?.type === type) return before.decoded
  const unknownBefore = context.unknown.length
  const fields = schema[type]!
  const struct = structName(type)
  const omitted = omittedWhenZero(type)
  const quantities = quantityFields.get(type)
  let changed = false
  const result: Record<string, unknown> = {}
  for (const key in value) {
    const inner = value[key]
    const field = fields[key]
    if (field && isPlain(field.type, inner) && !quantities?.has(key)) {
      if (leftOut(omitted, key, inner)) changed = true
      else result[key] = inner
      continue
    }
    const path = place.path === '' ? key : `${place.path}.${key}`
    if (!field) {
      context.unknown.push(`unknown field "${path}"`)
      changed = true
      continue
    }
    if (inner === null || inner === undefined) {
      changed = true
      continue
    }
    const at = { path, goPath: place.goPath === '' ? key : `${place.goPath}.${key}`, struct }
    const decoded = quantities?.has(key) ? decodeQuantities(inner, field.type, at, context) : decodeValue(inner, field.type, at, context)
    if (leftOut(omitted, key, decoded)) {
      changed = true
      continue
    }
    changed ||= decoded !== inner
    result[key] = decoded
  }
  const decoded = changed ? result : value
  if (context.unknown.length === unknownBefore && Object.isFrozen(value)) known.set(value, { type, decoded })
  return decoded
}

const decodeQuantities = (value: unknown, type: string, place: Place, context: Context): unknown => {
  if (!type.startsWith('{}')) return decodeQuantity(value)
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw mismatch(value, type, place, context)
  return Object.fromEntries(Object.entries(value).map(([name, amount]) => [name, decodeQuantity(amount)]))
}

const decodeValue = (value: unknown, type: string, place: Place, context: Context): unknown => {
  if (type.startsWith('[]')) {
    if (!Array.isArray(value)) throw mismatch(value, type, place, context)
    const items = value.map((item, index) => decodeValue(item, type.slice(2), { ...place, path: `${place.path}[${index}]` }, context))
    return items.every((item, index) => item === value[index]) ? value : items
  }
  if (type.startsWith('{}')) {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) throw mismatch(value, type, place, context)
    const entries = Object.entries(value)
    const decoded = entries.map(([key, item]): [string, unknown] => [
      key,
      item === null ? (type === '{}string' ? '' : item) : mapMember(item, type, { ...place, path: `${place.path}.${key}` }, context),
    ])
    return decoded.every(([, item], index) => item === entries[index]![1]) ? value : Object.fromEntries(decoded)
  }
  if (schema[type]) {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) throw mismatch(value, type, place, context)
    return decodeObject(value as Readonly<Record<string, unknown>>, type, place, context)
  }
  if (type === 'time' || type === 'microTime') return decodeTime(value, type === 'microTime')
  return decodeScalar(value, type, place, context)
}

const mapMember = (item: unknown, type: string, place: Place, context: Context): unknown => decodeValue(item, type.slice(2), place, context)

/** Decodes JSON as a type of the schema: unknown fields and nulls go, quantities and times become canonical. */
export const decodeType = <T>(type: string, json: unknown, { strict = false, words = 'json' }: DecodeOptions = {}): Decoded<T> => {
  const context: Context = { words, unknown: [] }
  const object = decodeValue(json, type, { path: '', goPath: '', struct: '' }, context) as T
  if (strict && context.unknown.length > 0) throw new DecodeError(`strict decoding error: ${context.unknown.join(', ')}`)
  return { object, strictErrors: context.unknown }
}

/** Decodes JSON as an object of a kind; apiVersion and kind are the kind's own. */
export const decode = <T extends KubeObject>(kind: Kind<T>, json: unknown, options: DecodeOptions = {}): Decoded<T> => {
  const { object, strictErrors } = decodeType<T>(kind.type, json, options)
  const apiVersion = kind.group === '' ? kind.version : `${kind.group}/${kind.version}`
  const named = object.apiVersion === apiVersion && object.kind === kind.kind ? object : { ...object, apiVersion, kind: kind.kind }
  return { object: named.metadata ? named : { ...named, metadata: {} as T['metadata'] }, strictErrors }
}
