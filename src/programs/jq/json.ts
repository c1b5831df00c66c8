/** A JSON value; objects keep the order in which their keys came, numeric ones too. */
export type Json = null | boolean | number | string | readonly Json[] | ReadonlyMap<string, Json>

export const isObject = (value: Json): value is ReadonlyMap<string, Json> => value instanceof Map
export const isArray = (value: Json): value is readonly Json[] => Array.isArray(value)

export const typeOf = (value: Json): string =>
  value === null ? 'null' : isArray(value) ? 'array' : isObject(value) ? 'object' : typeof value

/** An input that is no JSON; the message is jq's. */
export class JsonError extends Error {}

const escapes: Readonly<Record<string, string>> = { '"': '"', '\\': '\\', '/': '/', b: '\b', f: '\f', n: '\n', r: '\r', t: '\t' }

/** Reads values that stand one after the other in a text. */
export class JsonReader {
  readonly #text: string
  #at = 0

  constructor(text: string) {
    this.#text = text
  }

  /** The next value, or undefined at the end. */
  next(): Json | undefined {
    this.#blank()
    if (this.#at >= this.#text.length) return undefined
    return this.#value()
  }

  /** Lines that were read up to here. */
  get line(): number {
    let count = 0
    for (let at = this.#text.indexOf('\n'); at >= 0 && at <= this.#at; at = this.#text.indexOf('\n', at + 1)) count++
    return count
  }

  #blank(): void {
    while (this.#at < this.#text.length && ' \t\n\r'.includes(this.#text[this.#at]!)) this.#at++
  }

  #fail(message: string, at = this.#at): never {
    const before = this.#text.slice(0, at)
    const line = before.split('\n').length
    throw new JsonError(`${message} at line ${line}, column ${at - before.lastIndexOf('\n') - 1}`)
  }

  #value(): Json {
    this.#blank()
    const character = this.#text[this.#at]
    if (character === undefined) this.#fail('Unfinished JSON term')
    if (character === '{') return this.#object()
    if (character === '[') return this.#array()
    if (character === '"') return this.#string()
    const word = /^[-+.\w]+/.exec(this.#text.slice(this.#at, this.#at + 400))?.[0]
    if (word === undefined)
      this.#fail(
        character === ',' || character === ':' || character === ']' || character === '}'
          ? character === ','
            ? "Expected value before ','"
            : `Unmatched '${character}'`
          : 'Invalid literal',
        this.#at + 1,
      )
    this.#at += word.length
    switch (word) {
      case 'true':
        return true
      case 'false':
        return false
      case 'null':
        return null
      case 'nan':
      case 'NaN':
        return NaN
    }
    if (!/^-?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?$/.test(word))
      this.#fail(/^[a-zA-Z]/.test(word) ? 'Invalid numeric literal' : 'Invalid numeric literal', Math.min(this.#at + 1, this.#text.length))
    return Number(word)
  }

  #array(): Json {
    const values: Json[] = []
    this.#at++
    this.#blank()
    if (this.#text[this.#at] === ']') {
      this.#at++
      return values
    }
    for (;;) {
      values.push(this.#value())
      this.#blank()
      const next = this.#text[this.#at++]
      if (next === ']') return values
      if (next === undefined) this.#fail('Unfinished JSON term', this.#text.length)
      if (next !== ',') this.#fail('Expected separator between values')
    }
  }

  #object(): Json {
    const entries = new Map<string, Json>()
    this.#at++
    this.#blank()
    if (this.#text[this.#at] === '}') {
      this.#at++
      return entries
    }
    for (;;) {
      this.#blank()
      if (this.#text[this.#at] === undefined) this.#fail('Unfinished JSON term', this.#text.length)
      if (this.#text[this.#at] !== '"') this.#fail('Object keys must be strings', this.#at + 1)
      const key = this.#string()
      this.#blank()
      if (this.#text[this.#at++] !== ':') this.#fail('Objects must consist of key:value pairs')
      entries.set(key, this.#value())
      this.#blank()
      const next = this.#text[this.#at++]
      if (next === '}') return entries
      if (next === undefined) this.#fail('Unfinished JSON term', this.#text.length)
      if (next !== ',') this.#fail('Expected separator between values')
    }
  }

  #string(): string {
    let result = ''
    let start = ++this.#at
    for (;;) {
      const character = this.#text[this.#at]
      if (character === undefined) this.#fail('Unfinished string', this.#text.length)
      if (character === '"') {
        result += this.#text.slice(start, this.#at++)
        return result
      }
      if (character !== '\\') {
        this.#at++
        continue
      }
      result += this.#text.slice(start, this.#at)
      const letter = this.#text[this.#at + 1] ?? ''
      if (letter === 'u') {
        result += String.fromCharCode(parseInt(this.#text.slice(this.#at + 2, this.#at + 6), 16))
        this.#at += 6
      } else {
        if (escapes[letter] === undefined) this.#fail('Invalid escape')
        result += escapes[letter]
        this.#at += 2
      }
      start = this.#at
    }
  }
}

const numberText = (value: number): string => {
  if (Number.isNaN(value)) return 'null'
  if (!Number.isFinite(value)) return value > 0 ? '1.7976931348623157e+308' : '-1.7976931348623157e+308'
  if (Object.is(value, -0)) return '-0'
  if (Number.isInteger(value) && Math.abs(value) < 1e17) return String(value)
  const magnitude = Math.abs(value)
  const text = magnitude >= 1e17 || magnitude < 1e-4 ? value.toExponential() : String(value)
  return text.replace(/e([-+])(\d)$/, 'e$10$2')
}

const quote = (text: string, ascii: boolean): string => {
  const quoted = JSON.stringify(text).replace(/\x7f/g, '\\u007f')
  return ascii ? quoted.replace(/[\u0080-\uffff]/g, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`) : quoted
}

export interface Layout {
  readonly indent: string
  readonly sortKeys?: boolean
  readonly ascii?: boolean
  readonly color?: boolean
}

const sortedKeys = (object: ReadonlyMap<string, Json>): string[] => [...object.keys()].sort((a, b) => (a < b ? -1 : a > b ? 1 : 0))

const color = {
  null: '1;30',
  false: '0;39',
  true: '0;39',
  number: '0;39',
  string: '0;32',
  array: '1;39',
  object: '1;39',
  key: '34;1',
} as const

/** The text of a value; with an indent over several lines. */
export const toJson = (value: Json, layout: Layout = { indent: '' }, margin = ''): string => {
  const paint = (code: string, text: string) => (layout.color ? `\x1b[${code}m${text}\x1b[0m` : text)
  if (value === null) return paint(color.null, 'null')
  if (typeof value === 'boolean') return paint(color.true, String(value))
  if (typeof value === 'number') return paint(color.number, numberText(value))
  if (typeof value === 'string') return paint(color.string, quote(value, layout.ascii ?? false))
  const inner = margin + layout.indent
  const line = layout.indent === '' ? '' : `\n${inner}`
  const end = layout.indent === '' ? '' : `\n${margin}`
  if (isArray(value)) {
    if (value.length === 0) return paint(color.array, '[]')
    const items = value.map((item) => line + toJson(item, layout, inner))
    return layout.color
      ? `\x1b[${color.array}m[${items.join(`\x1b[${color.array}m,`)}\x1b[${color.array}m${end}\x1b[${color.array}m]\x1b[0m`
      : `[${items.join(',')}${end}]`
  }
  if (!isObject(value)) throw new Error('Expected a JSON value')
  if (value.size === 0) return paint(color.object, '{}')
  const keys = layout.sortKeys ? sortedKeys(value) : [...value.keys()]
  const colon = layout.indent === '' ? ':' : ': '
  const entries = keys.map((key) =>
    layout.color
      ? `${line}\x1b[0m${paint(color.key, quote(key, false))}\x1b[${color.object}m${colon.trim()}${layout.indent === '' ? '' : ' '}\x1b[0m${toJson(value.get(key)!, layout, inner)}`
      : `${line}${quote(key, layout.ascii ?? false)}${colon}${toJson(value.get(key)!, layout, inner)}`,
  )
  return layout.color
    ? `\x1b[${color.object}m{${entries.join(`\x1b[${color.object}m,`)}\x1b[${color.object}m${end}\x1b[${color.object}m}\x1b[0m`
    : `{${entries.join(',')}${end}}`
}

const ranks: Readonly<Record<string, number>> = { null: 0, boolean: 1, number: 3, string: 4, array: 5, object: 6 }
const rank = (value: Json): number => (value === true ? 2 : ranks[typeOf(value)]!)

/** jq's order of all values. */
export const compareJson = (a: Json, b: Json): number => {
  const order = rank(a) - rank(b)
  if (order !== 0) return order
  if (typeof a === 'number') return Number.isNaN(a) ? -1 : a < (b as number) ? -1 : a > (b as number) ? 1 : 0
  if (typeof a === 'string') return a < (b as string) ? -1 : a > (b as string) ? 1 : 0
  if (isArray(a) && isArray(b)) {
    for (let i = 0; i < Math.min(a.length, b.length); i++) {
      const inner = compareJson(a[i]!, b[i]!)
      if (inner !== 0) return inner
    }
    return a.length - b.length
  }
  if (!isObject(a) || !isObject(b)) return 0
  const [left, right] = [sortedKeys(a), sortedKeys(b)]
  const keys = compareJson(left, right)
  if (keys !== 0) return keys
  for (const key of left) {
    const inner = compareJson(a.get(key)!, b.get(key)!)
    if (inner !== 0) return inner
  }
  return 0
}

export { sortedKeys }
