import { UsageError } from '../../base/index.ts'
import type { Program } from '../../machine/index.ts'
import { getopt, gnuWording } from '../getopt.ts'

const range = (from: string, to: string): string[] =>
  Array.from({ length: to.charCodeAt(0) - from.charCodeAt(0) + 1 }, (_, i) => String.fromCharCode(from.charCodeAt(0) + i))

const classes: Readonly<Record<string, () => string[]>> = {
  upper: () => range('A', 'Z'),
  lower: () => range('a', 'z'),
  digit: () => range('0', '9'),
  alpha: () => [...range('A', 'Z'), ...range('a', 'z')],
  alnum: () => [...range('0', '9'), ...range('A', 'Z'), ...range('a', 'z')],
  space: () => ['\t', '\n', '\v', '\f', '\r', ' '],
  blank: () => ['\t', ' '],
  punct: () => [...'!"#$%&\'()*+,-./:;<=>?@[\\]^_`{|}~'],
  xdigit: () => [...range('0', '9'), ...range('A', 'F'), ...range('a', 'f')],
  cntrl: () => [...range('\0', '\x1f'), '\x7f'],
  print: () => range(' ', '~'),
  graph: () => range('!', '~'),
}

const escapes: Readonly<Record<string, string>> = { n: '\n', t: '\t', r: '\r', a: '\x07', b: '\b', f: '\f', v: '\v', '\\': '\\' }

/** The characters of a SET. */
const expandSet = (text: string): string[] => {
  const tokens: string[] = []
  const escaped: boolean[] = []
  for (let at = 0; at < text.length; at++) {
    const octal = /^\\([0-7]{1,3})/.exec(text.slice(at))
    if (octal) {
      tokens.push(String.fromCharCode(parseInt(octal[1]!, 8)))
      escaped.push(true)
      at += octal[0].length - 1
    } else if (text[at] === '\\' && at + 1 < text.length) {
      tokens.push(escapes[text[++at]!] ?? text[at]!)
      escaped.push(true)
    } else {
      tokens.push(text[at]!)
      escaped.push(false)
    }
  }
  const set: string[] = []
  for (let at = 0; at < tokens.length; at++) {
    const named = escaped[at] ? null : /^\[:(\w+):\]/.exec(tokens.slice(at).join(''))
    if (named) {
      const members = classes[named[1]!]
      if (!members) throw new UsageError(`tr: invalid character class ‘${named[1]}’`)
      set.push(...members())
      at += named[0].length - 1
    } else if (tokens[at + 1] === '-' && !escaped[at + 1] && at + 2 < tokens.length) {
      if (tokens[at]! > tokens[at + 2]!)
        throw new UsageError(`tr: range-endpoints of '${tokens[at]}-${tokens[at + 2]}' are in reverse collating sequence order`)
      set.push(...range(tokens[at]!, tokens[at + 2]!))
      at += 2
    } else set.push(tokens[at]!)
  }
  return set
}

export const tr: Program = {
  name: 'tr',
  summary: 'Replaces or deletes characters.',
  async run(process) {
    const options = getopt(
      process.argv.slice(1),
      [
        { letter: 'c', long: 'complement' },
        { letter: 'C' },
        { letter: 'd', long: 'delete' },
        { letter: 's', long: 'squeeze-repeats' },
        { letter: 't', long: 'truncate-set1' },
      ],
      gnuWording('tr'),
    )
    const [first, second, extra] = options.operands
    const help = "Try 'tr --help' for more information."
    if (first === undefined) throw new UsageError(`tr: missing operand\n${help}`)
    const deletes = options.has('delete')
    const squeezes = options.has('squeeze-repeats')
    if (second === undefined && !deletes && !squeezes)
      throw new UsageError(`tr: missing operand after ‘${first}’\nTwo strings must be given when translating.\n${help}`)
    if (second !== undefined && deletes && !squeezes)
      throw new UsageError(`tr: extra operand ‘${second}’\nOnly one string may be given when deleting without squeezing repeats.\n${help}`)
    if (extra !== undefined) throw new UsageError(`tr: extra operand ‘${extra}’\n${help}`)
    const from = expandSet(first)
    const to = second === undefined ? [] : expandSet(second)
    const complement = options.has('complement') || options.has('C')
    const members = new Set(from)
    const inFirst = (character: string) => members.has(character) !== complement
    const mapping = new Map<string, string>()
    if (!complement)
      from.forEach((character, i) =>
        options.has('truncate-set1') && i >= to.length ? undefined : mapping.set(character, to[i] ?? to.at(-1)!),
      )
    const squeezed = new Set(second === undefined ? [] : to)
    const isSqueezed = (character: string) => (second === undefined ? inFirst(character) : squeezed.has(character))
    let last = ''
    const translate = (text: string): string => {
      let result = ''
      for (const character of text) {
        let made = character
        if (inFirst(character)) {
          if (deletes) continue
          if (second !== undefined) made = complement ? to.at(-1)! : (mapping.get(character) ?? character)
        }
        if (squeezes && made === last && isSqueezed(made)) continue
        last = made
        result += made
      }
      return result
    }
    const decoder = new TextDecoder()
    for (let chunk = await process.stdin.read(); chunk; chunk = await process.stdin.read())
      await process.print(translate(decoder.decode(chunk, { stream: true })))
    return 0
  },
}
