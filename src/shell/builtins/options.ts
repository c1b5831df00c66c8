import type { Shell } from '../shell.ts'
import type { Steps } from '../steps.ts'
import { complain, write } from '../run/output.ts'

export interface Options {
  readonly flags: ReadonlySet<string>
  readonly values: ReadonlyMap<string, string>
  readonly rest: readonly string[]
}

/** Parses single-letter options as bash's internal_getopt does; a letter with `:` takes a value. Prints the error and answers undefined for a bad one. */
export function* parseOptions(
  shell: Shell,
  name: string,
  args: readonly string[],
  letters: string,
  usage: string,
): Steps<Options | undefined> {
  const flags = new Set<string>()
  const values = new Map<string, string>()
  let at = 0
  for (; at < args.length; at++) {
    const word = args[at]!
    if (word === '--') {
      at++
      break
    }
    if (!/^-./.test(word)) break
    for (let i = 1; i < word.length; i++) {
      const letter = word[i]!
      const place = letters.indexOf(letter)
      if (place < 0 || letter === ':') {
        yield* complain(shell, `${name}: -${letter}: invalid option`)
        yield* write(shell, `${name}: usage: ${usage}\n`, 2)
        return undefined
      }
      flags.add(letter)
      if (letters[place + 1] !== ':') continue
      const value = word.slice(i + 1) || args[++at]
      if (value === undefined) {
        yield* complain(shell, `${name}: -${letter}: option requires an argument`)
        yield* write(shell, `${name}: usage: ${usage}\n`, 2)
        return undefined
      }
      values.set(letter, value)
      break
    }
  }
  return { flags, values, rest: args.slice(at) }
}
