import { SystemError } from '../../base/index.ts'
import type { FileSystem, Process, Program } from '../../machine/index.ts'
import { humanSize } from '../files/list.ts'
import { getopt, gnuWording } from '../getopt.ts'

interface Mount {
  readonly source: string
  readonly type: string
  readonly size: number
  readonly used: number
  readonly point: string
}

const gibibyte = 1024 ** 3

const bytesBelow = (files: FileSystem, path: string): number => {
  const stat = files.lstat(path)
  if (stat.type !== 'directory') return Math.ceil(stat.size / 4096) * 4096
  return files.list(path).reduce((sum, name) => sum + bytesBelow(files, `${path === '/' ? '' : path}/${name}`), 4096)
}

/** @simplified: what a base system takes, and what lies in the files besides; programs here have no size of their own */
const mountsOf = ({ machine }: Process): readonly Mount[] => {
  const { diskBytes, memoryBytes } = machine.hardware
  const root = { type: 'ext4', size: diskBytes, used: Math.min(diskBytes * 0.5, 2.1 * gibibyte) + bytesBelow(machine.files, '/') }
  const memory = (source: string, size: number, used: number, point: string): Mount => ({ source, type: 'tmpfs', size, used, point })
  if (!machine.systemd)
    return [
      { ...root, source: 'overlay', type: 'overlay', point: '/' },
      memory('tmpfs', 64 * 1024 ** 2, 0, '/dev'),
      memory('shm', 64 * 1024 ** 2, 0, '/dev/shm'),
    ]
  return [
    memory('tmpfs', memoryBytes / 10, 1_200_000, '/run'),
    { ...root, source: '/dev/vda1', point: '/' },
    memory('tmpfs', memoryBytes / 2, 0, '/dev/shm'),
    memory('tmpfs', 5 * 1024 ** 2, 0, '/run/lock'),
  ]
}

export const df: Program = {
  name: 'df',
  summary: 'Tells how full file systems are.',
  async run(process) {
    const options = getopt(
      process.argv.slice(1),
      [
        { letter: 'a', long: 'all' },
        { letter: 'h', long: 'human-readable' },
        { letter: 'k' },
        { letter: 'm' },
        { letter: 'T', long: 'print-type' },
      ],
      gnuWording('df'),
    )
    const mounts = mountsOf(process)
    let code = 0
    const chosen: Mount[] = []
    for (const path of options.operands) {
      try {
        process.files.stat(path)
        const whole = process.files.resolve(path, { follow: true })
        const holds = ({ point }: Mount) => point === '/' || whole === point || whole.startsWith(`${point}/`)
        chosen.push(mounts.filter(holds).sort((a, b) => b.point.length - a.point.length)[0]!)
      } catch (error) {
        if (!(error instanceof SystemError)) throw error
        await process.printError(`df: ${path}: ${error.message}\n`)
        code = 1
      }
    }
    const shown = options.operands.length > 0 ? chosen : mounts
    if (shown.length === 0) return code
    const human = options.has('human-readable')
    const unit = options.has('m') ? 1024 ** 2 : 1024
    const amount = (bytes: number) => (human ? humanSize(bytes) : String(Math.ceil(bytes / unit)))
    const typed = options.has('print-type')
    const head = human ? ['Size', 'Used', 'Avail'] : [options.has('m') ? '1M-blocks' : '1K-blocks', 'Used', 'Available']
    const rows = [
      ['Filesystem', ...(typed ? ['Type'] : []), ...head, 'Use%', 'Mounted on'],
      ...shown.map(({ source, type, size, used, point }) => [
        source,
        ...(typed ? [type] : []),
        ...[size, used, size - used].map(amount),
        `${Math.ceil((used / size) * 100)}%`,
        point,
      ]),
    ]
    // df never makes these columns narrower: a name 14, a number 5.
    const least = (column: number) => (column === 0 ? 14 : typed && column === 1 ? 4 : column === rows[0]!.length - 2 ? 4 : 5)
    const widths = rows[0]!.map((_, column) => Math.max(least(column), ...rows.map((row) => row[column]!.length)))
    const cell = (text: string, column: number, row: readonly string[]) =>
      column === row.length - 1
        ? text
        : column === 0 || (typed && column === 1)
          ? text.padEnd(widths[column]!)
          : text.padStart(widths[column]!)
    await process.print(rows.map((row) => `${row.map((text, column) => cell(text, column, row)).join(' ')}\n`).join(''))
    return code
  },
}
