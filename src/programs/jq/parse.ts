import type { Json } from './json.ts'
import type { Definition, Node, Pattern } from './syntax.ts'
import { keywords, Tokens, type Interpolation, type Token } from './tokens.ts'

const identity: Node = { type: 'identity' }

class Parser {
  readonly #tokens: Tokens

  constructor(text: string, at = 0) {
    this.#tokens = new Tokens(text, at, interpolation)
  }

  program(): Node {
    const definitions = this.definitions()
    const body = this.#tokens.current.kind === 'end' ? identity : this.#pipe()
    if (this.#tokens.current.kind !== 'end') this.#tokens.unexpected()
    return definitions.reduceRight<Node>((rest, definition) => ({ type: 'define', definition, rest }), body)
  }

  definitions(): readonly Definition[] {
    const definitions: Definition[] = []
    while (this.#tokens.is('def')) definitions.push(this.#definition())
    return definitions
  }

  /** The expression up to the `)` that ends it; what follows that belongs to the string around it. */
  interpolation(): ReturnType<Interpolation> {
    const node = this.#pipe()
    const { kind, text, at } = this.#tokens.current
    if (kind !== 'operator' || text !== ')') this.#tokens.unexpected()
    return { node, end: at + 1 }
  }

  #definition(): Definition {
    this.#tokens.expect('def')
    if (this.#tokens.current.kind !== 'word') this.#tokens.unexpected()
    const name = this.#tokens.next().text
    const parameters: string[] = []
    if (this.#tokens.accept('(')) {
      do {
        const token = this.#tokens.next()
        if (token.kind !== 'word' && token.kind !== 'variable') this.#tokens.unexpected()
        parameters.push(token.kind === 'variable' ? `$${token.text}` : token.text)
      } while (this.#tokens.accept(';'))
      this.#tokens.expect(')')
    }
    this.#tokens.expect(':')
    const body = this.#pipe()
    this.#tokens.expect(';')
    return { name, parameters, body }
  }

  #pipe(): Node {
    if (this.#tokens.is('def')) {
      const definition = this.#definition()
      return { type: 'define', definition, rest: this.#pipe() }
    }
    if (this.#tokens.is('label')) {
      this.#tokens.next()
      const name = this.#tokens.next().text
      this.#tokens.expect('|')
      return { type: 'label', name, body: this.#pipe() }
    }
    const left = this.#comma()
    if (this.#tokens.accept('as')) {
      const patterns = [this.#pattern()]
      while (this.#tokens.accept('?//')) patterns.push(this.#pattern())
      this.#tokens.expect('|')
      return { type: 'bind', source: left, patterns, body: this.#pipe() }
    }
    if (this.#tokens.accept('|')) return { type: 'pipe', left, right: this.#pipe() }
    return left
  }

  #comma(): Node {
    let left = this.#update()
    while (this.#tokens.accept(',')) left = { type: 'comma', left, right: this.#update() }
    return left
  }

  #update(): Node {
    const left = this.#alternative()
    if (!this.#tokens.is('=', '|=', '+=', '-=', '*=', '/=', '%=', '//=')) return left
    const operator = this.#tokens.next().text
    return { type: 'update', operator, left, right: this.#alternative() }
  }

  #alternative(): Node {
    const left = this.#or()
    return this.#tokens.accept('//') ? { type: 'alternative', left, right: this.#alternative() } : left
  }

  #or(): Node {
    let left = this.#and()
    while (this.#tokens.accept('or')) left = { type: 'or', left, right: this.#and() }
    return left
  }

  #and(): Node {
    let left = this.#comparison()
    while (this.#tokens.accept('and')) left = { type: 'and', left, right: this.#comparison() }
    return left
  }

  #comparison(): Node {
    const left = this.#sum()
    if (!this.#tokens.is('==', '!=', '<', '<=', '>', '>=')) return left
    return { type: 'binary', operator: this.#tokens.next().text, left, right: this.#sum() }
  }

  #sum(): Node {
    let left = this.#product()
    while (this.#tokens.is('+', '-')) left = { type: 'binary', operator: this.#tokens.next().text, left, right: this.#product() }
    return left
  }

  #product(): Node {
    let left = this.#unary()
    while (this.#tokens.is('*', '/', '%')) left = { type: 'binary', operator: this.#tokens.next().text, left, right: this.#unary() }
    return left
  }

  #unary(): Node {
    if (this.#tokens.accept('-')) return { type: 'negate', body: this.#unary() }
    return this.#binding()
  }

  /** `term as $x | ...` binds tighter than what stands before it. */
  #binding(): Node {
    const term = this.#postfix()
    if (!this.#tokens.is('as')) return term
    this.#tokens.next()
    const patterns = [this.#pattern()]
    while (this.#tokens.accept('?//')) patterns.push(this.#pattern())
    this.#tokens.expect('|')
    return { type: 'bind', source: term, patterns, body: this.#pipe() }
  }

  #pattern(): Pattern {
    if (this.#tokens.current.kind === 'variable') return { kind: 'variable', name: this.#tokens.next().text }
    if (this.#tokens.accept('[')) {
      const items = [this.#pattern()]
      while (this.#tokens.accept(',')) items.push(this.#pattern())
      this.#tokens.expect(']')
      return { kind: 'array', items }
    }
    this.#tokens.expect('{')
    const entries: { key: Node; variable?: string; pattern?: Pattern }[] = []
    do {
      const { kind } = this.#tokens.current as Token
      if (kind === 'variable') {
        const name = this.#tokens.next().text
        entries.push({
          key: { type: 'literal', value: name },
          variable: name,
          ...(this.#tokens.accept(':') ? { pattern: this.#pattern() } : {}),
        })
        continue
      }
      const key = this.#key()
      this.#tokens.expect(':')
      entries.push({ key, pattern: this.#pattern() })
    } while (this.#tokens.accept(','))
    this.#tokens.expect('}')
    return { kind: 'object', entries }
  }

  #key(): Node {
    const token = this.#tokens.current
    if (token.kind === 'word') return { type: 'literal', value: this.#tokens.next().text }
    if (token.kind === 'string') return this.#stringNode(undefined)
    if (token.kind === 'number') return { type: 'literal', value: this.#tokens.next().text }
    if (this.#tokens.accept('(')) {
      const node = this.#pipe()
      this.#tokens.expect(')')
      return node
    }
    return this.#tokens.unexpected()
  }

  #stringNode(format: string | undefined): Node {
    const { parts } = this.#tokens.next()
    return parts!.length === 1 ? { type: 'literal', value: parts![0] as string } : { type: 'string', parts: parts!, format }
  }

  #postfix(): Node {
    let node = this.#term()
    for (;;) {
      if (this.#tokens.current.kind === 'field')
        node = { type: 'index', target: node, key: { type: 'literal', value: this.#tokens.next().text } }
      else if (this.#tokens.is('.') && (this.#tokens.following === '"' || this.#tokens.following === '[')) {
        this.#tokens.next()
        if (this.#tokens.current.kind === 'string') node = { type: 'index', target: node, key: this.#stringNode(undefined) }
      } else if (this.#tokens.is('[')) node = this.#bracket(node)
      else if (this.#tokens.accept('?')) node = { type: 'try', body: node, handler: undefined }
      else return node
    }
  }

  #bracket(target: Node): Node {
    this.#tokens.expect('[')
    if (this.#tokens.accept(']')) return { type: 'iterate', target }
    if (this.#tokens.accept(':')) {
      const to = this.#pipe()
      this.#tokens.expect(']')
      return { type: 'slice', target, from: undefined, to }
    }
    const key = this.#pipe()
    if (this.#tokens.accept(':')) {
      const to = this.#tokens.is(']') ? undefined : this.#pipe()
      this.#tokens.expect(']')
      return { type: 'slice', target, from: key, to }
    }
    this.#tokens.expect(']')
    return { type: 'index', target, key }
  }

  #term(): Node {
    const token = this.#tokens.current
    switch (token.kind) {
      case 'number':
        return { type: 'literal', value: Number(this.#tokens.next().text) }
      case 'string':
        return this.#stringNode(undefined)
      case 'format': {
        this.#tokens.next()
        return this.#tokens.current.kind === 'string' ? this.#stringNode(token.text) : { type: 'format', name: token.text }
      }
      case 'field':
        return { type: 'index', target: identity, key: { type: 'literal', value: this.#tokens.next().text } }
      case 'variable':
        this.#tokens.next()
        return token.text === '__loc__'
          ? {
              type: 'literal',
              value: new Map<string, Json>([
                ['file', '<top-level>'],
                ['line', 1],
              ]),
            }
          : { type: 'variable', name: token.text }
      case 'word':
        return this.#word()
      case 'operator':
        return this.#operatorTerm()
      case 'end':
        return this.#tokens.unexpected()
    }
  }

  #operatorTerm(): Node {
    if (this.#tokens.accept('..')) return { type: 'recurse' }
    if (this.#tokens.is('.')) {
      const glued = this.#tokens.following
      this.#tokens.next()
      if (glued === '"' && this.#tokens.current.kind === 'string')
        return { type: 'index', target: identity, key: this.#stringNode(undefined) }
      return identity
    }
    if (this.#tokens.accept('(')) {
      const node = this.#pipe()
      this.#tokens.expect(')')
      return node
    }
    if (this.#tokens.accept('[')) {
      if (this.#tokens.accept(']')) return { type: 'array', body: undefined }
      const body = this.#pipe()
      this.#tokens.expect(']')
      return { type: 'array', body }
    }
    if (this.#tokens.accept('{')) return this.#object()
    if (this.#tokens.accept('-')) return { type: 'negate', body: this.#postfix() }
    return this.#tokens.unexpected()
  }

  #object(): Node {
    const entries: { key: Node; value: Node }[] = []
    while (!this.#tokens.is('}')) {
      const token = this.#tokens.current
      if (token.kind === 'variable') {
        this.#tokens.next()
        entries.push({ key: { type: 'literal', value: token.text }, value: { type: 'variable', name: token.text } })
      } else if (token.kind === 'format') {
        this.#tokens.next()
        const key: Node = this.#tokens.current.kind === 'string' ? this.#stringNode(token.text) : { type: 'format', name: token.text }
        entries.push({ key, value: this.#tokens.accept(':') ? this.#objectValue() : { type: 'index', target: identity, key } })
      } else {
        const isParenthesis = this.#tokens.is('(')
        const key = this.#key()
        if (this.#tokens.accept(':')) entries.push({ key, value: this.#objectValue() })
        else if (isParenthesis) this.#tokens.unexpected()
        else entries.push({ key, value: { type: 'index', target: identity, key } })
      }
      if (!this.#tokens.accept(',')) break
    }
    this.#tokens.expect('}')
    return { type: 'object', entries }
  }

  #objectValue(): Node {
    let left = this.#alternative()
    while (this.#tokens.accept('|')) left = { type: 'pipe', left, right: this.#alternative() }
    return left
  }

  #word(): Node {
    if (keywords.has(this.#tokens.current.text) && !['if', 'try', 'reduce', 'foreach'].includes(this.#tokens.current.text))
      this.#tokens.unexpected()
    const name = this.#tokens.next().text
    switch (name) {
      case 'if':
        return this.#if()
      case 'try': {
        const body = this.#postfix()
        return { type: 'try', body, handler: this.#tokens.accept('catch') ? this.#postfix() : undefined }
      }
      case 'reduce':
      case 'foreach':
        return this.#fold(name)
      case 'null':
        return { type: 'literal', value: null }
      case 'true':
        return { type: 'literal', value: true }
      case 'false':
        return { type: 'literal', value: false }
      case 'break':
        return { type: 'break', name: this.#tokens.next().text }
    }
    const args: Node[] = []
    if (this.#tokens.accept('(')) {
      do args.push(this.#pipe())
      while (this.#tokens.accept(';'))
      this.#tokens.expect(')')
    }
    return { type: 'call', name, args }
  }

  /** What stands behind `reduce` and `foreach`. */
  #fold(type: 'reduce' | 'foreach'): Node {
    const source = this.#postfix()
    this.#tokens.expect('as')
    const pattern = this.#pattern()
    this.#tokens.expect('(')
    const start = this.#pipe()
    this.#tokens.expect(';')
    const update = this.#pipe()
    const extract = type === 'foreach' && this.#tokens.accept(';') ? this.#pipe() : undefined
    this.#tokens.expect(')')
    return type === 'reduce' ? { type, source, pattern, start, update } : { type, source, pattern, start, update, extract }
  }

  #if(): Node {
    const test = this.#pipe()
    this.#tokens.expect('then')
    const then = this.#pipe()
    if (this.#tokens.accept('elif')) return { type: 'if', test, then, else: this.#if() }
    const otherwise = this.#tokens.accept('else') ? this.#pipe() : undefined
    this.#tokens.expect('end')
    return { type: 'if', test, then, else: otherwise }
  }
}

const interpolation: Interpolation = (text, at) => new Parser(text, at).interpolation()

export const parseProgram = (text: string): Node => new Parser(text).program()
export const parseDefinitions = (text: string): readonly Definition[] => new Parser(text).definitions()
