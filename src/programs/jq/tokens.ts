import { CompileError, type Node } from './syntax.ts'

export interface Token {
  readonly kind: 'operator' | 'word' | 'field' | 'variable' | 'number' | 'string' | 'format' | 'end'
  readonly text: string
  readonly at: number
  readonly parts?: readonly (string | Node)[]
}

/** Parses the expression of a `\(...)` in a string from where it begins, and tells where the string goes on. */
export type Interpolation = (text: string, at: number) => { readonly node: Node; readonly end: number }

const operators = [
  '?//=',
  '?//',
  '|=',
  '+=',
  '-=',
  '*=',
  '/=',
  '%=',
  '//=',
  '==',
  '!=',
  '<=',
  '>=',
  '//',
  '..',
  '|',
  ',',
  '.',
  '[',
  ']',
  '(',
  ')',
  '{',
  '}',
  ':',
  ';',
  '=',
  '<',
  '>',
  '+',
  '-',
  '*',
  '/',
  '%',
  '?',
  '$',
]

export const keywords = new Set([
  'if',
  'then',
  'else',
  'elif',
  'end',
  'as',
  'def',
  'reduce',
  'foreach',
  'try',
  'catch',
  'label',
  'and',
  'or',
  'import',
  'include',
])

const tokenNames: Partial<Record<Token['kind'], string>> = {
  end: '$end',
  field: 'FIELD',
  number: 'LITERAL',
  string: 'QQSTRING_START',
  format: 'FORMAT',
  variable: "'$'",
}

/** A token as the messages of jq's grammar call it. */
const shown = ({ kind, text }: Token): string => {
  if (kind === 'word') return keywords.has(text) ? text : 'IDENT'
  if (text === '..') return 'REC'
  return tokenNames[kind] ?? (text.length === 1 ? `'${text}'` : text)
}

/** The words and signs of a program, one at a time. */
export class Tokens {
  readonly #text: string
  readonly #interpolation: Interpolation
  #at: number
  #token: Token

  constructor(text: string, at: number, interpolation: Interpolation) {
    this.#text = text
    this.#interpolation = interpolation
    this.#at = at
    this.#token = this.#scan()
  }

  get current(): Token {
    return this.#token
  }

  /** The character behind the first of the current token. */
  get following(): string | undefined {
    return this.#text[this.#token.at + 1]
  }

  unexpected(): never {
    throw new CompileError(
      `syntax error, unexpected ${shown(this.#token)} (Unix shell quoting issues?) at <top-level>, line ${this.#text.slice(0, this.#token.at).split('\n').length}:\n${this.#text}`,
    )
  }

  #scan(): Token {
    const skipped = /^(?:\s+|#[^\n]*)*/.exec(this.#text.slice(this.#at))![0]
    this.#at += skipped.length
    const at = this.#at
    const rest = this.#text.slice(at)
    const make = (kind: Token['kind'], text: string, length: number): Token => {
      this.#at += length
      return { kind, text, at }
    }
    if (rest === '') return { kind: 'end', text: '', at }
    const number = /^(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?/.exec(rest)
    if (number) return make('number', number[0], number[0].length)
    const field = /^\.([A-Za-z_]\w*)/.exec(rest)
    if (field) return make('field', field[1]!, field[0].length)
    const variable = /^\$(?:__loc__|[A-Za-z_]\w*(?:::\w+)*)/.exec(rest)
    if (variable) return make('variable', variable[0].slice(1), variable[0].length)
    const word = /^[A-Za-z_]\w*(?:::\w+)*/.exec(rest)
    if (word) return make('word', word[0], word[0].length)
    const format = /^@[a-zA-Z0-9]+/.exec(rest)
    if (format) return make('format', format[0], format[0].length)
    if (rest[0] === '"') return this.#string(at)
    const operator = operators.find((candidate) => rest.startsWith(candidate))
    if (!operator)
      throw new CompileError(
        `syntax error, unexpected INVALID_CHARACTER (Unix shell quoting issues?) at <top-level>, line ${this.#text.slice(0, at).split('\n').length}:\n${this.#text}`,
      )
    return make('operator', operator, operator.length)
  }

  #string(at: number): Token {
    const parts: (string | Node)[] = []
    let current = ''
    this.#at++
    for (;;) {
      const character = this.#text[this.#at]
      if (character === undefined) {
        throw new CompileError(
          `syntax error, unexpected end of file, expecting QQSTRING_TEXT or QQSTRING_INTERP_START or QQSTRING_END (Unix shell quoting issues?) at <top-level>, line 1:\n${this.#text}`,
        )
      }
      this.#at++
      if (character === '"') break
      if (character !== '\\') {
        current += character
        continue
      }
      const letter = this.#text[this.#at++]!
      if (letter === '(') {
        const { node, end } = this.#interpolation(this.#text, this.#at)
        this.#at = end
        parts.push(current, node)
        current = ''
      } else if (letter === 'u') {
        current += String.fromCharCode(parseInt(this.#text.slice(this.#at, this.#at + 4), 16))
        this.#at += 4
      } else current += { n: '\n', t: '\t', r: '\r', b: '\b', f: '\f' }[letter] ?? letter
    }
    parts.push(current)
    return { kind: 'string', text: this.#text.slice(at, this.#at), at, parts }
  }

  next(): Token {
    const token = this.#token
    this.#token = this.#scan()
    return token
  }

  is(...texts: readonly string[]): boolean {
    return (this.#token.kind === 'operator' || this.#token.kind === 'word') && texts.includes(this.#token.text)
  }

  accept(text: string): boolean {
    if (!this.is(text)) return false
    this.next()
    return true
  }

  expect(text: string): void {
    if (!this.accept(text)) this.unexpected()
  }
}
