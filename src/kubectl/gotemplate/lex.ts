import { UsageError } from '../../base/index.ts'

export interface Token {
  readonly type: 'word' | 'field' | 'variable' | 'text' | 'character' | 'number' | 'blank' | '(' | ')' | '|' | ',' | ':=' | '=' | '.'
  readonly text: string
  readonly position: number
}

/** A piece of a template: text, or the tokens of an action. */
export type Piece =
  | { readonly type: 'text'; readonly text: string }
  | { readonly type: 'action'; readonly tokens: readonly Token[]; readonly position: number }

const patterns: readonly (readonly [Token['type'], RegExp])[] = [
  ['blank', /[ \t\r\n]+/y],
  ['text', /"(?:[^"\\\n]|\\.)*"|`[^`]*`/y],
  ['character', /'(?:[^'\\\n]|\\.)+'/y],
  ['number', /[-+]?(?:0[xX][0-9a-fA-F_]+|\d[\d_]*(?:\.\d*)?(?:[eE][-+]?\d+)?|\.\d+)/y],
  ['field', /\.[\p{L}_][\p{L}\p{Nd}_]*/uy],
  ['variable', /\$[\p{L}\p{Nd}_]*/uy],
  ['word', /[\p{L}_][\p{L}\p{Nd}_]*/uy],
  [':=', /:=/y],
  ['=', /=/y],
  ['(', /\(/y],
  [')', /\)/y],
  ['|', /\|/y],
  [',', /,/y],
  ['.', /\./y],
]

export const lineOf = (source: string, position: number): number => source.slice(0, position).split('\n').length

/** A syntax error in the words of text/template. */
export const syntaxError = (source: string, position: number, message: string): UsageError =>
  new UsageError(`template: output:${lineOf(source, position)}: ${message}`)

/** Splits a template into texts and actions, with `{{-` and `-}}` trimming the texts around them. */
export const lexTemplate = (source: string): readonly Piece[] => {
  const pieces: Piece[] = []
  let position = 0
  let trimNext = false
  const pushText = (end: number, trimEnd: boolean) => {
    let text = source.slice(position, end)
    if (trimNext) text = text.replace(/^[ \t\r\n]+/, '')
    if (trimEnd) text = text.replace(/[ \t\r\n]+$/, '')
    if (text !== '') pieces.push({ type: 'text', text })
  }
  for (;;) {
    const open = source.indexOf('{{', position)
    if (open < 0) {
      pushText(source.length, false)
      return pieces
    }
    const trimBefore = /^-[ \t\r\n]/.test(source.slice(open + 2, open + 4))
    pushText(open, trimBefore)
    const start = open + 2 + (trimBefore ? 2 : 0)
    const action = source.startsWith('/*', start) ? skipComment(source, start) : lexAction(source, start)
    if (action.tokens) pieces.push({ type: 'action', tokens: action.tokens, position: start })
    position = action.end
    trimNext = action.trim
  }
}

const skipComment = (source: string, start: number): { readonly tokens?: undefined; readonly end: number; readonly trim: boolean } => {
  const close = source.indexOf('*/', start)
  if (close < 0) throw syntaxError(source, start, 'unclosed comment')
  const end = /^([ \t\r\n]-)?\}\}/.exec(source.slice(close + 2))
  if (!end) throw syntaxError(source, start, 'comment ends before closing delimiter')
  return { end: close + 2 + end[0].length, trim: end[1] !== undefined }
}

const lexAction = (source: string, start: number): { readonly tokens: readonly Token[]; readonly end: number; readonly trim: boolean } => {
  const tokens: Token[] = []
  let position = start
  for (;;) {
    if (source.startsWith('}}', position)) return { tokens, end: position + 2, trim: false }
    const trim = /^[ \t\r\n]+-\}\}/.exec(source.slice(position, position + 64))
    if (trim) return { tokens, end: position + trim[0].length, trim: true }
    if (position >= source.length) throw syntaxError(source, start, 'unclosed action')
    const token = nextToken(source, position, start)
    tokens.push(token)
    position += token.text.length
  }
}

const nextToken = (source: string, position: number, start: number): Token => {
  for (const [type, pattern] of patterns) {
    pattern.lastIndex = position
    const match = pattern.exec(source)
    if (match) return { type, text: match[0], position }
  }
  const character = source[position]!
  if (character === '"') throw syntaxError(source, start, 'unterminated quoted string')
  if (character === '`') throw syntaxError(source, start, 'unterminated raw quoted string')
  if (character === ':') throw syntaxError(source, start, 'expected :=')
  throw syntaxError(
    source,
    start,
    `unexpected bad character U+${character.codePointAt(0)!.toString(16).toUpperCase().padStart(4, '0')} '${character}' in command`.replace(
      'bad character',
      'bad character',
    ),
  )
}
