import { SystemError, UsageError } from '../../base/index.ts'
import type { Process, Program } from '../../machine/index.ts'
import { getopt, gnuWording, type Options } from '../getopt.ts'
import { forEach } from './basic.ts'

const baseName = (path: string): string => path.replace(/\/+$/, '').replace(/^.*\//, '')

/** Where each source goes: into a directory, or to the one target. */
const targets = (process: Process, name: string, options: Options): readonly { readonly from: string; readonly to: string }[] => {
  const operands = [...options.operands]
  const help = `Try '${name} --help' for more information.`
  if (operands.length === 0) throw new UsageError(`${name}: missing file operand\n${help}`)
  const directory = options.get('target-directory')
  if (directory === undefined && operands.length === 1)
    throw new UsageError(`${name}: missing destination file operand after '${operands[0]}'\n${help}`)
  const target = directory ?? operands.pop()!
  const isDirectory = process.files.exists(target) && process.files.stat(target).type === 'directory' && !options.has('no-target-directory')
  if (operands.length > 1 && !isDirectory)
    throw new UsageError(
      process.files.exists(target)
        ? `${name}: target '${target}': Not a directory`
        : `${name}: target '${target}': No such file or directory`,
    )
  return operands.map((from) => ({
    from,
    to: isDirectory ? `${target.replace(/\/+$/, '')}/${baseName(from)}`.replace(/^\/\//, '/') : target,
  }))
}

const copyOne = (process: Process, from: string, to: string, keeps: boolean): void => {
  const { files } = process
  const stat = files.stat(from)
  files.write(to, files.read(from), files.exists(to) ? {} : { mode: stat.mode })
  if (keeps) {
    files.touch(to, stat.modifiedAt)
    files.chmod(to, stat.mode)
    if (process.user.uid === 0) files.chown(to, stat.owner, stat.group)
  }
}

const copyTree = (process: Process, from: string, to: string, keeps: boolean): void => {
  const { files } = process
  const stat = files.lstat(from)
  if (stat.type === 'symlink') {
    if (files.exists(to)) files.remove(to)
    return files.symlink(stat.target!, to)
  }
  if (stat.type !== 'directory') return copyOne(process, from, to, keeps)
  if (!files.exists(to)) files.mkdir(to, { mode: stat.mode })
  for (const name of files.list(from)) copyTree(process, `${from}/${name}`, `${to}/${name}`, keeps)
  if (keeps && process.user.uid === 0) files.chown(to, stat.owner, stat.group)
}

const known = [
  { letter: 'a', long: 'archive' },
  { letter: 'f', long: 'force' },
  { letter: 'i', long: 'interactive' },
  { letter: 'n', long: 'no-clobber' },
  { letter: 'p' },
  { long: 'preserve', value: 'optional' },
  { letter: 'r', long: 'recursive' },
  { letter: 'R' },
  { letter: 't', long: 'target-directory', value: 'required' },
  { letter: 'T', long: 'no-target-directory' },
  { letter: 'u', long: 'update' },
  { letter: 'v', long: 'verbose' },
  { letter: 'L', long: 'dereference' },
  { letter: 'd' },
  { letter: 'P' },
  { long: 'backup', value: 'optional' },
  { letter: 'b' },
] as const

export const cp: Program = {
  name: 'cp',
  summary: 'Copies files.',
  async run(process) {
    const options = getopt(process.argv.slice(1), known, gnuWording('cp'))
    const recursive = options.has('recursive') || options.has('R') || options.has('archive')
    const keeps = options.has('archive') || options.has('p') || options.has('preserve')
    let code = 0
    for (const { from, to } of targets(process, 'cp', options)) {
      const failed = await forEach(
        process,
        [from],
        async () => {
          const { files } = process
          if (files.stat(from).type === 'directory') {
            if (!recursive) {
              await process.printError(`cp: -r not specified; omitting directory '${from}'\n`)
              code = 1
              return
            }
            if (files.resolve(to).startsWith(`${files.resolve(from)}/`))
              throw new UsageError(`cp: cannot copy a directory, '${from}', into itself, '${to}'`)
            copyTree(process, from.replace(/\/+$/, ''), to, keeps)
          } else {
            if (files.exists(to) && options.has('no-clobber')) return
            if (files.exists(to) && files.resolve(from, { follow: true }) === files.resolve(to, { follow: true }))
              throw new UsageError(`cp: '${from}' and '${to}' are the same file`)
            try {
              copyOne(process, from, to, keeps)
            } catch (error) {
              if (!(error instanceof SystemError)) throw error
              await process.printError(
                to.endsWith('/') || error.code === 'ENOENT'
                  ? `cp: cannot create regular file '${to}': ${to.endsWith('/') && error.code !== 'ENOENT' ? 'Not a directory' : error.message}\n`
                  : `cp: cannot open '${from}' for reading: ${error.message}\n`,
              )
              code = 1
              return
            }
          }
          if (options.has('verbose')) await process.print(`'${from}' -> '${to}'\n`)
        },
        (path, message) => `cp: cannot stat '${path}': ${message}`,
      )
      code ||= failed
    }
    return code
  },
}

export const mv: Program = {
  name: 'mv',
  summary: 'Moves and renames files.',
  async run(process) {
    const options = getopt(process.argv.slice(1), known, gnuWording('mv'))
    let code = 0
    for (const { from, to } of targets(process, 'mv', options)) {
      const failed = await forEach(
        process,
        [from],
        async () => {
          const { files } = process
          files.lstat(from)
          if (files.exists(to) && options.has('no-clobber')) return
          if (files.exists(to) && files.resolve(from) === files.resolve(to))
            throw new UsageError(`mv: '${from}' and '${to}' are the same file`)
          try {
            files.rename(from.replace(/(?<=.)\/+$/, ''), to.replace(/(?<=.)\/+$/, ''))
          } catch (error) {
            if (!(error instanceof SystemError)) throw error
            if (error.code === 'EXDEV') {
              copyTree(process, from, to, true)
              files.remove(from, { recursive: true })
            } else throw new UsageError(`mv: cannot move '${from}' to '${to}': ${error.message}`)
          }
          if (options.has('verbose')) await process.print(`renamed '${from}' -> '${to}'\n`)
        },
        (path, message) => `mv: cannot stat '${path}': ${message}`,
      )
      code ||= failed
    }
    return code
  },
}

export const ln: Program = {
  name: 'ln',
  summary: 'Makes links.',
  async run(process) {
    const options = getopt(
      process.argv.slice(1),
      [
        { letter: 's', long: 'symbolic' },
        { letter: 'f', long: 'force' },
        { letter: 'n', long: 'no-dereference' },
        { letter: 'v', long: 'verbose' },
        { letter: 'T', long: 'no-target-directory' },
        { letter: 't', long: 'target-directory', value: 'required' },
        { letter: 'r', long: 'relative' },
      ],
      gnuWording('ln'),
    )
    if (options.operands.length === 0) throw new UsageError("ln: missing file operand\nTry 'ln --help' for more information.")
    const pairs =
      options.operands.length === 1 ? [{ from: options.operands[0]!, to: baseName(options.operands[0]!) }] : targets(process, 'ln', options)
    const symbolic = options.has('symbolic')
    let code = 0
    for (const { from, to } of pairs) {
      const failed = await forEach(
        process,
        [to],
        () => {
          let present = true
          try {
            process.files.lstat(to)
          } catch {
            present = false
          }
          if (present && options.has('force')) process.files.remove(to)
          if (symbolic) process.files.symlink(from, to)
          else process.files.link(from, to)
        },
        (path, message) =>
          `ln: failed to create ${symbolic ? 'symbolic' : 'hard'} link '${path}'${symbolic ? '' : ` => '${from}'`}: ${message}`,
      )
      code ||= failed
    }
    return code
  },
}
