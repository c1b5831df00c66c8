import { UsageError } from '../../base/index.ts'
import type { Program } from '../../machine/index.ts'
import { startChild } from './timeout.ts'

export const env: Program = {
  name: 'env',
  summary: 'Shows the environment, or runs a program with another.',
  async run(process) {
    const words = process.argv.slice(1)
    let environment = new Map(process.env)
    let cwd: string | undefined
    while (/^-/.test(words[0] ?? '')) {
      const word = words.shift()!
      if (word === '--') break
      if (word === '-i' || word === '-' || word === '--ignore-environment') environment = new Map()
      else if (word === '-u' || word === '--unset') environment.delete(words.shift() ?? '')
      else if (word.startsWith('--unset=')) environment.delete(word.slice(8))
      else if (/^-u./.test(word)) environment.delete(word.slice(2))
      else if (word === '-C') cwd = words.shift()
      else if (word === '-S') words.unshift(...(words.shift() ?? '').split(' '))
      else if (word === '-0') continue
      else
        throw new UsageError(
          `env: ${word.startsWith('--') ? `unrecognized option '${word}'` : `invalid option -- '${word[1]}'`}\nTry 'env --help' for more information.`,
          125,
        )
    }
    while (words[0]?.includes('=')) {
      const [name = '', value = ''] = words.shift()!.split(/=(.*)/s)
      environment.set(name, value)
    }
    if (words.length === 0) {
      await process.print([...environment].map(([name, value]) => `${name}=${value}\n`).join(''))
      return 0
    }
    const child = await startChild(process, words, (message) => `env: ‘${words[0]}’: ${message}`, {
      env: environment,
      ...(cwd === undefined ? {} : { cwd }),
    })
    return typeof child === 'number' ? child : child.exited
  },
}

export const printenv: Program = {
  name: 'printenv',
  summary: 'Shows the environment.',
  async run(process) {
    const names = process.argv.slice(1)
    if (names.length === 0) await process.print([...process.env].map(([name, value]) => `${name}=${value}\n`).join(''))
    let code = 0
    for (const name of names) {
      const value = process.env.get(name)
      if (value === undefined) code = 1
      else await process.print(`${value}\n`)
    }
    return code
  },
}

export const sudo: Program = {
  name: 'sudo',
  summary: 'Runs a program as another user.',
  async run(process) {
    const words = process.argv.slice(1)
    const { users } = process.machine
    let target = users.find('root')!
    let shell = false
    let login = false
    let keeps = false
    while (/^-./.test(words[0] ?? '')) {
      const word = words.shift()!
      if (word === '--') break
      if (word === '-u' || word === '--user') {
        const name = words.shift() ?? ''
        const found = users.find(name)
        if (!found) throw new UsageError(`sudo: unknown user ${name}\nsudo: error initializing audit plugin sudoers_audit`)
        target = found
      } else if (word === '-i' || word === '--login') login = true
      else if (word === '-s' || word === '--shell') shell = true
      else if (word === '-E' || word === '--preserve-env') keeps = true
      else if (word === '-n' || word === '-S' || word === '-k' || word === '-H' || word === '-b') continue
      else if (word === '-v' || word === '-K') return 0
      else if (word === '-l') {
        await process.print(
          `User ${process.user.name} may run the following commands on ${process.machine.hostname}:\n    (ALL : ALL) ALL\n`,
        )
        return 0
      } else
        throw new UsageError(
          `sudo: ${word.startsWith('--') ? `unrecognized option '${word}'` : `invalid option -- '${word[1]}'`}\nusage: sudo -h | -K | -k | -V`,
        )
    }
    if (process.user.uid !== 0 && !process.user.groups.includes('sudo'))
      throw new UsageError(`${process.user.name} is not in the sudoers file.`)
    const environment = new Map(
      keeps
        ? process.env
        : [...process.env].filter(([name]) => ['TERM', 'LANG', 'LC_ALL', 'TZ', 'PATH', 'DISPLAY', 'COLUMNS', 'LINES'].includes(name)),
    )
    for (const [name, value] of [
      ['HOME', target.home],
      ['USER', target.name],
      ['LOGNAME', target.name],
      ['SHELL', target.shell],
      ['SUDO_USER', process.user.name],
      ['SUDO_UID', String(process.user.uid)],
      ['SUDO_GID', String(process.user.gid)],
      ['PATH', '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin'],
    ] as const)
      environment.set(name, value)
    while (/^[A-Za-z_]\w*=/.test(words[0] ?? '')) {
      const [name = '', value = ''] = words.shift()!.split(/=(.*)/s)
      environment.set(name, value)
    }
    if (words.length === 0 && !shell && !login)
      throw new UsageError(
        'usage: sudo -h | -K | -k | -V\nusage: sudo -v [-ABkNnS] [-g group] [-h host] [-p prompt] [-u user]\nusage: sudo -l [-ABkNnS] [-g group] [-h host] [-p prompt] [-U user] [-u user] [command [arg ...]]\nusage: sudo [-ABbEHkNnPS] [-r role] [-t type] [-C num] [-D directory] [-g group] [-h host] [-p prompt] [-R directory] [-T timeout] [-u user] [VAR=value] [-i | -s] [command [arg ...]]',
      )
    const argv = login || shell ? (words.length > 0 ? ['bash', '-c', words.join(' ')] : ['bash', ...(login ? ['-l'] : [])]) : words
    const child = await startChild(
      process,
      argv,
      (message) =>
        message === 'No such file or directory'
          ? `sudo: ${words[0]}: command not found`
          : `sudo: unable to execute ${words[0]}: ${message}`,
      { user: target, env: environment, ...(login ? { cwd: target.home } : {}) },
    )
    return typeof child === 'number' ? 1 : child.exited
  },
}
