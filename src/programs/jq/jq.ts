import { decode, SystemError, UsageError } from '../../base/index.ts'
import { readAll, type Process, type Program } from '../../machine/index.ts'
import { Evaluator } from './evaluate.ts'
import { isObject, JsonError, JsonReader, toJson, type Json, type Layout } from './json.ts'
import { parseProgram } from './parse.ts'
import { CompileError, type Node } from './syntax.ts'
import { JqError } from './values.ts'

interface Settings {
  filter: string | undefined
  readonly files: string[]
  readonly flags: Set<string>
  indent: number
  tab: boolean
  readonly variables: Map<string, Json>
  readonly positional: Json[]
}

const shortFlags: Readonly<Record<string, string>> = {
  s: 'slurp',
  n: 'null-input',
  c: 'compact-output',
  r: 'raw-output',
  j: 'join-output',
  a: 'ascii-output',
  S: 'sort-keys',
  C: 'color-output',
  M: 'monochrome-output',
  e: 'exit-status',
  R: 'raw-input',
  f: 'from-file',
  h: 'help',
  V: 'version',
}
const longFlags = new Set([...Object.values(shortFlags), 'seq', 'stream', 'unbuffered', 'raw-output0'])

const usage = `Usage:\tjq [OPTIONS] FILTER [FILES...]\n\tjq [OPTIONS] --args FILTER [ARGUMENTS...]\n\tjq [OPTIONS] --jsonargs FILTER [JSON_VALUES...]\n`

const refuse = (message: string): never => {
  throw new UsageError(
    `jq: error: ${message}\nUse jq --help for help with command-line options,\nor see the jq manpage, or online docs  at https://stedolan.github.io/jq`,
    2,
  )
}

const parseValue = (text: string, what: string): Json => {
  try {
    const reader = new JsonReader(text)
    const value = reader.next()
    if (value !== undefined && reader.next() === undefined) return value
  } catch (error) {
    if (!(error instanceof JsonError)) throw error
  }
  throw new UsageError(
    `jq: Invalid JSON text passed to --${what}\nUse jq --help for help with command-line options,\nor see the jq manpage, or online docs  at https://stedolan.github.io/jq`,
    2,
  )
}

const values = (text: string): Json[] => {
  const reader = new JsonReader(text)
  const all: Json[] = []
  for (let value = reader.next(); value !== undefined; value = reader.next()) all.push(value)
  return all
}

/** One option with its values; answers how many more words it took. */
const longOption = (process: Process, settings: Settings, word: string, rest: readonly string[]): number => {
  const name = word.slice(2)
  const [first, second] = rest
  const named = new Map<string, Json>(settings.variables)
  switch (name) {
    case 'arg':
      if (second === undefined) return refuse('--arg takes two parameters (e.g. --arg varname value)')
      settings.variables.set(first!, second)
      return 2
    case 'argjson':
      if (second === undefined) return refuse('--argjson takes two parameters (e.g. --argjson varname text)')
      settings.variables.set(first!, parseValue(second, 'argjson'))
      return 2
    case 'slurpfile':
    case 'rawfile': {
      if (second === undefined) return refuse(`--${name} takes two parameters (e.g. --${name} varname filename)`)
      const content = process.files.readText(second)
      settings.variables.set(first!, name === 'rawfile' ? content : values(content))
      return 2
    }
    case 'indent':
      settings.indent = Number(first)
      if (!(settings.indent >= 0 && settings.indent <= 7))
        return refuse(settings.indent < 0 ? 'Cannot indent less than zero' : 'Cannot indent more than 7 characters')
      return 1
    case 'tab':
      settings.tab = true
      return 0
    case 'args':
    case 'jsonargs':
      settings.flags.delete('args')
      settings.flags.delete('jsonargs')
      settings.flags.add(name)
      return 0
  }
  void named
  if (!longFlags.has(name)) throw new UsageError(`jq: Unknown option: ${word}\n${usage}`.trimEnd(), 2)
  settings.flags.add(name)
  return 0
}

const parseArguments = (process: Process): Settings => {
  const settings: Settings = { filter: undefined, files: [], flags: new Set(), indent: 2, tab: false, variables: new Map(), positional: [] }
  const words = process.argv.slice(1)
  let options = true
  for (let i = 0; i < words.length; i++) {
    const word = words[i]!
    if (options && word === '--') options = false
    else if (options && word.startsWith('--')) i += longOption(process, settings, word, words.slice(i + 1))
    else if (options && /^-[a-zA-Z]/.test(word)) {
      for (const letter of word.slice(1)) {
        const name = shortFlags[letter]
        if (!name) throw new UsageError(`jq: Unknown option: ${word}\n${usage}`.trimEnd(), 2)
        settings.flags.add(name)
      }
    } else if (settings.filter === undefined) settings.filter = word
    else if (settings.flags.has('args')) settings.positional.push(word)
    else if (settings.flags.has('jsonargs')) settings.positional.push(parseValue(word, 'jsonargs'))
    else settings.files.push(word)
  }
  return settings
}

const compile = (settings: Settings, evaluator: Evaluator): Node => {
  try {
    const node = parseProgram(settings.filter!)
    evaluator.check(node)
    return node
  } catch (error) {
    if (!(error instanceof CompileError)) throw error
    const text = error.message.endsWith('line 1:') ? `${error.message}\n${settings.filter}` : error.message
    throw new UsageError(`jq: error: ${text}\njq: 1 compile error`, 3)
  }
}

const run = async (process: Process): Promise<number> => {
  const settings = parseArguments(process)
  const { flags } = settings
  if (flags.has('version')) {
    await process.print('jq-1.7\n')
    return 0
  }
  if (flags.has('help')) {
    await process.print(usage)
    return 0
  }
  if (flags.has('from-file')) {
    if (settings.filter === undefined) throw new UsageError(usage.trimEnd(), 2)
    settings.filter = process.files.readText(settings.filter)
  }
  if (settings.filter === undefined) throw new UsageError(usage.trimEnd(), 2)
  let failed = 0
  const texts: string[] = []
  const needsInput = true
  for (const path of settings.files) {
    try {
      texts.push(process.files.readText(path))
    } catch (error) {
      if (!(error instanceof SystemError)) throw error
      await process.printError(`jq: error: Could not open ${path}: ${error.message}\n`)
      failed = 2
    }
  }
  return new Runner(process, settings).run(
    async () => (settings.files.length > 0 ? texts.join('') : needsInput ? decode(await readAll(process.stdin)) : ''),
    failed,
  )
}

class Runner {
  readonly #process: Process
  readonly #settings: Settings
  #reader = new JsonReader('')
  #text = ''
  #lines: string[] | undefined
  #debug = ''

  constructor(process: Process, settings: Settings) {
    this.#process = process
    this.#settings = settings
  }

  /** @simplified: input is read to its end before the first output; jq would print as values come. */
  async run(read: () => Promise<string>, failed: number): Promise<number> {
    const { flags, variables, positional } = this.#settings
    const named = new Map<string, Json>([
      ['named', new Map(variables)],
      ['positional', positional],
    ])
    const evaluator = new Evaluator({
      environment: this.#process.env,
      variables: new Map<string, Json>([...variables, ['ARGS', new Map(named)], ['__prog_args', null]]),
      input: () => this.#next(),
      now: this.#process.clock.now,
      debug: (text) => void (this.#debug += text),
    })
    const program = compile(this.#settings, evaluator)
    this.#text =
      flags.has('null-input') && this.#settings.files.length === 0 && !/\binputs?\b/.test(this.#settings.filter!) ? '' : await read()
    this.#reader = new JsonReader(this.#text)
    if (flags.has('raw-input'))
      this.#lines = flags.has('slurp')
        ? [this.#text]
        : this.#text.replace(/\n$/, '') === '' && this.#text === ''
          ? []
          : this.#text.replace(/\n$/, '').split('\n')
    let code = failed
    let last: Json | undefined
    try {
      for (
        let input = this.#first();
        input !== undefined;
        input = flags.has('null-input') || flags.has('slurp') ? undefined : this.#next()
      ) {
        try {
          for (const value of evaluator.run(program, input)) {
            last = value
            await this.#show(value)
          }
          if (code === 5) code = failed
        } catch (error) {
          if (!(error instanceof JqError)) throw error
          const halt = this.#halt(error.value)
          if (halt) {
            await this.#process.printError(halt.text)
            return halt.code
          }
          await this.#process.printError(this.#errorText(error))
          code = 5
        }
        if (this.#debug) await this.#process.printError(this.#debug)
        this.#debug = ''
      }
    } catch (error) {
      if (!(error instanceof JsonError)) throw error
      await this.#process.printError(
        `jq: error (at <stdin>:${this.#text.split('\n').length - 1}): ${error.message}\n`.replace(
          /jq: error \(at <stdin>:\d+\): (?=.*)/,
          'parse error: ',
        ),
      )
      return 2
    }
    if (code !== 0) return code
    if (!flags.has('exit-status')) return 0
    return last === undefined ? 4 : last === null || last === false ? 1 : 0
  }

  #errorText(error: JqError): string {
    const line = this.#settings.flags.has('null-input') ? 0 : this.#reader.line
    const place = `(at ${this.#settings.flags.has('null-input') ? '<unknown>' : `<stdin>:${line}`})`
    return typeof error.value === 'string'
      ? `jq: error ${place}: ${error.value}\n`
      : `jq: error ${place} (not a string): ${toJson(error.value)}\n`
  }

  #halt(value: Json): { readonly text: string; readonly code: number } | undefined {
    if (!isObject(value) || value.get('__jq') !== 'halt') return undefined
    const shown = value.get('value')
    return { code: value.get('code') as number, text: shown === undefined ? '' : typeof shown === 'string' ? shown : `${toJson(shown)}\n` }
  }

  #first(): Json | undefined {
    const { flags } = this.#settings
    if (flags.has('null-input')) return null
    if (!flags.has('slurp') || flags.has('raw-input')) return this.#next()
    const all: Json[] = []
    for (let value = this.#next(); value !== undefined; value = this.#next()) all.push(value)
    return all
  }

  #next(): Json | undefined {
    return this.#lines ? this.#lines.shift() : this.#reader.next()
  }

  async #show(value: Json): Promise<void> {
    const { flags, indent, tab } = this.#settings
    const layout: Layout = {
      indent: flags.has('compact-output') ? '' : tab ? '\t' : ' '.repeat(indent),
      sortKeys: flags.has('sort-keys'),
      ascii: flags.has('ascii-output'),
      color: flags.has('color-output') || (this.#process.stdout.tty !== undefined && !flags.has('monochrome-output')),
    }
    const raw = flags.has('raw-output') || flags.has('join-output')
    await this.#process.print((raw && typeof value === 'string' ? value : toJson(value, layout)) + (flags.has('join-output') ? '' : '\n'))
  }
}

export const jq: Program = { name: 'jq', summary: 'Filters JSON.', run }
