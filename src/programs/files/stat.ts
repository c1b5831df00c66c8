import { UsageError } from '../../base/index.ts'
import type { Process, Program } from '../../machine/index.ts'
import { getopt, gnuWording } from '../getopt.ts'
import { modeText } from './list.ts'
import { forEach, missingOperand } from './report.ts'

const statField = (process: Process, path: string, letter: string): string => {
  const stat = process.files.lstat(path)
  const owner = process.machine.users.find(stat.owner)
  const time = (at: number): string => new Date(at).toISOString().replace('T', ' ').replace('Z', '000000 +0000')
  const types: Readonly<Record<string, string>> = {
    file: stat.size === 0 ? 'regular empty file' : 'regular file',
    directory: 'directory',
    symlink: 'symbolic link',
    socket: 'socket',
    fifo: 'fifo',
    device: 'character special file',
  }
  const fields: Readonly<Record<string, string>> = {
    n: path,
    N: stat.target === undefined ? `'${path}'` : `'${path}' -> '${stat.target}'`,
    s: String(stat.size),
    a: stat.mode.toString(8),
    A: modeText(stat),
    U: stat.owner,
    G: stat.group,
    u: String(owner?.uid ?? 0),
    g: String(owner?.gid ?? 0),
    F: types[stat.type]!,
    i: String(stat.inode),
    h: String(stat.links),
    y: time(stat.modifiedAt),
    Y: String(Math.floor(stat.modifiedAt / 1000)),
    x: time(stat.accessedAt),
    X: String(Math.floor(stat.accessedAt / 1000)),
    z: time(stat.changedAt),
    Z: String(Math.floor(stat.changedAt / 1000)),
    w: '-',
    b: String(Math.ceil(stat.size / 512)),
    B: '512',
    o: '4096',
    d: '64769',
    '%': '%',
  }
  return fields[letter] ?? `?`
}

const usual = `  File: %N
  Size: %s\tBlocks: %b\tIO Block: %o   %F
Device: 253,1\tInode: %i\tLinks: %h
Access: (0%a/%A)  Uid: (%u/%U)   Gid: (%g/%G)
Access: %x
Modify: %y
Change: %z
 Birth: -`

export const stat: Program = {
  name: 'stat',
  summary: 'Shows what is known of a file.',
  run: (process) => {
    const options = getopt(
      process.argv.slice(1),
      [
        { letter: 'c', long: 'format', value: 'required' },
        { long: 'printf', value: 'required' },
        { letter: 'L', long: 'dereference' },
        { letter: 't', long: 'terse' },
        { letter: 'f', long: 'file-system' },
      ],
      gnuWording('stat'),
    )
    if (options.operands.length === 0) throw new UsageError(missingOperand('stat'))
    const format = options.get('format') ?? options.get('printf') ?? usual
    const show = async (path: string): Promise<void> => {
      const target = options.has('dereference') ? process.files.resolve(path, { follow: true }) : path
      const text = format.replace(/%([a-zA-Z%])/g, (_, letter: string) => statField(process, target, letter))
      await process.print(options.has('printf') ? text.replace(/\\n/g, '\n').replace(/\\t/g, '\t') : `${text}\n`)
    }
    return forEach(process, options.operands, show, (path, error) => `stat: cannot statx '${path}': ${error.message}`)
  },
}
