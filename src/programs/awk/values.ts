import { UsageError } from '../../base/index.ts'

/** A value of awk: a number, a string, or text from input that also counts as a number if it looks like one. */
export type Value = number | string | Input

/** Text that came from outside: fields, `-v` variables, split pieces. */
export class Input {
  readonly text: string
  constructor(text: string) {
    this.text = text
  }
}

const numeric = /^\s*[-+]?(?:\d+\.?\d*(?:[eE][-+]?\d+)?|\.\d+(?:[eE][-+]?\d+)?|0[xX][0-9a-fA-F]+)\s*$/
const leading = /^\s*[-+]?(?:\d+\.?\d*(?:[eE][-+]?\d+)?|\.\d+(?:[eE][-+]?\d+)?)/

export const looksNumeric = (text: string): boolean => numeric.test(text)

export const toNumber = (value: Value): number => {
  if (typeof value === 'number') return value
  const text = typeof value === 'string' ? value : value.text
  const found = leading.exec(text)
  return found ? Number(found[0]) : 0
}

/** A number as CONVFMT or OFMT prints it: whole numbers plainly. */
export const numberText = (value: number, format: string): string => {
  if (Number.isInteger(value)) return Math.abs(value) < 1e16 ? String(value) : BigInt(value).toString()
  return Number.isNaN(value) ? 'nan' : Number.isFinite(value) ? formatText(format, [value]) : value > 0 ? 'inf' : '-inf'
}

export const toText = (value: Value, format = '%.6g'): string =>
  typeof value === 'number' ? numberText(value, format) : typeof value === 'string' ? value : value.text

export const isTrue = (value: Value): boolean => {
  if (typeof value === 'number') return value !== 0
  if (typeof value === 'string') return value !== ''
  return looksNumeric(value.text) ? toNumber(value) !== 0 : value.text !== ''
}

const isNumber = (value: Value): boolean => typeof value === 'number' || (value instanceof Input && looksNumeric(value.text))

/** Less than, equal or greater: as numbers if both look so, else as texts. */
export const compare = (left: Value, right: Value): number => {
  if (isNumber(left) && isNumber(right)) return toNumber(left) - toNumber(right)
  const [a, b] = [toText(left), toText(right)]
  return a < b ? -1 : a > b ? 1 : 0
}

/** C's %g. */
const general = (value: number, precision: number, keep: boolean): string => {
  if (value === 0) return keep ? (0).toFixed(Math.max(0, precision - 1)) : '0'
  const digits = precision === 0 ? 1 : precision
  const exponent = Number(value.toExponential(digits - 1).split('e')[1])
  if (exponent < -4 || exponent >= digits) return exponential(value, digits - 1, keep)
  const fixed = value.toFixed(digits - 1 - exponent)
  return keep || !fixed.includes('.') ? fixed : fixed.replace(/\.?0+$/, '')
}

const exponential = (value: number, precision: number, keep = true): string => {
  const [mantissa = '', exponent = '0'] = value.toExponential(precision).split('e')
  const shown = keep || !mantissa.includes('.') ? mantissa : mantissa.replace(/\.?0+$/, '')
  const sign = exponent.startsWith('-') ? '-' : '+'
  return `${shown}e${sign}${exponent.replace(/^[-+]/, '').padStart(2, '0')}`
}

const convert = (letter: string, value: Value, precision: number | undefined, alternate: boolean): string => {
  const number = toNumber(value)
  switch (letter) {
    case 'd':
    case 'i':
      return Number.isFinite(number)
        ? BigInt(Math.trunc(number))
            .toString()
            .replace(/^(-?)/, (sign) => sign)
            .replace(/\d+/, (digits) => digits.padStart(precision ?? 0, '0'))
        : numberText(number, '%d')
    case 'o':
      return Math.trunc(number).toString(8)
    case 'x':
      return (alternate ? '0x' : '') + Math.trunc(number).toString(16)
    case 'X':
      return (alternate ? '0X' : '') + Math.trunc(number).toString(16).toUpperCase()
    case 'u':
      return String(Math.abs(Math.trunc(number)))
    case 'c':
      return typeof value === 'number' ? String.fromCodePoint(Math.trunc(number)) : ([...toText(value)][0] ?? '')
    case 's':
      return precision === undefined ? toText(value) : toText(value).slice(0, precision)
    case 'e':
    case 'E':
      return letter === 'e' ? exponential(number, precision ?? 6) : exponential(number, precision ?? 6).toUpperCase()
    case 'f':
    case 'F':
      return number.toFixed(precision ?? 6)
    default:
      return letter === 'G' ? general(number, precision ?? 6, alternate).toUpperCase() : general(number, precision ?? 6, alternate)
  }
}

/** printf's format with its values; missing ones count as empty. */
export const formatText = (format: string, values: readonly Value[]): string => {
  let next = 0
  const take = (): Value => values[next++] ?? ''
  return format.replace(
    /%([-+ #0]*)(\*|\d+)?(?:\.(\*|\d+)?)?([diouxXcsfFeEgG%])/g,
    (whole, flags: string, width: string | undefined, precision: string | undefined, letter: string) => {
      if (letter === '%') return '%'
      const wide = width === '*' ? toNumber(take()) : Number(width ?? 0)
      const digits = whole.includes('.') ? (precision === '*' ? toNumber(take()) : Number(precision ?? 0)) : undefined
      const value = take()
      let text = convert(letter, value, digits, flags.includes('#'))
      if (/[dfFeEgGi]/.test(letter) && !text.startsWith('-')) text = (flags.includes('+') ? '+' : flags.includes(' ') ? ' ' : '') + text
      if (flags.includes('-')) return text.padEnd(wide)
      const zero = flags.includes('0') && letter !== 's' && letter !== 'c'
      return zero ? text.replace(/^[-+ ]?/, (sign) => sign + '0'.repeat(Math.max(0, wide - text.length))) : text.padStart(wide)
    },
  )
}

/** What an operator makes of two numbers; division by zero ends the script. */
export const arithmetic = (operator: string, left: number, right: number): number => {
  if ((operator === '/' || operator === '%') && right === 0) throw new UsageError('awk: line 1: division by zero', 2)
  switch (operator) {
    case '+':
      return left + right
    case '-':
      return left - right
    case '*':
      return left * right
    case '/':
      return left / right
    case '%':
      return left % right
    default:
      return left ** right
  }
}
