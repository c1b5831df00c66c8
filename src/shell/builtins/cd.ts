import { SystemError } from '../../base/index.ts'
import { complain, write } from '../run/output.ts'
import type { Shell } from '../shell.ts'
import type { Steps } from '../steps.ts'
import { assign, getText } from '../variable-access.ts'
import type { Builtin } from './builtin.ts'
import { parseOptions } from './options.ts'

/** Changes the working directory and tells PWD and OLDPWD; false after an error. */
export function* changeDirectory(shell: Shell, path: string, name = 'cd'): Steps<boolean> {
  const old = shell.process.cwd
  try {
    shell.process.chdir(path)
  } catch (error) {
    if (!(error instanceof SystemError)) throw error
    yield* complain(shell, `${name}: ${path}: ${error.message}`)
    return false
  }
  assign(shell, 'OLDPWD', getText(shell, 'PWD') ?? old)
  assign(shell, 'PWD', shell.process.cwd)
  return true
}

export const cd: Builtin = {
  name: 'cd',
  usage: '[-L|[-P [-e]] [-@]] [dir]',
  summary: 'Changes the working directory; `cd -` goes back.',
  *run(shell, args) {
    const options = yield* parseOptions(shell, 'cd', args[0] === '-' ? ['--', ...args] : args, 'LPe@', 'cd [-L|[-P [-e]] [-@]] [dir]')
    if (!options) return 2
    if (options.rest.length > 1) {
      yield* complain(shell, 'cd: too many arguments')
      return 1
    }
    let [target] = options.rest
    const shows = target === '-'
    if (target === undefined || target === '-') {
      const name = shows ? 'OLDPWD' : 'HOME'
      target = getText(shell, name)
      if (target === undefined) {
        yield* complain(shell, `cd: ${name} not set`)
        return 1
      }
    }
    if (target === '') return 0
    if (!(yield* changeDirectory(shell, target))) return 1
    if (shows) yield* write(shell, `${shell.process.cwd}\n`)
    return 0
  },
}

export const pwd: Builtin = {
  name: 'pwd',
  usage: '[-LP]',
  summary: 'Prints the working directory.',
  *run(shell, args) {
    const options = yield* parseOptions(shell, 'pwd', args, 'LP', 'pwd [-LP]')
    if (!options) return 2
    yield* write(shell, `${options.flags.has('P') ? shell.process.files.resolve('.', { follow: true }) : shell.process.cwd}\n`)
    return 0
  },
}
