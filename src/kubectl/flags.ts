import { UsageError, parseDuration } from '../base/index.ts'
import type { Flag, FlagValues } from './verb.ts'

/** What pflag makes of a command line. */
export interface ParsedFlags {
  readonly values: FlagValues
  readonly args: readonly string[]
  /** How many args stood before `--`, or -1. */
  readonly dashAt: number
  readonly help: boolean
  /** Notices of deprecated flags that were used. */
  readonly notices: readonly string[]
}

/** `-A, --all-namespaces`, as pflag names a flag in its errors. */
const label = (flag: Flag): string => (flag.short ? `-${flag.short}, --${flag.name}` : `--${flag.name}`)

const syntaxError = (go: string, text: string): string => `strconv.${go}: parsing ${JSON.stringify(text)}: invalid syntax`

/** The texts that Go's strconv.ParseBool takes. */
export const booleans: Readonly<Record<string, boolean>> = {
  '1': true,
  t: true,
  T: true,
  true: true,
  TRUE: true,
  True: true,
  '0': false,
  f: false,
  F: false,
  false: false,
  FALSE: false,
  False: false,
}

const durationProblem = (text: string): string | undefined => {
  try {
    parseDuration(text)
    return undefined
  } catch (error) {
    return (error as Error).message
  }
}

/** Why a flag does not take a value, in the words of Go's parsers. */
const problemWith = (flag: Flag, text: string): string | undefined => {
  if (flag.kind === 'boolean') return text in booleans ? undefined : syntaxError('ParseBool', text)
  if (flag.kind === 'int')
    return /^[-+]?(0[xX][0-9a-fA-F]+|0[oO]?[0-7]*|0[bB][01]+|[1-9]\d*)$/.test(text) ? undefined : syntaxError('ParseInt', text)
  if (flag.kind === 'duration') return durationProblem(text)
  return undefined
}

/** One record of Go's encoding/csv, as a stringSlice reads its value. */
export const splitCsv = (text: string): readonly string[] => {
  if (text === '') return []
  const fields: string[] = []
  const pattern = /(?:"((?:[^"]|"")*)"|([^,]*))(,|$)/gy
  for (let match = pattern.exec(text); match; match = pattern.exec(text)) {
    fields.push(match[1] !== undefined ? match[1].replaceAll('""', '"') : match[2]!)
    if (match[3] === '') break
  }
  return fields
}

class Values implements FlagValues {
  readonly #flags: ReadonlyMap<string, Flag>
  readonly #given = new Map<string, readonly string[]>()

  constructor(flags: ReadonlyMap<string, Flag>) {
    this.#flags = flags
  }

  set(flag: Flag, text: string): void {
    const problem = problemWith(flag, text)
    if (problem) throw new UsageError(`invalid argument ${JSON.stringify(text)} for ${JSON.stringify(label(flag))} flag: ${problem}`)
    const before = this.#given.get(flag.name) ?? []
    if (flag.kind === 'list') this.#given.set(flag.name, [...before, ...splitCsv(text)])
    else this.#given.set(flag.name, flag.kind === 'array' ? [...before, text] : [text])
  }

  #flag(name: string): Flag {
    const flag = this.#flags.get(name)
    if (!flag) throw new Error(`Expected a flag --${name} to be declared by the command but found none`)
    return flag
  }

  string(name: string): string {
    const flag = this.#flag(name)
    return this.#given.get(name)?.at(-1) ?? flag.default ?? ''
  }

  boolean(name: string): boolean {
    return booleans[this.string(name)] ?? false
  }

  int(name: string): number {
    return Number(this.string(name).replace(/^\+/, '')) || 0
  }

  list(name: string): readonly string[] {
    const flag = this.#flag(name)
    return this.#given.get(name) ?? (flag.default === undefined || flag.default === '' ? [] : splitCsv(flag.default))
  }

  duration(name: string): number {
    const text = this.string(name)
    return text === '' ? 0 : parseDuration(text)
  }

  changed(name: string): boolean {
    return this.#given.has(name)
  }

  /** True if the command has such a flag. */
  has(name: string): boolean {
    return this.#flags.has(name)
  }
}

const aloneValue = (flag: Flag): string | undefined => flag.alone ?? (flag.kind === 'boolean' ? 'true' : undefined)

/** Parses as pflag does with interspersed flags; errors are pflag's, without kubectl's prefix. */
export const parseFlags = (flags: readonly Flag[], argv: readonly string[]): ParsedFlags => {
  const byName = new Map(flags.map((flag) => [flag.name, flag]))
  const byShort = new Map(flags.filter((flag) => flag.short).map((flag) => [flag.short!, flag]))
  const values = new Values(byName)
  const args: string[] = []
  const notices: string[] = []
  const queue = [...argv]
  let dashAt = -1
  let help = false
  const set = (flag: Flag, text: string) => {
    values.set(flag, text)
    if (flag.deprecated !== undefined) notices.push(`Flag --${flag.name} has been deprecated, ${flag.deprecated}\n`)
  }
  const parseLong = (word: string) => {
    const [, name = '', value] = /^--([^=]*)(?:=([\s\S]*))?$/.exec(word)!
    if (name === '' || name.startsWith('-')) throw new UsageError(`bad flag syntax: ${word}`)
    const flag = byName.get(name)
    if (!flag) {
      if (name === 'help') help = true
      else throw new UsageError(`unknown flag: --${name}`)
      return
    }
    const text = value ?? aloneValue(flag) ?? queue.shift()
    if (text === undefined) throw new UsageError(`flag needs an argument: --${name}`)
    set(flag, text)
  }
  const parseShorts = (word: string) => {
    for (let rest = word.slice(1); rest !== '';) {
      const flag = byShort.get(rest[0]!)
      if (!flag) {
        if (rest[0] !== 'h') throw new UsageError(`unknown shorthand flag: '${rest[0]}' in -${rest}`)
        help = true
        return
      }
      if (rest.length > 2 && rest[1] === '=') return set(flag, rest.slice(2))
      const alone = aloneValue(flag)
      if (alone !== undefined) {
        set(flag, alone)
        rest = rest.slice(1)
        continue
      }
      const text = rest.length > 1 ? rest.slice(1) : queue.shift()
      if (text === undefined) throw new UsageError(`flag needs an argument: '${rest[0]}' in -${rest}`)
      return set(flag, text)
    }
  }
  while (queue.length > 0 && !help) {
    const word = queue.shift()!
    if (word === '--') {
      dashAt = args.length
      args.push(...queue)
      break
    }
    if (word.startsWith('--')) parseLong(word)
    else if (word.startsWith('-') && word !== '-') parseShorts(word)
    else args.push(word)
  }
  return { values, args, dashAt, help, notices }
}
