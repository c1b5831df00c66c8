import { bracketClass } from './fnmatch.ts'

export interface RegexOptions {
  /** ERE; otherwise BRE with GNU's `\+`, `\?` and `\|`. */
  readonly extended?: boolean
  readonly ignoreCase?: boolean
  readonly global?: boolean
  /** `^` and `$` match at every line. */
  readonly multiline?: boolean
}

const gnuEscapes: Readonly<Record<string, string>> = {
  '<': '\\b(?=\\w)',
  '>': '\\b(?<=\\w)',
  '`': '^',
  "'": '$',
  w: '\\w',
  W: '\\W',
  s: '\\s',
  S: '\\S',
  b: '\\b',
  B: '\\B',
}

/** Thrown for an expression that regcomp refuses; the message is glibc's. */
export class RegexError extends Error {}

/** Translates a POSIX regular expression, basic or extended with GNU's additions, to the source of a JavaScript one. */
export const posixSource = (pattern: string, extended: boolean): string => {
  let source = ''
  let open = 0
  let atStart = true
  for (let at = 0; at < pattern.length; at++) {
    let character = pattern[at]!
    let special = extended ? '.[*^$+?(){}|'.includes(character) : '.[*^$'.includes(character)
    if (character === '\\') {
      if (++at >= pattern.length) throw new RegexError('Trailing backslash')
      character = pattern[at]!
      special = !extended && '+?(){}|'.includes(character)
      if (!special) {
        const own = gnuEscapes[character]
        source +=
          own ??
          (/[1-9]/.test(character)
            ? `\\${character}`
            : character === 'n'
              ? '\\n'
              : character === 't'
                ? '\\t'
                : character.replace(/[\\^$.*+?()[\]{}|/]/, '\\$&'))
        atStart = false
        continue
      }
    }
    if (!special) {
      source += character.replace(/[\\^$.*+?()[\]{}|/]/, '\\$&')
      atStart = false
      continue
    }
    if (character === '[') {
      const bracket = bracketClass(pattern, at, false)
      if (!bracket) throw new RegexError('Unmatched [, [^, [:, [., or [=')
      source += bracket.source
      at = bracket.end - 1
      atStart = false
    } else if (character === '(') {
      open++
      source += '('
      atStart = true
    } else if (character === ')') {
      if (open === 0) {
        if (!extended) throw new RegexError('Unmatched ) or \\)')
        source += '\\)'
      } else {
        open--
        source += ')'
      }
      atStart = false
    } else if (character === '|') {
      source += '|'
      atStart = true
    } else if ('*+?'.includes(character)) {
      if (atStart) source += extended ? '' : `\\${character}`
      else if (!/[*+?]$/.test(source) || /\\[*+?]$/.test(source)) source += character
      atStart = false
    } else if (character === '{') {
      const interval = (extended ? /^\{(\d*)(,?)(\d*)\}/ : /^\{(\d*)(,?)(\d*)\\\}/).exec(pattern.slice(at))
      if (!interval || atStart) {
        if (!extended) throw new RegexError(interval ? 'Invalid preceding regular expression' : 'Unmatched \\{')
        source += '\\{'
      } else {
        source += `{${interval[1] || '0'}${interval[2]}${interval[3]}}`
        at += interval[0].length - 1
      }
    } else if (character === '^') {
      const anchors = extended || atStart
      source += anchors ? '^' : '\\^'
      if (!anchors) atStart = false
    } else if (character === '$') {
      const next = pattern.slice(at + 1)
      source += extended || next === '' || next.startsWith('\\)') || next.startsWith('\\|') ? '$' : '\\$'
      atStart = false
    } else if (character === '.') {
      source += '[^]'
      atStart = false
    } else {
      source += `\\${character}`
      atStart = false
    }
  }
  if (open > 0) throw new RegexError('Unmatched ( or \\(')
  return source
}

/** A POSIX regular expression as a JavaScript one; alternatives are tried in order, not by length (a JavaScript engine's way). */
export const posixRegex = (pattern: string, options: RegexOptions = {}): RegExp =>
  new RegExp(
    posixSource(pattern, options.extended ?? false),
    `u${options.ignoreCase ? 'i' : ''}${options.global ? 'g' : ''}${options.multiline ? 'm' : ''}`,
  )
