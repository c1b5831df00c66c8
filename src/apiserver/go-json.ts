import type { Json } from '../api/index.ts'

/** A syntax error in the words of Go's encoding/json. */
export class JsonSyntaxError extends Error {}

export interface ParsedJson {
  readonly value: Json
  /** Paths of keys that stood twice in one object (`data.k`). */
  readonly duplicates: readonly string[]
}

const quoted = (character: string): string => {
  if (character === "'") return `'\\''`
  if (character === '"') return `'"'`
  const named: Readonly<Record<string, string>> = { '\n': '\\n', '\t': '\\t', '\r': '\\r' }
  const code = character.charCodeAt(0)
  return `'${named[character] ?? (code < 0x20 ? `\\x${code.toString(16).padStart(2, '0')}` : character)}'`
}

class Parser {
  readonly #text: string
  readonly duplicates: string[] = []
  #at = 0

  constructor(text: string) {
    this.#text = text
  }

  document(): Json {
    const value = this.#value('')
    this.#space()
    if (this.#at < this.#text.length) throw this.#unexpected('after top-level value')
    return value
  }

  #unexpected(where: string): JsonSyntaxError {
    const character = this.#text[this.#at]
    return new JsonSyntaxError(character === undefined ? 'unexpected end of JSON input' : `invalid character ${quoted(character)} ${where}`)
  }

  #space(): void {
    while (' \t\n\r'.includes(this.#text[this.#at] ?? 'x')) this.#at++
  }

  #value(path: string): Json {
    this.#space()
    const character = this.#text[this.#at]
    if (character === '{') return this.#object(path)
    if (character === '[') return this.#array(path)
    if (character === '"') return this.#string()
    if (character !== undefined && /[-0-9]/.test(character)) return this.#number()
    for (const [word, value] of [
      ['true', true],
      ['false', false],
      ['null', null],
    ] as const)
      if (character === word[0]) return this.#word(word, value)
    throw this.#unexpected('looking for beginning of value')
  }

  #word(word: string, value: Json): Json {
    for (const expected of word) {
      if (this.#text[this.#at] !== expected) throw this.#unexpected(`in literal ${word} (expecting ${quoted(expected)})`)
      this.#at++
    }
    return value
  }

  #number(): Json {
    const match = /^-?(0|[1-9]\d*)(\.\d+)?([eE][-+]?\d+)?/.exec(this.#text.slice(this.#at, this.#at + 64))
    if (!match) {
      this.#at++
      throw this.#unexpected('in numeric literal')
    }
    this.#at += match[0].length
    return Number(match[0])
  }

  #string(): string {
    const start = this.#at++
    for (;;) {
      const character = this.#text[this.#at]
      if (character === undefined || character < ' ') throw this.#unexpected('in string literal')
      this.#at++
      if (character === '"') break
      if (character === '\\') this.#escape()
    }
    return JSON.parse(this.#text.slice(start, this.#at)) as string
  }

  #escape(): void {
    const character = this.#text[this.#at]
    if (character === undefined || !'"\\/bfnrtu'.includes(character)) throw this.#unexpected('in string escape code')
    this.#at++
    if (character !== 'u') return
    for (let i = 0; i < 4; i++, this.#at++) {
      if (!/[0-9a-fA-F]/.test(this.#text[this.#at] ?? '')) throw this.#unexpected('in \\u hexadecimal character escape')
    }
  }

  #object(path: string): Json {
    const object: Record<string, Json> = {}
    this.#at++
    this.#space()
    if (this.#text[this.#at] === '}') return (this.#at++, object)
    for (;;) {
      this.#space()
      if (this.#text[this.#at] !== '"') throw this.#unexpected('looking for beginning of object key string')
      const key = this.#string()
      const inner = path === '' ? key : `${path}.${key}`
      if (Object.hasOwn(object, key)) this.duplicates.push(inner)
      this.#space()
      if (this.#text[this.#at] !== ':') throw this.#unexpected('after object key')
      this.#at++
      Object.defineProperty(object, key, { value: this.#value(inner), enumerable: true, configurable: true, writable: true })
      this.#space()
      const next = this.#text[this.#at]
      if (next !== ',' && next !== '}') throw this.#unexpected('after object key:value pair')
      this.#at++
      if (next === '}') return object
    }
  }

  #array(path: string): Json {
    const array: Json[] = []
    this.#at++
    this.#space()
    if (this.#text[this.#at] === ']') return (this.#at++, array)
    for (;;) {
      array.push(this.#value(`${path}[${array.length}]`))
      this.#space()
      const next = this.#text[this.#at]
      if (next !== ',' && next !== ']') throw this.#unexpected('after array element')
      this.#at++
      if (next === ']') return array
    }
  }
}

/** Parses JSON; its errors read as Go's, and keys that stand twice are told. */
export const parseJson = (text: string): ParsedJson => {
  const parser = new Parser(text)
  return { value: parser.document(), duplicates: parser.duplicates }
}
