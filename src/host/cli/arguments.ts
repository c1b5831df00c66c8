import { UsageError } from '../../base/index.ts'

/** The options of one subcommand: `value` options take the next word or what follows `=`. */
export interface Parsed {
  readonly options: ReadonlyMap<string, string>
  readonly words: readonly string[]
}

/** Parses words; an option that is not in `known` is a UsageError with code 2. `known` maps option to whether it takes a value. */
export const parseArguments = (command: string, words: readonly string[], known: Readonly<Record<string, boolean>>): Parsed => {
  const options = new Map<string, string>()
  const rest: string[] = []
  for (let i = 0; i < words.length; i++) {
    const word = words[i]!
    if (!word.startsWith('-') || word === '-') {
      rest.push(word)
      continue
    }
    const [name = '', inline] = word.startsWith('--') ? word.split(/=(.*)/s) : [word]
    if (!(name in known)) throw new UsageError(`bottleship ${command}: Expected ${Object.keys(known).join(', ')} but found ${name}.`, 2)
    const value = known[name] ? (inline ?? words[++i]) : 'true'
    if (value === undefined) throw new UsageError(`bottleship ${command}: Expected a value after ${name} but found none.`, 2)
    options.set(name, value)
  }
  return { options, words: rest }
}
