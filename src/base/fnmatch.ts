const classes: Readonly<Record<string, string>> = {
  alpha: 'a-zA-Z',
  digit: '0-9',
  alnum: 'a-zA-Z0-9',
  upper: 'A-Z',
  lower: 'a-z',
  space: ' \\t\\n\\r\\f\\v',
  blank: ' \\t',
  punct: '!-\\/:-@\\[-`{-~',
  print: ' -~',
  graph: '!-~',
  cntrl: '\\x00-\\x1f\\x7f',
  xdigit: '0-9A-Fa-f',
  word: '\\w',
}

/** The inside of a JavaScript character class for a POSIX bracket expression, or undefined if `[` at `start` is not closed; `end` is behind `]`. */
export const bracketClass = (text: string, start: number, escapes: boolean): { source: string; end: number } | undefined => {
  let at = start + 1
  let source = '['
  if (text[at] === '!' || text[at] === '^') {
    source += '^'
    at++
  }
  for (let first = true; at < text.length; first = false) {
    const character = text[at]!
    if (character === ']' && !first) return { source: source === '[^' ? '[^]' : `${source}]`, end: at + 1 }
    const named = /^\[([:.=])(.*?)\1\]/.exec(text.slice(at))
    if (named) {
      source += named[1] === ':' ? (classes[named[2]!] ?? '') : named[2]!.replace(/[\\\]^-]/g, '\\$&')
      at += named[0].length
      continue
    }
    if (character === '\\' && escapes && at + 1 < text.length) {
      source += text[at + 1]!.replace(/[\\\]^[-]/, '\\$&')
      at += 2
      continue
    }
    source += /[\\[\]^]/.test(character) ? `\\${character}` : character
    at++
  }
  return undefined
}

/** Finds the `)` that closes the `(` at `open`, or -1. */
const closing = (pattern: string, open: number): number => {
  let depth = 0
  for (let at = open; at < pattern.length; at++) {
    if (pattern[at] === '\\') at++
    else if (pattern[at] === '(') depth++
    else if (pattern[at] === ')' && --depth === 0) return at
  }
  return -1
}

/** Splits at `|` outside of parentheses. */
const alternatives = (pattern: string): string[] => {
  const parts = ['']
  let depth = 0
  for (let at = 0; at < pattern.length; at++) {
    const character = pattern[at]!
    if (character === '\\') {
      parts[parts.length - 1] += character + (pattern[++at] ?? '')
      continue
    }
    if (character === '(') depth++
    if (character === ')') depth--
    if (character === '|' && depth === 0) parts.push('')
    else parts[parts.length - 1] += character
  }
  return parts
}

const extended = (pattern: string, at: number, options: GlobOptions): { source: string; end: number } | undefined => {
  const end = closing(pattern, at + 1)
  if (end < 0) return undefined
  const group = `(?:${alternatives(pattern.slice(at + 2, end))
    .map((part) => globSource(part, options))
    .join('|')})`
  const rest = globSource(pattern.slice(end + 1), options)
  const suffix = { '?': '?', '*': '*', '+': '+', '@': '' }[pattern[at]!]
  if (suffix === undefined) return { source: `(?!${group}${rest}$)${options.path ? '[^/]*' : '[^]*'}${rest}`, end: pattern.length }
  return { source: group + suffix, end: end + 1 }
}

export interface GlobOptions {
  /** `*`, `?` and `[` do not match a slash. */
  readonly path?: boolean
  readonly ignoreCase?: boolean
}

/** A shell pattern (with `?(...)` and the like; a backslash quotes) as the source of a JavaScript expression, not anchored; `lazy` stars are for `#` and `%`. */
export const globSource = (pattern: string, options: GlobOptions & { readonly lazy?: boolean } = {}): string => {
  const any = options.path ? '[^/]' : '[^]'
  let source = ''
  for (let at = 0; at < pattern.length;) {
    const character = pattern[at]!
    if ('?*+@!'.includes(character) && pattern[at + 1] === '(') {
      const group = extended(pattern, at, options)
      if (group) {
        source += group.source
        at = group.end
        continue
      }
    }
    if (character === '*') source += `${any}*${options.lazy ? '?' : ''}`
    else if (character === '?') source += any
    else if (character === '[') {
      const bracket = bracketClass(pattern, at, true)
      if (bracket) {
        source += bracket.source
        at = bracket.end
        continue
      }
      source += '\\['
    } else if (character === '\\' && at + 1 < pattern.length) source += pattern[++at]!.replace(/[\\^$.*+?()[\]{}|/]/, '\\$&')
    else source += character.replace(/[\\^$.*+?()[\]{}|/]/, '\\$&')
    at++
  }
  return source
}

const compiled = new Map<string, RegExp>()

/** True if the whole text matches the shell pattern. */
export const fnmatch = (pattern: string, text: string, options: GlobOptions = {}): boolean => {
  const key = `${options.path ? 'p' : ''}${options.ignoreCase ? 'i' : ''}:${pattern}`
  let expression = compiled.get(key)
  if (!expression) {
    expression = new RegExp(`^(?:${globSource(pattern, options)})$`, options.ignoreCase ? 'iu' : 'u')
    if (compiled.size > 1000) compiled.clear()
    compiled.set(key, expression)
  }
  return expression.test(text)
}
