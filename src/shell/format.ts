import { decodeEscapes } from './escapes.ts'
import { backslashQuoted } from './quote.ts'

export interface FormatContext {
  /** Tells of a bad number; the value 0 (or the part that is one) is used. */
  readonly complain: (message: string) => void
  readonly now: number
}

const integerOf = (text: string, context: FormatContext): bigint => {
  if (/^["']/.test(text)) return BigInt(text.codePointAt(1) ?? 0)
  const match = /^\s*([-+]?)(0[xX][0-9a-fA-F]+|0[0-7]*|[1-9]\d*)?/.exec(text)!
  const digits = match[2]
  const rest = text.slice(match[0].length)
  if ((digits === undefined && text !== '') || rest !== '')
    context.complain(
      `${text}: invalid ${/^\s*[-+]?0[0-9]/.test(text) && digits !== undefined && /^[89]/.test(rest) ? 'octal number' : 'number'}`,
    )
  if (digits === undefined) return 0n
  const value = BigInt(/^0\d/.test(digits) ? `0o${digits.slice(1)}` : digits)
  return match[1] === '-' ? -value : value
}

const floatOf = (text: string, context: FormatContext): number => {
  if (text === '') return 0
  if (/^["']/.test(text)) return text.codePointAt(1) ?? 0
  const match = /^\s*[-+]?(?:0[xX][0-9a-fA-F]+|\d+\.?\d*(?:[eE][-+]?\d+)?|\.\d+(?:[eE][-+]?\d+)?|inf(?:inity)?|nan)/i.exec(text)
  if (!match || match[0].length < text.length) context.complain(`${text}: invalid number`)
  if (!match) return 0
  return /inf/i.test(match[0]) ? (match[0].trim().startsWith('-') ? -Infinity : Infinity) : Number(match[0])
}

const pad = (text: string, width: number, flags: string, numeric = false): string => {
  const missing = width - [...text].length
  if (missing <= 0) return text
  if (flags.includes('-')) return text + ' '.repeat(missing)
  if (!flags.includes('0') || !numeric) return ' '.repeat(missing) + text
  const sign = /^[-+ ]?(?:0[xX])?/.exec(text)![0]
  return sign + '0'.repeat(missing) + text.slice(sign.length)
}

const signed = (text: string, negative: boolean, flags: string): string =>
  negative ? `-${text}` : flags.includes('+') ? `+${text}` : flags.includes(' ') ? ` ${text}` : text

const exponential = (value: number, precision: number): string => value.toExponential(precision).replace(/e([-+])(\d)$/, 'e$10$2')

/** %g */
const general = (value: number, precision: number, keepsZeros: boolean): string => {
  const significant = precision === 0 ? 1 : precision
  const exponent = value === 0 ? 0 : Number(value.toExponential(significant - 1).split('e')[1])
  const text =
    exponent < -4 || exponent >= significant ? exponential(value, significant - 1) : value.toFixed(Math.max(0, significant - 1 - exponent))
  return keepsZeros || !text.includes('.') ? text : text.replace(/\.?0+(?=e|$)/, '')
}

/** One number under a conversion such as `e`, `f` or `g`. */
export const formatFloat = (value: number, conversion: string, flags: string, width: number, precision = 6): string => {
  const magnitude = Math.abs(value)
  const lower = conversion.toLowerCase()
  const text = !Number.isFinite(value)
    ? Number.isNaN(value)
      ? 'nan'
      : 'inf'
    : lower === 'f'
      ? magnitude.toFixed(Math.min(100, precision))
      : lower === 'e'
        ? exponential(magnitude, precision)
        : general(magnitude, precision, flags.includes('#'))
  const whole = signed(text, value < 0 || Object.is(value, -0), flags)
  return pad(conversion === lower ? whole : whole.toUpperCase(), width, Number.isFinite(value) ? flags : flags.replace('0', ''), true)
}

/** One integer under `d`, `u`, `o`, `x` or `X`. */
export const formatInteger = (value: bigint, conversion: string, flags: string, width: number, precision?: number): string => {
  const unsigned = conversion === 'd' || conversion === 'i' ? value : BigInt.asUintN(64, value)
  const magnitude = unsigned < 0n ? -unsigned : unsigned
  let digits = conversion === 'o' ? magnitude.toString(8) : conversion.toLowerCase() === 'x' ? magnitude.toString(16) : magnitude.toString()
  if (conversion === 'X') digits = digits.toUpperCase()
  if (precision !== undefined) digits = precision === 0 && magnitude === 0n ? '' : digits.padStart(precision, '0')
  if (flags.includes('#') && magnitude !== 0n)
    digits = (conversion === 'o' ? '0' : conversion === 'x' ? '0x' : conversion === 'X' ? '0X' : '') + digits
  const text = conversion === 'd' || conversion === 'i' ? signed(digits, unsigned < 0n, flags) : digits
  return pad(text, width, precision === undefined ? flags : flags.replace('0', ''), true)
}

const two = (value: number): string => String(value).padStart(2, '0')

const strftime = (format: string, at: number): string => {
  const date = new Date(at)
  const days = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday']
  const months = ['January', 'February', 'March', 'April', 'May', 'June', 'July', 'August', 'September', 'October', 'November', 'December']
  const fields: Readonly<Record<string, () => string>> = {
    Y: () => String(date.getUTCFullYear()),
    m: () => two(date.getUTCMonth() + 1),
    d: () => two(date.getUTCDate()),
    H: () => two(date.getUTCHours()),
    M: () => two(date.getUTCMinutes()),
    S: () => two(date.getUTCSeconds()),
    F: () => strftime('%Y-%m-%d', at),
    T: () => strftime('%H:%M:%S', at),
    s: () => String(Math.floor(at / 1000)),
    a: () => days[date.getUTCDay()]!.slice(0, 3),
    A: () => days[date.getUTCDay()]!,
    b: () => months[date.getUTCMonth()]!.slice(0, 3),
    B: () => months[date.getUTCMonth()]!,
    Z: () => 'UTC',
    z: () => '+0000',
    '%': () => '%',
  }
  return format.replace(/%([a-zA-Z%])/g, (whole, letter: string) => fields[letter]?.() ?? whole)
}

class Stop extends Error {}

/** Applies a printf format once, taking arguments from the front; answers how many it took. */
const applyOnce = (format: string, args: readonly string[], context: FormatContext, out: string[]): number => {
  let next = 0
  const take = () => args[next++]
  const pattern =
    /%%|%([-+ #0']*)(\*|\d+)?(?:\.(\*|-?\d*))?(\([^)]*\))?([hlLjzt]*)([a-zA-Z]?)|\\(?:x[0-9a-fA-F]{1,2}|u[0-9a-fA-F]{1,4}|U[0-9a-fA-F]{1,8}|[0-7]{1,3}|[^])|[^%\\]+|[^]/g
  for (const match of format.matchAll(pattern)) {
    const [whole, flagText = '', widthText, precisionText, time, , conversion] = match
    if (whole === '%%') out.push('%')
    else if (whole === '\\c') out.push(whole)
    else if (whole.startsWith('\\')) {
      const decoded = decodeEscapes(whole, { octalNeedsZero: false, quotes: true })
      out.push(decoded.text)
      if (decoded.stopped) throw new Stop()
    } else if (whole.startsWith('%')) {
      let flags = flagText
      let width = widthText === '*' ? Number(take() ?? 0) : Number(widthText ?? 0)
      if (width < 0) {
        flags += '-'
        width = -width
      }
      const precision = precisionText === undefined ? undefined : precisionText === '*' ? Number(take() ?? 0) : Number(precisionText || 0)
      const limit = precision !== undefined && precision < 0 ? undefined : precision
      switch (conversion) {
        case 's':
          out.push(pad([...(take() ?? '')].slice(0, limit ?? Infinity).join(''), width, flags))
          break
        case 'c':
          out.push(pad([...(take() ?? '')][0] ?? '', width, flags))
          break
        case 'q':
          out.push(pad(backslashQuoted(take() ?? ''), width, flags))
          break
        case 'b': {
          const decoded = decodeEscapes(take() ?? '', { octalNeedsZero: false, quotes: false })
          out.push(pad([...decoded.text].slice(0, limit ?? Infinity).join(''), width, flags))
          if (decoded.stopped) throw new Stop()
          break
        }
        case 'd':
        case 'i':
        case 'u':
        case 'o':
        case 'x':
        case 'X':
          out.push(formatInteger(integerOf(take() ?? '', context), conversion, flags, width, limit))
          break
        case 'e':
        case 'E':
        case 'f':
        case 'F':
        case 'g':
        case 'G':
          out.push(formatFloat(floatOf(take() ?? '', context), conversion, flags, width, limit))
          break
        case 'T': {
          const given = take()
          out.push(
            pad(
              strftime(
                time?.slice(1, -1) || '%H:%M:%S',
                given === undefined || given === '-1' || given === '-2' ? context.now : Number(given) * 1000,
              ),
              width,
              flags,
            ),
          )
          break
        }
        default:
          context.complain(conversion ? `\`${conversion}': invalid format character` : `\`${whole}': missing format character`)
          throw new Stop()
      }
    } else out.push(whole)
  }
  return next
}

/** printf's output: the format is used again as long as arguments are left. */
export const formatAll = (format: string, args: readonly string[], context: FormatContext): string => {
  const out: string[] = []
  try {
    let rest = args
    for (;;) {
      const taken = applyOnce(format, rest, context, out)
      rest = rest.slice(taken)
      if (taken === 0 || rest.length === 0) break
    }
  } catch (error) {
    if (!(error instanceof Stop)) throw error
  }
  return out.join('')
}
