import type { Json } from './json.ts'

export type Pattern = { readonly kind: 'variable'; readonly name: string } | { readonly kind: 'array'; readonly items: readonly Pattern[] } | { readonly kind: 'object'; readonly entries: readonly { readonly key: Node; readonly variable?: string; readonly pattern?: Pattern }[] }

export type Node =
  | { readonly type: 'identity' | 'recurse' | 'loc' }
  | { readonly type: 'literal'; readonly value: Json }
  | { readonly type: 'string'; readonly parts: readonly (string | Node)[]; readonly format: string | undefined }
  | { readonly type: 'format'; readonly name: string }
  | { readonly type: 'index'; readonly target: Node; readonly key: Node }
  | { readonly type: 'slice'; readonly target: Node; readonly from: Node | undefined; readonly to: Node | undefined }
  | { readonly type: 'iterate'; readonly target: Node }
  | { readonly type: 'try'; readonly body: Node; readonly handler: Node | undefined }
  | { readonly type: 'array'; readonly body: Node | undefined }
  | { readonly type: 'object'; readonly entries: readonly { readonly key: Node; readonly value: Node }[] }
  | { readonly type: 'negate'; readonly body: Node }
  | { readonly type: 'pipe' | 'comma' | 'and' | 'or' | 'alternative'; readonly left: Node; readonly right: Node }
  | { readonly type: 'binary'; readonly operator: string; readonly left: Node; readonly right: Node }
  | { readonly type: 'update'; readonly operator: string; readonly left: Node; readonly right: Node }
  | { readonly type: 'variable'; readonly name: string }
  | { readonly type: 'bind'; readonly source: Node; readonly patterns: readonly Pattern[]; readonly body: Node }
  | { readonly type: 'reduce'; readonly source: Node; readonly pattern: Pattern; readonly start: Node; readonly update: Node }
  | { readonly type: 'foreach'; readonly source: Node; readonly pattern: Pattern; readonly start: Node; readonly update: Node; readonly extract: Node | undefined }
  | { readonly type: 'if'; readonly test: Node; readonly then: Node; readonly else: Node | undefined }
  | { readonly type: 'define'; readonly definition: Definition; readonly rest: Node }
  | { readonly type: 'call'; readonly name: string; readonly args: readonly Node[] }
  | { readonly type: 'label'; readonly name: string; readonly body: Node }
  | { readonly type: 'break'; readonly name: string }

export interface Definition {
  readonly name: string
  /** A parameter that begins with `$` is a value too. */
  readonly parameters: readonly string[]
  readonly body: Node
}

/** A program that does not compile. */
export class CompileError extends Error {}

interface Token {
  readonly kind: 'operator' | 'word' | 'field' | 'variable' | 'number' | 'string' | 'format' | 'end'
  readonly text: string
  readonly at: number
  readonly parts?: readonly (string | Node)[]
}

const operators = ['?//=', '?//', '|=', '+=', '-=', '*=', '/=', '%=', '//=', '==', '!=', '<=', '>=', '//', '..', '|', ',', '.', '[', ']', '(', ')', '{', '}', ':', ';', '=', '<', '>', '+', '-', '*', '/', '%', '?', '$']

const identity: Node = { type: 'identity' }

class Parser {
  readonly #text: string
  #at = 0
  #token: Token

  constructor(text: string, at = 0) {
    this.#text = text
    this.#at = at
    this.#token = this.#scan()
  }

  program(): Node {
    const definitions: Definition[] = []
    while (this.#is('def')) definitions.push(this.#definition())
    const body = this.#token.kind === 'end' ? identity : this.#pipe()
    if (this.#token.kind !== 'end') this.#unexpected()
    return definitions.reduceRight<Node>((rest, definition) => ({ type: 'define', definition, rest }), body)
  }

  definitions(): readonly Definition[] {
    const definitions: Definition[] = []
    while (this.#is('def')) definitions.push(this.#definition())
    return definitions
  }

  #unexpected(): never {
    const { kind, text } = this.#token
    const shown = kind === 'end' ? '$end' : kind === 'word' ? (keywords.has(text) ? text : 'IDENT') : kind === 'field' ? 'FIELD' : kind === 'number' ? 'LITERAL' : kind === 'string' ? 'QQSTRING_START' : kind === 'format' ? 'FORMAT' : kind === 'variable' ? "'$'" : text === '..' ? 'REC' : text.length === 1 ? `'${text}'` : `"${text}"`.replace(/"/g, '')
    throw new CompileError(`syntax error, unexpected ${shown} (Unix shell quoting issues?) at <top-level>, line ${this.#text.slice(0, this.#token.at).split('\n').length}:\n${this.#text}`)
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
    if (!operator) throw new CompileError(`syntax error, unexpected INVALID_CHARACTER (Unix shell quoting issues?) at <top-level>, line ${this.#text.slice(0, at).split('\n').length}:\n${this.#text}`)
    return make('operator', operator, operator.length)
  }

  #string(at: number): Token {
    const parts: (string | Node)[] = []
    let current = ''
    this.#at++
    for (;;) {
      const character = this.#text[this.#at]
      if (character === undefined) {
        this.#token = { kind: 'end', text: '', at: this.#at }
        throw new CompileError(`syntax error, unexpected end of file, expecting QQSTRING_TEXT or QQSTRING_INTERP_START or QQSTRING_END (Unix shell quoting issues?) at <top-level>, line 1:\n${this.#text}`)
      }
      this.#at++
      if (character === '"') break
      if (character !== '\\') {
        current += character
        continue
      }
      const letter = this.#text[this.#at++]!
      if (letter === '(') {
        const saved = this.#token
        this.#token = this.#scan()
        const node = this.#pipe()
        if (!(this.#token.kind === 'operator' && this.#token.text === ')')) this.#unexpected()
        // The token after `)` was not read yet: scanning goes on in the string.
        this.#at = this.#token.at + 1
        this.#token = saved
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

  #next(): Token {
    const token = this.#token
    this.#token = this.#scan()
    return token
  }

  #is(...texts: readonly string[]): boolean {
    return (this.#token.kind === 'operator' || this.#token.kind === 'word') && texts.includes(this.#token.text)
  }

  #accept(text: string): boolean {
    if (!this.#is(text)) return false
    this.#next()
    return true
  }

  #expect(text: string): void {
    if (!this.#accept(text)) this.#unexpected()
  }

  #definition(): Definition {
    this.#expect('def')
    if (this.#token.kind !== 'word') this.#unexpected()
    const name = this.#next().text
    const parameters: string[] = []
    if (this.#accept('(')) {
      do {
        const token = this.#next()
        if (token.kind !== 'word' && token.kind !== 'variable') this.#unexpected()
        parameters.push(token.kind === 'variable' ? `$${token.text}` : token.text)
      } while (this.#accept(';'))
      this.#expect(')')
    }
    this.#expect(':')
    const body = this.#pipe()
    this.#expect(';')
    return { name, parameters, body }
  }

  #pipe(): Node {
    if (this.#is('def')) {
      const definition = this.#definition()
      return { type: 'define', definition, rest: this.#pipe() }
    }
    if (this.#is('label')) {
      this.#next()
      const name = this.#next().text
      this.#expect('|')
      return { type: 'label', name, body: this.#pipe() }
    }
    const left = this.#comma()
    if (this.#accept('as')) {
      const patterns = [this.#pattern()]
      while (this.#accept('?//')) patterns.push(this.#pattern())
      this.#expect('|')
      return { type: 'bind', source: left, patterns, body: this.#pipe() }
    }
    if (this.#accept('|')) return { type: 'pipe', left, right: this.#pipe() }
    return left
  }

  #comma(): Node {
    let left = this.#update()
    while (this.#accept(',')) left = { type: 'comma', left, right: this.#update() }
    return left
  }

  #update(): Node {
    const left = this.#alternative()
    if (!this.#is('=', '|=', '+=', '-=', '*=', '/=', '%=', '//=')) return left
    const operator = this.#next().text
    return { type: 'update', operator, left, right: this.#alternative() }
  }

  #alternative(): Node {
    const left = this.#or()
    return this.#accept('//') ? { type: 'alternative', left, right: this.#alternative() } : left
  }

  #or(): Node {
    let left = this.#and()
    while (this.#accept('or')) left = { type: 'or', left, right: this.#and() }
    return left
  }

  #and(): Node {
    let left = this.#comparison()
    while (this.#accept('and')) left = { type: 'and', left, right: this.#comparison() }
    return left
  }

  #comparison(): Node {
    const left = this.#sum()
    if (!this.#is('==', '!=', '<', '<=', '>', '>=')) return left
    return { type: 'binary', operator: this.#next().text, left, right: this.#sum() }
  }

  #sum(): Node {
    let left = this.#product()
    while (this.#is('+', '-')) left = { type: 'binary', operator: this.#next().text, left, right: this.#product() }
    return left
  }

  #product(): Node {
    let left = this.#unary()
    while (this.#is('*', '/', '%')) left = { type: 'binary', operator: this.#next().text, left, right: this.#unary() }
    return left
  }

  #unary(): Node {
    if (this.#accept('-')) return { type: 'negate', body: this.#unary() }
    return this.#binding()
  }

  /** `term as $x | ...` binds tighter than what stands before it. */
  #binding(): Node {
    const term = this.#postfix()
    if (!this.#is('as')) return term
    this.#next()
    const patterns = [this.#pattern()]
    while (this.#accept('?//')) patterns.push(this.#pattern())
    this.#expect('|')
    return { type: 'bind', source: term, patterns, body: this.#pipe() }
  }

  #pattern(): Pattern {
    if (this.#token.kind === 'variable') return { kind: 'variable', name: this.#next().text }
    if (this.#accept('[')) {
      const items = [this.#pattern()]
      while (this.#accept(',')) items.push(this.#pattern())
      this.#expect(']')
      return { kind: 'array', items }
    }
    this.#expect('{')
    const entries: { key: Node; variable?: string; pattern?: Pattern }[] = []
    do {
      const { kind } = this.#token as Token
      if (kind === 'variable') {
        const name = this.#next().text
        entries.push({ key: { type: 'literal', value: name }, variable: name, ...(this.#accept(':') ? { pattern: this.#pattern() } : {}) })
        continue
      }
      const key = this.#key()
      this.#expect(':')
      entries.push({ key, pattern: this.#pattern() })
    } while (this.#accept(','))
    this.#expect('}')
    return { kind: 'object', entries }
  }

  #key(): Node {
    const token = this.#token
    if (token.kind === 'word') return { type: 'literal', value: this.#next().text }
    if (token.kind === 'string') return this.#stringNode(undefined)
    if (token.kind === 'number') return { type: 'literal', value: this.#next().text }
    if (this.#accept('(')) {
      const node = this.#pipe()
      this.#expect(')')
      return node
    }
    return this.#unexpected()
  }

  #stringNode(format: string | undefined): Node {
    const { parts } = this.#next()
    return parts!.length === 1 ? { type: 'literal', value: parts![0] as string } : { type: 'string', parts: parts!, format }
  }

  #postfix(): Node {
    let node = this.#term()
    for (;;) {
      if (this.#token.kind === 'field') node = { type: 'index', target: node, key: { type: 'literal', value: this.#next().text } }
      else if (this.#is('.') && (this.#text[this.#token.at + 1] === '"' || this.#text[this.#token.at + 1] === '[')) {
        this.#next()
        if (this.#token.kind === 'string') node = { type: 'index', target: node, key: this.#stringNode(undefined) }
      } else if (this.#is('[')) node = this.#bracket(node)
      else if (this.#accept('?')) node = { type: 'try', body: node, handler: undefined }
      else return node
    }
  }

  #bracket(target: Node): Node {
    this.#expect('[')
    if (this.#accept(']')) return { type: 'iterate', target }
    if (this.#accept(':')) {
      const to = this.#pipe()
      this.#expect(']')
      return { type: 'slice', target, from: undefined, to }
    }
    const key = this.#pipe()
    if (this.#accept(':')) {
      const to = this.#is(']') ? undefined : this.#pipe()
      this.#expect(']')
      return { type: 'slice', target, from: key, to }
    }
    this.#expect(']')
    return { type: 'index', target, key }
  }

  #term(): Node {
    const token = this.#token
    switch (token.kind) {
      case 'number':
        return { type: 'literal', value: Number(this.#next().text) }
      case 'string':
        return this.#stringNode(undefined)
      case 'format': {
        this.#next()
        return this.#token.kind === 'string' ? this.#stringNode(token.text) : { type: 'format', name: token.text }
      }
      case 'field':
        return { type: 'index', target: identity, key: { type: 'literal', value: this.#next().text } }
      case 'variable':
        this.#next()
        return token.text === '__loc__' ? { type: 'literal', value: new Map<string, Json>([['file', '<top-level>'], ['line', 1]]) } : { type: 'variable', name: token.text }
      case 'word':
        return this.#word()
      case 'operator':
        return this.#operatorTerm()
      case 'end':
        return this.#unexpected()
    }
  }

  #operatorTerm(): Node {
    if (this.#accept('..')) return { type: 'recurse' }
    if (this.#is('.')) {
      const glued = this.#text[this.#token.at + 1]
      this.#next()
      if (glued === '"' && this.#token.kind === 'string') return { type: 'index', target: identity, key: this.#stringNode(undefined) }
      return identity
    }
    if (this.#accept('(')) {
      const node = this.#pipe()
      this.#expect(')')
      return node
    }
    if (this.#accept('[')) {
      if (this.#accept(']')) return { type: 'array', body: undefined }
      const body = this.#pipe()
      this.#expect(']')
      return { type: 'array', body }
    }
    if (this.#accept('{')) return this.#object()
    if (this.#accept('-')) return { type: 'negate', body: this.#postfix() }
    return this.#unexpected()
  }

  #object(): Node {
    const entries: { key: Node; value: Node }[] = []
    while (!this.#is('}')) {
      const token = this.#token
      if (token.kind === 'variable') {
        this.#next()
        entries.push({ key: { type: 'literal', value: token.text }, value: { type: 'variable', name: token.text } })
      } else if (token.kind === 'format') {
        this.#next()
        const key: Node = this.#token.kind === 'string' ? this.#stringNode(token.text) : { type: 'format', name: token.text }
        entries.push({ key, value: this.#accept(':') ? this.#objectValue() : { type: 'index', target: identity, key } })
      } else {
        const isParenthesis = this.#is('(')
        const key = this.#key()
        if (this.#accept(':')) entries.push({ key, value: this.#objectValue() })
        else if (isParenthesis) this.#unexpected()
        else entries.push({ key, value: { type: 'index', target: identity, key } })
      }
      if (!this.#accept(',')) break
    }
    this.#expect('}')
    return { type: 'object', entries }
  }

  #objectValue(): Node {
    let left = this.#alternative()
    while (this.#accept('|')) left = { type: 'pipe', left, right: this.#alternative() }
    return left
  }

  #word(): Node {
    if (keywords.has(this.#token.text) && !['if', 'try', 'reduce', 'foreach'].includes(this.#token.text)) this.#unexpected()
    const name = this.#next().text
    switch (name) {
      case 'if':
        return this.#if()
      case 'try': {
        const body = this.#postfixNoTry()
        return { type: 'try', body, handler: this.#accept('catch') ? this.#postfixNoTry() : undefined }
      }
      case 'reduce': {
        const source = this.#postfix()
        this.#expect('as')
        const pattern = this.#pattern()
        this.#expect('(')
        const start = this.#pipe()
        this.#expect(';')
        const update = this.#pipe()
        this.#expect(')')
        return { type: 'reduce', source, pattern, start, update }
      }
      case 'foreach': {
        const source = this.#postfix()
        this.#expect('as')
        const pattern = this.#pattern()
        this.#expect('(')
        const start = this.#pipe()
        this.#expect(';')
        const update = this.#pipe()
        const extract = this.#accept(';') ? this.#pipe() : undefined
        this.#expect(')')
        return { type: 'foreach', source, pattern, start, update, extract }
      }
      case 'null':
        return { type: 'literal', value: null }
      case 'true':
        return { type: 'literal', value: true }
      case 'false':
        return { type: 'literal', value: false }
      case 'break':
        return { type: 'break', name: this.#next().text }
    }
    const args: Node[] = []
    if (this.#accept('(')) {
      do args.push(this.#pipe())
      while (this.#accept(';'))
      this.#expect(')')
    }
    return { type: 'call', name, args }
  }

  #postfixNoTry(): Node {
    return this.#postfix()
  }

  #if(): Node {
    const test = this.#pipe()
    this.#expect('then')
    const then = this.#pipe()
    if (this.#accept('elif')) return { type: 'if', test, then, else: this.#if() }
    const otherwise = this.#accept('else') ? this.#pipe() : undefined
    this.#expect('end')
    return { type: 'if', test, then, else: otherwise }
  }
}

const keywords = new Set(['if', 'then', 'else', 'elif', 'end', 'as', 'def', 'reduce', 'foreach', 'try', 'catch', 'label', 'and', 'or', 'import', 'include'])

export const parseProgram = (text: string): Node => new Parser(text).program()
export const parseDefinitions = (text: string): readonly Definition[] => new Parser(text).definitions()
