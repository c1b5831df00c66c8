import { UsageError } from '../../base/index.ts'
import type { Completer } from '../../machine/index.ts'
import { allFlags, findCommand } from '../commands.ts'
import { parseFlags, type ParsedFlags } from '../flags.ts'
import type { Flag } from '../verb.ts'
import { CompletionContext } from './context.ts'
import { flagNames, flagValues } from './flags.ts'
import { wordsOf } from './words.ts'

/** The flag that the last word leaves without its value, as `-n` and `--namespace` do. */
const openFlag = (flags: readonly Flag[], word: string | undefined): Flag | undefined => {
  const found = word?.startsWith('--')
    ? flags.find(({ name }) => `--${name}` === word)
    : flags.find(({ short }) => short && `-${short}` === word)
  return found && found.kind !== 'boolean' && found.alone === undefined ? found : undefined
}

/** The flags and arguments typed so far; a mistake among them is as if nothing had been typed. */
const parsedOf = (flags: readonly Flag[], words: readonly string[]): ParsedFlags => {
  try {
    return parseFlags(flags, words)
  } catch (error) {
    if (error instanceof UsageError) return parseFlags(flags, [])
    throw error
  }
}

/** What kubectl offers for a word of its command line: commands, types, names, flags and their values. */
export const complete: Completer = async (words, index, process) => {
  const before = words.slice(1, index)
  const current = words[index] ?? ''
  const typed = before[0] === 'help' ? before.slice(1) : before
  const { verb, path, rest } = findCommand(typed)
  const flags = allFlags(verb)
  const open = openFlag(flags, rest.at(-1))
  const { values, args, dashAt } = parsedOf(flags, open ? rest.slice(0, -1) : rest)
  if (dashAt >= 0) return []
  const context = new CompletionContext(process, values, args, current)
  if (open) return flagValues(open, verb, context)
  const [, name, value] = /^--([^=]+)=(.*)$/.exec(current) ?? []
  if (value !== undefined) {
    const flag = flags.find((one) => one.name === name)
    return flag ? (await flagValues(flag, verb, context)).map((each) => `--${name}=${each}`) : []
  }
  if (current.startsWith('-')) return flagNames(flags)
  const commands = args.length === 0 ? (verb.commands ?? []).filter(({ hidden }) => !hidden).map((command) => command.name) : []
  if (path.length === 1) return args.length === 0 ? [...commands, 'help'] : []
  return [...commands, ...((await wordsOf[path.slice(1).join(' ')]?.(context)) ?? [])]
}
