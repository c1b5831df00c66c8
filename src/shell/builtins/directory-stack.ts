import { complain, write } from '../run/output.ts'
import type { Shell } from '../shell.ts'
import type { Steps } from '../steps.ts'
import { getText } from '../variable-access.ts'
import type { Builtin } from './builtin.ts'
import { changeDirectory } from './cd.ts'

const shown = (shell: Shell, path: string): string => {
  const home = getText(shell, 'HOME')
  return home && (path === home || path.startsWith(`${home}/`)) ? `~${path.slice(home.length)}` : path
}

function* print(shell: Shell): Steps<number> {
  yield* write(shell, `${[shell.process.cwd, ...shell.directoryStack].map((path) => shown(shell, path)).join(' ')}\n`)
  return 0
}

export const pushd: Builtin = {
  name: 'pushd',
  usage: '[-n] [+N | -N | dir]',
  summary: 'Changes the directory and remembers the old one.',
  *run(shell, [target]) {
    const before = shell.process.cwd
    if (target === undefined) {
      const [top, ...rest] = shell.directoryStack
      if (top === undefined) {
        yield* complain(shell, 'pushd: no other directory')
        return 1
      }
      if (!(yield* changeDirectory(shell, top, 'pushd'))) return 1
      shell.directoryStack = [before, ...rest]
      return yield* print(shell)
    }
    if (/^\+\d+$/.test(target)) {
      const all = [before, ...shell.directoryStack]
      const turned = [...all.slice(Number(target)), ...all.slice(0, Number(target))]
      if (!(yield* changeDirectory(shell, turned[0]!, 'pushd'))) return 1
      shell.directoryStack = turned.slice(1)
      return yield* print(shell)
    }
    if (!(yield* changeDirectory(shell, target, 'pushd'))) return 1
    shell.directoryStack = [before, ...shell.directoryStack]
    return yield* print(shell)
  },
}

export const popd: Builtin = {
  name: 'popd',
  usage: '[-n] [+N | -N]',
  summary: 'Goes back to the remembered directory.',
  *run(shell) {
    const [top, ...rest] = shell.directoryStack
    if (top === undefined) {
      yield* complain(shell, 'popd: directory stack empty')
      return 1
    }
    if (!(yield* changeDirectory(shell, top, 'popd'))) return 1
    shell.directoryStack = rest
    return yield* print(shell)
  },
}

export const dirs: Builtin = {
  name: 'dirs',
  usage: '[-clpv] [+N] [-N]',
  summary: 'Lists the remembered directories.',
  *run(shell, args) {
    if (args.includes('-c')) {
      shell.directoryStack = []
      return 0
    }
    const all = [shell.process.cwd, ...shell.directoryStack]
    if (args.includes('-v')) yield* write(shell, all.map((path, i) => `${String(i).padStart(2)}  ${shown(shell, path)}\n`).join(''))
    else if (args.includes('-p')) yield* write(shell, all.map((path) => `${shown(shell, path)}\n`).join(''))
    else if (args.includes('-l')) yield* write(shell, `${all.join(' ')}\n`)
    else return yield* print(shell)
    return 0
  },
}
