import { posixRegex, UsageError } from '../../base/index.ts'
import type { Program } from '../../machine/index.ts'

const fail = (text: string): UsageError => new UsageError(`expr: ${text}`, 2)

const isInteger = (text: string): boolean => /^-?\d+$/.test(text)

const integer = (text: string): bigint => {
  if (!isInteger(text)) throw fail('non-integer argument')
  return BigInt(text)
}

const isNull = (text: string): boolean => text === '' || /^-?0+$/.test(text)

/** What matches at the start: the first group, or how many characters. */
const match = (text: string, pattern: string): string => {
  const found = posixRegex(`^${pattern.replace(/^\^/, '')}`).exec(text)
  if (/\\\(/.test(pattern)) return found?.[1] ?? ''
  return String(found ? found[0].length : 0)
}

const operators: readonly (readonly string[])[] = [
  ['|'],
  ['&'],
  ['<', '<=', '=', '==', '!=', '>=', '>'],
  ['+', '-'],
  ['*', '/', '%'],
  [':'],
]

const compare = (operator: string, a: string, b: string): boolean => {
  const [left, right] = isInteger(a) && isInteger(b) ? [BigInt(a), BigInt(b)] : [a, b]
  switch (operator) {
    case '<':
      return left < right
    case '<=':
      return left <= right
    case '>':
      return left > right
    case '>=':
      return left >= right
    case '!=':
      return left !== right
    default:
      return left === right
  }
}

const calculate = (operator: string, a: string, b: string): string => {
  if (operator === '|') return isNull(a) ? (isNull(b) ? '0' : b) : a
  if (operator === '&') return isNull(a) || isNull(b) ? '0' : a
  if (operator === ':') return match(a, b)
  if (operators[2]!.includes(operator)) return compare(operator, a, b) ? '1' : '0'
  const [left, right] = [integer(a), integer(b)]
  if ('/%'.includes(operator) && right === 0n) throw fail('division by zero')
  const results: Readonly<Record<string, () => bigint>> = {
    '+': () => left + right,
    '-': () => left - right,
    '*': () => left * right,
    '/': () => left / right,
    '%': () => left % right,
  }
  return String(results[operator]!())
}

/** How many words each function takes, and what it makes of them. */
const functions: Readonly<Record<string, readonly [number, (...words: readonly string[]) => string]>> = {
  length: [1, (text = '') => String([...text].length)],
  match: [2, (text = '', pattern = '') => match(text, pattern)],
  index: [2, (text = '', letters = '') => String([...text].findIndex((letter) => letters.includes(letter)) + 1)],
  substr: [
    3,
    (text = '', start = '', length = '') => {
      if (!isInteger(start) || !isInteger(length) || Number(start) < 1 || Number(length) < 1) return ''
      return [...text].slice(Number(start) - 1, Number(start) - 1 + Number(length)).join('')
    },
  ],
}

class Evaluation {
  private readonly words: readonly string[]
  private at = 0

  constructor(words: readonly string[]) {
    this.words = words
  }

  whole(): string {
    const value = this.level(0)
    if (this.at < this.words.length) throw fail(`syntax error: unexpected argument ‘${this.words[this.at]}’`)
    return value
  }

  private level(depth: number): string {
    const known = operators[depth]
    if (!known) return this.operand()
    let value = this.level(depth + 1)
    while (this.at < this.words.length && known.includes(this.words[this.at]!)) {
      const operator = this.words[this.at++]!
      value = calculate(operator, value, this.level(depth + 1))
    }
    return value
  }

  private next(): string {
    const word = this.words[this.at]
    if (word === undefined) throw fail(`syntax error: missing argument after ‘${this.words[this.at - 1]}’`)
    this.at++
    return word
  }

  private operand(): string {
    const word = this.next()
    if (word === '(') {
      const value = this.level(0)
      if (this.at >= this.words.length) throw fail(`syntax error: expecting ')' after ‘${this.words[this.at - 1]}’`)
      if (this.words[this.at] !== ')') throw fail(`syntax error: expecting ')' instead of ‘${this.words[this.at]}’`)
      this.at++
      return value
    }
    if (word === ')') throw fail("syntax error: unexpected ')'")
    if (word === '+') return this.next()
    const known = Object.hasOwn(functions, word) ? functions[word] : undefined
    if (!known) return word
    const [count, apply] = known
    return apply(...Array.from({ length: count }, () => this.operand()))
  }
}

export const expr: Program = {
  name: 'expr',
  summary: 'Calculates.',
  async run(process) {
    const words = process.argv.slice(process.argv[1] === '--' ? 2 : 1)
    if (words.length === 0) throw new UsageError("expr: missing operand\nTry 'expr --help' for more information.", 2)
    const value = new Evaluation(words).whole()
    await process.print(`${value}\n`)
    return isNull(value) ? 1 : 0
  },
}
