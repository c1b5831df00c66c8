import { ApiError, SystemError, UsageError } from '../base/index.ts'
import type { Process, Program } from '../machine/index.ts'
import { formatError, PlainError } from './errors.ts'
import { parseFlags, type ParsedFlags } from './flags.ts'
import { allFlags, findCommand, firstWord, root, type FoundCommand } from './commands.ts'
import { complete } from './complete/index.ts'
import { globalFlags } from './flags/global.ts'
import { helpOf, rootUsage } from './help.ts'
import { KubectlInvocation } from './invocation.ts'
import { suggestionsFor } from './suggest.ts'
import type { Verb } from './verb.ts'

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
  if (args.length > 0 && verb !== root)
    throw new UsageError(`unknown command ${JSON.stringify(args.join(' '))}\nSee '${path.join(' ')} -h' for help and examples`)
  const { to, code } = verb.bare ?? { to: 'stderr', code: 1 }
  const text = helpOf(verb, path, home)
  await (to === 'stdout' ? process.print(text) : process.printError(text))
  return code
}

const helpWords = (words: readonly string[]): readonly string[] =>
  words[0] === 'help' ? [...words.slice(1).filter((word) => !word.startsWith('-')), '--help'] : words

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
  complete,
  async run(process) {
    try {
      return await runCommand(process)
    } catch (error) {
      if (!(error instanceof UsageError || error instanceof ApiError || (error instanceof SystemError && error.code !== 'EPIPE')))
        throw error
      await process.printError(formatError(error))
      return error instanceof UsageError ? error.exitCode : 1
    }
  },
}
