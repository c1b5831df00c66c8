import { SystemError, UsageError } from '../../base/index.ts'
import type { Process, Program } from '../../machine/index.ts'
import { getopt, gnuWording } from '../getopt.ts'

const printing = (name: string, summary: string, text: (process: Process) => string): Program => ({
  name,
  summary,
  async run(process) {
    await process.print(text(process))
    return 0
  },
})

const last = (path: string): string => (/^\/+$/.test(path) ? '/' : path.replace(/\/+$/, '').replace(/^.*\//, ''))

const parent = (path: string): string => {
  if (/^\/+$/.test(path)) return '/'
  const trimmed = path.replace(/\/+$/, '')
  return trimmed.includes('/') ? trimmed.replace(/\/+[^/]*$/, '') || '/' : '.'
}

export const whoami = printing('whoami', 'Tells who you are.', ({ user }) => `${user.name}\n`)
export const nproc = printing('nproc', 'Tells how many processors there are.', ({ machine }) => `${machine.hardware.cpus}\n`)
export const tty: Program = {
  name: 'tty',
  summary: 'Names the terminal.',
  async run(process) {
    await process.print(process.stdin.tty ? `${process.stdin.tty.path}\n` : 'not a tty\n')
    return process.stdin.tty ? 0 : 1
  },
}

export const clear = printing('clear', 'Clears the screen.', () => '\x1b[H\x1b[2J\x1b[3J')
export const reset = printing('reset', 'Puts the terminal right.', () => '\x1bc')

export const id: Program = {
  name: 'id',
  summary: 'Tells user and groups.',
  async run(process) {
    const options = getopt(
      process.argv.slice(1),
      [
        { letter: 'u', long: 'user' },
        { letter: 'g', long: 'group' },
        { letter: 'G', long: 'groups' },
        { letter: 'n', long: 'name' },
        { letter: 'r', long: 'real' },
      ],
      gnuWording('id'),
    )
    const [name] = options.operands
    const user = name === undefined ? process.user : process.machine.users.find(name)
    if (!user) throw new UsageError(`id: ‘${name}’: no such user`)
    const named = options.has('name')
    const gidOf = (group: string): string =>
      group === user.group
        ? String(user.gid)
        : ((process.machine.files.exists('/etc/group')
            ? process.machine.files
                .readText('/etc/group')
                .split('\n')
                .map((line) => line.split(':'))
                .find(([other]) => other === group)?.[2]
            : undefined) ?? group)
    const text = options.has('user')
      ? named
        ? user.name
        : String(user.uid)
      : options.has('group')
        ? named
          ? user.group
          : String(user.gid)
        : options.has('groups')
          ? user.groups.map((group) => (named ? group : gidOf(group))).join(' ')
          : `uid=${user.uid}(${user.name}) gid=${user.gid}(${user.group}) groups=${user.groups.map((group) => `${gidOf(group)}(${group})`).join(',')}`
    await process.print(`${text}\n`)
    return 0
  },
}

export const groups = printing('groups', 'Tells the groups.', ({ user }) => `${user.groups.join(' ')}\n`)

export const hostname: Program = {
  name: 'hostname',
  summary: 'Tells the name of the machine.',
  async run(process) {
    const [flag] = process.argv.slice(1)
    if (flag === '-I' || flag === '--all-ip-addresses') await process.print(`${process.network.addresses.join(' ')} \n`)
    else if (flag === '-i') await process.print(`${process.network.addresses[0]}\n`)
    else if (flag === undefined || ['-s', '-f', '--short', '--fqdn'].includes(flag)) await process.print(`${process.machine.hostname}\n`)
    else if (flag.startsWith('-')) throw new UsageError(`hostname: invalid option -- '${flag.replace(/^-+/, '')[0]}'`)
    else throw new UsageError('hostname: you must be root to change the host name')
    return 0
  },
}

export const uname: Program = {
  name: 'uname',
  summary: 'Tells about the system.',
  async run(process) {
    const options = getopt(
      process.argv.slice(1),
      [
        { letter: 'a', long: 'all' },
        { letter: 's', long: 'kernel-name' },
        { letter: 'n', long: 'nodename' },
        { letter: 'r', long: 'kernel-release' },
        { letter: 'v', long: 'kernel-version' },
        { letter: 'm', long: 'machine' },
        { letter: 'p' },
        { letter: 'i' },
        { letter: 'o', long: 'operating-system' },
      ],
      gnuWording('uname'),
    )
    const { hostname: name, hardware } = process.machine
    const parts: readonly (readonly [string, string])[] = [
      ['kernel-name', 'Linux'],
      ['nodename', name],
      ['kernel-release', hardware.kernel],
      ['kernel-version', '#52-Ubuntu SMP PREEMPT_DYNAMIC'],
      ['machine', 'x86_64'],
      ['p', 'x86_64'],
      ['i', 'x86_64'],
      ['operating-system', 'GNU/Linux'],
    ]
    const wanted = options.has('all') ? parts : options.values.size === 0 ? [parts[0]!] : parts.filter(([option]) => options.has(option))
    await process.print(`${wanted.map(([, text]) => text).join(' ')}\n`)
    return 0
  },
}

export const basename: Program = {
  name: 'basename',
  summary: 'Strips directories from names.',
  async run(process) {
    const options = getopt(
      process.argv.slice(1),
      [
        { letter: 'a', long: 'multiple' },
        { letter: 's', long: 'suffix', value: 'required' },
      ],
      gnuWording('basename'),
    )
    const [first, second] = options.operands
    if (first === undefined) throw new UsageError("basename: missing operand\nTry 'basename --help' for more information.")
    const many = options.has('multiple') || options.has('suffix')
    const suffix = options.get('suffix') ?? (many ? undefined : second)
    for (const path of many ? options.operands : [first]) {
      const name = last(path)
      await process.print(`${suffix && name.endsWith(suffix) && name !== suffix ? name.slice(0, -suffix.length) : name}\n`)
    }
    return 0
  },
}

export const dirname: Program = {
  name: 'dirname',
  summary: 'Strips the last part of names.',
  async run(process) {
    if (process.argv.length < 2) throw new UsageError("dirname: missing operand\nTry 'dirname --help' for more information.")
    await process.print(
      process.argv
        .slice(1)
        .map((path) => `${parent(path)}\n`)
        .join(''),
    )
    return 0
  },
}

export const which: Program = {
  name: 'which',
  summary: 'Finds programs.',
  async run(process) {
    const all = process.argv.includes('-a')
    let code = 0
    for (const name of process.argv.slice(1).filter((word) => word !== '-a')) {
      const places = name.includes('/')
        ? [name]
        : (process.env.get('PATH') ?? '/usr/bin').split(':').map((directory) => `${directory}/${name}`)
      const found = places.filter(
        (path) => process.files.exists(path) && process.files.stat(path).type === 'file' && (process.files.stat(path).mode & 0o111) !== 0,
      )
      if (found.length === 0) code = 1
      for (const path of all ? found : found.slice(0, 1)) await process.print(`${path}\n`)
    }
    return code
  },
}

export const realpath: Program = {
  name: 'realpath',
  summary: 'Shows where a path leads.',
  async run(process) {
    const options = getopt(
      process.argv.slice(1),
      [{ letter: 'e' }, { letter: 'm' }, { letter: 's' }, { letter: 'q' }],
      gnuWording('realpath'),
    )
    if (options.operands.length === 0) throw new UsageError("realpath: missing operand\nTry 'realpath --help' for more information.")
    let code = 0
    for (const path of options.operands) {
      try {
        if (options.has('e')) process.files.stat(path)
        await process.print(`${process.files.resolve(path, { follow: !options.has('s') })}\n`)
      } catch (error) {
        if (!(error instanceof SystemError)) throw error
        await process.printError(`realpath: ${path}: ${error.message}\n`)
        code = 1
      }
    }
    return code
  },
}

export const readlink: Program = {
  name: 'readlink',
  summary: 'Shows what a link points to.',
  async run(process) {
    const options = getopt(
      process.argv.slice(1),
      [
        { letter: 'f', long: 'canonicalize' },
        { letter: 'e', long: 'canonicalize-existing' },
        { letter: 'm' },
        { letter: 'n', long: 'no-newline' },
      ],
      gnuWording('readlink'),
    )
    let code = 0
    for (const path of options.operands) {
      try {
        if (options.has('canonicalize') || options.has('canonicalize-existing') || options.has('m'))
          await process.print(`${process.files.resolve(path, { follow: true })}\n`)
        else {
          const { target } = process.files.lstat(path)
          if (target === undefined) code = 1
          else await process.print(`${target}${options.has('no-newline') ? '' : '\n'}`)
        }
      } catch (error) {
        if (!(error instanceof SystemError)) throw error
        code = 1
      }
    }
    return code
  },
}

export const mktemp: Program = {
  name: 'mktemp',
  summary: 'Makes a file with a fresh name.',
  async run(process) {
    const options = getopt(
      process.argv.slice(1),
      [
        { letter: 'd', long: 'directory' },
        { letter: 'u', long: 'dry-run' },
        { letter: 'q', long: 'quiet' },
        { letter: 'p', long: 'tmpdir', value: 'optional' },
        { letter: 't' },
        { long: 'suffix', value: 'required' },
      ],
      gnuWording('mktemp'),
    )
    const [template = 'tmp.XXXXXXXXXX'] = options.operands
    const marks = /X{3,}(?=[^X]*$)/.exec(template)
    if (!marks) throw new UsageError(`mktemp: too few X's in template ‘${template}’`)
    const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789'
    const inTmp = options.operands.length === 0 || options.has('tmpdir') || options.has('t')
    for (let attempt = 0; ; attempt++) {
      let letters = ''
      for (let i = 0; i < marks[0].length; i++)
        letters +=
          alphabet[process.machine.seed('mktemp', process.machine.hostname, process.pid, process.clock.now, attempt, i) % alphabet.length]
      const name = template.slice(0, marks.index) + letters + template.slice(marks.index + marks[0].length) + (options.get('suffix') ?? '')
      const path = inTmp ? `${options.get('tmpdir') || process.env.get('TMPDIR') || '/tmp'}/${name}` : name
      if (process.files.exists(path)) continue
      if (!options.has('dry-run')) {
        try {
          if (options.has('directory')) process.files.mkdir(path, { mode: 0o700 })
          else process.files.write(path, '', { mode: 0o600, exclusive: true })
        } catch (error) {
          if (!(error instanceof SystemError)) throw error
          throw new UsageError(
            `mktemp: failed to create ${options.has('directory') ? 'directory' : 'file'} via template ‘${inTmp ? `/tmp/${template}` : template}’: ${error.message}`,
          )
        }
      }
      await process.print(`${path}\n`)
      return 0
    }
  },
}
