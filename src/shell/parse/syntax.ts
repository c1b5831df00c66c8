import { parse, type ParsedScript, type Statement, type Word } from 'unbash'

/** A text of commands with what error messages need to know of it. */
export interface Source {
  readonly text: string
  /** The line that the text begins at. */
  readonly firstLine: number
  /** Where each line begins. */
  readonly lineStarts: readonly number[]
}

export const createSource = (text: string, firstLine = 1): Source => {
  const lineStarts = [0]
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) lineStarts.push(at + 1)
  return { text, firstLine, lineStarts }
}

export const lineAt = (source: Source, position: number): number => {
  let low = 0
  let high = source.lineStarts.length - 1
  while (low < high) {
    const middle = (low + high + 1) >> 1
    if (source.lineStarts[middle]! <= position) low = middle
    else high = middle - 1
  }
  return source.firstLine + low
}

export interface SyntaxFailure {
  readonly line: number
  /** Lines as bash prints them, without its name and line number. */
  readonly messages: readonly string[]
  /** The line of each message. */
  readonly lines: readonly number[]
  /** More input could complete it. */
  readonly unfinished: boolean
}

export interface Syntax {
  /** What can run: everything before the line of the first error. */
  readonly statements: readonly Statement[]
  readonly failure?: SyntaxFailure
}

const closers: Readonly<Record<string, string>> = {
  'unterminated double quote': '"',
  'unterminated single quote': "'",
  'unterminated ANSI-C quote': "'",
  'unterminated backtick': '`',
  'unterminated command substitution': ')',
  'unterminated process substitution': ')',
  'unterminated arithmetic expansion': ')',
  'unterminated arithmetic command': ')',
  'unterminated arithmetic for header': ')',
  'unterminated array subscript': ']',
  'unterminated parameter expansion': '}',
  'unterminated extended glob': ')',
}

const tokenAt = (text: string, position: number): string => {
  const rest = text.slice(position).replace(/^(?:[ \t]|\\\n)+/, '')
  if (rest === '' || rest.startsWith('\n')) return rest === '' ? '' : 'newline'
  return /^(?:&&|\|\||;;&|;;|;&|\|&|<<<|<<-|<<|>>|&>>|&>|>\||>&|<&|<>|[&|;()<>])/.exec(rest)?.[0] ?? /^[^\s&|;()<>]+/.exec(rest)![0]
}

const skipBlanks = (text: string, position: number): number => position + /^(?:[ \t\n]|\\\n|#[^\n]*)*/.exec(text.slice(position))![0].length

const describe = (source: Source, error: { readonly message: string; readonly pos: number }): SyntaxFailure => {
  const { text } = source
  const lastLine = lineAt(source, Math.max(0, text.length - 1))
  const closer = closers[error.message]
  if (closer) {
    const line = error.message === 'unterminated command substitution' ? lastLine + 1 : lineAt(source, error.pos)
    return { line, unfinished: true, messages: [`unexpected EOF while looking for matching \`${closer}'`], lines: [line] }
  }
  // `if true; fi`: the closing word came too early and was taken already.
  const early = /^expected '(?:then|do)'$/.test(error.message)
    ? /(?:^|[\s;])(fi|done|esac|else|elif)$/.exec(text.slice(0, error.pos))?.[1]
    : undefined
  const named = early ?? /^unexpected token '([^]*)'$/.exec(error.message)?.[1]
  const expectsMore = /^expected/.test(error.message)
  const at = expectsMore && !/redirect target/.test(error.message) ? skipBlanks(text, error.pos) : error.pos
  // A group that was only opened: `f() {`.
  if (/^expected command in/.test(error.message) && /^[({]\s*$/.test(text.slice(at))) {
    const line = lastLine + 1
    return { line, unfinished: true, messages: ['syntax error: unexpected end of file'], lines: [line] }
  }
  const token = named ?? tokenAt(text, at)
  if (token === '' || (named === undefined && at >= text.length && !/redirect target/.test(error.message))) {
    const line = lastLine + 1
    return { line, unfinished: true, messages: ['syntax error: unexpected end of file'], lines: [line] }
  }
  const line = lineAt(source, Math.min(at, Math.max(0, text.length - 1)))
  const shown = text.slice(source.lineStarts[line - source.firstLine], undefined).split('\n')[0]!
  return { line, unfinished: false, messages: [`syntax error near unexpected token \`${token}'`, `\`${shown}'`], lines: [line, line] }
}

/** True for what unbash takes but bash would want to go on with: a here-document without its end, a backslash at the end. */
const wantsMore = (text: string, script: ParsedScript): boolean => {
  if (/(^|[^\\])(\\\\)*\\\n?$/.test(text) && !/#[^\n]*\\\n?$/.test(text)) return true
  let open = false
  const visit = (value: unknown): void => {
    if (open || typeof value !== 'object' || value === null) return
    if (Array.isArray(value)) return value.forEach(visit)
    const node = value as { readonly type?: string; readonly closing?: unknown }
    if (node.type === 'HereDoc' && node.closing === undefined) open = true
    for (const [key, child] of Object.entries(value)) if (key !== 'parts') visit(child)
    if (node.type === 'Command') visit((value as { suffix?: unknown }).suffix)
  }
  if (text.includes('<<')) visit(script.commands)
  return open
}

/** Parses commands; what stands on lines before a syntax error can still run, as in bash. */
export const parseCommands = (source: Source): Syntax & { readonly wantsMore: boolean } => {
  const script = parse(source.text)
  const first = script.errors?.[0]
  if (!first) return { statements: script.commands, wantsMore: wantsMore(source.text, script) }
  // A construct that lacks its end begins with the last statement before the error; a stray token stands on its own.
  const isOpen = !first.message.startsWith('unexpected')
  const failing = isOpen
    ? script.commands.findLast(({ pos }) => pos <= first.pos)
    : script.commands.find(({ pos, end }) => pos <= first.pos && end > first.pos)
  const failure = describe(source, first)
  const limit = source.lineStarts[lineAt(source, Math.min(failing?.pos ?? first.pos, first.pos)) - source.firstLine]!
  return { statements: script.commands.filter(({ pos }) => pos < limit), failure, wantsMore: failure.unfinished }
}

const words = new Map<string, Word | undefined>()

/** Parses one word, as brace expansion and arithmetic make them from text. */
export const parseWord = (text: string): Word | undefined => {
  if (!words.has(text)) {
    if (words.size > 5000) words.clear()
    const command = parse(`: ${text}`).commands[0]?.command
    const word = command?.type === 'Command' ? command.suffix[0] : undefined
    words.set(text, word?.type === 'Word' ? word : word?.type === 'Assignment' ? parseWordOfAssignment(text) : undefined)
  }
  return words.get(text)
}

const parseWordOfAssignment = (text: string): Word | undefined => {
  const command = parse(`: ""${text}`).commands[0]?.command
  const word = command?.type === 'Command' ? command.suffix[0] : undefined
  return word?.type === 'Word' ? word : undefined
}
