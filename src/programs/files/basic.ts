import { SystemError, UsageError } from '../../base/index.ts'
import type { Process, Program } from '../../machine/index.ts'
import { getopt, gnuWording } from '../getopt.ts'

/** Does something for each operand; a failed system call is told of and makes the code 1. */
export const forEach = async (
  process: Process,
  operands: readonly string[],
  use: (path: string) => void | Promise<void>,
  describe: (path: string, message: string) => string,
): Promise<number> => {
  let code = 0
  for (const path of operands) {
    try {
      await use(path)
    } catch (error) {
      if (!(error instanceof SystemError) || error.code === 'EPIPE') throw error
      code = 1
      await process.printError(`${describe(path, error.message)}\n`)
    }
  }
  return code
}

export const missingOperand = (name: string): UsageError =>
  new UsageError(`${name}: missing operand\nTry '${name} --help' for more information.`)

/** `755`, `u+x,go-w`, `+x` over what the mode is now; undefined if it is no mode. */
export const parseMode = (text: string, mode: number, isDirectory: boolean): number | undefined => {
  if (/^[0-7]{1,4}$/.test(text)) return parseInt(text, 8)
  let result = mode
  for (const clause of text.split(',')) {
    const match = /^([ugoa]*)((?:[-+=][rwxXst]*)+)$/.exec(clause)
    if (!match) return undefined
    const who = match[1] === '' || match[1]!.includes('a') ? 'ugo' : match[1]!
    for (const [, operator, letters] of match[2]!.matchAll(/([-+=])([rwxXst]*)/g)) {
      for (const [i, group] of ['u', 'g', 'o'].entries()) {
        if (!who.includes(group)) continue
        let bits =
          (letters!.includes('r') ? 4 : 0) |
          (letters!.includes('w') ? 2 : 0) |
          (letters!.includes('x') || (letters!.includes('X') && (isDirectory || (mode & 0o111) !== 0)) ? 1 : 0)
        bits <<= 6 - 3 * i
        if (letters!.includes('s') && i < 2) bits |= i === 0 ? 0o4000 : 0o2000
        result = operator === '+' ? result | bits : operator === '-' ? result & ~bits : (result & ~(7 << (6 - 3 * i))) | bits
      }
      if (letters!.includes('t')) result = operator === '-' ? result & ~0o1000 : result | 0o1000
    }
  }
  return result
}

export const mkdir: Program = {
  name: 'mkdir',
  summary: 'Makes directories.',
  async run(process) {
    const options = getopt(
      process.argv.slice(1),
      [
        { letter: 'm', long: 'mode', value: 'required' },
        { letter: 'p', long: 'parents' },
        { letter: 'v', long: 'verbose' },
      ],
      gnuWording('mkdir'),
    )
    if (options.operands.length === 0) throw missingOperand('mkdir')
    const mode = options.has('mode') ? parseMode(options.get('mode')!, 0o777, true) : undefined
    if (options.has('mode') && mode === undefined) throw new UsageError(`mkdir: invalid mode ‘${options.get('mode')}’`)
    return forEach(
      process,
      options.operands,
      async (path) => {
        const known = process.files.exists(path)
        process.files.mkdir(path, { parents: options.has('parents'), ...(mode === undefined ? {} : { mode }) })
        if (options.has('verbose') && !known) await process.print(`mkdir: created directory '${path}'\n`)
      },
      (path, message) => `mkdir: cannot create directory ‘${path}’: ${message}`,
    )
  },
}

export const rmdir: Program = {
  name: 'rmdir',
  summary: 'Removes empty directories.',
  async run(process) {
    const options = getopt(
      process.argv.slice(1),
      [{ letter: 'p', long: 'parents' }, { letter: 'v', long: 'verbose' }, { long: 'ignore-fail-on-non-empty' }],
      gnuWording('rmdir'),
    )
    if (options.operands.length === 0) throw missingOperand('rmdir')
    return forEach(
      process,
      options.operands,
      (path) => {
        if (process.files.lstat(path).type !== 'directory') throw new SystemError('ENOTDIR', path)
        process.files.remove(path)
      },
      (path, message) => `rmdir: failed to remove '${path}': ${message}`,
    )
  },
}

export const touch: Program = {
  name: 'touch',
  summary: 'Sets times of files, and makes them.',
  async run(process) {
    const options = getopt(
      process.argv.slice(1),
      [
        { letter: 'a' },
        { letter: 'c', long: 'no-create' },
        { letter: 'm' },
        { letter: 'd', long: 'date', value: 'required' },
        { letter: 'r', long: 'reference', value: 'required' },
        { letter: 't', value: 'required' },
      ],
      gnuWording('touch'),
    )
    if (options.operands.length === 0) throw new UsageError("touch: missing file operand\nTry 'touch --help' for more information.")
    const given = options.get('date')
    const at = options.has('reference')
      ? process.files.stat(options.get('reference')!).modifiedAt
      : given === undefined || given === 'now'
        ? process.clock.now
        : Date.parse(/[Z+]|GMT/.test(given) ? given : `${given.replace(' ', 'T')}${given.includes(':') ? 'Z' : ''}`)
    if (Number.isNaN(at)) throw new UsageError(`touch: invalid date format ‘${given}’`)
    return forEach(
      process,
      options.operands,
      (path) => {
        if (process.files.exists(path)) process.files.touch(path, at)
        else if (!options.has('no-create')) {
          process.files.write(path, '')
          if (at !== process.clock.now) process.files.touch(path, at)
        }
      },
      (path, message) => `touch: cannot touch '${path}': ${message}`,
    )
  },
}

export const rm: Program = {
  name: 'rm',
  summary: 'Removes files.',
  async run(process) {
    const options = getopt(
      process.argv.slice(1),
      [
        { letter: 'f', long: 'force' },
        { letter: 'i' },
        { letter: 'I' },
        { letter: 'r', long: 'recursive' },
        { letter: 'R' },
        { letter: 'd', long: 'dir' },
        { letter: 'v', long: 'verbose' },
        { long: 'preserve-root' },
        { long: 'no-preserve-root' },
      ],
      gnuWording('rm'),
    )
    const force = options.has('force')
    const recursive = options.has('recursive') || options.has('R')
    if (options.operands.length === 0) {
      if (force) return 0
      throw missingOperand('rm')
    }
    return forEach(
      process,
      options.operands,
      async (path) => {
        if (recursive && process.files.resolve(path) === '/')
          throw new UsageError("rm: it is dangerous to operate recursively on '/'\nrm: use --no-preserve-root to override this failsafe")
        try {
          const { type } = process.files.lstat(path)
          if (type === 'directory' && !recursive && !options.has('dir')) throw new SystemError('EISDIR', path)
          process.files.remove(path, { recursive })
          if (options.has('verbose')) await process.print(type === 'directory' ? `removed directory '${path}'\n` : `removed '${path}'\n`)
        } catch (error) {
          if (force && error instanceof SystemError && (error.code === 'ENOENT' || error.code === 'ENOTDIR')) return
          throw error
        }
      },
      (path, message) => `rm: cannot remove '${path}': ${message}`,
    )
  },
}

const below = (process: Process, path: string): string[] => [
  path,
  ...(process.files.lstat(path).type === 'directory'
    ? process.files.list(path).flatMap((name) => below(process, `${path.replace(/\/$/, '')}/${name}`))
    : []),
]

export const chmod: Program = {
  name: 'chmod',
  summary: 'Changes permissions.',
  async run(process) {
    // `-x` and `-w` are modes, not options.
    const words = process.argv.slice(1)
    const mode = words.findIndex((word) => !/^-[RvcfR]+$|^--/.test(word))
    const given = words[mode]
    const flags = words.filter((word, i) => i < mode || (i > mode && word.startsWith('-')))
    const paths = words.filter((word, i) => i > mode && !word.startsWith('-'))
    getopt(
      flags,
      [
        { letter: 'R', long: 'recursive' },
        { letter: 'v', long: 'verbose' },
        { letter: 'c' },
        { letter: 'f', long: 'quiet' },
        { long: 'reference', value: 'required' },
      ],
      gnuWording('chmod'),
    )
    if (given === undefined) throw missingOperand('chmod')
    if (paths.length === 0) throw new UsageError(`chmod: missing operand after ‘${given}’\nTry 'chmod --help' for more information.`)
    if (parseMode(given.replace(/^-(?=[rwx])/, 'a-'), 0, false) === undefined)
      throw new UsageError(`chmod: invalid mode: ‘${given}’\nTry 'chmod --help' for more information.`)
    const recursive = flags.some((flag) => /^-\w*R|--recursive/.test(flag))
    return forEach(
      process,
      paths,
      (path) => {
        for (const one of recursive ? below(process, path) : [path]) {
          const stat = process.files.stat(one)
          process.files.chmod(one, parseMode(given, stat.mode, stat.type === 'directory')!)
        }
      },
      (path, message) =>
        message === 'Operation not permitted'
          ? `chmod: changing permissions of '${path}': ${message}`
          : `chmod: cannot access '${path}': ${message}`,
    )
  },
}

export const chown: Program = {
  name: 'chown',
  summary: 'Changes owner and group.',
  async run(process) {
    const options = getopt(
      process.argv.slice(1),
      [{ letter: 'R', long: 'recursive' }, { letter: 'v', long: 'verbose' }, { letter: 'h' }, { letter: 'c' }, { letter: 'f' }],
      gnuWording('chown'),
    )
    const [spec, ...paths] = options.operands
    if (spec === undefined) throw missingOperand('chown')
    if (paths.length === 0) throw new UsageError(`chown: missing operand after ‘${spec}’\nTry 'chown --help' for more information.`)
    const [owner = '', group] = spec.split(/[:.]/)
    const user =
      owner === ''
        ? undefined
        : (process.machine.users.find(owner) ?? (/^\d+$/.test(owner) ? process.machine.users.byId(Number(owner)) : undefined))
    if (owner !== '' && !user && !/^\d+$/.test(owner)) throw new UsageError(`chown: invalid user: ‘${spec}’`)
    return forEach(
      process,
      paths,
      (path) => {
        for (const one of options.has('recursive') ? below(process, path) : [path]) {
          const stat = process.files.stat(one)
          process.files.chown(
            one,
            owner === '' ? stat.owner : (user?.name ?? owner),
            group === undefined ? stat.group : group === '' ? (user?.group ?? stat.group) : group,
          )
        }
      },
      (path, message) =>
        message === 'Operation not permitted'
          ? `chown: changing ownership of '${path}': ${message}`
          : `chown: cannot access '${path}': ${message}`,
    )
  },
}

export const chgrp: Program = {
  name: 'chgrp',
  summary: 'Changes the group.',
  async run(process) {
    const options = getopt(process.argv.slice(1), [{ letter: 'R', long: 'recursive' }], gnuWording('chgrp'))
    const [group, ...paths] = options.operands
    if (group === undefined) throw missingOperand('chgrp')
    return forEach(
      process,
      paths,
      (path) => {
        for (const one of options.has('recursive') ? below(process, path) : [path])
          process.files.chown(one, process.files.stat(one).owner, group)
      },
      (path, message) => `chgrp: changing group of '${path}': ${message}`,
    )
  },
}
