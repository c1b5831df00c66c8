import { posixRegex, RegexError, SystemError, UsageError, fnmatch } from '../../base/index.ts'
import type { Process, Program, Reader } from '../../machine/index.ts'
import { getopt, type Options, type Wording } from '../getopt.ts'
import { lineBatches, openInput } from './input.ts'

const usage = (name: string): string => `Usage: ${name} [OPTION]... PATTERNS [FILE]...\nTry '${name} --help' for more information.`

const wording = (name: string): Wording => ({
  unknownShort: (letter) => `${name}: invalid option -- '${letter}'\n${usage(name)}`,
  unknownLong: (long) => `${name}: unrecognized option '--${long}'\n${usage(name)}`,
  missing: (option, long) =>
    `${name}: option ${long ? `'--${option}' requires an argument` : `requires an argument -- '${option}'`}\n${usage(name)}`,
  exitCode: 2,
})

const known = [
  { letter: 'E', long: 'extended-regexp' },
  { letter: 'F', long: 'fixed-strings' },
  { letter: 'G', long: 'basic-regexp' },
  { letter: 'P', long: 'perl-regexp' },
  { letter: 'e', long: 'regexp', value: 'required' },
  { letter: 'f', long: 'file', value: 'required' },
  { letter: 'i', long: 'ignore-case' },
  { letter: 'y' },
  { long: 'no-ignore-case' },
  { letter: 'w', long: 'word-regexp' },
  { letter: 'x', long: 'line-regexp' },
  { letter: 'v', long: 'invert-match' },
  { letter: 'c', long: 'count' },
  { letter: 'l', long: 'files-with-matches' },
  { letter: 'L', long: 'files-without-match' },
  { letter: 'm', long: 'max-count', value: 'required' },
  { letter: 'o', long: 'only-matching' },
  { letter: 'q', long: 'quiet' },
  { long: 'silent' },
  { letter: 's', long: 'no-messages' },
  { letter: 'b', long: 'byte-offset' },
  { letter: 'H', long: 'with-filename' },
  { letter: 'h', long: 'no-filename' },
  { letter: 'n', long: 'line-number' },
  { letter: 'A', long: 'after-context', value: 'required' },
  { letter: 'B', long: 'before-context', value: 'required' },
  { letter: 'C', long: 'context', value: 'required' },
  { letter: 'r', long: 'recursive' },
  { letter: 'R', long: 'dereference-recursive' },
  { letter: 'a', long: 'text' },
  { letter: 'I' },
  { letter: 'z', long: 'null-data' },
  { letter: 'Z', long: 'null' },
  { long: 'color', value: 'optional' },
  { long: 'colour', value: 'optional' },
  { long: 'line-buffered' },
  { long: 'include', value: 'required' },
  { long: 'exclude', value: 'required' },
  { long: 'exclude-dir', value: 'required' },
  { letter: 'U', long: 'binary' },
  { long: 'label', value: 'required' },
] as const

const escaped = (text: string): string => text.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&')

const matcher = (name: string, patterns: readonly string[], options: Options, kind: 'basic' | 'extended' | 'fixed' | 'perl'): RegExp => {
  const flags = `${options.has('ignore-case') || options.has('y') ? 'i' : ''}g`
  try {
    const sources = patterns.map((pattern) =>
      kind === 'fixed' ? escaped(pattern) : kind === 'perl' ? pattern : posixRegex(pattern, { extended: kind === 'extended' }).source,
    )
    const whole = sources.map((source) => `(?:${source})`).join('|') || '(?!)'
    const bounded = options.has('line-regexp') ? `^(?:${whole})$` : options.has('word-regexp') ? `(?<!\\w)(?:${whole})(?!\\w)` : whole
    return new RegExp(bounded, kind === 'perl' ? flags : `${flags}u`)
  } catch (error) {
    if (error instanceof RegexError || error instanceof SyntaxError)
      throw new UsageError(`${name}: ${error instanceof RegexError ? error.message : 'Invalid regular expression'}`, 2)
    throw error
  }
}

interface Search {
  readonly process: Process
  readonly options: Options
  readonly expression: RegExp
  readonly names: boolean
  readonly before: number
  readonly after: number
  readonly limit: number
  readonly color: boolean
}

const heading = (search: Search, name: string, number: number, mark: ':' | '-', offset?: number): string => {
  const paint = (code: string, text: string) => (search.color ? `\x1b[${code}m\x1b[K${text}\x1b[m\x1b[K` : text)
  const separator = paint('36', mark)
  return `${search.names ? paint('35', name) + separator : ''}${search.options.has('line-number') ? paint('32', String(number)) + separator : ''}${offset === undefined ? '' : `${offset}${separator}`}`
}

/** Searches one stream; answers how many lines matched. */
const searchStream = async (search: Search, reader: Reader, name: string): Promise<number> => {
  const { process, options, expression, before, after, limit } = search
  const silent =
    options.has('quiet') ||
    options.has('silent') ||
    options.has('count') ||
    options.has('files-with-matches') ||
    options.has('files-without-match')
  const inverted = options.has('invert-match')
  let number = 0
  let matched = 0
  let trailing = 0
  let lastShown = 0
  let earlier: string[] = []
  for await (const { lines } of lineBatches(reader, options.has('null-data') ? '\0' : '\n')) {
    let text = ''
    for (const line of lines) {
      number++
      expression.lastIndex = 0
      const hit = expression.test(line) !== inverted
      if (hit && matched < limit) {
        matched++
        if (options.has('quiet') || options.has('silent') || options.has('files-with-matches')) return matched
        if (!silent) {
          if ((before > 0 || after > 0) && lastShown > 0 && number - earlier.length > lastShown + 1) text += '--\n'
          earlier.forEach((old, i) => (text += `${heading(search, name, number - earlier.length + i, '-')}${old}\n`))
          text += options.has('only-matching')
            ? only(search, name, number, line)
            : `${heading(search, name, number, ':')}${painted(search, line)}\n`
          lastShown = number
        }
        earlier = []
        trailing = after
      } else if (trailing > 0 && !silent) {
        trailing--
        text += `${heading(search, name, number, '-')}${line}\n`
        lastShown = number
        earlier = []
      } else if (before > 0) {
        earlier.push(line)
        if (earlier.length > before) earlier.shift()
      }
      if (matched >= limit && trailing === 0) break
    }
    if (text) await process.print(text)
    if (matched >= limit && trailing === 0) break
  }
  return matched
}

const painted = ({ color, expression, options }: Search, line: string): string =>
  color && !options.has('invert-match')
    ? line.replace(expression, (found) => (found === '' ? '' : `\x1b[01;31m\x1b[K${found}\x1b[m\x1b[K`))
    : line

const only = (search: Search, name: string, number: number, line: string): string => {
  if (search.options.has('invert-match')) return ''
  let text = ''
  search.expression.lastIndex = 0
  for (const match of line.matchAll(search.expression))
    if (match[0] !== '')
      text += `${heading(search, name, number, ':')}${search.color ? `\x1b[01;31m\x1b[K${match[0]}\x1b[m\x1b[K` : match[0]}\n`
  return text
}

/** The files below a directory, in the order of their names. */
const filesBelow = (process: Process, path: string, options: Options): string[] => {
  if (process.files.stat(path).type !== 'directory') return [path]
  return process.files.list(path).flatMap((entry) => {
    const child = path.endsWith('/') ? path + entry : `${path}/${entry}`
    const stat = process.files.lstat(child)
    if (stat.type === 'directory')
      return (options.values.get('exclude-dir') ?? []).some((pattern) => fnmatch(pattern, entry)) ? [] : filesBelow(process, child, options)
    if (stat.type !== 'file') return []
    const included = options.values.get('include')
    if (included && !included.some((pattern) => fnmatch(pattern, entry))) return []
    return (options.values.get('exclude') ?? []).some((pattern) => fnmatch(pattern, entry)) ? [] : [child]
  })
}

const count = (name: string, text: string | undefined): number | undefined => {
  if (text === undefined) return undefined
  if (!/^\d+$/.test(text)) throw new UsageError(`${name}: ${text}: invalid context length argument`, 2)
  return Number(text)
}

const createSearch = (process: Process, name: string, options: Options, patterns: readonly string[], names: boolean): Search => {
  const kind =
    options.has('fixed-strings') || name === 'fgrep'
      ? 'fixed'
      : options.has('perl-regexp')
        ? 'perl'
        : options.has('extended-regexp') || name === 'egrep'
          ? 'extended'
          : 'basic'
  const context = count(name, options.get('context'))
  const color = options.get('color') ?? options.get('colour')
  return {
    process,
    options,
    expression: matcher(name, patterns, options, kind),
    names,
    before: count(name, options.get('before-context')) ?? context ?? 0,
    after: count(name, options.get('after-context')) ?? context ?? 0,
    limit: options.has('max-count') ? Number(options.get('max-count')) : Infinity,
    color: color === 'always' || ((color === 'auto' || color === '') && process.stdout.tty !== undefined),
  }
}

const run =
  (name: string) =>
  async (process: Process): Promise<number> => {
    const words = process.argv.slice(1).map((word) => (/^-\d+$/.test(word) ? `-C${word.slice(1)}` : word))
    const options = getopt(words, known, wording(name))
    const operands = [...options.operands]
    const patterns = [
      ...(options.values.get('regexp') ?? []),
      ...(options.values.get('file') ?? []).flatMap((path) => process.files.readText(path).replace(/\n$/, '').split('\n')),
    ]
    if (!options.has('regexp') && !options.has('file')) {
      const pattern = operands.shift()
      if (pattern === undefined) throw new UsageError(usage(name), 2)
      patterns.push(pattern)
    }
    const recursive = options.has('recursive') || options.has('dereference-recursive')
    const given = operands.length > 0 ? operands : recursive ? ['.'] : ['-']
    const names = options.has('with-filename') || (!options.has('no-filename') && (given.length > 1 || recursive))
    const search = createSearch(
      process,
      name,
      options,
      patterns.flatMap((pattern) => pattern.split('\n')),
      names,
    )
    let found = false
    let failed = false
    for (const operand of given) {
      try {
        for (const path of recursive && operand !== '-' ? filesBelow(process, operand, options) : [operand]) {
          if (path !== '-' && !recursive && process.files.exists(path) && process.files.stat(path).type === 'directory') {
            await process.printError(`${name}: ${path}: Is a directory\n`)
            continue
          }
          const shown = operands.length === 0 && recursive ? path.replace(/^\.\//, '') : path === '-' ? '(standard input)' : path
          const matched = await searchStream(search, openInput(process, path), shown)
          if (matched > 0) found = true
          if (options.has('count')) await process.print(`${names ? `${shown}:` : ''}${matched}\n`)
          if (options.has('files-with-matches') && matched > 0) await process.print(`${shown}\n`)
          if (options.has('files-without-match') && matched === 0) await process.print(`${shown}\n`)
          if (found && options.has('quiet')) return 0
        }
      } catch (error) {
        if (!(error instanceof SystemError) || error.code === 'EPIPE') throw error
        failed = true
        if (!options.has('no-messages')) await process.printError(`${name}: ${operand}: ${error.message}\n`)
      }
    }
    return failed ? 2 : found ? 0 : 1
  }

export const grep: Program = { name: 'grep', summary: 'Prints lines that match a pattern.', run: run('grep') }
export const egrep: Program = { name: 'egrep', summary: 'grep -E.', run: run('egrep') }
export const fgrep: Program = { name: 'fgrep', summary: 'grep -F.', run: run('fgrep') }
