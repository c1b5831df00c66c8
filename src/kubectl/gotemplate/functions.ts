import { UsageError, decode, base64Fault, fromBase64 } from '../../base/index.ts'
import { floatText, plainText, truth, typeText, valueText, type Value } from './values.ts'

export type TemplateFunction = (...values: readonly Value[]) => Value

const fail = (message: string): never => {
  throw new UsageError(message)
}

const basicKind = (value: Value): string => {
  if (typeof value === 'bigint') return 'int'
  if (typeof value === 'number') return 'float'
  if (typeof value === 'string' || typeof value === 'boolean') return typeof value
  return fail('invalid type for comparison')
}

const isNil = (value: Value): boolean => value === undefined || value === null

const equal = (a: Value, b: Value): boolean => {
  if (isNil(a) || isNil(b)) return isNil(a) && isNil(b)
  if (basicKind(a) !== basicKind(b)) return fail('incompatible types for comparison')
  return a === b
}

const less = (a: Value, b: Value): boolean => {
  const kinds = [basicKind(a), basicKind(b)]
  if (kinds[0] !== kinds[1]) return fail('incompatible types for comparison')
  if (kinds[0] === 'boolean') return fail('invalid type for comparison')
  return (a as number) < (b as number)
}

const indexOne = (value: Value, key: Value): Value => {
  if (isNil(value)) return fail('index of untyped nil')
  if (Array.isArray(value) || typeof value === 'string') {
    if (typeof key !== 'bigint' && typeof key !== 'number') return fail(`cannot index slice/array with type ${typeText(key)}`)
    const index = Number(key)
    if (typeof key === 'number') return fail('cannot index slice/array with type float64')
    if (index < 0 || index >= value.length) return fail(`index out of range: ${index}`)
    return typeof value === 'string' ? BigInt(value.charCodeAt(index)) : (value[index] as Value)
  }
  if (typeof value !== 'object') return fail(`can't index item of type ${typeText(value)}`)
  if (typeof key !== 'string') return fail(`value has type ${typeText(key)}; should be string`)
  return (value as Record<string, Value>)[key]
}

const slice = (value: Value, from: Value = 0n, to?: Value): Value => {
  if (typeof value !== 'string' && !Array.isArray(value)) return fail(`can't slice item of type ${typeText(value)}`)
  const start = Number(from)
  const end = to === undefined ? value.length : Number(to)
  if (start < 0 || end > value.length) return fail(`index out of range: ${end > value.length ? end : start}`)
  if (start > end) return fail(`invalid slice index: ${start} > ${end}`)
  return value.slice(start, end)
}

const length = (value: Value): bigint => {
  if (typeof value === 'string') return BigInt(new TextEncoder().encode(value).length)
  if (Array.isArray(value)) return BigInt(value.length)
  if (!isNil(value) && typeof value === 'object') return BigInt(Object.keys(value as object).length)
  return fail(isNil(value) ? 'len of nil pointer' : `len of type ${typeText(value)}`)
}

/** fmt.Sprint: blanks between operands when neither is a text. */
const sprint = (values: readonly Value[]): string =>
  values.map((value, i) => (i > 0 && typeof value !== 'string' && typeof values[i - 1] !== 'string' ? ' ' : '') + plainText(value)).join('')

const formatVerb = (verb: string, precision: string | undefined, value: Value): string => {
  const wrong = () => `%!${verb}(${typeText(value)}=${plainText(value)})`
  if (verb === 'v') return plainText(value)
  if (verb === 's')
    return typeof value === 'string'
      ? value.slice(0, precision === undefined ? undefined : Number(precision))
      : typeof value === 'object'
        ? plainText(value)
        : wrong()
  if (verb === 'q') return typeof value === 'string' ? JSON.stringify(value) : wrong()
  if (verb === 'd') return typeof value === 'bigint' ? String(value) : wrong()
  if (verb === 't') return typeof value === 'boolean' ? String(value) : wrong()
  if (verb === 'f') return typeof value === 'number' ? value.toFixed(Number(precision ?? 6)) : wrong()
  if (verb === 'g') return typeof value === 'number' ? floatText(value) : wrong()
  if (verb === 'x')
    return typeof value === 'bigint'
      ? value.toString(16)
      : typeof value === 'string'
        ? [...new TextEncoder().encode(value)].map((byte) => byte.toString(16).padStart(2, '0')).join('')
        : wrong()
  if (verb === 'T') return typeText(value)
  return wrong()
}

const printf = (format: Value, ...values: readonly Value[]): string => {
  let used = 0
  const text = String(format).replace(
    /%([-+0 #]*)(\d+)?(?:\.(\d+))?([a-zA-Z%])/g,
    (_, flags: string, width: string | undefined, precision: string | undefined, verb: string) => {
      if (verb === '%') return '%'
      if (used >= values.length) return `%!${verb}(MISSING)`
      const formatted = formatVerb(verb, precision, values[used++])
      const size = Number(width ?? 0)
      return flags.includes('-') ? formatted.padEnd(size) : formatted.padStart(size, flags.includes('0') ? '0' : ' ')
    },
  )
  const extra = values.slice(used)
  return extra.length === 0 ? text : `${text}%!(EXTRA ${extra.map((value) => `${typeText(value)}=${plainText(value)}`).join(', ')})`
}

const html = (text: string): string =>
  text.replace(
    /[<>&'"\0]/g,
    (character) => ({ '<': '&lt;', '>': '&gt;', '&': '&amp;', "'": '&#39;', '"': '&#34;', '\0': '\uFFFD' })[character]!,
  )

const exists = (value: Value, ...path: readonly Value[]): boolean => {
  let current = value
  for (const step of path) {
    if (isNil(current) || typeof current !== 'object') return false
    current = Array.isArray(current) ? (current as Value[])[Number(step)] : (current as Record<string, Value>)[String(step)]
    if (current === undefined) return false
  }
  return true
}

const base64decode = (text: Value): string => {
  const fault = base64Fault(String(text))
  return fault !== undefined ? fail(`base64 decode failed: illegal base64 data at input byte ${fault}`) : decode(fromBase64(String(text))!)
}

/** text/template's functions and the two of kubectl; `and` and `or` are evaluated lazily by the executor. */
export const functions: Readonly<Record<string, TemplateFunction>> = {
  and: (...values) => values.find((value) => !truth(value)) ?? values.at(-1),
  or: (...values) => values.find(truth) ?? values.at(-1),
  not: (value) => !truth(value),
  len: length,
  index: (value, ...keys) => keys.reduce(indexOne, value),
  slice,
  print: (...values) => sprint(values),
  println: (...values) => `${values.map(plainText).join(' ')}\n`,
  printf,
  html: (...values) => html(sprint(values)),
  js: (...values) =>
    sprint(values).replace(/[\\'"<>&=]/g, (character) =>
      character === '\\' || character === "'" || character === '"'
        ? `\\${character}`
        : `\\u${character.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}`,
    ),
  urlquery: (...values) => new URLSearchParams([['', sprint(values)]]).toString().slice(1),
  call: () => fail('call of non-function'),
  eq: (first, ...others) => (others.length === 0 ? fail('missing argument for comparison') : others.some((other) => equal(first, other))),
  ne: (a, b) => !equal(a, b),
  lt: less,
  le: (a, b) => less(a, b) || equal(a, b),
  gt: (a, b) => !(less(a, b) || equal(a, b)),
  ge: (a, b) => !less(a, b),
  exists,
  base64decode,
}

export { valueText }
