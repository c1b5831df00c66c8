import { fnmatch, SystemError, UsageError } from '../../base/index.ts'
import type { Process, Stat } from '../../machine/index.ts'
import { parseMode } from './basic.ts'
import type { Entry, Predicate } from './find-expression.ts'

const bad = (text: string): UsageError => new UsageError(`find: ${text}`)

const types: Readonly<Record<string, readonly Stat['type'][]>> = {
  f: ['file'],
  d: ['directory'],
  l: ['symlink'],
  s: ['socket'],
  p: ['fifo'],
  c: ['device'],
  b: [],
  D: [],
}

const units: Readonly<Record<string, number>> = { c: 1, w: 2, b: 512, '': 512, k: 1024, M: 1024 ** 2, G: 1024 ** 3 }

const baseName = (path: string): string => path.replace(/(.)\/+$/, '$1').replace(/^.*\/(?=.)/, '')

/** `+n` is more than n, `-n` less, `n` exactly; undefined if it is no number. */
const comparison = (text: string): ((value: number) => boolean) | undefined => {
  const [, sign, digits] = /^([+-]?)(\d+)$/.exec(text) ?? []
  if (digits === undefined) return undefined
  const limit = Number(digits)
  return (value) => (sign === '+' ? value > limit : sign === '-' ? value < limit : value === limit)
}

const ofType = (argument: string): Predicate => {
  const wanted = argument.split(',').map((letter) => {
    if (letter.length > 1) throw bad("Must separate multiple arguments to -type using: ','")
    return types[letter] ?? unknownType(letter)
  })
  return ({ stat }) => wanted.some((list) => list.includes(stat.type))
}

const unknownType = (letter: string): never => {
  throw bad(`Unknown argument to -type: ${letter}`)
}

const ofSize = (argument: string): Predicate => {
  const [, number, unit] = /^([+-]?\d+)([cwbkMG]?)$/.exec(argument) ?? []
  const matches = comparison(number ?? '')
  if (!matches)
    throw bad(
      /\d$/.test(argument) || argument === '' ? `Invalid argument \`${argument}' to -size` : `invalid -size type \`${argument.at(-1)}'`,
    )
  return ({ stat }) => matches(Math.ceil((stat.type === 'directory' ? 4096 : stat.size) / units[unit!]!))
}

const ofMode = (argument: string): Predicate => {
  const [, how, text] = /^([-/]?)(.*)$/s.exec(argument)!
  const mode = parseMode(text!, 0, false)
  if (mode === undefined) throw bad(`invalid mode ‘${argument}’`)
  if (how === '') return ({ stat }) => stat.mode === mode
  return ({ stat }) => (how === '-' ? (stat.mode & mode) === mode : mode === 0 || (stat.mode & mode) !== 0)
}

const newerThan = (process: Process, path: string): Predicate => {
  try {
    const { modifiedAt } = process.files.stat(path)
    return ({ stat }) => stat.modifiedAt > modifiedAt
  } catch (error) {
    if (error instanceof SystemError) throw bad(`‘${path}’: ${error.message}`)
    throw error
  }
}

/** By age: in days or minutes that have passed whole. */
const ofAge = (process: Process, word: string, argument: string): Predicate => {
  const matches = comparison(argument)
  if (!matches) throw bad(`invalid argument \`${argument}' to \`${word}'`)
  const unit = word.endsWith('min') ? 60_000 : 86_400_000
  // Minutes are rounded up, days down (find(1)).
  const round = word.endsWith('min') ? Math.ceil : Math.floor
  const time = (stat: Stat) => (word[1] === 'a' ? stat.accessedAt : word[1] === 'c' ? stat.changedAt : stat.modifiedAt)
  return ({ stat }) => matches(round((process.clock.now - time(stat)) / unit))
}

const owned = (process: Process, name: string): Predicate => {
  if (!process.machine.users.find(name) && !/^\d+$/.test(name)) throw bad(`‘${name}’ is not the name of a known user`)
  const user = process.machine.users.find(name) ?? process.machine.users.byId(Number(name))
  return ({ stat }) => stat.owner === (user?.name ?? name)
}

const permits = (process: Process, { stat }: Entry, bit: number): boolean => {
  const { user } = process
  if (user.uid === 0) return bit !== 1 || stat.type === 'directory' || (stat.mode & 0o111) !== 0
  const shift = stat.owner === user.name ? 6 : user.groups.includes(stat.group) ? 3 : 0
  return ((stat.mode >> shift) & bit) !== 0
}

/** The test that a word names; undefined if it names none. */
export const findTest = (process: Process, word: string, argument: () => string): Predicate | undefined => {
  const pattern = (ignoreCase: boolean, text: (entry: Entry) => string): Predicate => {
    const glob = argument()
    return (entry) => fnmatch(glob, text(entry), { ignoreCase })
  }
  const tests: Readonly<Record<string, () => Predicate>> = {
    '-name': () => pattern(false, ({ path }) => baseName(path)),
    '-iname': () => pattern(true, ({ path }) => baseName(path)),
    '-path': () => pattern(false, ({ path }) => path),
    '-wholename': () => pattern(false, ({ path }) => path),
    '-ipath': () => pattern(true, ({ path }) => path),
    '-lname': () => pattern(false, ({ stat }) => stat.target ?? ''),
    '-type': () => ofType(argument()),
    '-size': () => ofSize(argument()),
    '-perm': () => ofMode(argument()),
    '-newer': () => newerThan(process, argument()),
    '-user': () => owned(process, argument()),
    '-empty': () => (entry) =>
      entry.stat.type === 'directory' ? process.files.list(entry.path).length === 0 : entry.stat.type === 'file' && entry.stat.size === 0,
    '-readable': () => (entry) => permits(process, entry, 4),
    '-writable': () => (entry) => permits(process, entry, 2),
    '-executable': () => (entry) => permits(process, entry, 1),
    '-true': () => () => true,
    '-false': () => () => false,
  }
  if (/^-[amc](?:time|min)$/.test(word)) return ofAge(process, word, argument())
  return Object.hasOwn(tests, word) ? tests[word]!() : undefined
}
