import { goFields, goStruct, goUnderlying } from '../../api/index.ts'

type Fields = Readonly<Record<string, unknown>>

const zeroTime = '{wall:(uint64)0 ext:(int64)0 loc:(*time.Location)<nil>}'
const suffixes: Readonly<Record<string, readonly [exponent: number, format: string]>> = {
  n: [-9, 'DecimalSI'],
  u: [-6, 'DecimalSI'],
  m: [-3, 'DecimalSI'],
  '': [0, 'DecimalSI'],
  k: [3, 'DecimalSI'],
  M: [6, 'DecimalSI'],
  G: [9, 'DecimalSI'],
  T: [12, 'DecimalSI'],
  P: [15, 'DecimalSI'],
  E: [18, 'DecimalSI'],
  Ki: [10, 'BinarySI'],
  Mi: [20, 'BinarySI'],
  Gi: [30, 'BinarySI'],
  Ti: [40, 'BinarySI'],
  Pi: [50, 'BinarySI'],
  Ei: [60, 'BinarySI'],
}

/** A quantity as `ParseQuantity` leaves it: canonical texts are kept beside the number. */
const quantity = (text: string): string => {
  const rest = (amount: string, kept: string, format: string): string =>
    `{i:(resource.int64Amount)${amount} d:(resource.infDecAmount){Dec:(*inf.Dec)<nil>} s:(string)${kept} Format:(resource.Format)${format}}`
  if (text === '0') return rest('{value:(int64)0 scale:(resource.Scale)0}', text, 'DecimalSI')
  const [, digits = '0', suffix = ''] = /^(-?\d+)(\w*)$/.exec(text) ?? []
  const [exponent, format] = suffixes[suffix] ?? [0, 'DecimalExponent']
  const binary = format === 'BinarySI'
  const value = binary ? BigInt(digits) << BigInt(exponent) : BigInt(digits)
  const kept = binary ? exponent % 10 === 0 && (BigInt(digits) & 7n) !== 0n : !digits.endsWith('000') && !digits.startsWith('0')
  return rest(`{value:(int64)${value} scale:(resource.Scale)${binary ? 0 : exponent}}`, kept ? text : '', format)
}

const intOrString = (value: unknown): string =>
  typeof value === 'string'
    ? `{Type:(intstr.Type)1 IntVal:(int32)0 StrVal:(string)${value}}`
    : `{Type:(intstr.Type)0 IntVal:(int32)${String(value ?? 0)} StrVal:(string)}`

const isEmpty = (value: unknown): boolean =>
  value === undefined || value === null || (typeof value === 'object' && Object.keys(value).length === 0)

const struct = (value: Fields, name: string): string => {
  const fields = (goFields(name) ?? []).map(({ goName, name: key, type }) => `${goName}:${typed(key === '' ? value : value[key], type)}`)
  return `{${fields.join(' ')}}`
}

/** A value without its type, as members of lists and maps stand. */
const bare = (value: unknown, type: string): string => {
  if (type === 'resource.Quantity') return quantity(String(value ?? '0'))
  if (type === 'intstr.IntOrString') return intOrString(value)
  if (type === 'v1.Time') return `{Time:(time.Time)${zeroTime}}`
  const name = goStruct(type)
  if (name !== undefined) return struct((value ?? {}) as Fields, name)
  const underlying = goUnderlying(type)
  if (underlying.startsWith('[]')) return isEmpty(value) ? '<nil>' : list(value as readonly unknown[], underlying.slice(2))
  if (underlying.startsWith('map[')) return isEmpty(value) ? '<nil>' : map(value as Fields, underlying.slice(underlying.indexOf(']') + 1))
  if (value !== undefined && value !== null) return String(value as string | number | boolean)
  return underlying === 'string' ? '' : underlying === 'bool' ? 'false' : '0'
}

const list = (items: readonly unknown[], type: string): string => `[${items.map((item) => member(item, type)).join(' ')}]`

const map = (value: Fields, type: string): string => {
  const entries = Object.keys(value).sort()
  return `map[${entries.map((key) => `${key}:${member(value[key], type)}`).join(' ')}]`
}

const member = (value: unknown, type: string): string => (type.startsWith('*') ? `<*>${bare(value, type.slice(1))}` : bare(value, type))

const typed = (value: unknown, type: string): string => {
  if (type.startsWith('*') && (value === undefined || value === null)) return `(${type})<nil>`
  return `(${type})${bare(value, type.startsWith('*') ? type.slice(1) : type)}`
}

/** A Go struct as `dump.ForHash` prints it (spew's `%#v` with sorted keys and without methods). */
export const goDump = (value: object, type: string): string => `(v1.${type})${struct(value as Fields, type)}`
