import { UsageError } from '../../base/index.ts'
import type { Process, Program } from '../../machine/index.ts'
import { getopt, gnuWording } from '../getopt.ts'
import { applyMode, modeText } from './mode.ts'
import { forEach, join, missingOperand } from './report.ts'

/** A path and, if asked for, all below it. */
const below = (process: Process, path: string, recursive: boolean): string[] =>
  recursive && process.files.lstat(path).type === 'directory' ? [path, ...process.files.list(path).flatMap((name) => below(process, join(path, name), true))] : [path]

export const chmod: Program = {
  name: 'chmod',
  summary: 'Changes permissions.',
  run: (process) => {
    const words = process.argv.slice(1)
    const symbolic = words.findIndex((word) => /^-[rwxXst,ugoa+=-]+$/.test(word) && !/^-[Rvcf]+$/.test(word))
    const mode = symbolic >= 0 ? words[symbolic]! : undefined
    const options = getopt(words.filter((_, index) => index !== symbolic), [{ letter: 'R', long: 'recursive' }, { letter: 'v', long: 'verbose' }, { letter: 'c', long: 'changes' }, { letter: 'f', long: 'silent' }], gnuWording('chmod'))
    const [first, ...rest] = options.operands
    const text = mode ?? first
    const operands = mode === undefined ? rest : options.operands
    if (text === undefined) throw new UsageError(missingOperand('chmod'))
    if (operands.length === 0) throw new UsageError(`chmod: missing operand after ‘${text}’\nTry 'chmod --help' for more information.`)
    if (applyMode(text, 0, false) === undefined) throw new UsageError(`chmod: invalid mode: ‘${text}’\nTry 'chmod --help' for more information.`)
    const change = (operand: string): void => {
      for (const path of below(process, operand, options.has('recursive'))) {
        const stat = process.files.stat(path)
        process.files.chmod(path, applyMode(text, stat.mode, stat.type === 'directory')!)
      }
    }
    return forEach(process, operands, change, (path, error) => (error.code === 'EPERM' ? `chmod: changing permissions of '${path}': ${error.message}` : `chmod: cannot access '${path}': ${error.message}`))
  },
}

const changeOwner = (name: 'chown' | 'chgrp', parse: (process: Process, text: string) => { readonly owner?: string; readonly group?: string }): Program => ({
  name,
  summary: name === 'chown' ? 'Changes who owns a file.' : 'Changes the group of a file.',
  run: (process) => {
    const options = getopt(process.argv.slice(1), [{ letter: 'R', long: 'recursive' }, { letter: 'v', long: 'verbose' }, { letter: 'h', long: 'no-dereference' }, { letter: 'f', long: 'silent' }], gnuWording(name))
    const [text, ...operands] = options.operands
    if (text === undefined) throw new UsageError(missingOperand(name))
    if (operands.length === 0) throw new UsageError(`${name}: missing operand after ‘${text}’\nTry '${name} --help' for more information.`)
    const { owner, group } = parse(process, text)
    const change = (operand: string): void => {
      for (const path of below(process, operand, options.has('recursive'))) {
        const stat = process.files.stat(path)
        process.files.chown(path, owner ?? stat.owner, group ?? stat.group)
      }
    }
    return forEach(process, operands, change, (path, error) => (error.code === 'EPERM' ? `${name}: changing ${name === 'chown' ? 'ownership' : 'group'} of '${path}': ${error.message}` : `${name}: cannot access '${path}': ${error.message}`))
  },
})

const userName = (process: Process, text: string, whole: string): string => {
  const found = process.machine.users.find(text) ?? (/^\d+$/.test(text) ? (process.machine.users.byId(Number(text)) ?? { name: text }) : undefined)
  if (!found) throw new UsageError(`chown: invalid user: ‘${whole}’`)
  return found.name
}

export const chown = changeOwner('chown', (process, text) => {
  const [user = '', group] = text.split(/[:.]/)
  const login = user === '' ? undefined : userName(process, user, text)
  const groupName = group === '' && login !== undefined ? process.machine.users.find(login)?.group : group
  return { ...(login === undefined ? {} : { owner: login }), ...(groupName ? { group: groupName } : {}) }
})

export const chgrp = changeOwner('chgrp', (_, group) => ({ group }))

const statField = (process: Process, path: string, letter: string): string => {
  const stat = process.files.lstat(path)
  const owner = process.machine.users.find(stat.owner)
  const time = (at: number): string => new Date(at).toISOString().replace('T', ' ').replace('Z', '000000 +0000')
  const types: Readonly<Record<string, string>> = { file: stat.size === 0 ? 'regular empty file' : 'regular file', directory: 'directory', symlink: 'symbolic link', socket: 'socket', fifo: 'fifo', device: 'character special file' }
  const fields: Readonly<Record<string, string>> = {
    n: path, N: stat.target === undefined ? `'${path}'` : `'${path}' -> '${stat.target}'`, s: String(stat.size), a: stat.mode.toString(8), A: modeText(stat.type, stat.mode), U: stat.owner, G: stat.group, u: String(owner?.uid ?? 0), g: String(owner?.gid ?? 0),
    F: types[stat.type]!, i: String(stat.inode), h: String(stat.links), y: time(stat.modifiedAt), Y: String(Math.floor(stat.modifiedAt / 1000)), x: time(stat.accessedAt), X: String(Math.floor(stat.accessedAt / 1000)), z: time(stat.changedAt), Z: String(Math.floor(stat.changedAt / 1000)), w: '-', b: String(Math.ceil(stat.size / 512)), B: '512', o: '4096', d: '64769', '%': '%',
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
    const options = getopt(process.argv.slice(1), [{ letter: 'c', long: 'format', value: 'required' }, { long: 'printf', value: 'required' }, { letter: 'L', long: 'dereference' }, { letter: 't', long: 'terse' }, { letter: 'f', long: 'file-system' }], gnuWording('stat'))
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
