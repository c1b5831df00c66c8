import { SystemError } from '../../base/index.ts'
import type { Process, Program, Stat } from '../../machine/index.ts'
import { getopt, gnuWording, type Option, type Options } from '../getopt.ts'
import { modeText } from './mode.ts'
import { join } from './report.ts'

const known: readonly Option[] = [
  { letter: 'l' }, { letter: 'a', long: 'all' }, { letter: 'A', long: 'almost-all' }, { letter: '1' }, { letter: 'd', long: 'directory' }, { letter: 'R', long: 'recursive' }, { letter: 'h', long: 'human-readable' },
  { letter: 't' }, { letter: 'r', long: 'reverse' }, { letter: 'S' }, { letter: 'F', long: 'classify', value: 'none' }, { letter: 'i', long: 'inode' }, { letter: 'n', long: 'numeric-uid-gid' }, { letter: 'p' },
  { long: 'color', value: 'optional' }, { letter: 's', long: 'size' }, { letter: 'C' }, { letter: 'x' }, { letter: 'U' }, { long: 'full-time' }, { letter: 'o' }, { letter: 'g' }, { letter: 'c' }, { letter: 'u' },
]

interface Entry {
  readonly name: string
  readonly stat: Stat
}

const sixMonths = 182 * 86_400_000

export const humanSize = (size: number): string => {
  if (size < 1024) return String(size)
  let value = size
  for (const unit of 'KMGTP') {
    value /= 1024
    if (value < 1024) return (value < 10 ? (Math.ceil(value * 10) / 10).toFixed(1) : String(Math.ceil(value))) + unit
  }
  return String(size)
}

const timeText = (at: number, now: number): string => {
  const date = new Date(at)
  const day = `${date.toUTCString().slice(8, 11)} ${String(date.getUTCDate()).padStart(2)}`
  return at > now + 3_600_000 || at < now - sixMonths ? `${day}  ${date.getUTCFullYear()}` : `${day} ${date.toISOString().slice(11, 16)}`
}

/** GNU's default colours, as far as types of files go. */
const colour = ({ name, stat }: Entry): string => {
  const code = stat.type === 'directory' ? '01;34' : stat.type === 'symlink' ? '01;36' : stat.type === 'file' && (stat.mode & 0o111) !== 0 ? '01;32' : ''
  return code === '' ? name : `\x1b[0m\x1b[${code}m${name}\x1b[0m`
}

const suffix = ({ stat }: Entry, options: Options): string => {
  if (stat.type === 'directory') return options.has('classify') || options.has('p') ? '/' : ''
  if (!options.has('classify')) return ''
  return stat.type === 'symlink' ? '@' : stat.type === 'socket' ? '=' : stat.type === 'fifo' ? '|' : (stat.mode & 0o111) !== 0 ? '*' : ''
}

const sorted = (entries: readonly Entry[], options: Options): Entry[] => {
  const key = (name: string): string => name.replace(/^\./, '').toLowerCase()
  const byName = (a: Entry, b: Entry): number => (key(a.name) < key(b.name) ? -1 : key(a.name) > key(b.name) ? 1 : a.name < b.name ? -1 : 1)
  const order = options.has('t') ? (a: Entry, b: Entry) => b.stat.modifiedAt - a.stat.modifiedAt || byName(a, b) : options.has('S') ? (a: Entry, b: Entry) => b.stat.size - a.stat.size || byName(a, b) : byName
  const result = [...entries].sort(order)
  return options.has('reverse') ? result.reverse() : result
}

const long = (process: Process, entries: readonly Entry[], options: Options, shown: (entry: Entry) => string): string => {
  const rows = entries.map((entry) => {
    const { stat } = entry
    const owner = options.has('numeric-uid-gid') ? String(process.machine.users.find(stat.owner)?.uid ?? stat.owner) : stat.owner
    const arrow = stat.type === 'symlink' ? ` -> ${stat.target}` : ''
    return [modeText(stat.type, stat.mode), String(stat.links), owner, stat.group, options.has('human-readable') ? humanSize(stat.size) : String(stat.size), timeText(stat.modifiedAt, process.clock.now), shown(entry) + arrow]
  })
  const width = (column: number): number => Math.max(0, ...rows.map((row) => row[column]!.length))
  const [links, owner, group, size] = [width(1), width(2), width(3), width(4)]
  return rows.map((row) => `${row[0]} ${row[1]!.padStart(links)} ${row[2]!.padEnd(owner)} ${row[3]!.padEnd(group)} ${row[4]!.padStart(size)} ${row[5]} ${row[6]}\n`).join('')
}

/** Columns filled downwards, as many as fit. */
const inColumns = (names: readonly { readonly text: string; readonly width: number }[], columns: number): string => {
  for (let count = Math.min(names.length, Math.floor(columns / 3)); count > 1; count--) {
    const rows = Math.ceil(names.length / count)
    const widths = Array.from({ length: Math.ceil(names.length / rows) }, (_, column) => Math.max(...names.slice(column * rows, (column + 1) * rows).map(({ width }) => width)))
    if (widths.reduce((sum, width) => sum + width + 2, -2) > columns) continue
    return Array.from({ length: rows }, (_, row) => {
      const cells = widths.map((width, column) => ({ name: names[column * rows + row], width })).filter(({ name }) => name)
      return `${cells.map(({ name, width }, index) => (index === cells.length - 1 ? name!.text : name!.text + ' '.repeat(width - name!.width + 2))).join('')}\n`
    }).join('')
  }
  return names.map(({ text }) => `${text}\n`).join('')
}

export const ls: Program = {
  name: 'ls',
  summary: 'Lists files.',
  run: async (process) => {
    const options = getopt(process.argv.slice(1), known, gnuWording('ls', 2))
    const toTerminal = process.stdout.tty !== undefined
    const coloured = options.get('color') === 'always' || (options.has('color') && ['', 'auto'].includes(options.get('color')!) && toTerminal)
    const shown = (entry: Entry): string => (options.has('inode') ? `${entry.stat.inode} ` : '') + (coloured ? colour(entry) : entry.name) + suffix(entry, options)
    const print = (entries: readonly Entry[]): string => {
      const list = sorted(entries, options)
      if (options.has('l') || options.has('numeric-uid-gid') || options.has('full-time') || options.has('o') || options.has('g')) return long(process, list, options, shown)
      const names = list.map((entry) => ({ text: shown(entry), width: entry.name.length + suffix(entry, options).length }))
      return toTerminal && !options.has('1') ? inColumns(names, process.tty?.columns ?? 80) : names.map(({ text }) => `${text}\n`).join('')
    }
    const operands = options.operands.length > 0 ? options.operands : ['.']
    const files: Entry[] = []
    const directories: string[] = []
    let code = 0
    for (const operand of operands) {
      try {
        const followed = options.has('l') || options.has('directory') ? process.files.lstat(operand) : process.files.stat(operand)
        if (followed.type === 'directory' && !options.has('directory')) directories.push(operand)
        else files.push({ name: operand, stat: followed })
      } catch (error) {
        if (!(error instanceof SystemError)) throw error
        await process.printError(`ls: cannot access '${operand}': ${error.message}\n`)
        code = 2
      }
    }
    if (files.length > 0) await process.print(print(files))
    let first = files.length === 0
    const many = operands.length > 1 || options.has('recursive')
    const pending = [...directories].sort()
    for (let directory = pending.shift(); directory !== undefined; directory = pending.shift()) {
      let names: readonly string[]
      try {
        names = process.files.list(directory)
      } catch (error) {
        if (!(error instanceof SystemError)) throw error
        await process.printError(`ls: cannot open directory '${directory}': ${error.message}\n`)
        code = 2
        continue
      }
      const visible = names.filter((name) => options.has('all') || options.has('almost-all') || !name.startsWith('.'))
      const entries = [...(options.has('all') ? ['.', '..'] : []), ...visible].map((name) => ({ name, stat: process.files.lstat(join(directory, name)) }))
      const blocks = options.has('l') ? `total ${entries.reduce((sum, { stat }) => sum + Math.ceil(stat.size / 4096) * 4, 0)}\n` : ''
      await process.print(`${many ? `${first ? '' : '\n'}${directory}:\n` : ''}${blocks}${print(entries)}`)
      first = false
      if (options.has('recursive')) pending.unshift(...sorted(entries, options).filter(({ name, stat }) => stat.type === 'directory' && name !== '.' && name !== '..').map(({ name }) => join(directory, name)))
    }
    return code
  },
}
