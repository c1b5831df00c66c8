import { UsageError } from '../../base/index.ts'
import type { Program } from '../../machine/index.ts'
import { getopt, gnuWording } from '../getopt.ts'
import { applyMode } from './mode.ts'
import { forEach, missingOperand, quoted } from './report.ts'

export const mkdir: Program = {
  name: 'mkdir',
  summary: 'Makes directories.',
  run: (process) => {
    const options = getopt(process.argv.slice(1), [{ letter: 'p', long: 'parents' }, { letter: 'm', long: 'mode', value: 'required' }, { letter: 'v', long: 'verbose' }], gnuWording('mkdir'))
    if (options.operands.length === 0) throw new UsageError(missingOperand('mkdir'))
    const mode = options.has('mode') ? applyMode(options.get('mode')!, 0o777, true) : 0o755
    if (mode === undefined) throw new UsageError(`mkdir: invalid mode ${quoted(options.get('mode')!)}`)
    const make = async (path: string): Promise<void> => {
      const existed = process.files.exists(path)
      process.files.mkdir(path.replace(/(.)\/+$/, '$1'), { mode, parents: options.has('parents') })
      if (options.has('verbose') && !existed) await process.print(`mkdir: created directory ${quoted(path)}\n`)
    }
    return forEach(process, options.operands, make, (path, error) => `mkdir: cannot create directory ‘${path}’: ${error.message}`)
  },
}

export const rmdir: Program = {
  name: 'rmdir',
  summary: 'Removes empty directories.',
  run: (process) => {
    const options = getopt(process.argv.slice(1), [{ letter: 'p', long: 'parents' }, { letter: 'v', long: 'verbose' }, { long: 'ignore-fail-on-non-empty' }], gnuWording('rmdir'))
    if (options.operands.length === 0) throw new UsageError(missingOperand('rmdir'))
    const remove = (path: string): void => {
      process.files.list(path)
      process.files.remove(path)
    }
    return forEach(process, options.operands, remove, (path, error) => `rmdir: failed to remove '${path}': ${error.message}`)
  },
}

export const touch: Program = {
  name: 'touch',
  summary: 'Makes files, or makes them look new.',
  run: (process) => {
    const options = getopt(process.argv.slice(1), [{ letter: 'a' }, { letter: 'c', long: 'no-create' }, { letter: 'm' }, { letter: 'd', long: 'date', value: 'required' }, { letter: 't', value: 'required' }, { letter: 'r', long: 'reference', value: 'required' }], gnuWording('touch'))
    if (options.operands.length === 0) throw new UsageError('touch: missing file operand\nTry \'touch --help\' for more information.')
    const date = options.get('date')
    const at = options.has('reference') ? process.files.stat(options.get('reference')!).modifiedAt : date === undefined ? process.clock.now : Date.parse(/\d$/.test(date) ? `${date.replace(' ', 'T')}Z` : date)
    if (Number.isNaN(at)) throw new UsageError(`touch: invalid date format ‘${date}’`)
    const make = (path: string): void => {
      if (!process.files.exists(path)) {
        if (options.has('no-create')) return
        process.files.write(path, '')
      }
      process.files.touch(path, at)
    }
    return forEach(process, options.operands, make, (path, error) => `touch: cannot touch '${path}': ${error.message}`)
  },
}

export const ln: Program = {
  name: 'ln',
  summary: 'Makes links.',
  run: (process) => {
    const options = getopt(process.argv.slice(1), [{ letter: 's', long: 'symbolic' }, { letter: 'f', long: 'force' }, { letter: 'n', long: 'no-dereference' }, { letter: 'v', long: 'verbose' }, { letter: 'r', long: 'relative' }], gnuWording('ln'))
    const [target, given] = options.operands
    if (target === undefined) throw new UsageError("ln: missing file operand\nTry 'ln --help' for more information.")
    const name = target.replace(/\/+$/, '').split('/').at(-1)!
    const path = given === undefined ? name : !options.has('no-dereference') && process.files.exists(given) && process.files.stat(given).type === 'directory' ? `${given}/${name}` : given
    const make = (): void => {
      if (options.has('force') && (process.files.exists(path) || isLink(path))) process.files.remove(path)
      if (options.has('symbolic')) process.files.symlink(target, path)
      else process.files.link(target, path)
    }
    const isLink = (candidate: string): boolean => {
      try {
        return process.files.lstat(candidate).type === 'symlink'
      } catch {
        return false
      }
    }
    return forEach(process, [path], make, (_, error) => `ln: failed to create ${options.has('symbolic') ? 'symbolic' : 'hard'} link '${path}': ${error.message}`)
  },
}

export const mktemp: Program = {
  name: 'mktemp',
  summary: 'Makes a file or directory with a name of its own.',
  run: async (process) => {
    const options = getopt(process.argv.slice(1), [{ letter: 'd', long: 'directory' }, { letter: 'p', long: 'tmpdir', value: 'optional' }, { letter: 't' }, { letter: 'u', long: 'dry-run' }, { letter: 'q', long: 'quiet' }, { long: 'suffix', value: 'required' }], gnuWording('mktemp'))
    const template = options.operands[0] ?? 'tmp.XXXXXXXXXX'
    const places = /X{3,}(?=[^X]*$)/.exec(template)
    if (!places) throw new UsageError(`mktemp: too few X's in template ‘${template}’`)
    const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789'
    const chosen = [...places[0]].map((_, index) => letters[process.machine.seed('mktemp', process.pid, process.clock.now, index) % letters.length]).join('')
    const name = template.slice(0, places.index) + chosen + template.slice(places.index + chosen.length) + (options.get('suffix') ?? '')
    const inTemp = options.operands.length === 0 || options.has('t') || options.has('tmpdir')
    const path = inTemp ? `${options.get('tmpdir') || process.env.get('TMPDIR') || '/tmp'}/${name}` : name
    if (options.has('directory')) process.files.mkdir(path, { mode: 0o700 })
    else if (!options.has('dry-run')) process.files.write(path, '', { mode: 0o600 })
    await process.print(`${path}\n`)
    return 0
  },
}
