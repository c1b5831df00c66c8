import { globalFlags } from './flags/global.ts'
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
export const firstWord = (words: readonly string[], flags: readonly Flag[]): number => {
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
  return [
    ...verb.flags,
    ...globalFlags
      .filter((flag) => !names.has(flag.name))
      .map((flag) => (flag.short && shorts.has(flag.short) ? { ...flag, short: '' } : flag)),
  ]
}
