import { compareFiles, compareNumbers, testUnary, unaryOperators } from '../run/conditions.ts'
import { complain } from '../run/output.ts'
import type { Shell } from '../shell.ts'
import type { Builtin } from './builtin.ts'

class TestError extends Error {}

const integer = (text: string): bigint => {
  if (!/^\s*[-+]?\d+\s*$/.test(text)) throw new TestError(`${text}: integer expression expected`)
  return BigInt(text.trim().replace(/^\+/, ''))
}

const isBinary = (operator: string | undefined): boolean =>
  operator !== undefined && (Object.hasOwn(compareNumbers, operator) || ['=', '==', '!=', '<', '>', '-nt', '-ot', '-ef'].includes(operator))

const binary = (shell: Shell, left: string, operator: string, right: string): boolean => {
  if (Object.hasOwn(compareNumbers, operator)) return compareNumbers[operator]!(integer(left), integer(right))
  if (operator === '=' || operator === '==') return left === right
  if (operator === '!=') return left !== right
  if (operator === '<') return left < right
  if (operator === '>') return left > right
  return compareFiles(shell, operator, left, right)
}

/** The grammar of `test` with more than four arguments. */
class Parser {
  readonly #shell: Shell
  readonly #words: readonly string[]
  #at = 0

  constructor(shell: Shell, words: readonly string[]) {
    this.#shell = shell
    this.#words = words
  }

  run(): boolean {
    const value = this.#or()
    if (this.#at < this.#words.length) throw new TestError('too many arguments')
    return value
  }

  #or(): boolean {
    let value = this.#and()
    while (this.#words[this.#at] === '-o') {
      this.#at++
      const right = this.#and()
      value = value || right
    }
    return value
  }

  #and(): boolean {
    let value = this.#not()
    while (this.#words[this.#at] === '-a') {
      this.#at++
      const right = this.#not()
      value = value && right
    }
    return value
  }

  #not(): boolean {
    if (this.#words[this.#at] !== '!') return this.#primary()
    this.#at++
    return !this.#not()
  }

  #primary(): boolean {
    const word = this.#words[this.#at]
    if (word === undefined) throw new TestError('argument expected')
    if (isBinary(this.#words[this.#at + 1]) && this.#words[this.#at + 2] !== undefined) {
      this.#at += 3
      return binary(this.#shell, word, this.#words[this.#at - 2]!, this.#words[this.#at - 1]!)
    }
    if (word === '(') {
      this.#at++
      const value = this.#or()
      if (this.#words[this.#at++] !== ')') throw new TestError("`)' expected")
      return value
    }
    if (unaryOperators.has(word) && this.#words[this.#at + 1] !== undefined) {
      this.#at += 2
      return testUnary(this.#shell, word, this.#words[this.#at - 1]!)
    }
    this.#at++
    return word !== ''
  }
}

/** POSIX' rules by the number of arguments. */
const evaluateTest = (shell: Shell, words: readonly string[]): boolean => {
  const [a, b, c] = words as readonly [string, string, string]
  switch (words.length) {
    case 0:
      return false
    case 1:
      return a !== ''
    case 2:
      if (a === '!') return b === ''
      if (unaryOperators.has(a)) return testUnary(shell, a, b)
      throw new TestError(`${a}: unary operator expected`)
    case 3:
      if (isBinary(b)) return binary(shell, a, b, c)
      if (b === '-a') return a !== '' && c !== ''
      if (b === '-o') return a !== '' || c !== ''
      if (a === '!') return !evaluateTest(shell, words.slice(1))
      if (a === '(' && c === ')') return b !== ''
      throw new TestError(`${b}: binary operator expected`)
    case 4:
      if (a === '!') return !evaluateTest(shell, words.slice(1))
      if (a === '(' && words[3] === ')') return evaluateTest(shell, words.slice(1, 3))
  }
  return new Parser(shell, words).run()
}

const run = (name: '[' | 'test'): Builtin['run'] =>
  function* (shell, args) {
    if (name === '[' && args.at(-1) !== ']') {
      yield* complain(shell, "[: missing `]'")
      return 2
    }
    try {
      return evaluateTest(shell, name === '[' ? args.slice(0, -1) : args) ? 0 : 1
    } catch (error) {
      if (!(error instanceof TestError)) throw error
      yield* complain(shell, `${name}: ${error.message}`)
      return 2
    }
  }

export const test: Builtin = { name: 'test', usage: '[expr]', summary: 'Checks files, texts and numbers.', run: run('test') }
export const bracket: Builtin = { name: '[', usage: 'arg... ]', summary: 'The same as test, closed by `]`.', run: run('[') }
