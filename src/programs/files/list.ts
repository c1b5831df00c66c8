import { SystemError } from '../../base/index.ts'
import type { Process, Program, Stat } from '../../machine/index.ts'
import { getopt, gnuWording, type Options } from '../getopt.ts'

const letters: Readonly<Record<Stat['type'], string>> = { file: '-', directory: 'd', symlink: 'l', socket: 's', fifo: 'p', device: 'c' }

/** `drwxr-xr-x` */
export const modeText = ({ type, mode }: Pick<Stat, 'type' | 'mode'>): string => {
  const bit = (mask: number, letter: string) => ((mode & mask) !== 0 ? letter : '-')
  const execute = (mask: number, special: number, letter: string) =>
    (mode & special) !== 0 ? ((mode & mask) !== 0 ? letter : letter.toUpperCase()) : bit(mask, 'x')
  return `${letters[type]}${bit(0o400, 'r')}${bit(0o200, 'w')}${execute(0o100, 0o4000, 's')}${bit(0o40, 'r')}${bit(0o20, 'w')}${execute(0o10, 0o2000, 's')}${bit(4, 'r')}${bit(2, 'w')}${execute(1, 0o1000, 't')}`
}

export const humanSize = (bytes: number): string => {
  let value = bytes
  for (const unit of ['', 'K', 'M', 'G', 'T']) {
    if (value < 1024)
      return unit === '' ? String(value) : value < 10 ? `${(Math.ceil(value * 10) / 10).toFixed(1)}${unit}` : `${Math.ceil(value)}${unit}`
    value /= 1024
  }
  return `${Math.ceil(value)}P`
}

const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec']
const two = (value: number): string => String(value).padStart(2, '0')

const timeText = (at: number, now: number, style: string | undefined): string => {
  const date = new Date(at)
  if (style === 'full-iso') return `${date.toISOString().replace('T', ' ').replace('Z', '000000')} +0000`
  if (style === 'long-iso') return date.toISOString().slice(0, 16).replace('T', ' ')
  const day = `${months[date.getUTCMonth()]} ${String(date.getUTCDate()).padStart(2)}`
  const recent = now - at < 15_778_476_000 && at <= now + 3_600_000
  return `${day} ${recent ? `${two(date.getUTCHours())}:${two(date.getUTCMinutes())}` : ` ${date.getUTCFullYear()}`}`
}

interface Entry {
  readonly name: string
  readonly path: string
  readonly stat: Stat
}

const colors = (entry: Entry): string | undefined => {
  const { stat } = entry
  if (stat.type === 'directory') return (stat.mode & 0o1000) !== 0 ? '30;42' : '01;34'
  if (stat.type === 'symlink') return '01;36'
  if (stat.type === 'device') return '40;33;01'
  if (stat.type === 'socket') return '01;35'
  if ((stat.mode & 0o111) !== 0) return '01;32'
  return /\.(?:tar|tgz|gz|zip)$/.test(entry.name) ? '01;31' : undefined
}

const quoteName = (name: string, onTty: boolean): string =>
  onTty && /[\s'"$&|;<>()*?\\!`]/.test(name) ? (name.includes("'") ? `"${name}"` : `'${name}'`) : name

const shownName = (process: Process, options: Options, entry: Entry): string => {
  const onTty = process.stdout.tty !== undefined
  const color = options.get('color')
  const painted = color === 'always' || color === '' || (color === 'auto' && onTty)
  const code = painted ? colors(entry) : undefined
  const name = quoteName(entry.name, onTty)
  const mark =
    options.has('classify') || options.has('p')
      ? entry.stat.type === 'directory'
        ? '/'
        : options.has('p')
          ? ''
          : entry.stat.type === 'symlink' && !options.has('l')
            ? '@'
            : (entry.stat.mode & 0o111) !== 0 && entry.stat.type === 'file'
              ? '*'
              : ''
      : ''
  return (code ? `\x1b[${code}m${name}\x1b[0m` : name) + mark
}

const sorted = (entries: Entry[], options: Options): Entry[] => {
  const by =
    options.has('t') || options.get('sort') === 'time'
      ? (a: Entry, b: Entry) => b.stat.modifiedAt - a.stat.modifiedAt
      : options.has('S') || options.get('sort') === 'size'
        ? (a: Entry, b: Entry) => b.stat.size - a.stat.size
        : () => 0
  const key = (name: string) => name
  entries.sort((a, b) => by(a, b) || (key(a.name) < key(b.name) ? -1 : 1))
  return options.has('reverse') ? entries.reverse() : entries
}

const columns = (names: readonly string[], widths: readonly number[], width: number): string => {
  for (let rows = 1; rows <= names.length; rows++) {
    const count = Math.ceil(names.length / rows)
    const sizes = Array.from({ length: count }, (_, c) => Math.max(0, ...widths.slice(c * rows, (c + 1) * rows)) + 2)
    if (rows < names.length && sizes.reduce((sum, size) => sum + size, 0) - 2 >= width) continue
    return Array.from({ length: rows }, (_, row) => {
      let line = ''
      for (let c = 0; c < count; c++) {
        const at = c * rows + row
        if (at >= names.length) break
        line += names[at]! + (at + rows < names.length ? ' '.repeat(sizes[c]! - widths[at]!) : '')
      }
      return `${line}\n`
    }).join('')
  }
  return ''
}

const long = (process: Process, options: Options, entries: readonly Entry[]): string => {
  const numeric = options.has('numeric-uid-gid')
  const idOf = (name: string) => (numeric ? String(process.machine.users.find(name)?.uid ?? name) : name)
  const rows = entries.map((entry) => {
    const { stat } = entry
    const size = stat.type === 'device' ? '1, 3' : options.has('human-readable') ? humanSize(stat.size) : String(stat.size)
    const name = shownName(process, options, entry) + (stat.type === 'symlink' ? ` -> ${stat.target}` : '')
    const time = timeText(stat.modifiedAt, process.clock.now, options.has('full-time') ? 'full-iso' : options.get('time-style'))
    return [
      ...(options.has('inode') ? [String(stat.inode)] : []),
      modeText(stat),
      String(stat.links),
      ...(options.has('g') ? [] : [idOf(stat.owner)]),
      ...(options.has('no-group') || options.has('o') ? [] : [idOf(stat.group)]),
      size,
      time,
      name,
    ]
  })
  const right = (i: number, row: readonly string[]) =>
    i === row.length - 3 || i === (options.has('inode') ? 2 : 1) || (options.has('inode') && i === 0)
  const widths = rows[0]?.map((_, i) => Math.max(...rows.map((row) => row[i]!.length))) ?? []
  return rows
    .map(
      (row) =>
        `${row.map((cell, i) => (i === row.length - 1 ? cell : right(i, row) ? cell.padStart(widths[i]!) : cell.padEnd(widths[i]!))).join(' ')}\n`,
    )
    .join('')
}

const render = (process: Process, options: Options, entries: readonly Entry[], total: boolean): string => {
  if (options.has('l') || options.has('full-time') || options.has('g') || options.has('o') || options.has('numeric-uid-gid')) {
    const blocks = entries.reduce(
      (sum, { stat }) => sum + (stat.type === 'directory' ? 4 : stat.type === 'symlink' ? 0 : Math.ceil(stat.size / 4096) * 4),
      0,
    )
    return (total ? `total ${options.has('human-readable') ? humanSize(blocks * 1024) : blocks}\n` : '') + long(process, options, entries)
  }
  const names = entries.map((entry) => `${options.has('inode') ? `${entry.stat.inode} ` : ''}${shownName(process, options, entry)}`)
  if (options.has('m')) return `${names.join(', ')}\n`
  if (options.has('1') || (!process.stdout.tty && !options.has('C'))) return names.map((name) => `${name}\n`).join('')
  return columns(
    names,
    names.map((name) => name.replace(/\x1b\[[\d;]*m/g, '').length),
    process.stdout.tty?.columns ?? 80,
  )
}

const contents = (process: Process, path: string, options: Options): Entry[] => {
  const all = options.has('all')
  const names = process.files.list(path).filter((name) => !name.startsWith('.') || all || options.has('almost-all'))
  const join = (name: string) => (path.endsWith('/') ? path + name : `${path}/${name}`)
  const entries = sorted(
    names.map((name) => ({ name, path: join(name), stat: process.files.lstat(join(name)) })),
    options,
  )
  return all ? [...['.', '..'].map((name) => ({ name, path: join(name), stat: process.files.stat(join(name)) })), ...entries] : entries
}

export const ls: Program = {
  name: 'ls',
  summary: 'Lists files.',
  async run(process) {
    const options = getopt(
      process.argv.slice(1),
      [
        { letter: 'a', long: 'all' },
        { letter: 'A', long: 'almost-all' },
        { letter: 'C' },
        { letter: 'd', long: 'directory' },
        { letter: 'F', long: 'classify' },
        { letter: 'g' },
        { letter: 'G', long: 'no-group' },
        { letter: 'h', long: 'human-readable' },
        { letter: 'i', long: 'inode' },
        { letter: 'l' },
        { letter: 'm' },
        { letter: 'n', long: 'numeric-uid-gid' },
        { letter: 'o' },
        { letter: 'p' },
        { letter: 'r', long: 'reverse' },
        { letter: 'R', long: 'recursive' },
        { letter: 'S' },
        { letter: 't' },
        { letter: 'u' },
        { letter: 'c' },
        { letter: 'U' },
        { letter: 'v' },
        { letter: 'L', long: 'dereference' },
        { letter: 'H' },
        { letter: '1' },
        { letter: 'x' },
        { letter: 'X' },
        { letter: 's' },
        { letter: 'k' },
        { long: 'color', value: 'optional' },
        { long: 'full-time' },
        { long: 'time-style', value: 'required' },
        { long: 'sort', value: 'required' },
        { long: 'group-directories-first' },
      ],
      gnuWording('ls', 2),
    )
    let code = 0
    const single: Entry[] = []
    const directories: string[] = []
    for (const path of options.operands.length > 0 ? options.operands : ['.']) {
      try {
        let stat = options.has('directory') || options.has('l') ? process.files.lstat(path) : process.files.stat(path)
        if (stat.type === 'symlink' && (path.endsWith('/') || options.has('dereference'))) stat = process.files.stat(path)
        if (stat.type === 'directory' && !options.has('directory')) directories.push(path)
        else single.push({ name: path, path, stat })
      } catch (error) {
        if (!(error instanceof SystemError)) throw error
        await process.printError(`ls: cannot access '${path}': ${error.message}\n`)
        code = 2
      }
    }
    let first = true
    if (single.length > 0) {
      await process.print(render(process, options, sorted(single, options), false))
      first = false
    }
    const titled = directories.length + single.length > 1 || options.operands.length > 1 || options.has('recursive')
    const visit = async (path: string): Promise<void> => {
      let entries: Entry[]
      try {
        entries = contents(process, path, options)
      } catch (error) {
        if (!(error instanceof SystemError)) throw error
        await process.printError(`ls: cannot open directory '${path}': ${error.message}\n`)
        code = 2
        return
      }
      const text = render(process, options, entries, true)
      await process.print(`${titled ? `${first ? '' : '\n'}${path}:\n` : ''}${text}`)
      first = false
      if (!options.has('recursive')) return
      for (const entry of entries) if (entry.stat.type === 'directory' && entry.name !== '.' && entry.name !== '..') await visit(entry.path)
    }
    for (const path of directories.sort((a, b) => (a < b ? -1 : 1))) await visit(path)
    return code
  },
}
