import { UsageError } from '../../base/index.ts'

export interface Token {
  readonly kind: 'number' | 'string' | 'regex' | 'name' | 'call' | 'keyword' | 'operator' | 'newline' | 'end'
  readonly text: string
  readonly at: number
}

const keywords = new Set([
  'BEGIN',
  'END',
  'function',
  'func',
  'if',
  'else',
  'while',
  'for',
  'do',
  'break',
  'continue',
  'next',
  'exit',
  'return',
  'delete',
  'in',
  'getline',
  'print',
  'printf',
])
const operators = [
  '**=',
  '&&',
  '||',
  '==',
  '!=',
  '<=',
  '>=',
  '+=',
  '-=',
  '*=',
  '/=',
  '%=',
  '^=',
  '++',
  '--',
  '>>',
  '!~',
  '**',
  '{',
  '}',
  '(',
  ')',
  '[',
  ']',
  ';',
  ',',
  '+',
  '-',
  '*',
  '/',
  '%',
  '^',
  '!',
  '<',
  '>',
  '|',
  '?',
  ':',
  '~',
  '$',
  '=',
]
const escapes: Readonly<Record<string, string>> = {
  n: '\n',
  t: '\t',
  r: '\r',
  a: '\x07',
  b: '\b',
  f: '\f',
  v: '\v',
  '\\': '\\',
  '"': '"',
  '/': '/',
}

/** What `\` sequences of a string mean; others keep their backslash. */
export const unescape = (text: string): string =>
  text.replace(/\\([0-7]{1,3}|[\s\S])/g, (whole, what: string) =>
    /^[0-7]/.test(what) ? String.fromCharCode(Number.parseInt(what, 8)) : (escapes[what] ?? whole),
  )

/** After these a `/` divides; anywhere else it begins a regular expression. */
const endsOperand = (token: Token | undefined): boolean =>
  token !== undefined &&
  (['number', 'string', 'regex', 'name'].includes(token.kind) ||
    (token.kind === 'operator' && [')', ']', '$', '++', '--'].includes(token.text)))

const regexEnd = (source: string, start: number): number => {
  let bracket = false
  for (let i = start; i < source.length; i++) {
    if (source[i] === '\\') i++
    else if (source[i] === '[') bracket = true
    else if (source[i] === ']' && i > start + 1) bracket = false
    else if (source[i] === '/' && !bracket) return i
    else if (source[i] === '\n') break
  }
  throw new UsageError("awk: line 1: regular expression compile failed (missing '/')", 2)
}

/** Splits a script into tokens; a UsageError in mawk's words where that fails. */
export const tokenise = (source: string): Token[] => {
  const tokens: Token[] = []
  let at = 0
  const push = (kind: Token['kind'], text: string, length: number): void => {
    tokens.push({ kind, text, at })
    at += length
  }
  while (at < source.length) {
    const rest = source.slice(at)
    const blank = /^(?:[ \t\r]+|\\\r?\n|#[^\n]*)/.exec(rest)
    if (blank) {
      at += blank[0].length
      continue
    }
    if (rest[0] === '\n') {
      push('newline', '\n', 1)
      continue
    }
    const number = /^(?:0x[0-9a-fA-F]+|(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?)/.exec(rest)
    if (number) {
      push('number', number[0], number[0].length)
      continue
    }
    const string = /^"((?:[^"\\\n]|\\[\s\S])*)"/.exec(rest)
    if (string) {
      push('string', unescape(string[1]!), string[0].length)
      continue
    }
    if (rest[0] === '/' && !endsOperand(tokens.at(-1))) {
      const end = regexEnd(source, at + 1)
      push('regex', source.slice(at + 1, end).replace(/\\\//g, '/'), end + 1 - at)
      continue
    }
    const name = /^[A-Za-z_]\w*/.exec(rest)?.[0]
    if (name) {
      push(keywords.has(name) ? 'keyword' : rest[name.length] === '(' ? 'call' : 'name', name, name.length)
      continue
    }
    const operator = operators.find((candidate) => rest.startsWith(candidate))
    if (!operator) throw new UsageError(`awk: line 1: syntax error at or near ${rest[0]}`, 2)
    push('operator', operator, operator.length)
  }
  push('end', 'end of file', 0)
  return tokens
}
