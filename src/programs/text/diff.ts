import { decode, diffTime, editsBetween, hunkRanges, SystemError, unifiedHunks, UsageError } from '../../base/index.ts'
import type { Process, Program } from '../../machine/index.ts'
import { getopt, type Option, type Options, type Wording } from '../getopt.ts'
import { readBytes } from './input.ts'

const known: readonly Option[] = [
  { letter: 'a', long: 'text' },
  { letter: 'b', long: 'ignore-space-change' },
  { letter: 'i', long: 'ignore-case' },
  { letter: 'L', long: 'label', value: 'required' },
  { letter: 'N', long: 'new-file' },
  { letter: 'q', long: 'brief' },
  { letter: 'r', long: 'recursive' },
  { letter: 's', long: 'report-identical-files' },
  { letter: 'u' },
  { letter: 'U', value: 'required' },
  { long: 'unified', value: 'optional' },
  { letter: 'w', long: 'ignore-all-space' },
  { long: 'normal' },
]

const refusal = (text: string): string => `diff: ${text}\ndiff: Try 'diff --help' for more information.`

const wording: Wording = {
  unknownShort: (letter) => refusal(`invalid option -- '${letter}'`),
  unknownLong: (name) => refusal(`unrecognized option '--${name}'`),
  missing: (option, long) => refusal(long ? `option '--${option}' requires an argument` : `option requires an argument -- '${option}'`),
  exitCode: 2,
}

/** What of a line counts when two are compared. */
const keyOf =
  (options: Options) =>
  (line: string): string => {
    const spaced = options.has('ignore-all-space')
      ? line.replace(/\s+/g, '')
      : options.has('ignore-space-change')
        ? line.replace(/\s+/g, ' ').trimEnd()
        : line
    return options.has('ignore-case') ? spaced.toLowerCase() : spaced
  }

const range = (start: number, count: number): string =>
  count > 1 ? `${start + 1},${start + count}` : String(count === 0 ? start : start + 1)

const marked = (mark: string, line: string): string => `${mark} ${line.endsWith('\n') ? line : `${line}\n\\ No newline at end of file\n`}`

/** The change commands of diff without options: `2c2`, `3a4`, `1d0`. */
const normalHunks = (from: string, to: string, key: (line: string) => string): string => {
  const edits = editsBetween(from, to, key)
  return hunkRanges(edits, 0)
    .map(([start, end]) => {
      const before = edits.slice(0, start)
      const gone = edits.slice(start, end).filter(({ kind }) => kind === '-')
      const come = edits.slice(start, end).filter(({ kind }) => kind === '+')
      const left = range(before.filter(({ kind }) => kind !== '+').length, gone.length)
      const right = range(before.filter(({ kind }) => kind !== '-').length, come.length)
      const command = gone.length === 0 ? 'a' : come.length === 0 ? 'd' : 'c'
      return `${left}${command}${right}\n${gone.map(({ line }) => marked('<', line)).join('')}${command === 'c' ? '---\n' : ''}${come.map(({ line }) => marked('>', line)).join('')}`
    })
    .join('')
}

interface Side {
  readonly path: string
  /** Undefined for a file that is taken as empty (-N). */
  readonly absent?: boolean
}

/** One run of diff: what was asked, and how its lines are told. */
class Comparison {
  private readonly process: Process
  private readonly options: Options
  private readonly context: number | undefined

  constructor(process: Process, options: Options) {
    this.process = process
    this.options = options
    const given = options.get('U') ?? options.get('unified')
    if (given && !/^\d+$/.test(given)) throw new UsageError(refusal(`invalid context length '${given}'`), 2)
    this.context = given ? Number(given) : options.has('u') || options.has('unified') ? 3 : undefined
  }

  /** Two files; `titled` says which command would compare them, as in directories. */
  async files(from: Side, to: Side, titled: boolean): Promise<number> {
    const { process, options } = this
    const sides = await Promise.all([from, to].map(({ path, absent }) => (absent ? new Uint8Array() : readBytes(process, path))))
    const [a, b] = [decode(sides[0]!), decode(sides[1]!)]
    const binary = !options.has('text') && (a.includes('\0') || b.includes('\0'))
    const key = keyOf(options)
    if (binary ? a === b : unifiedHunks(a, b, 0, key) === '') {
      if (options.has('report-identical-files')) await process.print(`Files ${from.path} and ${to.path} are identical\n`)
      return 0
    }
    if (binary && !options.has('brief')) await process.print(`Binary files ${from.path} and ${to.path} differ\n`)
    else if (options.has('brief')) await process.print(`Files ${from.path} and ${to.path} differ\n`)
    else {
      if (titled) await process.print(`diff ${this.given()}${from.path} ${to.path}\n`)
      const head = (mark: string, side: Side, label: string | undefined) => `${mark} ${label ?? `${side.path}\t${this.timeOf(side)}`}\n`
      const labels = options.values.get('label') ?? []
      await process.print(
        this.context === undefined
          ? normalHunks(a, b, key)
          : `${head('---', from, labels[0])}${head('+++', to, labels[1])}${unifiedHunks(a, b, this.context, key)}`,
      )
    }
    return 1
  }

  async directories(from: string, to: string): Promise<number> {
    const { process, options } = this
    const left = process.files.list(from)
    const right = process.files.list(to)
    let code = 0
    for (const name of [...new Set([...left, ...right])].sort()) {
      const [a, b] = [`${from.replace(/\/$/, '')}/${name}`, `${to.replace(/\/$/, '')}/${name}`]
      const only = !left.includes(name) ? to : !right.includes(name) ? from : undefined
      if (only !== undefined && !options.has('new-file')) {
        await process.print(`Only in ${only}: ${name}\n`)
        code = Math.max(code, 1)
        continue
      }
      code = Math.max(code, await this.entries({ path: a, absent: only === to }, { path: b, absent: only === from }))
    }
    return code
  }

  private async entries(from: Side, to: Side): Promise<number> {
    const { process, options } = this
    const kinds = [from, to].map(({ path, absent }) => (absent ? undefined : process.files.stat(path).type))
    const directories = kinds.map((kind) => kind === undefined || kind === 'directory')
    if (directories[0] && directories[1]) {
      if (options.has('recursive') && !from.absent && !to.absent) return this.directories(from.path, to.path)
      await process.print(`Common subdirectories: ${from.path} and ${to.path}\n`)
      return 0
    }
    if (kinds.includes('directory')) {
      const names = kinds.map((kind) => (kind === 'directory' ? 'a directory' : 'a regular file'))
      await process.print(`File ${from.path} is ${names[0]} while file ${to.path} is ${names[1]}\n`)
      return 1
    }
    return this.files(from, to, true)
  }

  private timeOf({ path, absent }: Side): string {
    if (absent) return diffTime(0)
    return diffTime(path === '-' ? this.process.clock.now : this.process.files.stat(path).modifiedAt)
  }

  /** The options as they were given. */
  private given(): string {
    return this.process.argv
      .slice(1)
      .filter((word) => word.startsWith('-') && word !== '-')
      .map((word) => `${word} `)
      .join('')
  }
}

export const diff: Program = {
  name: 'diff',
  summary: 'Shows how two files differ.',
  async run(process) {
    const options = getopt(process.argv.slice(1), known, wording)
    const [from, to, extra] = options.operands
    if (from === undefined || to === undefined) throw new UsageError(refusal(`missing operand after '${process.argv.at(-1)}'`), 2)
    if (extra !== undefined) throw new UsageError(refusal(`extra operand '${extra}'`), 2)
    let missing = false
    const types = []
    for (const path of [from, to]) {
      try {
        types.push(path === '-' ? 'file' : process.files.stat(path).type)
      } catch (error) {
        if (!(error instanceof SystemError)) throw error
        await process.printError(`diff: ${path}: ${error.message}\n`)
        missing = true
      }
    }
    if (missing) return 2
    const comparison = new Comparison(process, options)
    if (types[0] === 'directory' && types[1] === 'directory') return comparison.directories(from, to)
    const inside = (directory: string, other: string) => `${directory.replace(/\/$/, '')}/${other.replace(/^.*\//, '')}`
    try {
      return await comparison.files(
        { path: types[0] === 'directory' ? inside(from, to) : from },
        { path: types[1] === 'directory' ? inside(to, from) : to },
        false,
      )
    } catch (error) {
      if (!(error instanceof SystemError) || error.code === 'EPIPE') throw error
      await process.printError(`diff: ${error.subject}: ${error.message}\n`)
      return 2
    }
  },
}
