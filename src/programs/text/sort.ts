import { UsageError } from '../../base/index.ts'
import type { Program } from '../../machine/index.ts'
import { getopt, gnuWording } from '../getopt.ts'
import { eachInput, lineBatches } from './input.ts'

interface Key {
  readonly startField: number
  readonly startCharacter: number
  readonly endField: number
  readonly endCharacter: number
  readonly flags: string
}

const parseKey = (text: string): Key => {
  const match = /^(\d+)(?:\.(\d+))?([bdfghiMnRrV]*)(?:,(\d+)(?:\.(\d+))?([bdfghiMnRrV]*))?$/.exec(text)
  if (!match) throw new UsageError(`sort: invalid number at field start: invalid count at start of ‘${text}’`, 2)
  if (match[1] === '0') throw new UsageError(`sort: -: invalid field specification ‘${text}’`, 2)
  return {
    startField: Number(match[1]),
    startCharacter: Number(match[2] ?? 1),
    endField: Number(match[4] ?? Infinity),
    endCharacter: Number(match[5] ?? 0),
    flags: (match[3] ?? '') + (match[6] ?? ''),
  }
}

/** Fields with the blanks before them, as sort counts without -t. */
const fieldsOf = (line: string, separator: string | undefined): string[] =>
  separator === undefined ? (line.match(/[ \t]*[^ \t]+|[ \t]+$/g) ?? []) : line.split(separator)

const extract = (line: string, key: Key, separator: string | undefined, blanks: boolean): string => {
  const fields = fieldsOf(line, separator)
  const end = Math.min(key.endField, fields.length)
  const parts = fields.slice(key.startField - 1, end)
  if (parts.length === 0) return ''
  if (key.endCharacter > 0 && end === key.endField) parts[parts.length - 1] = parts.at(-1)!.slice(0, key.endCharacter)
  if (blanks) parts[0] = parts[0]!.replace(/^[ \t]+/, '')
  parts[0] = parts[0]!.slice(key.startCharacter - 1)
  return parts.join(separator ?? '')
}

const suffixes = 'KMGTPEZY'

const numberOf = (text: string, flags: string): number => {
  const match = /^\s*(-?\d*\.?\d+(?:[eE][-+]?\d+)?)\s*([KMGTPEZYk]?)/.exec(text)
  if (!match) return flags.includes('g') ? -Infinity : 0
  const scale = flags.includes('h') && match[2] ? 1024 ** (suffixes.indexOf(match[2].toUpperCase()) + 1) : 1
  return Number(flags.includes('g') ? match[1] : match[1]!.replace(/[eE].*/, '')) * scale
}

const months = ['JAN', 'FEB', 'MAR', 'APR', 'MAY', 'JUN', 'JUL', 'AUG', 'SEP', 'OCT', 'NOV', 'DEC']

/** Versions: runs of digits by value, all else by bytes. */
const compareVersions = (a: string, b: string): number => {
  const split = (text: string) => text.match(/\d+|\D+/g) ?? []
  const [left, right] = [split(a), split(b)]
  for (let i = 0; i < Math.max(left.length, right.length); i++) {
    const [x, y] = [left[i] ?? '', right[i] ?? '']
    if (x === y) continue
    if (/^\d/.test(x) && /^\d/.test(y)) {
      if (Number(x) !== Number(y)) return Number(x) - Number(y)
    } else return x < y ? -1 : 1
  }
  return 0
}

const compare = (a: string, b: string, flags: string): number => {
  if (/[ngh]/.test(flags)) return numberOf(a, flags) - numberOf(b, flags) || 0
  if (flags.includes('V')) return compareVersions(a, b)
  if (flags.includes('M')) return months.indexOf(a.trim().slice(0, 3).toUpperCase()) - months.indexOf(b.trim().slice(0, 3).toUpperCase())
  let [x, y] = [a, b]
  if (flags.includes('d')) [x, y] = [x.replace(/[^\w \t]/g, ''), y.replace(/[^\w \t]/g, '')]
  if (flags.includes('f')) [x, y] = [x.toUpperCase(), y.toUpperCase()]
  return x < y ? -1 : x > y ? 1 : 0
}

export const sort: Program = {
  name: 'sort',
  summary: 'Sorts lines.',
  async run(process) {
    const letters = [...'bdfgiMhnRrVcCmsuz'].map((letter) => ({ letter }))
    const options = getopt(
      process.argv.slice(1),
      [
        ...letters,
        { letter: 'k', long: 'key', value: 'required' },
        { letter: 't', long: 'field-separator', value: 'required' },
        { letter: 'o', long: 'output', value: 'required' },
        { letter: 'S', value: 'required' },
        { letter: 'T', value: 'required' },
        { long: 'numeric-sort' },
        { long: 'reverse' },
        { long: 'unique' },
        { long: 'human-numeric-sort' },
        { long: 'version-sort' },
        { long: 'ignore-case' },
        { long: 'general-numeric-sort' },
        { long: 'stable' },
        { long: 'ignore-leading-blanks' },
        { long: 'check' },
        { long: 'month-sort' },
        { long: 'parallel', value: 'required' },
      ],
      gnuWording('sort', 2),
    )
    const long: Readonly<Record<string, string>> = {
      'numeric-sort': 'n',
      reverse: 'r',
      unique: 'u',
      'human-numeric-sort': 'h',
      'version-sort': 'V',
      'ignore-case': 'f',
      'general-numeric-sort': 'g',
      stable: 's',
      'ignore-leading-blanks': 'b',
      check: 'c',
      'month-sort': 'M',
    }
    const flags = [...options.values.keys()].map((name) => long[name] ?? (name.length === 1 ? name : '')).join('')
    const separator = options.get('field-separator') === '\\t' ? '\t' : options.get('field-separator')
    const keys = (options.values.get('key') ?? []).map(parseKey)
    const lines: string[] = []
    const code = await eachInput(
      process,
      options.operands,
      async (reader) => {
        for await (const batch of lineBatches(reader, flags.includes('z') ? '\0' : '\n')) lines.push(...batch.lines)
      },
      (name, message) => `sort: cannot read: ${name}: ${message}`,
    )
    if (code !== 0) return 2
    const byKeys = (a: string, b: string): number => {
      if (keys.length === 0)
        return (
          compare(flags.includes('b') ? a.trimStart() : a, flags.includes('b') ? b.trimStart() : b, flags) * (flags.includes('r') ? -1 : 1)
        )
      for (const key of keys) {
        const own = key.flags || flags
        const order = compare(extract(a, key, separator, own.includes('b')), extract(b, key, separator, own.includes('b')), own)
        if (order !== 0) return own.includes('r') ? -order : order
      }
      return 0
    }
    const whole = (a: string, b: string): number =>
      byKeys(a, b) || (flags.includes('s') || flags.includes('u') ? 0 : (a < b ? -1 : a > b ? 1 : 0) * (flags.includes('r') ? -1 : 1))
    if (flags.includes('c') || flags.includes('C')) {
      const at = lines.findIndex(
        (line, i) => i > 0 && (flags.includes('u') ? byKeys(lines[i - 1]!, line) >= 0 : whole(lines[i - 1]!, line) > 0),
      )
      if (at < 0) return 0
      if (flags.includes('c')) await process.printError(`sort: ${options.operands[0] ?? '-'}:${at + 1}: disorder: ${lines[at]}\n`)
      return 1
    }
    lines.sort(whole)
    const shown = flags.includes('u') ? lines.filter((line, i) => i === 0 || byKeys(lines[i - 1]!, line) !== 0) : lines
    const text = shown.map((line) => `${line}\n`).join('')
    if (options.has('output')) process.files.write(options.get('output')!, text)
    else await process.print(text)
    return 0
  },
}
