import { decode, encode, UsageError } from '../../base/index.ts'
import { readAll, type Process, type Program, type Tty } from '../../machine/index.ts'
import { getopt, type Option, type Wording } from '../getopt.ts'
import { eachInput } from './input.ts'

const raw = { canonical: false, echo: false, signals: false }

/** A line in pieces of the screen's width. */
const folded = (line: string, columns: number): readonly string[] => {
  if (line.length <= columns || line.includes('\x1b')) return [line]
  return Array.from({ length: Math.ceil(line.length / columns) }, (_, index) => line.slice(index * columns, (index + 1) * columns))
}

const matcher = (pattern: string): ((line: string) => boolean) => {
  try {
    const expression = new RegExp(pattern, /[A-Z]/.test(pattern) ? '' : 'i')
    return (line) => expression.test(line)
  } catch {
    return (line) => line.includes(pattern)
  }
}

/** Shows a text on a terminal, a screen at a time. */
class Pager {
  private readonly tty: Tty
  private readonly lines: readonly string[]
  private readonly title: string
  private readonly program: 'less' | 'more'
  private top = 0
  private matches: ((line: string) => boolean) | undefined
  private message = ''
  /** What is typed after `/` or `?`. */
  private typed: string | undefined

  constructor(tty: Tty, text: string, title: string, program: 'less' | 'more') {
    this.tty = tty
    this.lines = text
      .replace(/\n$/, '')
      .split('\n')
      .flatMap((line) => folded(line.replace(/\t/g, '        '), tty.columns))
    this.title = title
    this.program = program
  }

  private get page(): number {
    return Math.max(1, this.tty.rows - 1)
  }

  private get last(): number {
    return Math.max(0, this.lines.length - this.page)
  }

  /** Whether all fits on one screen. */
  get small(): boolean {
    return this.lines.length <= this.page
  }

  screen(): string {
    const shown = this.lines.slice(this.top, this.top + this.page)
    const fill = Array.from({ length: this.page - shown.length }, () => '~')
    return `\x1b[H\x1b[2J${[...shown, ...fill].map((line) => `${line}\n`).join('')}${this.prompt()}`
  }

  private prompt(): string {
    if (this.typed !== undefined) return `/${this.typed}`
    if (this.message !== '') return `\x1b[7m${this.message}\x1b[0m`
    const bottom = this.top + this.page
    if (this.program === 'more') return `\x1b[7m--More--(${Math.min(100, Math.floor((bottom / this.lines.length) * 100))}%)\x1b[0m`
    if (bottom >= this.lines.length) return '\x1b[7m(END)\x1b[0m'
    return this.top === 0 && this.title !== '' ? `\x1b[7m${this.title}\x1b[0m` : ':'
  }

  /** Takes a key; false ends the pager. */
  press(key: string): boolean {
    this.message = ''
    if (this.typed !== undefined) this.search(key)
    else if (key === 'q' || key === 'Q' || key === '\x03') return false
    else if (this.program === 'more' && this.top >= this.last && /^[ \r\nf]$/.test(key)) return false
    else this.move(key)
    return true
  }

  private move(key: string): void {
    const half = Math.max(1, Math.floor(this.page / 2))
    const steps: Readonly<Record<string, number>> = {
      ' ': this.page,
      f: this.page,
      '\x06': this.page,
      '\x1b[6~': this.page,
      b: -this.page,
      '\x02': -this.page,
      '\x1b[5~': -this.page,
      d: half,
      '\x04': half,
      u: -half,
      '\x15': -half,
      j: 1,
      e: 1,
      '\r': 1,
      '\n': 1,
      '\x1b[B': 1,
      k: -1,
      y: -1,
      '\x1b[A': -1,
    }
    if (key === 'g' || key === '<') this.top = 0
    else if (key === 'G' || key === '>') this.top = this.last
    else if (key === '/') this.typed = ''
    else if (key === 'n') this.find(this.top + 1, 1)
    else if (key === 'N') this.find(this.top - 1, -1)
    else this.top = Math.max(0, Math.min(this.last, this.top + (steps[key] ?? 0)))
  }

  private search(key: string): void {
    if (key === '\r' || key === '\n') {
      if (this.typed !== '') this.matches = matcher(this.typed!)
      this.typed = undefined
      this.find(this.top + 1, 1)
    } else if (key === '\x03' || key === '\x1b') this.typed = undefined
    else if (key === '\x7f' || key === '\b') this.typed = this.typed === '' ? undefined : this.typed!.slice(0, -1)
    else if (key >= ' ') this.typed += key
  }

  private find(from: number, step: 1 | -1): void {
    const { matches } = this
    if (!matches) {
      this.message = 'No previous regular expression  (press RETURN)'
      return
    }
    for (let at = from; at >= 0 && at < this.lines.length; at += step) {
      if (!matches(this.lines[at]!)) continue
      this.top = at
      return
    }
    this.message = 'Pattern not found  (press RETURN)'
  }
}

/** Keys of what was typed; an escape sequence is one. */
const keysIn = (text: string): readonly string[] => text.match(/\x1b\[[\d;]*[A-Za-z~]|[^]/gu) ?? []

const browse = async (process: Process, pager: Pager, tty: Tty): Promise<void> => {
  const mode = tty.mode
  const put = (text: string) => tty.output.write(encode(text))
  tty.mode = raw
  await put('\x1b[?1049h')
  try {
    await put(pager.screen())
    for (let bytes = await tty.input.read(process.interrupt); bytes; bytes = await tty.input.read(process.interrupt)) {
      for (const key of keysIn(decode(bytes))) if (!pager.press(key)) return
      await put(pager.screen())
    }
  } finally {
    tty.mode = mode
    // The process may be gone by a signal: its terminal is put right all the same.
    void put('\x1b[?1049l')
  }
}

const known: readonly Option[] = 'eEfFgGiIJKLmMnNqQrRsSuUwWX~'.split('').map((letter) => ({ letter }))

const wordings: Readonly<Record<'less' | 'more', Wording>> = {
  less: {
    unknownShort: (letter) => `There is no ${letter} option ("less --help" for help)`,
    unknownLong: (name) => `There is no ${name} option ("less --help" for help)`,
    missing: (option) => `Value is required after -${option}`,
    exitCode: 1,
  },
  more: {
    unknownShort: (letter) => `more: invalid option -- '${letter}'\nTry 'more --help' for more information.`,
    unknownLong: (name) => `more: unrecognized option '--${name}'\nTry 'more --help' for more information.`,
    missing: (option) => `more: option requires an argument -- '${option}'\nTry 'more --help' for more information.`,
    exitCode: 1,
  },
}

const pager = (name: 'less' | 'more'): Program => ({
  name,
  summary: 'Shows a text a screen at a time.',
  async run(process) {
    const options = getopt(
      process.argv.slice(1).filter((word) => !/^\+\w+$/.test(word)),
      known,
      wordings[name],
    )
    if (options.operands.length === 0 && process.stdin.tty)
      throw new UsageError(
        name === 'less' ? 'Missing filename ("less --help" for help)' : "more: bad usage\nTry 'more --help' for more information.",
      )
    const { tty } = process.stdout
    const texts: string[] = []
    const describe = (path: string, message: string) =>
      message === 'Is a directory'
        ? name === 'less'
          ? `${path} is a directory`
          : `\n*** ${path}: directory ***\n`
        : name === 'less'
          ? `${path}: ${message}`
          : `more: cannot open ${path}: ${message}`
    const code = await eachInput(
      process,
      options.operands,
      async (reader) => {
        if (tty) texts.push(decode(await readAll(reader)))
        else for (let chunk = await reader.read(); chunk; chunk = await reader.read()) await process.stdout.write(chunk)
      },
      describe,
    )
    if (!tty) return 0
    if (texts.length === 0) return name === 'less' ? code : 0
    const text = texts.join('')
    const shown = new Pager(tty, text, options.operands.join(' '), name)
    // more leaves at the end of a text of one screen; less does if -F says so.
    if (shown.small && (name === 'more' || options.has('F'))) await process.print(text)
    else await browse(process, shown, tty)
    return 0
  },
})

export const less = pager('less')
export const more = pager('more')
