export type QuantityFormat = 'DecimalSI' | 'BinarySI' | 'DecimalExponent'

/** An exact amount, counted in billionths, and the notation it was written in (`k8s.io/apimachinery/pkg/api/resource`). */
export interface Quantity {
  readonly nano: bigint
  readonly format: QuantityFormat
}

export type QuantityLike = Quantity | string | number

const wrongFormat = "quantities must match the regular expression '^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'"
const wrongSuffix = "unable to parse quantity's suffix"
const nanoDigits = 9
const billion = 1_000_000_000n
/** Amounts above 2^63 - 1 are taken for that, as upstream does. */
const largest = (2n ** 63n - 1n) * billion

const decimalExponent: Readonly<Record<string, number>> = { n: -9, u: -6, m: -3, '': 0, k: 3, M: 6, G: 9, T: 12, P: 15, E: 18 }
const decimalSuffix: Readonly<Record<number, string>> = Object.fromEntries(
  Object.entries(decimalExponent).map(([suffix, exponent]) => [exponent, suffix]),
)
const binarySuffixes = ['', 'Ki', 'Mi', 'Gi', 'Ti', 'Pi', 'Ei']

interface Suffix {
  readonly multiplier: bigint
  readonly exponent: number
  readonly format: QuantityFormat
}

const parseSuffix = (suffix: string): Suffix => {
  const binary = binarySuffixes.indexOf(suffix)
  if (binary > 0) return { multiplier: 1024n ** BigInt(binary), exponent: 0, format: 'BinarySI' }
  const decimal = decimalExponent[suffix]
  if (decimal !== undefined) return { multiplier: 1n, exponent: decimal, format: 'DecimalSI' }
  const exponent = /^[eE]([-+]?\d+)$/.exec(suffix)
  if (!exponent) throw new Error(wrongSuffix)
  return { multiplier: 1n, exponent: Number(exponent[1]), format: 'DecimalExponent' }
}

const parse = (text: string): Quantity => {
  if (text === '') throw new Error(wrongFormat)
  const parts = /^([+-]?)(\d*)(?:\.(\d*))?([eEinumkKMGTP]*[-+]?\d*)$/.exec(text)
  if (!parts || (parts[2] === '' && !parts[3])) throw new Error(wrongFormat)
  const [, sign, whole = '', fraction = '', suffix = ''] = parts
  const { multiplier, exponent, format } = parseSuffix(suffix)
  const digits = BigInt(whole + fraction) * multiplier
  const shift = exponent - fraction.length + nanoDigits
  const divisor = 10n ** BigInt(Math.max(-shift, 0))
  // What is finer than a billionth is rounded up.
  const magnitude = shift >= 0 ? digits * 10n ** BigInt(Math.min(shift, 60)) : (digits + divisor - 1n) / divisor
  const capped = magnitude > largest ? largest : magnitude
  return { nano: sign === '-' ? -capped : capped, format }
}

const known = new Map<string, Quantity>()

/** Parses a quantity (`500m`, `1.5Gi`, `1e3`); throws with upstream's words. */
export const parseQuantity = (value: QuantityLike): Quantity => {
  if (typeof value === 'object') return value
  const text = String(value)
  const cached = known.get(text)
  if (cached) return cached
  const quantity = parse(text)
  if (known.size > 10_000) known.clear()
  known.set(text, quantity)
  return quantity
}

const formatDecimal = (nano: bigint, format: QuantityFormat): string => {
  let mantissa = nano
  let exponent = -nanoDigits
  while (mantissa % 1000n === 0n && exponent < 18) {
    mantissa /= 1000n
    exponent += 3
  }
  if (format === 'DecimalExponent') return exponent === 0 ? `${mantissa}` : `${mantissa}e${exponent}`
  return `${mantissa}${decimalSuffix[exponent]}`
}

const formatBinary = (value: bigint): string => {
  let mantissa = value
  let power = 0
  while (mantissa % 1024n === 0n && power < binarySuffixes.length - 1) {
    mantissa /= 1024n
    power++
  }
  return `${mantissa}${binarySuffixes[power]}`
}

/** The canonical text of a quantity: no fraction, the largest suffix that loses nothing (`1500m`, `1Gi`). */
export const formatQuantity = (value: QuantityLike): string => {
  const { nano, format } = parseQuantity(value)
  if (nano === 0n) return '0'
  const small = nano > -1024n * billion && nano < 1024n * billion
  if (format === 'BinarySI' && !small && nano % billion === 0n) return formatBinary(nano / billion)
  return formatDecimal(nano, format === 'BinarySI' ? 'DecimalSI' : format)
}

/** Negative, zero or positive as `a` is less than, equal to or more than `b`. */
export const compareQuantity = (a: QuantityLike, b: QuantityLike): number => {
  const difference = parseQuantity(a).nano - parseQuantity(b).nano
  return difference < 0n ? -1 : difference > 0n ? 1 : 0
}

/** The sum, in the notation of the first that is not zero. */
export const addQuantity = (a: QuantityLike, b: QuantityLike): Quantity => {
  const [first, second] = [parseQuantity(a), parseQuantity(b)]
  return { nano: first.nano + second.nano, format: first.nano === 0n ? second.format : first.format }
}

export const subtractQuantity = (a: QuantityLike, b: QuantityLike): Quantity => {
  const [first, second] = [parseQuantity(a), parseQuantity(b)]
  return { nano: first.nano - second.nano, format: first.nano === 0n ? second.format : first.format }
}

const roundUp = (value: bigint, unit: bigint): number => Number(value > 0n ? (value + unit - 1n) / unit : value / unit)

/** The amount in whole units, rounded up (bytes of memory, number of Pods). */
export const quantityValue = (value: QuantityLike): number => roundUp(parseQuantity(value).nano, billion)

/** The amount in thousandths, rounded up (millicores). */
export const quantityMilliValue = (value: QuantityLike): number => roundUp(parseQuantity(value).nano, 1_000_000n)
