import { ShellFailure } from '../control.ts'
import type { Shell } from '../shell.ts'
import { assign, element, getText, getVariable } from '../variable-access.ts'

type Token = {
  readonly kind: 'number' | 'name' | 'operator' | 'end'
  readonly text: string
  readonly at: number
  readonly subscript?: string
}

const operators = [
  '<<=',
  '>>=',
  '**',
  '++',
  '--',
  '<<',
  '>>',
  '<=',
  '>=',
  '==',
  '!=',
  '&&',
  '||',
  '+=',
  '-=',
  '*=',
  '/=',
  '%=',
  '&=',
  '^=',
  '|=',
  '+',
  '-',
  '*',
  '/',
  '%',
  '<',
  '>',
  '=',
  '!',
  '~',
  '&',
  '|',
  '^',
  '?',
  ':',
  '(',
  ')',
  ',',
]

const cache = new Map<string, readonly Token[]>()

class ArithmeticError extends Error {}

const tokenize = (text: string): readonly Token[] => {
  const known = cache.get(text)
  if (known) return known
  const tokens: Token[] = []
  for (let at = 0; at < text.length;) {
    const rest = text.slice(at)
    const space = /^\s+/.exec(rest)
    if (space) {
      at += space[0].length
      continue
    }
    const number = /^\d[\w@#]*/.exec(rest)
    const name = number ? null : /^[A-Za-z_]\w*/.exec(rest)
    if (number) tokens.push({ kind: 'number', text: number[0], at })
    else if (name) {
      const open = at + name[0].length
      const end = text[open] === '[' ? closingBracket(text, open) : -1
      tokens.push({ kind: 'name', text: name[0], at, ...(end < 0 ? {} : { subscript: text.slice(open + 1, end) }) })
      at = end < 0 ? open : end + 1
      continue
    } else {
      const operator = operators.find((candidate) => rest.startsWith(candidate))
      if (!operator)
        throw new ArithmeticError(
          `${rest.startsWith('"') || rest.startsWith("'") || /^[^\w\s]/.test(rest) ? 'syntax error: operand expected' : 'syntax error: invalid arithmetic operator'} (error token is "${rest}")`,
        )
      tokens.push({ kind: 'operator', text: operator, at })
    }
    at += tokens.at(-1)!.text.length
  }
  tokens.push({ kind: 'end', text: '', at: text.length })
  if (cache.size > 2000) cache.clear()
  cache.set(text, tokens)
  return tokens
}

const closingBracket = (text: string, open: number): number => {
  let depth = 0
  for (let at = open; at < text.length; at++) {
    if (text[at] === '[') depth++
    if (text[at] === ']' && --depth === 0) return at
  }
  return -1
}

const wrap = (value: bigint): bigint => BigInt.asIntN(64, value)

const parseNumber = (text: string, shown: string): bigint => {
  const based = /^(\d+)#(\w*[\w@]*)$/.exec(text)
  if (based) {
    const base = Number(based[1])
    if (base < 2 || base > 64) throw new ArithmeticError(`invalid arithmetic base (error token is "${shown}")`)
    let value = 0n
    for (const digit of based[2]!) {
      const digits = '0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ@_'
      const worth = digits.indexOf(base <= 36 ? digit.toLowerCase() : digit)
      if (worth < 0 || worth >= base) throw new ArithmeticError(`value too great for base (error token is "${shown}")`)
      value = value * BigInt(base) + BigInt(worth)
    }
    return wrap(value)
  }
  if (/^0[xX][0-9a-fA-F]+$/.test(text)) return wrap(BigInt(text))
  if (/^0[0-7]*$/.test(text)) return text === '0' ? 0n : wrap(BigInt(`0o${text.slice(1) || '0'}`))
  if (/^[1-9]\d*$/.test(text)) return wrap(BigInt(text))
  if (/^0\d+$/.test(text)) throw new ArithmeticError(`value too great for base (error token is "${shown}")`)
  throw new ArithmeticError(`value too great for base (error token is "${shown}")`)
}

const binary: Readonly<Record<string, (a: bigint, b: bigint) => bigint>> = {
  '+': (a, b) => a + b,
  '-': (a, b) => a - b,
  '*': (a, b) => a * b,
  '%': (a, b) => a % b,
  '/': (a, b) => a / b,
  '**': (a, b) => BigInt.asIntN(64, a ** b),
  '<<': (a, b) => a << (b & 63n),
  '>>': (a, b) => a >> (b & 63n),
  '<': (a, b) => BigInt(a < b),
  '>': (a, b) => BigInt(a > b),
  '<=': (a, b) => BigInt(a <= b),
  '>=': (a, b) => BigInt(a >= b),
  '==': (a, b) => BigInt(a === b),
  '!=': (a, b) => BigInt(a !== b),
  '&': (a, b) => a & b,
  '^': (a, b) => a ^ b,
  '|': (a, b) => a | b,
}

/** Left-associative levels, loosest first; `&&`, `||` and what is looser is apart. */
const levels: readonly (readonly string[])[] = [
  ['|'],
  ['^'],
  ['&'],
  ['==', '!='],
  ['<', '>', '<=', '>='],
  ['<<', '>>'],
  ['+', '-'],
  ['*', '/', '%'],
]

const assignments = new Set(['=', '+=', '-=', '*=', '/=', '%=', '<<=', '>>=', '&=', '^=', '|='])

class Evaluator {
  readonly #shell: Shell
  readonly #text: string
  readonly #tokens: readonly Token[]
  readonly #depth: number
  #at = 0
  /** Above 0 in a branch that is not taken: nothing is assigned there. */
  #idle = 0

  constructor(shell: Shell, text: string, depth: number) {
    this.#shell = shell
    this.#text = text
    this.#tokens = tokenize(text)
    this.#depth = depth
  }

  run(): bigint {
    if (this.#peek().kind === 'end') return 0n
    const value = this.#comma()
    const rest = this.#peek()
    if (rest.kind !== 'end') {
      const isOperator = rest.kind === 'operator' && rest.text !== '(' && rest.text !== ')' && !assignments.has(rest.text)
      if (assignments.has(rest.text)) throw this.#error('attempted assignment to non-variable', rest)
      throw this.#error(isOperator || rest.text === ')' ? 'syntax error in expression' : 'syntax error in expression', rest)
    }
    return value
  }

  #peek(): Token {
    return this.#tokens[this.#at]!
  }

  #take(...texts: readonly string[]): string | undefined {
    const token = this.#peek()
    if (token.kind !== 'operator' || !texts.includes(token.text)) return undefined
    this.#at++
    return token.text
  }

  #error(message: string, token: Token): ArithmeticError {
    return new ArithmeticError(`${message} (error token is "${this.#text.slice(token.at)}")`)
  }

  #comma(): bigint {
    let value = this.#assignment()
    while (this.#take(',')) value = this.#assignment()
    return value
  }

  #assignment(): bigint {
    const token = this.#peek()
    const next = this.#tokens[this.#at + 1]
    if (token.kind !== 'name' || next?.kind !== 'operator' || !assignments.has(next.text)) return this.#ternary()
    this.#at += 2
    const right = this.#assignment()
    const value = next.text === '=' ? right : this.#apply(next.text.slice(0, -1), this.#read(token), right, next)
    return this.#write(token, value)
  }

  #ternary(): bigint {
    const test = this.#or()
    if (!this.#take('?')) return test
    if (this.#peek().text === ':') throw this.#error('expression expected', this.#peek())
    const yes = this.#when(test !== 0n, () => this.#comma())
    if (!this.#take(':')) throw this.#error("`:' expected for conditional expression", this.#peek())
    const no = this.#when(test === 0n, () => this.#assignment())
    return test !== 0n ? yes : no
  }

  #when(taken: boolean, run: () => bigint): bigint {
    if (!taken) this.#idle++
    const value = run()
    if (!taken) this.#idle--
    return value
  }

  #or(): bigint {
    let left = this.#and()
    while (this.#take('||')) {
      const right = this.#when(left === 0n, () => this.#and())
      left = BigInt(left !== 0n || right !== 0n)
    }
    return left
  }

  #and(): bigint {
    let left = this.#level(0)
    while (this.#take('&&')) {
      const right = this.#when(left !== 0n, () => this.#level(0))
      left = BigInt(left !== 0n && right !== 0n)
    }
    return left
  }

  #level(level: number): bigint {
    const own = levels[level]
    if (!own) return this.#power()
    let left = this.#level(level + 1)
    for (let operator = this.#take(...own); operator; operator = this.#take(...own)) {
      const at = this.#peek()
      left = this.#apply(operator, left, this.#level(level + 1), at)
    }
    return left
  }

  #power(): bigint {
    const base = this.#unary()
    if (!this.#take('**')) return base
    const at = this.#peek()
    const exponent = this.#power()
    if (exponent < 0n) throw this.#error('exponent less than 0', at)
    return this.#apply('**', base, exponent, at)
  }

  #unary(): bigint {
    const token = this.#peek()
    const operator = this.#take('++', '--', '+', '-', '!', '~')
    if (!operator) return this.#postfix()
    if (operator === '++' || operator === '--') {
      const name = this.#peek()
      if (name.kind === 'name') {
        this.#at++
        return this.#write(name, this.#read(name) + (operator === '++' ? 1n : -1n))
      }
      this.#at = this.#tokens.indexOf(token) + 1
      const inner = this.#unary()
      return inner
    }
    const value = this.#unary()
    return operator === '-' ? wrap(-value) : operator === '!' ? BigInt(value === 0n) : operator === '~' ? ~value : value
  }

  #postfix(): bigint {
    const token = this.#peek()
    if (token.kind === 'number') {
      this.#at++
      return parseNumber(token.text, token.text)
    }
    if (token.kind === 'name') {
      this.#at++
      const operator = this.#take('++', '--')
      const value = this.#read(token)
      if (operator) this.#write(token, value + (operator === '++' ? 1n : -1n))
      return value
    }
    if (this.#take('(')) {
      const value = this.#comma()
      if (!this.#take(')')) throw this.#error("missing `)'", this.#peek().kind === 'end' ? this.#tokens[this.#at - 1]! : this.#peek())
      return value
    }
    throw this.#error('syntax error: operand expected', token.kind === 'end' && this.#at > 0 ? this.#tokens[this.#at - 1]! : token)
  }

  #apply(operator: string, left: bigint, right: bigint, at: Token): bigint {
    if ((operator === '/' || operator === '%') && right === 0n) {
      if (this.#idle > 0) return 0n
      throw this.#error('division by 0', at)
    }
    return wrap(binary[operator]!(left, right))
  }

  #read({ text, subscript }: Token): bigint {
    if (this.#idle > 0) return 0n
    const value = subscript === undefined ? getText(this.#shell, text) : element(this.#shell, getVariable(this.#shell, text), subscript)
    if (value === undefined && this.#shell.has('nounset')) throw new ShellFailure(`${text}: unbound variable`, { fatal: true, code: 1 })
    if (!value) return 0n
    if (/^-?[1-9]\d{0,15}$|^0$/.test(value)) return BigInt(value)
    if (this.#depth > 100) throw new ArithmeticError(`expression recursion level exceeded (error token is "${value}")`)
    return evaluateText(this.#shell, value, this.#depth + 1)
  }

  #write({ text, subscript }: Token, value: bigint): bigint {
    const stored = wrap(value)
    if (this.#idle === 0) assign(this.#shell, text, String(stored), subscript === undefined ? {} : { subscript })
    return stored
  }
}

const evaluateText = (shell: Shell, text: string, depth: number): bigint => {
  try {
    return new Evaluator(shell, text, depth).run()
  } catch (error) {
    if (error instanceof ArithmeticError) throw new ShellFailure(`${text.replace(/^\s+/, '')}: ${error.message}`)
    throw error
  }
}

/** The value of an arithmetic expression, whose `$` expansions are done already. */
export const evaluate = (shell: Shell, text: string): bigint =>
  /^[1-9]\d{0,15}$|^0$/.test(text) ? BigInt(text) : evaluateText(shell, text, 0)
