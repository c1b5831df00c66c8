import { SystemError, UsageError } from '../../base/index.ts'
import type { Process, Stat } from '../../machine/index.ts'
import { findTest } from './find-tests.ts'

/** A file that find came by. */
export interface Entry {
  readonly path: string
  /** The operand that led here. */
  readonly start: string
  readonly depth: number
  readonly stat: Stat
  /** Nothing below it is looked at. */
  pruned: boolean
}

export type Predicate = (entry: Entry) => boolean | Promise<boolean>

const bad = (text: string): UsageError => new UsageError(`find: ${text}`)

const isOr = (word: string): boolean => word === '-o' || word === '-or'

const isAnd = (word: string): boolean => word === '-a' || word === '-and'

/** What find is to do with every file, parsed from its words; also what its global options say. */
export class FindExpression {
  maxDepth = Infinity
  minDepth = 0
  depthFirst = false
  /** By -quit. */
  done = false
  code = 0
  private readonly process: Process
  private readonly words: readonly string[]
  private readonly predicate: Predicate
  private readonly batches: { readonly command: readonly string[]; readonly paths: string[] }[] = []
  private at = 0
  private acts = false

  constructor(process: Process, words: readonly string[]) {
    this.process = process
    this.words = words
    const given = words.length === 0 ? () => true : this.alternatives()
    if (this.at < words.length) throw bad("you have too many ')'")
    const print: Predicate = (entry) => this.print(`${entry.path}\n`)
    this.predicate = this.acts ? given : async (entry) => (await given(entry)) && print(entry)
  }

  async test(entry: Entry): Promise<void> {
    await this.predicate(entry)
  }

  /** Runs what `-exec ... +` gathered. */
  async finish(): Promise<void> {
    for (const { command, paths } of this.batches) if (paths.length > 0 && (await this.start([...command, ...paths])) !== 0) this.code = 1
  }

  private alternatives(): Predicate {
    const parts = [this.conjunction()]
    while (this.at < this.words.length && isOr(this.words[this.at]!)) {
      const operator = this.words[this.at++]!
      if (this.at >= this.words.length) throw bad(`expected an expression after '${operator}'`)
      parts.push(this.conjunction())
    }
    return async (entry) => {
      for (const part of parts) if ((await part(entry)) || this.done) return true
      return false
    }
  }

  private conjunction(): Predicate {
    const parts = [this.negation()]
    while (this.at < this.words.length && !isOr(this.words[this.at]!) && this.words[this.at] !== ')') {
      if (isAnd(this.words[this.at]!)) {
        const operator = this.words[this.at++]!
        if (this.at >= this.words.length) throw bad(`expected an expression after '${operator}'`)
      }
      parts.push(this.negation())
    }
    return async (entry) => {
      for (const part of parts) if (!(await part(entry)) || this.done) return false
      return true
    }
  }

  private negation(): Predicate {
    const word = this.words[this.at++]!
    if (word === '!' || word === '-not') {
      if (this.at >= this.words.length) throw bad(`expected an expression after '${word}'`)
      const inner = this.negation()
      return async (entry) => !(await inner(entry))
    }
    if (word === '(') {
      if (this.words[this.at] === ')') throw bad('invalid expression; empty parentheses are not allowed.')
      const missing = "invalid expression; I was expecting to find a ')' somewhere but did not see one."
      if (this.at >= this.words.length) throw bad(missing)
      const inner = this.alternatives()
      if (this.words[this.at++] !== ')') throw bad(missing)
      return inner
    }
    if (isOr(word) || isAnd(word)) throw bad(`invalid expression; you have used a binary operator '${word}' with nothing before it.`)
    if (word === ')') throw bad("invalid expression; you have too many ')'")
    if (!word.startsWith('-')) {
      // A name that exists there most likely comes from a pattern that the shell expanded.
      const unquoted = this.at >= 3 && this.process.files.exists(word)
      const hint = unquoted ? `\nfind: possible unquoted pattern after predicate \`${this.words[this.at - 3]}'?` : ''
      throw bad(`paths must precede expression: \`${word}'${hint}`)
    }
    return this.primary(word)
  }

  private primary(word: string): Predicate {
    return this.option(word) ?? this.action(word) ?? findTest(this.process, word, () => this.argument(word)) ?? this.unknown(word)
  }

  private unknown(word: string): never {
    throw bad(`unknown predicate \`${word}'`)
  }

  private argument(word: string): string {
    const value = this.words[this.at++]
    if (value === undefined) throw bad(`missing argument to \`${word}'`)
    return value
  }

  private option(word: string): Predicate | undefined {
    if (word === '-maxdepth' || word === '-mindepth') {
      const value = this.argument(word)
      if (!/^\d+$/.test(value)) throw bad(`Expected a positive decimal integer argument to ${word}, but got ‘${value}’`)
      if (word === '-maxdepth') this.maxDepth = Number(value)
      else this.minDepth = Number(value)
    } else if (word === '-depth' || word === '-d') this.depthFirst = true
    else if (word !== '-xdev' && word !== '-mount' && word !== '-noleaf') return undefined
    return () => true
  }

  private action(word: string): Predicate | undefined {
    const { files } = this.process
    const act = (predicate: Predicate): Predicate => {
      this.acts = true
      return predicate
    }
    if (word === '-print') return act(({ path }) => this.print(`${path}\n`))
    if (word === '-print0') return act(({ path }) => this.print(`${path}\0`))
    if (word === '-exec') return act(this.execution())
    if (word === '-quit')
      return act(() => {
        this.done = true
        return true
      })
    if (word === '-prune')
      return (entry) => {
        entry.pruned = true
        return true
      }
    if (word !== '-delete') return undefined
    this.depthFirst = true
    return act(async ({ path }) => {
      if (path === '.') return true
      try {
        files.remove(path)
        return true
      } catch (error) {
        if (!(error instanceof SystemError)) throw error
        this.code = 1
        await this.process.printError(`find: cannot delete ‘${path}’: ${error.message}\n`)
        return false
      }
    })
  }

  private execution(): Predicate {
    const rest = this.words.slice(this.at)
    const end = rest.findIndex((word, index) => word === ';' || (word === '+' && rest[index - 1] === '{}'))
    if (end < 1) throw bad("missing argument to `-exec'")
    this.at += end + 1
    if (rest[end] === '+') {
      const batch = { command: rest.slice(0, end - 1), paths: [] as string[] }
      this.batches.push(batch)
      return ({ path }) => {
        batch.paths.push(path)
        return true
      }
    }
    const command = rest.slice(0, end)
    return async ({ path }) => (await this.start(command.map((word) => word.replaceAll('{}', path)))) === 0
  }

  private async start(command: readonly string[]): Promise<number> {
    try {
      return await this.process.spawn(command).exited
    } catch (error) {
      if (!(error instanceof SystemError)) throw error
      await this.process.printError(`find: ‘${command[0]}’: ${error.message}\n`)
      return 127
    }
  }

  private async print(text: string): Promise<boolean> {
    await this.process.print(text)
    return true
  }
}
