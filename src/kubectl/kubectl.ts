import { ApiError, SystemError, UsageError } from '../base/index.ts'
import type { Process, Program } from '../machine/index.ts'
import { formatError, PlainError } from './errors.ts'
import { parseFlags, type ParsedFlags } from './flags.ts'
import { globalFlags } from './flags/global.ts'
import { helpOf, rootUsage } from './help.ts'
import { KubectlInvocation } from './invocation.ts'
import { suggestionsFor } from './suggest.ts'
import type { Flag, Verb } from './verb.ts'
import { verbs } from './verbs/index.ts'

/** kubectl itself as the parent of all verbs. */
export const root: Verb = {
  name: 'kubectl',
  summary: 'kubectl controls the Kubernetes cluster manager.',
  description: ' Find more information at: https://kubernetes.io/docs/reference/kubectl/',
  usage: '[flags]',
  flags: [],
  commands: verbs,
  bare: { to: 'stdout', code: 0 },
}

/** The command that a command line names, and the words that are left for it. */
export interface FoundCommand {
  readonly verb: Verb
  readonly path: readonly string[]
  readonly rest: readonly string[]
}

const takesNext = (word: string, flags: readonly Flag[]): boolean => {
  if (word.startsWith('--')) {
    if (word.includes('=')) return false
    const flag = flags.find((one) => one.name === word.slice(2))
    return flag !== undefined && flag.kind !== 'boolean' && flag.alone === undefined
  }
  if (word.length !== 2) return false
  const flag = flags.find((one) => one.short === word[1])
  return flag !== undefined && flag.kind !== 'boolean' && flag.alone === undefined
}

/** Where the first word is that is neither a flag nor the value of one; -1 if there is none before `--`. */
const firstWord = (words: readonly string[], flags: readonly Flag[]): number => {
  for (let i = 0; i < words.length; i++) {
    const word = words[i]!
    if (word === '--') return -1
    if (word.startsWith('-') && word !== '-') {
      if (takesNext(word, flags)) i++
      continue
    }
    return i
  }
  return -1
}

/** Walks down the tree of commands as cobra's Find does. */
export const findCommand = (words: readonly string[]): FoundCommand => {
  let verb = root
  let rest = words
  const path = [root.name]
  for (;;) {
    const index = firstWord(rest, [...verb.flags, ...globalFlags])
    const word = index < 0 ? undefined : rest[index]!
    const next = word === undefined ? undefined : verb.commands?.find((command) => command.name === word || command.aliases?.includes(word))
    if (!next) return { verb, path, rest }
    rest = [...rest.slice(0, index), ...rest.slice(index + 1)]
    path.push(next.name)
    verb = next
  }
}

/** The flags of a command with the global ones that it does not take for itself. */
export const allFlags = (verb: Verb): readonly Flag[] => {
  const names = new Set(verb.flags.map((flag) => flag.name))
  const shorts = new Set(verb.flags.map((flag) => flag.short))
  return [...verb.flags, ...globalFlags.filter((flag) => !names.has(flag.name)).map((flag) => (flag.short && shorts.has(flag.short) ? { ...flag, short: '' } : flag))]
}

const unknownCommand = (words: readonly string[], typed: string): UsageError => {
  if (words[0]!.startsWith('-')) return new PlainError(`Error: flags cannot be placed before plugin name: ${words[0]}`)
  const names = (root.commands ?? []).filter((command) => !command.hidden).map((command) => command.name)
  const near = suggestionsFor(typed, names)
  const hint = near.length > 0 ? `\n\nDid you mean this?\n${near.map((name) => `\t${name}\n`).join('')}` : ''
  return new UsageError(`unknown command ${JSON.stringify(typed)} for "kubectl"${hint}`)
}

const parse = (found: FoundCommand): ParsedFlags => {
  try {
    return parseFlags(allFlags(found.verb), found.rest)
  } catch (error) {
    if (!(error instanceof UsageError)) throw error
    throw new UsageError(`${error.message}\nSee '${found.path.join(' ')} --help' for usage.`)
  }
}

const checkRequired = (verb: Verb, parsed: ParsedFlags): void => {
  const missing = verb.flags.filter((flag) => flag.required && !parsed.values.changed(flag.name)).map((flag) => `"${flag.name}"`)
  if (missing.length > 0) throw new UsageError(`required flag(s) ${missing.toSorted().join(', ')} not set`)
}

/** Runs a command that only has subcommands: its help, or the complaint about the word that is none of them. */
const runParent = async (process: Process, found: FoundCommand, args: readonly string[], home: string): Promise<number> => {
  const { verb, path } = found
  if (args.length > 0 && verb !== root) throw new UsageError(`unknown command ${JSON.stringify(args.join(' '))}\nSee '${path.join(' ')} -h' for help and examples`)
  const { to, code } = verb.bare ?? { to: 'stderr', code: 1 }
  const text = helpOf(verb, path, home)
  await (to === 'stdout' ? process.print(text) : process.printError(text))
  return code
}

const helpWords = (words: readonly string[]): readonly string[] => (words[0] === 'help' ? [...words.slice(1).filter((word) => !word.startsWith('-')), '--help'] : words)

const runCommand = async (process: Process): Promise<number> => {
  const words = helpWords(process.argv.slice(1))
  const found = findCommand(words)
  const home = process.env.get('HOME') ?? process.user.home
  const topics = process.argv.slice(2).filter((word) => !word.startsWith('-'))
  if (found.verb === root && process.argv[1] === 'help' && topics.length > 0) {
    await process.printError(`Unknown help topic [${topics.map((topic) => `\`${topic}\``).join(' ')}]\n\n\n${rootUsage(root)}`)
    return 0
  }
  if (found.verb === root) {
    const index = firstWord(found.rest, globalFlags)
    if (index >= 0) throw unknownCommand(words, found.rest[index]!)
  }
  const parsed = parse(found)
  for (const notice of parsed.notices) await process.printError(notice)
  if (parsed.help) {
    await process.print(helpOf(found.verb, found.path, home))
    return 0
  }
  if (!found.verb.run) return runParent(process, found, parsed.args, home)
  checkRequired(found.verb, parsed)
  const invocation = new KubectlInvocation(process, found.verb, found.path, parsed)
  const code = await found.verb.run(invocation)
  if (code === 0 && invocation.flags.boolean('warnings-as-errors') && invocation.warnings > 0) {
    throw new UsageError(`${invocation.warnings} warning${invocation.warnings === 1 ? '' : 's'} received`)
  }
  return code
}

/** The program. */
export const kubectl: Program = {
  name: 'kubectl',
  summary: 'talks to the control plane of a Kubernetes cluster',
  cost: 50,
  async run(process) {
    try {
      return await runCommand(process)
    } catch (error) {
      if (!(error instanceof UsageError || error instanceof ApiError || (error instanceof SystemError && error.code !== 'EPIPE'))) throw error
      await process.printError(formatError(error))
      return error instanceof UsageError ? error.exitCode : 1
    }
  },
}
