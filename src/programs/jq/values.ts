import { compareJson, isArray, isObject, toJson, typeOf, type Json } from './json.ts'

/** A runtime error of a jq program: any value can be thrown. */
export class JqError extends Error {
  readonly value: Json
  constructor(value: Json) {
    super(typeof value === 'string' ? value : `${toJson(value)} (not a string)`)
    this.value = value
  }
}

export const truthy = (value: Json): boolean => value !== null && value !== false

export const short = (value: Json): string => {
  const text = toJson(value)
  return text.length > 14 ? `${text.slice(0, 11)}...` : text
}

export const fail = (message: string): never => {
  throw new JqError(message)
}

/** Where a text or a list occurs in another. */
export const indices = (value: Json, wanted: Json): Json => {
  if (typeof value === 'string' && typeof wanted === 'string') {
    const found: number[] = []
    for (let at = wanted === '' ? -1 : value.indexOf(wanted); at >= 0; at = value.indexOf(wanted, at + 1))
      found.push([...value.slice(0, at)].length)
    return found.length > 0 ? found : []
  }
  const [list, items] = [value as readonly Json[], wanted as readonly Json[]]
  if (items.length === 0) return null
  return list.map((_, i) => i).filter((i) => items.every((item, k) => i + k < list.length && compareJson(list[i + k]!, item) === 0))
}

/** `.[key]` of a value. */
export const indexed = (target: Json, key: Json): Json => {
  if (typeof key === 'string' && (isObject(target) || target === null)) return target === null ? null : (target.get(key) ?? null)
  if (typeof key === 'number' && (isArray(target) || target === null)) {
    if (target === null || Number.isNaN(key)) return null
    const at = Math.floor(key)
    return target[at < 0 ? at + target.length : at] ?? null
  }
  if (isObject(key) && (isArray(target) || target === null)) return sliced(target, key.get('start') ?? null, key.get('end') ?? null)
  if (isArray(key) && isArray(target)) return indices(target, key)
  if (typeof key === 'string') return fail(`Cannot index ${typeOf(target)} with string "${key}"`)
  return fail(`Cannot index ${typeOf(target)} with ${isObject(key) ? 'object' : typeOf(key)}`)
}

const bounds = (length: number, from: Json, to: Json): [number, number] => {
  const at = (value: Json, fallback: number, round: (number: number) => number) => {
    if (value === null) return fallback
    if (typeof value !== 'number') return fail('Start and end indices of an array slice must be numbers')
    const place = round(value)
    return Math.max(0, Math.min(length, place < 0 ? place + length : place))
  }
  return [at(from, 0, Math.floor), at(to, length, Math.ceil)]
}

export const sliced = (target: Json, from: Json, to: Json): Json => {
  if (target === null) return null
  if (typeof target === 'string') {
    const characters = [...target]
    return characters.slice(...bounds(characters.length, from, to)).join('')
  }
  return isArray(target) ? target.slice(...bounds(target.length, from, to)) : fail(`Cannot index ${typeOf(target)} with object`)
}

/** The value at a path. */
export const getPath = (value: Json, path: readonly Json[]): Json =>
  path.reduce<Json>((inner, key) => (inner === null ? null : indexed(inner, key)), value)

/** A value with another at a path; nothing is changed in place. */
export const setPath = (value: Json, path: readonly Json[], change: (old: Json) => Json): Json => {
  const [key, ...rest] = path
  if (key === undefined) return change(value)
  if (typeof key === 'string') {
    if (value !== null && !isObject(value)) return fail(`Cannot index ${typeOf(value)} with "${key}"`)
    return new Map(value ?? []).set(key, setPath(value?.get(key) ?? null, rest, change))
  }
  if (typeof key === 'number') {
    if (value !== null && !isArray(value)) return fail(`Cannot index ${typeOf(value)} with number`)
    const copy: Json[] = [...(value ?? [])]
    const at = key < 0 ? key + copy.length : key
    if (at < 0) return fail('Out of bounds negative array index')
    while (copy.length < at) copy.push(null)
    copy[at] = setPath(copy[at] ?? null, rest, change)
    return copy
  }
  if (isObject(key)) {
    if (value !== null && !isArray(value)) return fail(`Cannot update field at object index of ${typeOf(value)}`)
    const list = value ?? []
    const [from, to] = bounds(list.length, key.get('start') ?? null, key.get('end') ?? null)
    const replaced = setPath(list.slice(from, to), rest, change)
    if (!isArray(replaced)) return fail('A slice of an array can only be assigned another array')
    return [...list.slice(0, from), ...replaced, ...list.slice(Math.max(from, to))]
  }
  return fail(`Invalid path component`)
}

/** A value without what lies at the paths. */
export const deletePaths = (value: Json, paths: readonly (readonly Json[])[]): Json => {
  const ordered = [...paths].sort((a, b) => compareJson(b, a))
  return ordered.reduce<Json>((current, path) => deletePath(current, path), value)
}

const deletePath = (value: Json, path: readonly Json[]): Json => {
  if (value === null) return null
  const [key, ...rest] = path
  if (key === undefined) return null
  if (rest.length > 0) {
    const inner = indexed(value, key)
    return inner === null ? value : setPath(value, [key], (old) => deletePath(old, rest))
  }
  if (typeof key === 'string' && isObject(value)) {
    const copy = new Map(value)
    copy.delete(key)
    return copy
  }
  if (typeof key === 'number' && isArray(value)) return value.filter((_, i) => i !== (key < 0 ? key + value.length : key))
  if (isObject(key) && isArray(value)) {
    const [from, to] = bounds(value.length, key.get('start') ?? null, key.get('end') ?? null)
    return value.filter((_, i) => i < from || i >= to)
  }
  return fail(`Cannot delete field at ${typeof key === 'string' ? 'object' : 'array'} index of ${typeOf(value)}`)
}

const merge = (a: ReadonlyMap<string, Json>, b: ReadonlyMap<string, Json>): ReadonlyMap<string, Json> => {
  const merged = new Map(a)
  for (const [key, value] of b) {
    const old = merged.get(key)
    merged.set(key, old !== undefined && isObject(old) && isObject(value) ? merge(old, value) : value)
  }
  return merged
}

const verbs: Readonly<Record<string, string>> = {
  '+': 'added',
  '-': 'subtracted',
  '*': 'multiplied',
  '/': 'divided',
  '%': 'divided (remainder)',
}

/** Arithmetic and comparison of two values. */
export const calculate = (operator: string, a: Json, b: Json): Json => {
  switch (operator) {
    case '==':
      return compareJson(a, b) === 0
    case '!=':
      return compareJson(a, b) !== 0
    case '<':
      return compareJson(a, b) < 0
    case '<=':
      return compareJson(a, b) <= 0
    case '>':
      return compareJson(a, b) > 0
    case '>=':
      return compareJson(a, b) >= 0
  }
  if (typeof a === 'number' && typeof b === 'number') {
    if (operator === '+') return a + b
    if (operator === '-') return a - b
    if (operator === '*') return a * b
    if (b === 0 || (operator === '%' && Math.trunc(b) === 0))
      return fail(
        `number (${short(a)}) and number (${short(b)}) cannot be divided${operator === '%' ? ' (remainder)' : ''} because the divisor is zero`,
      )
    return operator === '/' ? a / b : Math.trunc(a) % Math.abs(Math.trunc(b))
  }
  if (operator === '+') {
    if (a === null) return b
    if (b === null) return a
    if (typeof a === 'string' && typeof b === 'string') return a + b
    if (isArray(a) && isArray(b)) return [...a, ...b]
    if (isObject(a) && isObject(b)) return new Map([...a, ...b])
  }
  if (operator === '-' && isArray(a) && isArray(b)) return a.filter((item) => !b.some((other) => compareJson(item, other) === 0))
  if (operator === '*') {
    if (isObject(a) && isObject(b)) return merge(a, b)
    const [text, count] = typeof a === 'string' ? [a, b] : [b, a]
    if (typeof text === 'string' && typeof count === 'number') return count <= 0 ? null : text.repeat(Math.max(1, Math.ceil(count)))
  }
  if (operator === '/' && typeof a === 'string' && typeof b === 'string') return a === '' ? [] : a.split(b)
  return fail(`${typeOf(a)} (${short(a)}) and ${typeOf(b)} (${short(b)}) cannot be ${verbs[operator]}`)
}
