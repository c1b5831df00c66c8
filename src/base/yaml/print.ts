import { naturalOrder } from './natural-order.ts'
import { needsQuotes } from './resolve.ts'

/** Columns after which Go's emitter breaks a scalar at the next blank. */
const bestWidth = 80
/** The longest text that can be a key without `? `. */
const longestSimpleKey = 128

type Style = 'plain' | 'single' | 'double' | 'literal'

const special = /[^\n\x20-\x7e\xa0-\ud7ff\ue000-\ufefe\uff00-\ufffd]|[\ud800-\udfff]/
const startsWithIndicator = /^(?:[#,[\]{}&*!|>'"%@`]|[-?:](?:[ \t\n]|$)|---|\.\.\.)/
const containsIndicator = /:(?:[ \t\n]|$)|[ \t\n]#/

/** The style that yaml.v2's `stringv` asks for and `yaml_emitter_select_scalar_style` then allows. */
const styleOf = (text: string, isKey: boolean): Style => {
  if (special.test(text) || / \n/.test(text)) return 'double'
  const multiline = text.includes('\n')
  if (multiline) return isKey || text.endsWith(' ') ? 'double' : 'literal'
  if (needsQuotes(text)) return 'double'
  const plain = !text.startsWith(' ') && !text.endsWith(' ') && !startsWithIndicator.test(text) && !containsIndicator.test(text)
  return plain ? 'plain' : 'single'
}

const escapes: Readonly<Record<string, string>> = {
  '\0': '\\0',
  '\x07': '\\a',
  '\b': '\\b',
  '\t': '\\t',
  '\n': '\\n',
  '\v': '\\v',
  '\f': '\\f',
  '\r': '\\r',
  '\x1b': '\\e',
  '"': '\\"',
  '\\': '\\\\',
  '\x85': '\\N',
  '\u2028': '\\L',
  '\u2029': '\\P',
}
const hex = (code: number, width: number): string => code.toString(16).toUpperCase().padStart(width, '0')
const escaped = (character: string): string => {
  const known = escapes[character]
  if (known !== undefined) return known
  if (character !== '\ufeff' && !special.test(character)) return character
  const code = character.codePointAt(0)!
  return code <= 0xff ? `\\x${hex(code, 2)}` : code <= 0xffff ? `\\u${hex(code, 4)}` : `\\U${hex(code, 8)}`
}

/** Writes a one-line scalar, broken at blanks beyond the best width as `yaml_emitter_write_*_scalar` do. */
const fold = (text: string, style: Exclude<Style, 'literal'>, column: number, indent: number, allowBreaks: boolean): string => {
  const quote = style === 'plain' ? '' : style === 'single' ? "'" : '"'
  const width = column + quote.length
  if (style !== 'double' && (!allowBreaks || width + text.length <= bestWidth))
    return quote + (style === 'single' ? text.replaceAll("'", "''") : text) + quote
  const characters = [...text]
  const newLine = `\n${' '.repeat(indent)}`
  let out = quote
  let at = width
  let afterSpace = false
  characters.forEach((character, index) => {
    if (character !== ' ') {
      const piece = style === 'double' ? escaped(character) : style === 'single' && character === "'" ? "''" : character
      out += piece
      at += piece.length
      afterSpace = false
      return
    }
    const inside = style === 'plain' || (index > 0 && index < characters.length - 1)
    const beforeSpace = characters[index + 1] === ' '
    if (allowBreaks && !afterSpace && at > bestWidth && inside && (style === 'double' || !beforeSpace)) {
      out += newLine + (beforeSpace ? '\\' : '')
      at = indent + (beforeSpace ? 1 : 0)
    } else {
      out += ' '
      at++
    }
    afterSpace = true
  })
  return out + quote
}

const literal = (text: string, indent: number): string => {
  const hint = /^[ \n]/.test(text) ? '2' : ''
  const chomp = !text.endsWith('\n') ? '-' : text === '\n' || text.endsWith('\n\n') ? '+' : ''
  const padding = ' '.repeat(indent)
  const lines = (text.endsWith('\n') ? text.slice(0, -1) : text).split('\n')
  return `|${hint}${chomp}\n${lines.map((line) => (line === '' ? '' : padding + line)).join('\n')}`
}

const scalar = (value: unknown, column: number, indent: number, isKey = false): string => {
  if (typeof value === 'number') return formatNumber(value)
  if (typeof value !== 'string') return value === undefined ? 'null' : String(value)
  const style = styleOf(value, isKey)
  return style === 'literal' ? literal(value, indent) : fold(value, style, column, indent, !isKey)
}

const formatNumber = (value: number): string => {
  if (Number.isSafeInteger(value)) return String(value)
  const text = String(value)
  const exponent = /^(.*)e([-+])(\d)$/.exec(text)
  return exponent ? `${exponent[1]}e${exponent[2]}0${exponent[3]}` : text
}

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** Prints what follows `key:` or `-`; `inSequence` values go on in the same line. */
const node = (value: unknown, indent: number, inSequence: boolean, column: number): string => {
  if (Array.isArray(value)) {
    if (value.length === 0) return ' []'
    return inSequence ? ` ${sequence(value, indent + 2)}` : `\n${' '.repeat(indent)}${sequence(value, indent)}`
  }
  if (isObject(value)) {
    const keys = Object.keys(value).filter((key) => value[key] !== undefined)
    if (keys.length === 0) return ' {}'
    return inSequence ? ` ${mapping(value, keys, indent + 2)}` : `\n${' '.repeat(indent + 2)}${mapping(value, keys, indent + 2)}`
  }
  return ` ${scalar(value, column + 1, indent + 2)}`
}

const sequence = (items: readonly unknown[], indent: number): string =>
  items.map((item) => `-${node(item, indent, true, indent + 1)}`).join(`\n${' '.repeat(indent)}`)

const mapping = (object: Readonly<Record<string, unknown>>, keys: string[], indent: number): string => {
  const padding = ' '.repeat(indent)
  return keys
    .sort(naturalOrder)
    .map((key) => {
      const name = scalar(key, indent, indent, true)
      if (key.length > longestSimpleKey) return `? ${name}\n${padding}:${node(object[key], indent, false, indent + 1)}`
      return `${name}:${node(object[key], indent, false, indent + name.length + 1)}`
    })
    .join(`\n${padding}`)
}

/** Prints a value as Go's sigs.k8s.io/yaml does, with an end of line. */
export const toYaml = (value: unknown): string => {
  if (Array.isArray(value)) return value.length === 0 ? '[]\n' : `${sequence(value, 0)}\n`
  if (isObject(value)) {
    const keys = Object.keys(value).filter((key) => value[key] !== undefined)
    return keys.length === 0 ? '{}\n' : `${mapping(value, keys, 0)}\n`
  }
  return `${scalar(value, 0, 2)}\n`
}
