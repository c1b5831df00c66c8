import { encode } from '../../base/index.ts'
import { calculate, deletePaths, fail, getPath, indices, setPath, short } from './values.ts'
import { matchAll } from './regex.ts'
import { breakDown, parseTime, timeOf, timeText } from './time.ts'
import { compareJson, isArray, isObject, JsonError, JsonReader, sortedKeys, toJson, typeOf, type Json } from './json.ts'

const shown = (value: Json): string => `${typeOf(value)} (${short(value)})`

const numeric = (name: string, compute: (value: number) => number): [string, (args: readonly Json[]) => Json] => [
  name,
  ([value]) => (typeof value === 'number' ? compute(value) : fail(`${shown(value!)} number required`)),
]

const length = (value: Json): Json =>
  value === null
    ? 0
    : typeof value === 'string'
      ? [...value].length
      : typeof value === 'number'
        ? Math.abs(value)
        : isArray(value)
          ? value.length
          : isObject(value)
            ? value.size
            : fail(`${shown(value)} has no length`)

const contains = (a: Json, b: Json): boolean => {
  if (isObject(a) && isObject(b)) return [...b].every(([key, value]) => a.has(key) && contains(a.get(key)!, value))
  if (isArray(a) && isArray(b)) return b.every((item) => a.some((other) => contains(other, item)))
  if (typeof a === 'string' && typeof b === 'string') return a.includes(b)
  if (typeOf(a) === typeOf(b)) return compareJson(a, b) === 0
  return fail(`${shown(a)} and ${shown(b)} cannot have their containment checked`)
}

const flatten = (value: Json, depth: number): Json[] => {
  if (depth < 0) return fail('flatten depth must not be negative')
  return asArray(value).flatMap((item) => (isArray(item) && depth > 0 ? flatten(item, depth - 1) : isArray(item) ? [item] : [item]))
}

const asArray = (value: Json): readonly Json[] =>
  isArray(value) ? value : isObject(value) ? [...value.values()] : fail(`Cannot iterate over ${typeOf(value)} (${short(value)})`)

const needArray = (value: Json, what: string): readonly Json[] =>
  isArray(value) ? value : fail(`${shown(value)} cannot be ${what}, as it is not an array`)

const text = (value: Json, message: string): string => (typeof value === 'string' ? value : fail(message))

const bestBy = (values: readonly Json[], keys: readonly Json[], direction: 1 | -1): Json => {
  let best = -1
  keys.forEach((key, i) => {
    if (best < 0 || compareJson(key, keys[best]!) * direction < 0 || (direction === -1 && compareJson(key, keys[best]!) === 0)) best = i
  })
  return values[best] ?? null
}

const order = (keys: readonly Json[]): number[] => keys.map((_, i) => i).sort((a, b) => compareJson(keys[a]!, keys[b]!) || a - b)

const split = (value: Json, separator: Json): Json => {
  const [whole, by] = [
    text(value, 'split input and separator must be strings'),
    text(separator, 'split input and separator must be strings'),
  ]
  return whole === '' ? [] : whole.split(by)
}

const join = (value: Json, separator: Json): Json => {
  const items = asArray(value)
  if (items.length === 0) return ''
  return items
    .map((item) =>
      item === null
        ? ''
        : typeof item === 'object'
          ? fail(`${shown(separator)} and ${shown(item)} cannot be added`)
          : typeof item === 'string'
            ? item
            : toJson(item),
    )
    .join(text(separator, `${shown(separator)} cannot be added to a string`))
}

const tonumber = (value: Json): Json => {
  if (typeof value === 'number') return value
  if (typeof value !== 'string') return fail(`${shown(value)} cannot be parsed as a number`)
  const trimmed = value.trim()
  return /^-?(\d+\.?\d*|\.\d+)([eE][-+]?\d+)?$/.test(trimmed)
    ? Number(trimmed)
    : fail(`Invalid numeric literal at EOF at line 1, column ${value.length} (while parsing '${value}')`)
}

const fromjson = (value: Json): Json => {
  const source = text(value, `${shown(value)} only strings can be parsed`)
  try {
    return new JsonReader(source).next() ?? null
  } catch (error) {
    if (error instanceof JsonError) return fail(`${error.message} (while parsing '${source}')`)
    throw error
  }
}

const has = (value: Json, key: Json): Json => {
  if (isObject(value) && typeof key === 'string') return value.has(key)
  if (isArray(value) && typeof key === 'number') return key >= 0 && key < value.length
  return fail(`Cannot check whether ${typeOf(value)} has a ${typeof key === 'string' ? 'string' : typeOf(key)} key`)
}

const keysOf = (value: Json, sorted: boolean): Json =>
  isObject(value)
    ? sorted
      ? sortedKeys(value)
      : [...value.keys()]
    : isArray(value)
      ? value.map((_, i) => i)
      : fail(`${shown(value)} has no keys`)

const transpose = (rows: readonly Json[]): Json =>
  Array.from({ length: Math.max(0, ...rows.map((row) => asArray(row).length)) }, (_, i) => rows.map((row) => asArray(row)[i] ?? null))

/** A function of values alone: `.` and then the arguments. */
export type Native = (args: readonly Json[]) => Json

/** Builtins that take values and give one value; the first argument is the input. */
export const natives: ReadonlyMap<string, Native> = new Map<string, Native>([
  ['length', ([value]) => length(value!)],
  [
    'utf8bytelength',
    ([value]) => (typeof value === 'string' ? encode(value).length : fail(`${shown(value!)} only strings have UTF-8 byte length`)),
  ],
  ['keys', ([value]) => keysOf(value!, true)],
  ['keys_unsorted', ([value]) => keysOf(value!, false)],
  ['has', ([value, key]) => has(value!, key!)],
  ['contains', ([a, b]) => contains(a!, b!)],
  ['type', ([value]) => typeOf(value!)],
  ['tostring', ([value]) => (typeof value === 'string' ? value : toJson(value!))],
  ['tonumber', ([value]) => tonumber(value!)],
  ['tojson', ([value]) => toJson(value!)],
  ['fromjson', ([value]) => fromjson(value!)],
  ['flatten', ([value, depth]) => flatten(value!, depth === undefined ? Infinity : (depth as number))],
  ['sort', ([value]) => [...needArray(value!, 'sorted')].sort(compareJson)],
  ['_sort_by', ([value, keys]) => order(keys as readonly Json[]).map((i) => needArray(value!, 'sorted')[i]!)],
  [
    '_group_by',
    ([value, keys]) => {
      const groups: Json[][] = []
      let last: Json | undefined
      for (const i of order(keys as readonly Json[])) {
        const key = (keys as readonly Json[])[i]!
        if (last === undefined || compareJson(last, key) !== 0) groups.push([])
        groups.at(-1)!.push(needArray(value!, 'grouped')[i]!)
        last = key
      }
      return groups
    },
  ],
  ['_min_by', ([value, keys]) => bestBy(value as readonly Json[], keys as readonly Json[], 1)],
  ['_max_by', ([value, keys]) => bestBy(value as readonly Json[], keys as readonly Json[], -1)],
  ['min', ([value]) => bestBy(asArray(value!), asArray(value!), 1)],
  ['max', ([value]) => bestBy(asArray(value!), asArray(value!), -1)],
  [
    'reverse',
    ([value]) => (typeof value === 'string' ? [...value].reverse().join('') : value === null ? [] : [...asArray(value!)].reverse()),
  ],
  ['_indices', ([value, wanted]) => indices(value!, wanted!)],
  [
    'startswith',
    ([value, prefix]) =>
      text(value!, 'startswith() requires string inputs').startsWith(text(prefix!, 'startswith() requires string inputs')),
  ],
  [
    'endswith',
    ([value, suffix]) => text(value!, 'endswith() requires string inputs').endsWith(text(suffix!, 'endswith() requires string inputs')),
  ],
  [
    'ltrimstr',
    ([value, prefix]) =>
      typeof value === 'string' && typeof prefix === 'string' && value.startsWith(prefix) ? value.slice(prefix.length) : value!,
  ],
  [
    'rtrimstr',
    ([value, suffix]) =>
      typeof value === 'string' && typeof suffix === 'string' && suffix !== '' && value.endsWith(suffix)
        ? value.slice(0, -suffix.length)
        : value!,
  ],
  ['trim', ([value]) => text(value!, `${shown(value!)} cannot be trimmed`).trim()],
  ['ltrim', ([value]) => text(value!, `${shown(value!)} cannot be trimmed`).trimStart()],
  ['rtrim', ([value]) => text(value!, `${shown(value!)} cannot be trimmed`).trimEnd()],
  ['explode', ([value]) => [...text(value!, `${shown(value!)} cannot be exploded`)].map((character) => character.codePointAt(0)!)],
  [
    'implode',
    ([value]) =>
      String.fromCodePoint(
        ...asArray(value!).map((point) => (typeof point === 'number' ? point : fail('Unicode codepoint must be numeric'))),
      ),
  ],
  ['split', ([value, separator, flags]) => (flags === undefined ? split(value!, separator!) : splitRegex(value!, separator!, flags))],
  ['join', ([value, separator]) => join(value!, separator!)],
  [
    'ascii_downcase',
    ([value]) => text(value!, 'ascii_downcase input must be a string').replace(/[A-Z]/g, (letter) => letter.toLowerCase()),
  ],
  ['ascii_upcase', ([value]) => text(value!, 'ascii_upcase input must be a string').replace(/[a-z]/g, (letter) => letter.toUpperCase())],
  ['transpose', ([value]) => transpose(asArray(value!))],
  [
    'setpath',
    ([value, path, inner]) => (isArray(path!) ? setPath(value!, path, () => inner!) : fail('Path must be specified as an array')),
  ],
  ['delpaths', ([value, paths]) => deletePaths(value!, paths as readonly (readonly Json[])[])],
  ['_getpath', ([value, path]) => getPath(value!, path as readonly Json[])],
  ['_match', ([value, expression, flags, test]) => matchAll(value!, expression!, flags!, test === true)],
  ['infinite', () => Infinity],
  ['nan', () => NaN],
  ['isinfinite', ([value]) => value === Infinity || value === -Infinity],
  ['isnan', ([value]) => Number.isNaN(value)],
  ['isnormal', ([value]) => typeof value === 'number' && Number.isFinite(value) && value !== 0],
  ['pow', ([, a, b]) => (a as number) ** (b as number)],
  ['log2', ([value]) => Math.log2(value as number)],
  ['fmin', ([, a, b]) => Math.min(a as number, b as number)],
  ['fmax', ([, a, b]) => Math.max(a as number, b as number)],
  ['strftime', ([value, format]) => timeText(format as string, timeOf(value!))],
  [
    'strptime',
    ([value, format]) => breakDown(parseTime(text(value!, `strptime/1 requires string inputs and arguments`), format as string)),
  ],
  ['mktime', ([value]) => (isArray(value!) ? Math.floor(timeOf(value)) : fail('mktime requires array of 6 numbers'))],
  ['gmtime', ([value]) => breakDown(value as number)],
  ['localtime', ([value]) => breakDown(value as number)],
  ['splitlines', ([value]) => (value as string).split('\n')],
  ['tojson', ([value]) => toJson(value!)],
  ['builtins', () => []],
  ['_plus', ([, a, b]) => calculate('+', a!, b!)],
  numeric('floor', Math.floor),
  numeric('ceil', Math.ceil),
  numeric('round', (value) => Math.sign(value) * Math.round(Math.abs(value))),
  numeric('sqrt', Math.sqrt),
  numeric('fabs', Math.abs),
  numeric('trunc', Math.trunc),
  numeric('exp', Math.exp),
  numeric('exp10', (value) => 10 ** value),
  numeric('exp2', (value) => 2 ** value),
  numeric('log', Math.log),
  numeric('log10', Math.log10),
  numeric('sin', Math.sin),
  numeric('cos', Math.cos),
])

const splitRegex = (value: Json, expression: Json, flags: Json): Json => {
  const whole = text(value, `${shown(value)} cannot be matched, as it is not a string`)
  const parts: string[] = []
  let from = 0
  for (const match of matchAll(value, expression, `g${flags ?? ''}`, false) as readonly ReadonlyMap<string, Json>[]) {
    const at = match.get('offset') as number
    parts.push([...whole].slice(from, at).join(''))
    from = at + (match.get('length') as number)
  }
  return [...parts, [...whole].slice(from).join('')]
}
