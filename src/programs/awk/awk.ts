import { UsageError } from '../../base/index.ts'
import { bufferReader, lines, type Process, type Program, type Writer } from '../../machine/index.ts'
import { getopt, type Option, type Wording } from '../getopt.ts'
import { Exit } from './control.ts'
import { Interpreter } from './interpreter.ts'
import { parseScript } from './parse.ts'
import { unescape } from './tokens.ts'
import { Input, toText } from './values.ts'

const known: readonly Option[] = [
  { letter: 'F', value: 'required' },
  { letter: 'v', value: 'required' },
  { letter: 'f', value: 'required' },
  { letter: 'W', value: 'required' },
]

const usage = 'usage: awk [-F fs][-v var=value][prog | -f progfile][file ...]'

const wording: Wording = {
  unknownShort: (letter) => `awk: not an option: -${letter}`,
  unknownLong: (name) => `awk: not an option: --${name}`,
  missing: () => usage,
  exitCode: 2,
}

/** Options end at the script: what follows it are files, even with a dash. */
const separate = (words: readonly string[]): { readonly options: readonly string[]; readonly rest: readonly string[] } => {
  let at = 0
  while (at < words.length && words[at]!.startsWith('-') && words[at] !== '-') {
    if (words[at] === '--') return { options: words.slice(0, at), rest: words.slice(at + 1) }
    at += /^-[Fvf]$/.test(words[at]!) ? 2 : 1
  }
  return { options: words.slice(0, at), rest: words.slice(at) }
}

/** Sends on what the interpreter wrote: to stdout, to files, into commands (kept until the end, as their readers wait for it). */
class Outputs {
  readonly #process: Process
  readonly #opened = new Set<string>()
  readonly #piped = new Map<string, string>()

  constructor(process: Process) {
    this.#process = process
  }

  async send(awk: Interpreter): Promise<void> {
    const { written } = awk
    let plain = ''
    for (const { text, output } of written.splice(0)) {
      if (!output) plain += text
      else if (output.to === '|') this.#piped.set(output.name, (this.#piped.get(output.name) ?? '') + text)
      else if (output.name === '/dev/stderr') await this.#process.printError(text)
      else if (output.name === '/dev/stdout') plain += text
      else {
        this.#process.files.write(output.name, text, { append: output.to === '>>' || this.#opened.has(output.name) })
        this.#opened.add(output.name)
      }
    }
    if (plain !== '') await this.#process.print(plain)
  }

  /** Runs the commands that were written to. */
  async close(): Promise<void> {
    for (const [command, text] of this.#piped) {
      const stdout: Writer = this.#process.stdout
      await this.#process.spawn(['sh', '-c', command], { stdin: bufferReader(text), stdout }).exited
    }
  }
}

/** All records of the files, or of stdin, in order; tells the interpreter which file they come from. */
async function* records(process: Process, files: readonly string[], awk: Interpreter): AsyncGenerator<string, void, void> {
  const sources = files.filter((file) => {
    const assignment = /^([A-Za-z_]\w*)=(.*)$/s.exec(file)
    if (assignment) awk.variables.set(assignment[1]!, new Input(unescape(assignment[2]!)))
    return !assignment
  })
  for (const file of sources.length > 0 ? sources : ['-']) {
    awk.variables.set('FILENAME', file === '-' ? '' : file)
    awk.variables.set('FNR', 0)
    const reader = file === '-' ? process.stdin : bufferReader(read(process, file))
    const separator = toText(awk.variables.get('RS')!)
    if (separator === '\n') yield* lines(reader)
    else yield* otherRecords(awk, separator, lines(reader))
  }
}

const read = (process: Process, file: string): Uint8Array => {
  if (!process.files.exists(file)) throw new UsageError(`awk: cannot open "${file}" (No such file or directory)`, 2)
  return process.files.read(file)
}

/** Records that do not end with a line: paragraphs (RS = ""), a character, an expression. */
async function* otherRecords(awk: Interpreter, separator: string, source: AsyncIterable<string>): AsyncGenerator<string, void, void> {
  let text = ''
  for await (const line of source) text += `${line}\n`
  const pieces =
    separator === ''
      ? text.replace(/^\n+/, '').split(/\n{2,}/)
      : separator.length === 1
        ? text.split(separator)
        : text.split(new RegExp(awk.regex(separator).source, 'u'))
  if (separator === '') for (const piece of pieces) yield piece.replace(/\n$/, '')
  else {
    const trimmed =
      pieces.at(-1) === '\n' || pieces.at(-1) === '' ? pieces.slice(0, -1) : [...pieces.slice(0, -1), pieces.at(-1)!.replace(/\n$/, '')]
    yield* trimmed
  }
}

const run = async (process: Process, awk: Interpreter, files: readonly string[], needsInput: boolean): Promise<number> => {
  const outputs = new Outputs(process)
  const ranges = new Map<number, boolean>()
  let code = 0
  const guarded = async (step: () => void): Promise<boolean> => {
    try {
      step()
      return true
    } catch (error) {
      if (!(error instanceof Exit)) throw error
      code = error.code ?? code
      return false
    } finally {
      await outputs.send(awk)
    }
  }
  let going = await guarded(() => awk.runSpecial('BEGIN'))
  if (going && needsInput) {
    for await (const record of records(process, files, awk)) {
      awk.setRecord(record)
      going = await guarded(() => awk.runRecord(ranges))
      if (!going) break
      if (awk.steps > 10_000) {
        awk.steps = 0
        await process.sleep(1)
      }
    }
  }
  await guarded(() => awk.runSpecial('END'))
  await outputs.close()
  return code
}

export const awk: Program = {
  name: 'awk',
  summary: 'Finds patterns in lines and acts on them.',
  run: (process) => {
    const { options: words, rest } = separate(process.argv.slice(1))
    const options = getopt(words, known, wording)
    const scripts = options.values.get('f')?.map((file) => new TextDecoder().decode(read(process, file)))
    const source = scripts?.join('\n') ?? rest[0]
    if (source === undefined) throw new UsageError(usage, 2)
    const script = parseScript(source)
    const interpreter: Interpreter = new Interpreter(script, {
      // @simplified: a plain getline sees no further record than the one in hand, since records arrive one by one.
      nextRecord: () => undefined,
      random: () => (process.machine.seed('awk', process.pid, interpreter.steps) % 1_000_000) / 1_000_000,
    })
    const separator = options.get('F')
    if (separator !== undefined) interpreter.variables.set('FS', separator === 't' ? '\t' : unescape(separator))
    for (const assignment of options.values.get('v') ?? []) {
      const at = assignment.indexOf('=')
      interpreter.variables.set(assignment.slice(0, at), new Input(unescape(assignment.slice(at + 1))))
    }
    for (const [name, value] of process.env) interpreter.array('ENVIRON').set(name, new Input(value))
    const needsInput = script.rules.some(({ pattern }) => pattern !== 'BEGIN')
    return run(process, interpreter, scripts ? rest : rest.slice(1), needsInput)
  },
}
