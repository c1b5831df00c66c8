import { SystemError, UsageError } from '../../base/index.ts'
import type { Process, Program } from '../../machine/index.ts'
import { getopt, gnuWording, type Option } from '../getopt.ts'
import { baseName, forEach, join, missingOperand } from './report.ts'

const isDirectory = (process: Process, path: string): boolean => process.files.exists(path) && process.files.stat(path).type === 'directory'

/** Where each source goes; the last operand, or `-t`, is a directory if there are several. */
const targets = (process: Process, program: string, operands: readonly string[], directory: string | undefined): readonly { readonly from: string; readonly to: string }[] => {
  if (operands.length === 0) throw new UsageError(`${program}: missing file operand\nTry '${program} --help' for more information.`)
  if (directory === undefined && operands.length === 1) throw new UsageError(`${program}: missing destination file operand after '${operands[0]}'\nTry '${program} --help' for more information.`)
  const sources = directory === undefined ? operands.slice(0, -1) : operands
  const target = directory ?? operands.at(-1)!
  const into = isDirectory(process, target)
  if (sources.length > 1 && !into) throw new UsageError(`${program}: target '${target}': ${process.files.exists(target) ? 'Not a directory' : 'No such file or directory'}`)
  return sources.map((from) => ({ from, to: into ? join(target, baseName(from)) : target }))
}

const copyOptions: readonly Option[] = [
  { letter: 'r', long: 'recursive' }, { letter: 'R' }, { letter: 'a', long: 'archive' }, { letter: 'p' }, { letter: 'f', long: 'force' }, { letter: 'v', long: 'verbose' }, { letter: 'n', long: 'no-clobber' },
  { letter: 'i', long: 'interactive' }, { letter: 't', long: 'target-directory', value: 'required' }, { letter: 'L', long: 'dereference' }, { letter: 'd' }, { letter: 'u', long: 'update' }, { letter: 'T', long: 'no-target-directory' }, { long: 'preserve', value: 'optional' },
]

/** Copies a file or, with everything in it, a directory. */
const copy = (process: Process, from: string, to: string, keep: boolean): void => {
  const { files } = process
  const stat = keep ? files.lstat(from) : files.stat(from)
  if (stat.type === 'symlink') return files.symlink(stat.target!, to)
  if (stat.type === 'directory') {
    if (!files.exists(to)) files.mkdir(to, { mode: stat.mode })
    for (const name of files.list(from)) copy(process, join(from, name), join(to, name), keep)
  } else {
    const existed = files.exists(to)
    files.write(to, files.read(from), { ...(existed ? {} : { mode: stat.mode }), ...(stat.program === undefined ? {} : { program: stat.program }) })
  }
  if (!keep) return
  if (process.user.uid === 0) files.chown(to, stat.owner, stat.group)
  files.chmod(to, stat.mode)
  files.touch(to, stat.modifiedAt)
}

export const cp: Program = {
  name: 'cp',
  summary: 'Copies files.',
  run: (process) => {
    const options = getopt(process.argv.slice(1), copyOptions, gnuWording('cp'))
    const list = targets(process, 'cp', options.operands, options.get('target-directory'))
    const recursive = options.has('recursive') || options.has('R') || options.has('archive')
    const run = async (from: string): Promise<void> => {
      const { to } = list.find((one) => one.from === from)!
      const stat = process.files.stat(from)
      if (stat.type === 'directory' && !recursive) {
        await process.printError(`cp: -r not specified; omitting directory '${from}'\n`)
        failed = true
        return
      }
      if (process.files.exists(to) && process.files.resolve(to, { follow: true }) === process.files.resolve(from, { follow: true })) {
        await process.printError(`cp: '${from}' and '${to}' are the same file\n`)
        failed = true
        return
      }
      if (options.has('no-clobber') && process.files.exists(to)) return
      copy(process, from, to, options.has('archive') || options.has('p') || options.has('preserve'))
      if (options.has('verbose')) await process.print(`'${from}' -> '${to}'\n`)
    }
    let failed = false
    const wording = (from: string, error: SystemError): string => {
      const { to } = list.find((one) => one.from === from)!
      return error.subject === to || error.subject.startsWith(`${to}/`) ? `cp: cannot create regular file '${to}': ${error.message}` : error.code === 'ENOENT' ? `cp: cannot stat '${from}': ${error.message}` : `cp: cannot open '${from}' for reading: ${error.message}`
    }
    return forEach(process, list.map(({ from }) => from), run, wording).then((code) => (failed ? 1 : code))
  },
}

export const mv: Program = {
  name: 'mv',
  summary: 'Moves or renames files.',
  run: (process) => {
    const options = getopt(process.argv.slice(1), [{ letter: 'f', long: 'force' }, { letter: 'v', long: 'verbose' }, { letter: 'n', long: 'no-clobber' }, { letter: 'i', long: 'interactive' }, { letter: 't', long: 'target-directory', value: 'required' }, { letter: 'u', long: 'update' }], gnuWording('mv'))
    const list = targets(process, 'mv', options.operands, options.get('target-directory'))
    const run = async (from: string): Promise<void> => {
      const { to } = list.find((one) => one.from === from)!
      process.files.lstat(from)
      if (options.has('no-clobber') && process.files.exists(to)) return
      try {
        process.files.rename(from.replace(/(.)\/+$/, '$1'), to.replace(/(.)\/+$/, '$1'))
      } catch (error) {
        if (!(error instanceof SystemError) || error.code !== 'EXDEV') throw error
        copy(process, from, to, true)
        process.files.remove(from, { recursive: true })
      }
      if (options.has('verbose')) await process.print(`renamed '${from}' -> '${to}'\n`)
    }
    const wording = (from: string, error: SystemError): string => {
      const { to } = list.find((one) => one.from === from)!
      return error.code === 'ENOENT' && error.subject === from ? `mv: cannot stat '${from}': ${error.message}` : `mv: cannot move '${from}' to '${to}': ${error.message}`
    }
    return forEach(process, list.map(({ from }) => from), run, wording)
  },
}

export const rm: Program = {
  name: 'rm',
  summary: 'Removes files.',
  run: (process) => {
    const options = getopt(process.argv.slice(1), [{ letter: 'r', long: 'recursive' }, { letter: 'R' }, { letter: 'f', long: 'force' }, { letter: 'v', long: 'verbose' }, { letter: 'i' }, { letter: 'd', long: 'dir' }, { long: 'no-preserve-root' }], gnuWording('rm'))
    if (options.operands.length === 0) {
      if (options.has('force')) return 0
      throw new UsageError(missingOperand('rm'))
    }
    const recursive = options.has('recursive') || options.has('R')
    const remove = async (path: string): Promise<void> => {
      if (options.has('force') && !exists(process, path)) return
      const directory = process.files.lstat(path).type === 'directory'
      if (directory && !recursive && !options.has('dir')) throw new SystemError('EISDIR', path)
      process.files.remove(path.replace(/(.)\/+$/, '$1'), { recursive })
      if (options.has('verbose')) await process.print(`removed ${directory ? 'directory ' : ''}'${path}'\n`)
    }
    return forEach(process, options.operands, remove, (path, error) => `rm: cannot remove '${path}': ${error.code === 'EISDIR' ? 'Is a directory' : error.message}`)
  },
}

/** Also true of a link that leads nowhere. */
const exists = (process: Process, path: string): boolean => {
  try {
    process.files.lstat(path)
    return true
  } catch (error) {
    if (error instanceof SystemError) return false
    throw error
  }
}
