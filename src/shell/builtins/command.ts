import { complain, write } from '../run/output.ts'
import { awaitForeground } from '../run/foreground.ts'
import { findExecutable, spawnExternal } from '../run/spawn.ts'
import type { Shell } from '../shell.ts'
import type { Steps } from '../steps.ts'
import type { Builtin } from './builtin.ts'
import { functionText } from './declare.ts'
import { builtins } from './index.ts'
import { parseOptions } from './options.ts'

const keywords = new Set([
  'if',
  'then',
  'else',
  'elif',
  'fi',
  'case',
  'esac',
  'for',
  'select',
  'while',
  'until',
  'do',
  'done',
  'in',
  'function',
  'time',
  '{',
  '}',
  '!',
  '[[',
  ']]',
  'coproc',
])

export type Meaning = { readonly kind: 'alias' | 'keyword' | 'function' | 'builtin' } | { readonly kind: 'file'; readonly path: string }

/** All that a command name could mean, in the order in which the shell looks. */
export const meanings = (shell: Shell, name: string): readonly Meaning[] => {
  const found: Meaning[] = []
  if (shell.aliases.has(name) && shell.shopt.has('expand_aliases')) found.push({ kind: 'alias' })
  if (keywords.has(name)) found.push({ kind: 'keyword' })
  if (shell.functions.has(name)) found.push({ kind: 'function' })
  if (builtins.has(name)) found.push({ kind: 'builtin' })
  const file = findExecutable(shell, name)
  if ('path' in file) found.push({ kind: 'file', path: file.path })
  return found
}

const describe = (shell: Shell, name: string, meaning: Meaning): string => {
  switch (meaning.kind) {
    case 'alias':
      return `${name} is aliased to \`${shell.aliases.get(name)}'`
    case 'keyword':
      return `${name} is a shell keyword`
    case 'function':
      return `${name} is a function\n${functionText(shell.functions.get(name)!)}`
    case 'builtin':
      return `${name} is a shell builtin`
    case 'file':
      return shell.hashed.has(name) ? `${name} is hashed (${meaning.path})` : `${name} is ${meaning.path}`
  }
}

const short = (shell: Shell, name: string, meaning: Meaning): string =>
  meaning.kind === 'alias' ? `alias ${name}='${shell.aliases.get(name)}'` : meaning.kind === 'file' ? meaning.path : name

export const type: Builtin = {
  name: 'type',
  usage: '[-afptP] name [name ...]',
  summary: 'Tells what a command name means.',
  *run(shell, args) {
    const options = yield* parseOptions(shell, 'type', args, 'afptP', 'type [-afptP] name [name ...]')
    if (!options) return 2
    let code = 0
    for (const name of options.rest) {
      let found = meanings(shell, name)
      if (options.flags.has('f')) found = found.filter(({ kind }) => kind !== 'function')
      if (options.flags.has('P')) found = found.filter(({ kind }) => kind === 'file')
      if (!options.flags.has('a')) found = found.slice(0, 1)
      if (found.length === 0) {
        if (!options.flags.has('t') && !options.flags.has('p') && !options.flags.has('P'))
          yield* complain(shell, `type: ${name}: not found`)
        code = 1
      }
      for (const meaning of found) {
        if (options.flags.has('t')) yield* write(shell, `${meaning.kind}\n`)
        else if (options.flags.has('p') || options.flags.has('P')) yield* write(shell, meaning.kind === 'file' ? `${meaning.path}\n` : '')
        else yield* write(shell, `${describe(shell, name, meaning)}\n`)
      }
    }
    return code
  },
}

function* runPlain(shell: Shell, args: readonly string[], call: Parameters<Builtin['run']>[2]): Steps<number> {
  const [name, ...rest] = args as [string, ...string[]]
  const builtin = builtins.get(name)
  if (builtin) {
    const result = builtin.run(shell, rest, { ...call, name, declarations: rest })
    return typeof result === 'number' ? result : yield* result
  }
  const found = findExecutable(shell, name)
  if (!('path' in found)) {
    yield* complain(shell, `${name}: ${found.message}`)
    return found.code
  }
  const process = spawnExternal(shell, found.path, args, shell.variables.exported(), shell.has('monitor') ? { group: true } : {})
  return (yield* awaitForeground(shell, [process], args.join(' ')))[0]!
}

export const command: Builtin = {
  name: 'command',
  usage: '[-pVv] command [arg ...]',
  summary: 'Runs a command, functions left aside; with -v tells where it is.',
  *run(shell, args, call) {
    const options = yield* parseOptions(shell, 'command', args, 'pVv', 'command [-pVv] command [arg ...]')
    if (!options) return 2
    const { flags, rest } = options
    if (rest.length === 0) return 0
    if (!flags.has('v') && !flags.has('V')) return yield* runPlain(shell, rest, call)
    let code = 0
    for (const name of rest) {
      const [meaning] = meanings(shell, name)
      if (meaning) yield* write(shell, `${flags.has('V') ? describe(shell, name, meaning) : short(shell, name, meaning)}\n`)
      else {
        if (flags.has('V')) yield* complain(shell, `command: ${name}: not found`)
        code = 1
      }
    }
    return code
  },
}

export const builtinBuiltin: Builtin = {
  name: 'builtin',
  usage: '[shell-builtin [arg ...]]',
  summary: 'Runs a builtin, functions left aside.',
  *run(shell, [name, ...args], call) {
    if (name === undefined) return 0
    const builtin = builtins.get(name)
    if (!builtin) {
      yield* complain(shell, `builtin: ${name}: not a shell builtin`)
      return 1
    }
    const result = builtin.run(shell, args, { ...call, name, declarations: args })
    return typeof result === 'number' ? result : yield* result
  },
}

export const hash: Builtin = {
  name: 'hash',
  usage: '[-lr] [-p pathname] [-dt] [name ...]',
  summary: 'Remembers where commands are.',
  *run(shell, args) {
    if (args[0] === '-r') {
      shell.hashed.clear()
      return 0
    }
    if (args.length === 0) {
      if (shell.hashed.size === 0) yield* write(shell, 'hash: hash table empty\n')
      else yield* write(shell, `hits\tcommand\n${[...shell.hashed.values()].map((path) => `   1\t${path}\n`).join('')}`)
      return 0
    }
    let code = 0
    for (const name of args) {
      const found = findExecutable(shell, name)
      if ('path' in found) shell.hashed.set(name, found.path)
      else {
        yield* complain(shell, `hash: ${name}: not found`)
        code = 1
      }
    }
    return code
  },
}
