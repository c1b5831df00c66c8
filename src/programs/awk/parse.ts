import { UsageError } from '../../base/index.ts'
import type { Expression, Output, Rule, Script, Statement } from './syntax.ts'
import { tokenise, type Token } from './tokens.ts'

const assignments = new Set(['=', '+=', '-=', '*=', '/=', '%=', '^=', '**='])
const comparisons = new Set(['<', '<=', '==', '!=', '>', '>='])
/** Builtins that may stand without parentheses. */
const bare = new Set(['length'])

/** A recursive-descent parser of awk's grammar (POSIX). */
class Parser {
  readonly #source: string
  readonly #tokens: readonly Token[]
  #at = 0
  /** Inside the list of `print` a bare `>` is a redirection. */
  #noGreater = 0

  constructor(source: string) {
    this.#source = source
    this.#tokens = tokenise(source)
  }

  script(): Script {
    const rules: Rule[] = []
    const functions = new Map<string, { parameters: string[]; body: Statement }>()
    for (this.#ends(); this.#peek().kind !== 'end'; this.#ends()) {
      if (this.#is('function') || this.#is('func')) {
        this.#next()
        const name = this.#next().text
        functions.set(name, { parameters: this.#parameters(), body: this.#block() })
      } else rules.push(this.#rule())
    }
    return { rules, functions }
  }

  #rule(): Rule {
    if (this.#is('BEGIN') || this.#is('END')) return { pattern: this.#next().text as 'BEGIN' | 'END', action: this.#block() }
    const pattern = this.#is('{') ? [] : this.#list(() => this.#expression())
    return this.#is('{') ? { pattern, action: this.#block() } : { pattern }
  }

  #parameters(): string[] {
    this.#expect('(')
    const names: string[] = []
    while (!this.#is(')')) {
      names.push(this.#next().text)
      if (this.#is(',')) this.#next()
    }
    this.#next()
    this.#newlines()
    return names
  }

  #block(): Statement {
    this.#newlines()
    this.#expect('{')
    const statements: Statement[] = []
    for (this.#ends(); !this.#is('}'); this.#ends()) statements.push(this.#statement())
    this.#next()
    return { type: 'block', statements }
  }

  #statement(): Statement {
    const token = this.#peek()
    if (this.#is('{')) return this.#block()
    if (token.kind === 'keyword') {
      const compound = this.#compound(token.text)
      if (compound) return compound
    }
    const simple = this.#simple()
    this.#terminate()
    return simple
  }

  #compound(word: string): Statement | undefined {
    if (!['if', 'while', 'do', 'for'].includes(word)) return undefined
    this.#next()
    if (word === 'do') {
      const body = this.#body()
      this.#ends()
      this.#expect('while')
      this.#expect('(')
      const test = this.#expression()
      this.#expect(')')
      return { type: 'do', test, body }
    }
    this.#expect('(')
    if (word === 'for') return this.#for()
    const test = this.#expression()
    this.#expect(')')
    if (word === 'while') return { type: 'while', test, body: this.#body() }
    const yes = this.#body()
    const before = this.#at
    this.#ends()
    if (!this.#is('else')) {
      this.#at = before
      return { type: 'if', test, yes }
    }
    this.#next()
    return { type: 'if', test, yes, no: this.#body() }
  }

  #for(): Statement {
    const [variable, word, name, close] = this.#tokens.slice(this.#at, this.#at + 4)
    if (variable?.kind === 'name' && word?.text === 'in' && name?.kind === 'name' && close?.text === ')') {
      this.#at += 4
      return { type: 'forIn', variable: variable.text, name: name.text, body: this.#body() }
    }
    const first = this.#is(';') ? undefined : this.#simple()
    this.#expect(';')
    const test = this.#is(';') ? undefined : this.#expression()
    this.#expect(';')
    const next = this.#is(')') ? undefined : this.#simple()
    this.#expect(')')
    return { type: 'for', ...(first ? { first } : {}), ...(test ? { test } : {}), ...(next ? { next } : {}), body: this.#body() }
  }

  /** The statement that an `if` or a loop governs; a lone `;` is an empty one. */
  #body(): Statement {
    this.#newlines()
    if (this.#is(';')) {
      this.#next()
      return { type: 'block', statements: [] }
    }
    return this.#statement()
  }

  #simple(): Statement {
    const { kind, text } = this.#peek()
    if (kind !== 'keyword' || text === 'getline') return { type: 'expression', expression: this.#expression() }
    this.#next()
    switch (text) {
      case 'print':
      case 'printf':
        return this.#print(text)
      case 'next':
      case 'break':
      case 'continue':
        return { type: 'jump', to: text }
      case 'exit':
      case 'return':
        return this.#atEnd() ? { type: text } : { type: text, value: this.#expression() }
      case 'delete': {
        const name = this.#next().text
        return this.#is('[') ? { type: 'delete', name, subscripts: this.#subscripts() } : { type: 'delete', name }
      }
      default:
        return this.#fail(this.#peek())
    }
  }

  #print(type: 'print' | 'printf'): Statement {
    this.#noGreater++
    let values = this.#atEnd() || ['>', '>>', '|'].includes(this.#peek().text) ? [] : this.#list(() => this.#expression())
    this.#noGreater--
    const [only] = values
    if (values.length === 1 && only?.type === 'call' && only.name === '') values = [...only.arguments]
    const output = this.#output()
    return { type, values, ...(output ? { output } : {}) }
  }

  #output(): Output | undefined {
    const { text } = this.#peek()
    if (text !== '>' && text !== '>>' && text !== '|') return undefined
    this.#next()
    this.#noGreater++
    const target = this.#concatenation()
    this.#noGreater--
    return { to: text, target }
  }

  #expression(): Expression {
    const test = this.#binary(0)
    if (this.#is('?')) {
      this.#next()
      this.#newlines()
      const yes = this.#expression()
      this.#newlines()
      this.#expect(':')
      this.#newlines()
      return { type: 'conditional', test, yes, no: this.#expression() }
    }
    const { text, kind } = this.#peek()
    if (kind !== 'operator' || !assignments.has(text) || !isTarget(test)) return test
    this.#next()
    this.#newlines()
    return { type: 'assign', operator: text.slice(0, -1).replace('**', '^'), target: test, value: this.#expression() }
  }

  /** `||`, `&&`, `in`, `~`, comparisons, from loose to tight. */
  #binary(level: number): Expression {
    const tests: readonly ((token: Token) => boolean)[] = [
      ({ text }) => text === '||',
      ({ text }) => text === '&&',
      ({ text, kind }) => text === 'in' && kind === 'keyword',
      ({ text }) => text === '~' || text === '!~',
      ({ text }) => comparisons.has(text) && (text !== '>' || this.#noGreater === 0),
    ]
    if (level === tests.length) return this.#concatenation()
    let left = this.#binary(level + 1)
    while (this.#peek().kind !== 'string' && this.#peek().kind !== 'regex' && tests[level]!(this.#peek())) {
      const operator = this.#next().text
      this.#newlines()
      if (operator === 'in')
        left = { type: 'in', subscripts: left.type === 'call' && left.name === '' ? left.arguments : [left], name: this.#next().text }
      else left = { type: 'binary', operator, left, right: this.#binary(level + 1) }
      if (level === 4) break
    }
    return left
  }

  #concatenation(): Expression {
    let left = this.#sum()
    while (this.#beginsOperand()) left = { type: 'binary', operator: ' ', left, right: this.#sum() }
    return left
  }

  #beginsOperand(): boolean {
    const { kind, text } = this.#peek()
    if (kind === 'keyword') return false
    return (
      ['number', 'string', 'regex', 'name', 'call'].includes(kind) ||
      (kind === 'operator' && ['$', '!', '(', '-', '+', '++', '--'].includes(text))
    )
  }

  #sum(): Expression {
    let left = this.#product()
    while (this.#isOperator('+') || this.#isOperator('-'))
      left = { type: 'binary', operator: this.#next().text, left, right: this.#product() }
    return left
  }

  #product(): Expression {
    let left = this.#unary()
    while (this.#isOperator('*') || this.#isOperator('/') || this.#isOperator('%'))
      left = { type: 'binary', operator: this.#next().text, left, right: this.#unary() }
    return left
  }

  #unary(): Expression {
    if (this.#isOperator('!') || this.#isOperator('-') || this.#isOperator('+'))
      return { type: 'unary', operator: this.#next().text, operand: this.#unary() }
    return this.#power()
  }

  #power(): Expression {
    const left = this.#postfix()
    if (!this.#isOperator('^') && !this.#isOperator('**')) return left
    this.#next()
    const right = this.#isOperator('-') || this.#isOperator('+') || this.#isOperator('!') ? this.#unary() : this.#power()
    return { type: 'binary', operator: '^', left, right }
  }

  #postfix(): Expression {
    const target = this.#primary()
    if (!isTarget(target) || !(this.#isOperator('++') || this.#isOperator('--'))) return target
    return { type: 'step', by: this.#next().text === '++' ? 1 : -1, prefix: false, target }
  }

  #primary(): Expression {
    const token = this.#next()
    switch (token.kind) {
      case 'number':
        return { type: 'number', value: Number(token.text) }
      case 'string':
        return { type: 'string', value: token.text }
      case 'regex':
        return { type: 'regex', source: token.text }
      case 'name':
        if (this.#is('[')) return { type: 'element', name: token.text, subscripts: this.#subscripts() }
        return bare.has(token.text) ? { type: 'call', name: token.text, arguments: [] } : { type: 'variable', name: token.text }
      case 'call':
        return { type: 'call', name: token.text, arguments: this.#arguments() }
      case 'keyword':
        return token.text === 'getline' ? this.#getline() : this.#fail(token)
      case 'operator':
        return this.#primaryOperator(token)
      default:
        return this.#fail(token)
    }
  }

  #primaryOperator(token: Token): Expression {
    if (token.text === '$') {
      const step = this.#isOperator('++') || this.#isOperator('--')
      return { type: 'field', index: step ? this.#primary() : this.#isOperator('-') ? this.#unary() : this.#primary() }
    }
    if (token.text === '++' || token.text === '--')
      return { type: 'step', by: token.text === '++' ? 1 : -1, prefix: true, target: this.#primary() }
    if (token.text !== '(') return this.#fail(token)
    const greater = this.#noGreater
    this.#noGreater = 0
    const values = this.#list(() => this.#expression())
    this.#noGreater = greater
    this.#expect(')')
    // Several in parentheses: the subscripts of `in`, or the list of print.
    return values.length === 1 ? { type: 'group', inner: values[0]! } : { type: 'call', name: '', arguments: values }
  }

  #getline(): Expression {
    const { kind, text } = this.#peek()
    return kind === 'name' || text === '$' ? { type: 'getline', target: this.#primary() } : { type: 'getline' }
  }

  #subscripts(): Expression[] {
    this.#expect('[')
    const values = this.#list(() => this.#expression())
    this.#expect(']')
    return values
  }

  #arguments(): Expression[] {
    this.#expect('(')
    const greater = this.#noGreater
    this.#noGreater = 0
    const values = this.#is(')') ? [] : this.#list(() => this.#expression())
    this.#noGreater = greater
    this.#expect(')')
    return values
  }

  #list(parse: () => Expression): Expression[] {
    const values = [parse()]
    while (this.#is(',')) {
      this.#next()
      this.#newlines()
      values.push(parse())
    }
    return values
  }

  #peek(): Token {
    return this.#tokens[this.#at]!
  }

  #next(): Token {
    return this.#tokens[this.#at++]!
  }

  #is(text: string): boolean {
    const token = this.#peek()
    return token.text === text && token.kind !== 'string' && token.kind !== 'regex'
  }

  #isOperator(text: string): boolean {
    return this.#peek().kind === 'operator' && this.#peek().text === text
  }

  #expect(text: string): void {
    if (!this.#is(text)) this.#fail(this.#peek())
    this.#next()
  }

  #newlines(): void {
    while (this.#peek().kind === 'newline') this.#next()
  }

  /** Skips what may stand between statements. */
  #ends(): void {
    while (this.#peek().kind === 'newline' || this.#is(';')) this.#next()
  }

  #atEnd(): boolean {
    return this.#peek().kind === 'newline' || this.#peek().kind === 'end' || this.#is(';') || this.#is('}')
  }

  #terminate(): void {
    if (!this.#atEnd()) this.#fail(this.#peek())
  }

  #fail(token: Token): never {
    const line = this.#source.slice(0, token.at).split('\n').length
    throw new UsageError(`awk: line ${line}: syntax error at or near ${token.kind === 'newline' ? 'end of line' : token.text}`, 2)
  }
}

const isTarget = ({ type }: Expression): boolean => type === 'variable' || type === 'field' || type === 'element'

/** Parses a script; throws a UsageError that names the place where it goes wrong. */
export const parseScript = (source: string): Script => new Parser(source).script()
