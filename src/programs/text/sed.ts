import { SystemError, UsageError } from '../../base/index.ts'
import type { Process, Program, Reader } from '../../machine/index.ts'
import { getopt, type Wording } from '../getopt.ts'
import { lineBatches, openInput } from './input.ts'
import { parseSed, type Address, type SedCommand } from './sed-parse.ts'
import { fill } from './sed-replacement.ts'

const usage = 'Usage: sed [OPTION]... {script-only-if-no-other-script} [input-file]...\n'

const wording: Wording = {
  unknownShort: (letter) => `sed: invalid option -- '${letter}'\n${usage}`,
  unknownLong: (name) => `sed: unrecognized option '--${name}'\n${usage}`,
  missing: (option, long) => `sed: option ${long ? `'--${option}' requires an argument` : `requires an argument -- '${option}'`}\n${usage}`,
  exitCode: 1,
}

interface Line {
  readonly text: string
  readonly complete: boolean
}

/** Lines with one of look-ahead, so that `$` is known. */
class Source {
  readonly #lines: AsyncGenerator<Line>
  #next: Line | undefined
  #started = false
  constructor(lines: AsyncGenerator<Line>) {
    this.#lines = lines
  }
  async take(): Promise<Line | undefined> {
    if (!this.#started) await this.#advance()
    this.#started = true
    const line = this.#next
    if (line) await this.#advance()
    return line
  }
  get atEnd(): boolean {
    return this.#next === undefined
  }
  async #advance(): Promise<void> {
    const { value, done } = await this.#lines.next()
    this.#next = done ? undefined : value
  }
}

class Quit extends Error {
  readonly code: number
  readonly prints: boolean
  constructor(code: number, prints: boolean) {
    super('quit')
    this.code = code
    this.prints = prints
  }
}

class Editor {
  readonly #commands: readonly SedCommand[]
  readonly #quiet: boolean
  readonly #process: Process
  readonly #write: (text: string) => void
  readonly #active = new Map<SedCommand, number>()
  readonly #labels: ReadonlyMap<string, number>
  readonly #files = new Set<string>()
  #pattern = ''
  #hold = ''
  #number = 0
  #complete = true
  #appended: string[] = []
  #lastRegex: RegExp | undefined

  constructor(process: Process, commands: readonly SedCommand[], quiet: boolean, write: (text: string) => void) {
    this.#process = process
    this.#commands = commands
    this.#quiet = quiet
    this.#write = write
    this.#labels = new Map(commands.flatMap((command, i) => (command.letter === ':' ? [[command.text!, i] as const] : [])))
  }

  /** Edits one stream; `flush` is awaited after each line, for back-pressure. */
  async run(source: Source, flush: () => void | Promise<void>): Promise<number> {
    let restart = false
    try {
      for (;;) {
        if (!restart) {
          const line = await source.take()
          if (!line) break
          this.#number++
          this.#pattern = line.text
          this.#complete = line.complete
        }
        restart = await this.#cycle(source)
        this.#flushAppended()
        await flush()
      }
    } catch (error) {
      if (!(error instanceof Quit)) throw error
      if (error.prints && !this.#quiet) this.#print(this.#pattern)
      this.#flushAppended()
      await flush()
      return error.code
    }
    return 0
  }

  #print(text: string): void {
    this.#write(`${text}${this.#complete ? '\n' : ''}`)
  }

  #flushAppended(): void {
    for (const text of this.#appended) this.#write(text)
    this.#appended = []
  }

  #matchesAddress(address: Address, source: Source): boolean {
    switch (address.kind) {
      case 'line':
        return this.#number === address.line
      case 'last':
        return source.atEnd
      case 'step':
        return address.step === 0
          ? this.#number === address.first
          : this.#number >= address.first && (this.#number - address.first) % address.step === 0
      case 'regex':
        return this.#test(address.expression)
      case 'plus':
        return false
    }
  }

  #test(expression: RegExp | undefined): boolean {
    const used = expression ?? this.#lastRegex
    if (!used) throw new UsageError('sed: -e expression #1, char 0: no previous regular expression')
    this.#lastRegex = used
    used.lastIndex = 0
    return used.test(this.#pattern)
  }

  #selected(command: SedCommand, source: Source): boolean {
    const { from, to } = command
    if (!from) return !command.negated
    if (!to) return this.#matchesAddress(from, source) !== command.negated
    const end = this.#active.get(command)
    let inside: boolean
    if (end === undefined) {
      inside = this.#matchesAddress(from, source) || (from.kind === 'line' && from.line === 0 && this.#number === 1)
      if (inside) {
        const last = to.kind === 'line' ? to.line : to.kind === 'plus' ? this.#number + to.count : Infinity
        if (last > this.#number || to.kind === 'regex' || to.kind === 'last') this.#active.set(command, last)
        if (to.kind === 'last' && source.atEnd) this.#active.delete(command)
      }
    } else {
      inside = true
      const ends = to.kind === 'line' || to.kind === 'plus' ? this.#number >= end : this.#matchesAddress(to, source)
      if (to.kind === 'line' && this.#number > end) inside = false
      if (ends) this.#active.delete(command)
    }
    return inside !== command.negated
  }

  /** One turn through the script; true to run it again without a new line (`D`). */
  async #cycle(source: Source): Promise<boolean> {
    let replaced = false
    for (let at = 0; at < this.#commands.length; at++) {
      const command = this.#commands[at]!
      if (!this.#selected(command, source)) {
        if (command.letter === '{') at = command.end!
        continue
      }
      switch (command.letter) {
        case 's':
          if (this.#substitute(command)) replaced = true
          break
        case 'b':
          at = this.#jump(command)
          break
        case 't':
          if (replaced) at = this.#jump(command)
          replaced = false
          break
        case 'T':
          if (!replaced) at = this.#jump(command)
          replaced = false
          break
        case 'd':
          return false
        case 'D': {
          const end = this.#pattern.indexOf('\n')
          if (end < 0) return false
          this.#pattern = this.#pattern.slice(end + 1)
          return true
        }
        case 'n':
          if (source.atEnd) throw new Quit(0, true)
          if (!this.#quiet) this.#print(this.#pattern)
          this.#flushAppended()
          await this.#next(source, false)
          break
        case 'N':
          if (source.atEnd) throw new Quit(0, true)
          await this.#next(source, true)
          break
        case 'q':
          throw new Quit(Number(command.text || 0), true)
        case 'Q':
          throw new Quit(Number(command.text || 0), false)
        case 'c':
          if (!command.to || command.negated || !this.#active.has(command)) this.#write(`${command.text}\n`)
          return false
        default:
          this.#simple(command)
      }
    }
    if (!this.#quiet) this.#print(this.#pattern)
    return false
  }

  async #next(source: Source, joins: boolean): Promise<void> {
    const line = (await source.take())!
    this.#number++
    this.#complete = line.complete
    this.#pattern = joins ? `${this.#pattern}\n${line.text}` : line.text
  }

  #jump(command: SedCommand): number {
    if (command.text === '') return this.#commands.length
    const target = this.#labels.get(command.text!)
    if (target === undefined) throw new UsageError(`sed: -e expression #1, char 0: can't find label for jump to \`${command.text}'`)
    return target
  }

  #simple(command: SedCommand): void {
    switch (command.letter) {
      case 'p':
        return this.#print(this.#pattern)
      case 'P':
        return this.#write(`${this.#pattern.split('\n', 1)[0]}\n`)
      case '=':
        return this.#write(`${this.#number}\n`)
      case 'a':
        return void this.#appended.push(`${command.text}\n`)
      case 'i':
        return this.#write(`${command.text}\n`)
      case 'g':
        this.#pattern = this.#hold
        return
      case 'G':
        this.#pattern += `\n${this.#hold}`
        return
      case 'h':
        this.#hold = this.#pattern
        return
      case 'H':
        this.#hold += `\n${this.#pattern}`
        return
      case 'x':
        ;[this.#pattern, this.#hold] = [this.#hold, this.#pattern]
        return
      case 'z':
        this.#pattern = ''
        return
      case 'l':
        return this.#write(`${this.#pattern.replace(/\\/g, '\\\\').replace(/\t/g, '\\t').replace(/\n/g, '\\n')}$\n`)
      case 'y': {
        const [from, to] = [[...command.text!], [...command.target!]]
        this.#pattern = [...this.#pattern]
          .map((character) => (from.includes(character) ? to[from.indexOf(character)]! : character))
          .join('')
        return
      }
      case 'r':
        if (this.#process.files.exists(command.text!)) this.#appended.push(this.#process.files.readText(command.text!))
        return
      case 'w':
        return this.#toFile(command.text!, `${this.#pattern}\n`)
    }
  }

  #toFile(path: string, text: string): void {
    if (path === '/dev/stdout') return this.#write(text)
    this.#process.files.write(path, text, { append: this.#files.has(path) })
    this.#files.add(path)
  }

  #substitute(command: SedCommand): boolean {
    const { expression, replacement, global, print, which, file } = command.substitute!
    const used = expression ?? this.#lastRegex
    if (!used) throw new UsageError('sed: -e expression #1, char 0: no previous regular expression')
    this.#lastRegex = used
    let count = 0
    let done = false
    used.lastIndex = 0
    this.#pattern = this.#pattern.replace(used, (...args: unknown[]) => {
      count++
      if (count < which || (count > which && !global)) return args[0] as string
      done = true
      return fill(replacement, args as string[])
    })
    if (!done) return false
    if (print) this.#print(this.#pattern)
    if (file !== undefined) this.#toFile(file, `${this.#pattern}\n`)
    return true
  }
}

async function* linesOf(readers: readonly (() => Reader)[]): AsyncGenerator<Line> {
  for (const open of readers)
    for await (const { lines, complete } of lineBatches(open())) for (const text of lines) yield { text, complete }
}

/** `-i` and `-i.bak` take their value only attached. */
const run = async (process: Process): Promise<number> => {
  const options = getopt(
    process.argv.slice(1),
    [
      { letter: 'n', long: 'quiet' },
      { long: 'silent' },
      { letter: 'e', long: 'expression', value: 'required' },
      { letter: 'f', long: 'file', value: 'required' },
      { letter: 'E', long: 'regexp-extended' },
      { letter: 'r' },
      { letter: 'i', long: 'in-place', value: 'optional' },
      { letter: 's', long: 'separate' },
      { letter: 'u', long: 'unbuffered' },
      { letter: 'z', long: 'null-data' },
      { long: 'posix' },
      { letter: 'l', value: 'required' },
    ],
    wording,
  )
  const operands = [...options.operands]
  const scripts = [
    ...(options.values.get('expression') ?? []),
    ...(options.values.get('file') ?? []).map((path) => process.files.readText(path)),
  ]
  if (scripts.length === 0) {
    const script = operands.shift()
    if (script === undefined) throw new UsageError(usage)
    scripts.push(script)
  }
  const commands = parseSed(scripts.join('\n'), options.has('regexp-extended') || options.has('r'))
  const quiet = options.has('quiet') || options.has('silent')
  let code = 0
  const readable: string[] = []
  for (const path of operands.length > 0 ? operands : ['-']) {
    try {
      openInput(process, path)
      readable.push(path)
    } catch (error) {
      if (!(error instanceof SystemError)) throw error
      await process.printError(
        error.code === 'EISDIR' ? `sed: couldn't edit ${path}: not a regular file\n` : `sed: can't read ${path}: ${error.message}\n`,
      )
      code = 2
    }
  }
  if (options.has('in-place')) {
    for (const path of readable) {
      let text = ''
      const editor = new Editor(process, commands, quiet, (piece) => (text += piece))
      code = (await editor.run(new Source(linesOf([() => openInput(process, path)])), () => undefined)) || code
      const suffix = options.get('in-place')
      if (suffix) process.files.write(path + suffix, process.files.read(path))
      process.files.write(path, text)
    }
    return code
  }
  let pending = ''
  const editor = new Editor(process, commands, quiet, (text) => (pending += text))
  const flush = () => {
    const text = pending
    pending = ''
    return text ? process.print(text) : undefined
  }
  return (await editor.run(new Source(linesOf(readable.map((path) => () => openInput(process, path)))), flush)) || code
}

export const sed: Program = { name: 'sed', summary: 'Edits a stream of lines.', run }
