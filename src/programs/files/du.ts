import { SystemError, UsageError } from '../../base/index.ts'
import type { Process, Program, Stat } from '../../machine/index.ts'
import { getopt, gnuWording } from '../getopt.ts'
import { humanSize } from './list.ts'

const help = "Try 'du --help' for more information."

/** Bytes that a file takes on ext4: whole blocks; a short link lies in its inode. */
const allocated = ({ type, size }: Stat): number => (type === 'directory' ? 4096 : type === 'file' ? Math.ceil(size / 4096) * 4096 : 0)

const apparent = ({ type, size }: Stat): number => (type === 'directory' ? 4096 : size)

export const du: Program = {
  name: 'du',
  summary: 'Tells how much space files take.',
  async run(process: Process) {
    const options = getopt(
      process.argv.slice(1),
      [
        { letter: 'a', long: 'all' },
        { long: 'apparent-size' },
        { letter: 'b', long: 'bytes' },
        { letter: 'c', long: 'total' },
        { letter: 'd', long: 'max-depth', value: 'required' },
        { letter: 'h', long: 'human-readable' },
        { letter: 'k' },
        { letter: 'm' },
        { letter: 's', long: 'summarize' },
        { letter: 'x', long: 'one-file-system' },
      ],
      gnuWording('du'),
    )
    const depthText = options.get('max-depth')
    if (depthText !== undefined && !/^\d+$/.test(depthText)) throw new UsageError(`du: invalid maximum depth ‘${depthText}’\n${help}`)
    if (options.has('summarize') && options.has('all')) throw new UsageError(`du: cannot both summarize and show all entries\n${help}`)
    if (options.has('summarize') && depthText !== undefined && depthText !== '0')
      throw new UsageError(`du: warning: summarizing conflicts with --max-depth=${depthText}\n${help}`)
    const limit = options.has('summarize') ? 0 : Number(depthText ?? Infinity)
    const sizeOf = options.has('bytes') || options.has('apparent-size') ? apparent : allocated
    const shown = (bytes: number): string =>
      options.has('human-readable')
        ? humanSize(bytes)
        : String(Math.ceil(bytes / (options.has('bytes') ? 1 : options.has('m') ? 1024 ** 2 : 1024)))
    let code = 0
    const seen = new Set<number>()
    const visit = async (path: string, depth: number): Promise<number> => {
      const stat = process.files.lstat(path)
      // What was counted once is neither counted nor shown again.
      if (seen.has(stat.inode)) return 0
      seen.add(stat.inode)
      let bytes = sizeOf(stat)
      if (stat.type === 'directory') {
        try {
          for (const name of process.files.list(path)) bytes += await visit(path.endsWith('/') ? path + name : `${path}/${name}`, depth + 1)
        } catch (error) {
          if (!(error instanceof SystemError) || error.code === 'EPIPE') throw error
          await process.printError(`du: cannot read directory '${path}': ${error.message}\n`)
          code = 1
        }
      }
      if (depth <= limit && (stat.type === 'directory' || depth === 0 || options.has('all')))
        await process.print(`${shown(bytes)}\t${path}\n`)
      return bytes
    }
    let total = 0
    for (const path of options.operands.length > 0 ? options.operands : ['.']) {
      if (process.files.exists(path)) total += await visit(path, 0)
      else {
        await process.printError(`du: cannot access '${path}': No such file or directory\n`)
        code = 1
      }
    }
    if (options.has('total')) await process.print(`${shown(total)}\ttotal\n`)
    return code
  },
}
