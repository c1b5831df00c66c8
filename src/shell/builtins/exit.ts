import { FunctionReturn, LoopExit, ShellExit } from '../control.ts'
import { complain, write } from '../run/output.ts'
import type { Shell } from '../shell.ts'
import type { Steps } from '../steps.ts'
import type { Builtin } from './builtin.ts'

function* codeFrom(shell: Shell, name: string, args: readonly string[]): Steps<number | undefined> {
  const words = args[0] === '--' ? args.slice(1) : args
  if (words[0] === undefined) return shell.status
  if (!/^\s*[-+]?\d+\s*$/.test(words[0])) {
    yield* complain(shell, `${name}: ${words[0]}: numeric argument required`)
    return 2
  }
  if (words.length > 1) {
    yield* complain(shell, `${name}: too many arguments`)
    return undefined
  }
  return Number(BigInt.asUintN(8, BigInt(words[0].trim())))
}

export const exit: Builtin = {
  name: 'exit',
  usage: '[n]',
  summary: 'Ends the shell.',
  *run(shell, args) {
    if (shell.interactive && shell.loginShell === false) yield* write(shell, 'exit\n', 2)
    if (shell.interactive && shell.jobs.some(({ state }) => state === 'stopped') && !shell.exitWarned) {
      shell.exitWarned = true
      yield* write(shell, 'There are stopped jobs.\n', 2)
      return 1
    }
    const code = yield* codeFrom(shell, 'exit', args)
    if (code === undefined) return 1
    throw new ShellExit(code)
  },
}

export const logout: Builtin = { ...exit, name: 'logout', summary: 'Ends a login shell.' }

export const returnBuiltin: Builtin = {
  name: 'return',
  usage: '[n]',
  summary: 'Leaves a function or a sourced file.',
  *run(shell, args) {
    if (shell.frames.length === 0 && shell.sourceDepth === 0) {
      yield* complain(shell, "return: can only `return' from a function or sourced script")
      return 2
    }
    const code = yield* codeFrom(shell, 'return', args)
    if (code === undefined) return 1
    throw new FunctionReturn(code)
  },
}

const leave = (kind: 'break' | 'continue', summary: string): Builtin => ({
  name: kind,
  usage: '[n]',
  summary,
  *run(shell, args) {
    const [count = '1'] = args
    if (shell.loopDepth === 0) {
      yield* complain(shell, `${kind}: only meaningful in a \`for', \`while', or \`until' loop`)
      return 0
    }
    if (!/^[-+]?\d+$/.test(count)) {
      yield* complain(shell, `${kind}: ${count}: numeric argument required`)
      throw new ShellExit(128)
    }
    if (Number(count) < 1) {
      yield* complain(shell, `${kind}: ${count}: loop count out of range`)
      return 1
    }
    throw new LoopExit(kind, Number(count))
  },
})

export const breakBuiltin = leave('break', 'Leaves loops.')
export const continueBuiltin = leave('continue', 'Begins the next turn of a loop.')
