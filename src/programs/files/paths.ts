import { SystemError, UsageError } from '../../base/index.ts'
import type { Program } from '../../machine/index.ts'
import { getopt, gnuWording } from '../getopt.ts'
import { baseName, missingOperand } from './report.ts'

export const basename: Program = {
  name: 'basename',
  summary: 'Takes the directory off a path.',
  run: async (process) => {
    const options = getopt(process.argv.slice(1), [{ letter: 'a', long: 'multiple' }, { letter: 's', long: 'suffix', value: 'required' }, { letter: 'z', long: 'zero' }], gnuWording('basename'))
    if (options.operands.length === 0) throw new UsageError(missingOperand('basename'))
    const many = options.has('multiple') || options.has('suffix')
    const suffix = options.get('suffix') ?? (many ? '' : (options.operands[1] ?? ''))
    const strip = (path: string): string => {
      const name = baseName(path)
      return suffix !== '' && name !== suffix && name.endsWith(suffix) ? name.slice(0, -suffix.length) : name
    }
    await process.print((many ? options.operands : options.operands.slice(0, 1)).map((path) => `${strip(path)}\n`).join(''))
    return 0
  },
}

export const dirname: Program = {
  name: 'dirname',
  summary: 'Takes the last part off a path.',
  run: async (process) => {
    const operands = process.argv.slice(1)
    if (operands.length === 0) throw new UsageError(missingOperand('dirname'))
    const parent = (path: string): string => {
      const bare = path.replace(/(.)\/+$/, '$1')
      const at = bare.lastIndexOf('/')
      return at < 0 ? '.' : bare.slice(0, at).replace(/\/+$/, '') || '/'
    }
    await process.print(operands.map((path) => `${parent(path)}\n`).join(''))
    return 0
  },
}

export const realpath: Program = {
  name: 'realpath',
  summary: 'Prints the path with all links followed.',
  run: async (process) => {
    const options = getopt(process.argv.slice(1), [{ letter: 'e', long: 'canonicalize-existing' }, { letter: 'm', long: 'canonicalize-missing' }, { letter: 's', long: 'no-symlinks' }, { letter: 'q', long: 'quiet' }], gnuWording('realpath'))
    if (options.operands.length === 0) throw new UsageError(missingOperand('realpath'))
    let code = 0
    for (const path of options.operands) {
      try {
        if (options.has('canonicalize-existing')) process.files.stat(path)
        await process.print(`${process.files.resolve(path, { follow: !options.has('no-symlinks') && !options.has('canonicalize-missing') })}\n`)
      } catch (error) {
        if (!(error instanceof SystemError)) throw error
        if (!options.has('quiet')) await process.printError(`realpath: ${path}: ${error.message}\n`)
        code = 1
      }
    }
    return code
  },
}

export const readlink: Program = {
  name: 'readlink',
  summary: 'Prints where a link leads.',
  run: async (process) => {
    const options = getopt(process.argv.slice(1), [{ letter: 'f', long: 'canonicalize' }, { letter: 'e', long: 'canonicalize-existing' }, { letter: 'm', long: 'canonicalize-missing' }, { letter: 'n', long: 'no-newline' }], gnuWording('readlink'))
    if (options.operands.length === 0) throw new UsageError(missingOperand('readlink'))
    let code = 0
    for (const path of options.operands) {
      try {
        const follow = options.has('canonicalize') || options.has('canonicalize-existing')
        const target = follow ? process.files.resolve(path, { follow: true }) : process.files.lstat(path).target
        if (target === undefined) throw new SystemError('EINVAL', path)
        await process.print(`${target}${options.has('no-newline') ? '' : '\n'}`)
      } catch (error) {
        if (!(error instanceof SystemError)) throw error
        code = 1
      }
    }
    return code
  },
}
