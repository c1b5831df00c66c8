import { UsageError } from '../base/index.ts'

/** An option as GNU getopt knows it: its letter, its long name, and whether it takes a value. */
export interface Option {
  readonly letter?: string
  readonly long?: string
  readonly value?: 'none' | 'required' | 'optional'
}

export interface Options {
  /** Values in the order given, by long name or else letter; flags without value have ''. */
  readonly values: ReadonlyMap<string, readonly string[]>
  readonly operands: readonly string[]
  has(name: string): boolean
  /** The last value given. */
  get(name: string): string | undefined
}

/** How a program words its refusals; by default as coreutils. */
export interface Wording {
  readonly unknownShort: (letter: string) => string
  readonly unknownLong: (name: string) => string
  readonly missing: (option: string, long: boolean) => string
  readonly exitCode: number
}

export const gnuWording = (program: string, exitCode = 1): Wording => ({
  unknownShort: (letter) => `${program}: invalid option -- '${letter}'\nTry '${program} --help' for more information.`,
  unknownLong: (name) => `${program}: unrecognized option '--${name}'\nTry '${program} --help' for more information.`,
  missing: (option, long) =>
    `${program}: option ${long ? `'--${option}' requires an argument` : `requires an argument -- '${option}'`}\nTry '${program} --help' for more information.`,
  exitCode,
})

/** Parses the words after the program's name; options may stand anywhere before `--`. Throws a UsageError in the program's words. */
export const getopt = (words: readonly string[], known: readonly Option[], wording: Wording): Options => {
  const values = new Map<string, string[]>()
  const operands: string[] = []
  const refuse = (text: string): never => {
    throw new UsageError(text, wording.exitCode)
  }
  const add = (option: Option, value: string): void => {
    const name = option.long ?? option.letter!
    values.set(name, [...(values.get(name) ?? []), value])
  }
  for (let i = 0; i < words.length; i++) {
    const word = words[i]!
    if (word === '--') {
      operands.push(...words.slice(i + 1))
      break
    }
    if (word.startsWith('--')) {
      const [name = '', inline] = word.slice(2).split(/=(.*)/s)
      const option = known.find(({ long }) => long === name) ?? refuse(wording.unknownLong(name))
      if (option.value === 'required') add(option, inline ?? words[++i] ?? refuse(wording.missing(name, true)))
      else add(option, inline ?? '')
    } else if (word.startsWith('-') && word.length > 1) {
      for (let at = 1; at < word.length; at++) {
        const letter = word[at]!
        const option = known.find((other) => other.letter === letter) ?? refuse(wording.unknownShort(letter))
        const rest = word.slice(at + 1)
        if (!option.value || option.value === 'none') {
          add(option, '')
          continue
        }
        add(option, rest !== '' ? rest : option.value === 'optional' ? '' : (words[++i] ?? refuse(wording.missing(letter, false))))
        break
      }
    } else operands.push(word)
  }
  return { values, operands, has: (name) => values.has(name), get: (name) => values.get(name)?.at(-1) }
}
