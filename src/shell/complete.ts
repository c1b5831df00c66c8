import { SystemError } from '../base/index.ts'
import { builtins } from './builtins/index.ts'
import { expandTilde } from './expand/tilde.ts'
import { findExecutable } from './run/spawn.ts'
import type { Shell } from './shell.ts'
import { getText } from './variable-access.ts'
import type { Completion } from './readline/readline.ts'

interface Typed {
  /** Words of the simple command at the cursor, the last being the one to complete, as typed. */
  readonly words: readonly string[]
  readonly start: number
}

/** Splits off the simple command that the cursor stands in. */
const typedWords = (text: string): Typed => {
  let words: string[] = []
  let start = 0
  let current = ''
  let quote = ''
  for (let at = 0; at < text.length; at++) {
    const character = text[at]!
    if (quote) {
      current += character
      if (character === quote) quote = ''
      continue
    }
    if (character === '\\') {
      current += character + (text[++at] ?? '')
      continue
    }
    if (character === '"' || character === "'") quote = character
    if (/[\s;|&()<>`]/.test(character)) {
      if (/[;|&(`]/.test(character)) words = []
      else if (current !== '') words.push(current)
      current = ''
      start = at + 1
      continue
    }
    if (current === '') start = at
    current += character
  }
  return { words: [...words, current], start }
}

const unquoted = (word: string): string => word.replace(/^["']|\\([^])/g, '$1')

const escaped = (name: string): string => name.replace(/[\s"'\\$&|;<>()*?[\]{}!`#]/g, '\\$&')

const isAssignment = (word: string): boolean => /^[A-Za-z_]\w*=/.test(word)

const transparent = new Set([
  'sudo',
  'time',
  'watch',
  'command',
  'exec',
  'nohup',
  'then',
  'do',
  'else',
  'if',
  'while',
  'until',
  '!',
  '{',
  'xargs',
])

/** Files and directories (these end in a slash) that begin as the word does. */
const files = (shell: Shell, word: string, directoriesOnly: boolean): string[] => {
  const path = unquoted(word)
  const slash = path.lastIndexOf('/') + 1
  const directory = path.slice(0, slash)
  const prefix = path.slice(slash)
  const real = expandTilde(shell, directory) || '.'
  try {
    return shell.process.files
      .list(real)
      .filter((name) => name.startsWith(prefix) && (prefix.startsWith('.') || !name.startsWith('.')))
      .map((name) => {
        const full = `${real === '.' ? '' : real}${name}`
        const isDirectory = shell.process.files.exists(full) && shell.process.files.stat(full).type === 'directory'
        return {
          text: `${directory.startsWith('~') ? directory : directory.replace(/[^/]+/g, escaped)}${escaped(name)}${isDirectory ? '/' : ''}`,
          isDirectory,
        }
      })
      .filter(({ isDirectory }) => isDirectory || !directoriesOnly)
      .map(({ text }) => text)
  } catch (error) {
    if (error instanceof SystemError) return []
    throw error
  }
}

const commands = (shell: Shell, prefix: string): string[] => {
  const found = new Set(
    [
      ...builtins.keys(),
      ...shell.functions.keys(),
      ...shell.aliases.keys(),
      'if',
      'for',
      'while',
      'until',
      'case',
      'function',
      'select',
      'time',
    ].filter((name) => name.startsWith(prefix)),
  )
  for (const directory of (getText(shell, 'PATH') ?? '').split(':')) {
    try {
      for (const name of shell.process.files.list(directory)) if (name.startsWith(prefix)) found.add(name)
    } catch (error) {
      if (!(error instanceof SystemError)) throw error
    }
  }
  return [...found].sort()
}

/** The words with a leading alias spelt out, as programs know themselves. */
const resolved = (shell: Shell, words: readonly string[]): readonly string[] => {
  const alias = shell.aliases.get(words[0] ?? '')
  return alias === undefined ? words : [...alias.trim().split(/\s+/), ...words.slice(1)]
}

const byProgram = async (shell: Shell, words: readonly string[]): Promise<readonly string[] | undefined> => {
  const found = findExecutable(shell, words[0]!)
  const program = 'path' in found ? shell.process.files.stat(found.path).program : undefined
  const completer = program === undefined ? undefined : shell.process.machine.programs.get(program)?.complete
  if (!completer) return undefined
  const prefix = words.at(-1)!
  return (await completer(words, words.length - 1, shell.process)).filter((word) => word.startsWith(prefix))
}

/** What Tab offers for the text before the cursor. */
export const completeLine = async (shell: Shell, text: string): Promise<Completion> => {
  const typed = typedWords(text)
  const { start } = typed
  let words = [...typed.words]
  while (words.length > 1 && (isAssignment(words[0]!) || transparent.has(words[0]!) || (words[0]!.startsWith('-') && words.length > 1)))
    words = words.slice(1)
  const word = words.at(-1)!
  const basename = (candidate: string) =>
    candidate.endsWith('/') ? `${candidate.slice(0, -1).replace(/^.*\//, '')}/` : candidate.replace(/^.*\//, '')
  const variable = /\$(\{?)(\w*)$/.exec(word)
  if (variable)
    return {
      start: start + variable.index,
      suffix: '',
      candidates: shell.variables
        .names()
        .filter((name) => name.startsWith(variable[2]!))
        .map((name) => `$${variable[1]}${name}${variable[1] ? '}' : ''}`),
    }
  if (words.length === 1 && !word.includes('/')) return { start, suffix: ' ', candidates: commands(shell, word) }
  if (words.length > 1) {
    const own = await byProgram(shell, resolved(shell, words))
    if (own && own.length > 0) return { start, suffix: ' ', candidates: own }
  }
  const directoriesOnly = words.length > 1 && (words[0] === 'cd' || words[0] === 'pushd' || words[0] === 'rmdir')
  return { start, suffix: ' ', candidates: files(shell, word, directoriesOnly), label: basename }
}
