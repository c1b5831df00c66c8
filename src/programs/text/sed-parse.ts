import { posixRegex, RegexError, UsageError } from '../../base/index.ts'

export type Address =
  | { readonly kind: 'line'; readonly line: number }
  | { readonly kind: 'last' }
  | { readonly kind: 'regex'; readonly expression: RegExp | undefined }
  | { readonly kind: 'step'; readonly first: number; readonly step: number }
  | { readonly kind: 'plus'; readonly count: number }

export interface SedCommand {
  readonly from?: Address
  readonly to?: Address
  readonly negated: boolean
  readonly letter: string
  /** Text of a, i, c; label of b, t, T; file of r, w; characters of y. */
  readonly text?: string
  readonly target?: string
  readonly substitute?: {
    readonly expression: RegExp | undefined
    readonly replacement: string
    readonly global: boolean
    readonly print: boolean
    readonly which: number
    readonly file?: string
  }
  /** Where the block of `{` ends. */
  end?: number
}

class Parser {
  readonly #text: string
  readonly #extended: boolean
  readonly #commands: SedCommand[] = []
  readonly #open: number[] = []
  #at = 0

  constructor(text: string, extended: boolean) {
    this.#text = text
    this.#extended = extended
  }

  run(): readonly SedCommand[] {
    for (;;) {
      this.#skip(/[\s;]/)
      if (this.#at >= this.#text.length) break
      if (this.#text[this.#at] === '#') {
        this.#skip(/[^\n]/)
        continue
      }
      this.#commands.push(this.#command())
    }
    if (this.#open.length > 0) this.#fail("unmatched `{'", 0)
    return this.#commands
  }

  #fail(message: string, at = this.#at): never {
    throw new UsageError(`sed: -e expression #1, char ${at}: ${message}`)
  }

  #skip(pattern: RegExp): void {
    while (this.#at < this.#text.length && pattern.test(this.#text[this.#at]!)) this.#at++
  }

  #regex(source: string, flags = ''): RegExp | undefined {
    if (source === '') return undefined
    try {
      return posixRegex(source, { extended: this.#extended, ignoreCase: /i/i.test(flags), multiline: /m/i.test(flags), global: true })
    } catch (error) {
      if (error instanceof RegexError || error instanceof SyntaxError)
        this.#fail(error instanceof RegexError ? error.message : 'Invalid regular expression')
      throw error
    }
  }

  /** Text up to an unescaped delimiter; `\` + delimiter is the delimiter itself. */
  #delimited(delimiter: string, what: string, regex: boolean): string {
    let text = ''
    for (let inBracket = false; ; this.#at++) {
      const character = this.#text[this.#at]
      if (character === undefined) this.#fail(what, this.#text.length)
      if (character === delimiter && !inBracket) {
        this.#at++
        return text
      }
      if (character === '\\') {
        const next = this.#text[++this.#at]
        if (next === delimiter) text += regex && /[.*[\]^$+?(){}|]/.test(delimiter) ? `\\${next}` : next
        else if (next === 'n' && regex) text += '\n'
        else text += `\\${next ?? ''}`
        continue
      }
      if (regex && character === '[' && !inBracket) {
        inBracket = true
        text += character
        if (this.#text[this.#at + 1] === '^') text += this.#text[++this.#at]
        if (this.#text[this.#at + 1] === ']') text += this.#text[++this.#at]
        continue
      }
      if (inBracket && character === ']') inBracket = false
      text += character
    }
  }

  #address(): Address | undefined {
    const rest = this.#text.slice(this.#at)
    const number = /^(\d+)(?:~(\d+))?/.exec(rest)
    if (number) {
      this.#at += number[0].length
      return number[2] === undefined
        ? { kind: 'line', line: Number(number[1]) }
        : { kind: 'step', first: Number(number[1]), step: Number(number[2]) }
    }
    if (rest.startsWith('$')) {
      this.#at++
      return { kind: 'last' }
    }
    const plus = /^\+(\d+)/.exec(rest)
    if (plus) {
      this.#at += plus[0].length
      return { kind: 'plus', count: Number(plus[1]) }
    }
    if (rest.startsWith('/') || (rest.startsWith('\\') && rest.length > 1)) {
      const delimiter = rest.startsWith('/') ? '/' : rest[1]!
      this.#at += rest.startsWith('/') ? 1 : 2
      const source = this.#delimited(delimiter, 'unterminated address regex', true)
      const flags = /^[IM]*/.exec(this.#text.slice(this.#at))![0]
      this.#at += flags.length
      return { kind: 'regex', expression: this.#regex(source, flags) }
    }
    return undefined
  }

  #command(): SedCommand {
    const from = this.#address()
    let to: Address | undefined
    this.#skip(/\s/)
    if (from && this.#text[this.#at] === ',') {
      this.#at++
      this.#skip(/\s/)
      to = this.#address()
      if (!to) this.#fail("unexpected `,'")
    }
    this.#skip(/\s/)
    const negated = this.#text[this.#at] === '!'
    if (negated) this.#skip(/[!\s]/)
    const letter = this.#text[this.#at++]
    if (letter === undefined) this.#fail('missing command')
    const base = { ...(from ? { from } : {}), ...(to ? { to } : {}), negated, letter }
    return this.#body(base)
  }

  #body(base: SedCommand): SedCommand {
    const { letter } = base
    switch (letter) {
      case '{':
        this.#open.push(this.#commands.length)
        return base
      case '}': {
        const start = this.#open.pop()
        if (start === undefined) this.#fail("unexpected `}'")
        this.#commands[start]!.end = this.#commands.length
        this.#finish()
        return base
      }
      case 's':
        return this.#substitute(base)
      case 'y': {
        const delimiter = this.#text[this.#at++] ?? ''
        const text = this.#delimited(delimiter, "unterminated `y' command", false).replace(/\\n/g, '\n').replace(/\\\\/g, '\\')
        const target = this.#delimited(delimiter, "unterminated `y' command", false).replace(/\\n/g, '\n').replace(/\\\\/g, '\\')
        if ([...text].length !== [...target].length) this.#fail("strings for `y' command are different lengths")
        this.#finish()
        return { ...base, text, target }
      }
      case 'a':
      case 'i':
      case 'c':
        return { ...base, text: this.#text_() }
      case 'b':
      case 't':
      case 'T':
      case ':': {
        this.#skip(/[ \t]/)
        const label = /^[^\s;}]*/.exec(this.#text.slice(this.#at))![0]
        this.#at += label.length
        return { ...base, text: label }
      }
      case 'r':
      case 'w': {
        this.#skip(/[ \t]/)
        const file = /^[^\n]*/.exec(this.#text.slice(this.#at))![0]
        this.#at += file.length
        return { ...base, text: file }
      }
      case 'q':
      case 'Q': {
        this.#skip(/[ \t]/)
        const code = /^\d*/.exec(this.#text.slice(this.#at))![0]
        this.#at += code.length
        this.#finish()
        return { ...base, text: code }
      }
      default:
        if (!'=dDgGhHlnNpPxzF'.includes(letter)) this.#fail(`unknown command: \`${letter}'`)
        this.#finish()
        return base
    }
  }

  /** After a command only `;`, `}`, a comment or the line's end may come. */
  #finish(): void {
    this.#skip(/[ \t]/)
    const next = this.#text[this.#at]
    if (next !== undefined && !';}\n#'.includes(next)) this.#fail('extra characters after command', this.#at + 1)
  }

  /** The text of a, i and c: one-liner, or after a backslash and a line feed. */
  #text_(): string {
    this.#skip(/[ \t]/)
    if (this.#text[this.#at] === '\\') {
      this.#at++
      this.#skip(/[ \t]/)
      if (this.#text[this.#at] === '\n') this.#at++
    }
    let text = ''
    for (; this.#at < this.#text.length && this.#text[this.#at] !== '\n'; this.#at++) {
      if (this.#text[this.#at] === '\\' && this.#at + 1 < this.#text.length) {
        const next = this.#text[++this.#at]!
        text += next === 't' ? '\t' : next
      } else text += this.#text[this.#at]
    }
    if (text === '') this.#fail("expected \\ after `a', `c' or `i'")
    return text
  }

  #substitute(base: SedCommand): SedCommand {
    const delimiter = this.#text[this.#at++] ?? ''
    const source = this.#delimited(delimiter, "unterminated `s' command", true)
    const replacement = this.#delimited(delimiter, "unterminated `s' command", false)
    const match = /^([gpiImMe\d]*)(?:w[ \t]*([^\n]*))?/.exec(this.#text.slice(this.#at))!
    const flags = match[1]!
    this.#at += match[0].length
    this.#skip(/[ \t]/)
    const next = this.#text[this.#at]
    if (next !== undefined && !';}\n#'.includes(next)) this.#fail("unknown option to `s'", this.#at + 1)
    const expression = this.#regex(source, flags)
    return {
      ...base,
      substitute: {
        expression,
        replacement,
        global: flags.includes('g'),
        print: flags.includes('p'),
        which: Number(/\d+/.exec(flags)?.[0] ?? 1),
        ...(match[2] === undefined ? {} : { file: match[2] }),
      },
    }
  }
}

export const parseSed = (text: string, extended: boolean): readonly SedCommand[] => new Parser(text, extended).run()
