import { SystemError } from '../../base/index.ts'
import { evaluate } from '../expand/arithmetic.ts'
import { FunctionReturn, ShellExit, ShellFailure } from '../control.ts'
import { complain, write } from '../run/output.ts'
import { applyRedirections } from '../run/redirect.ts'
import { findExecutable, spawnExternal } from '../run/spawn.ts'
import { runText } from '../run/text.ts'
import { exitTrap } from '../run/traps.ts'
import { wait } from '../steps.ts'
import { getText } from '../variable-access.ts'
import type { Builtin } from './builtin.ts'

export const evalBuiltin: Builtin = {
  name: 'eval',
  usage: '[arg ...]',
  summary: 'Runs its arguments as commands.',
  *run(shell, args) {
    const text = (args[0] === '--' ? args.slice(1) : args).join(' ')
    return text.trim() === '' ? 0 : yield* runText(shell, text, { label: 'eval: ' })
  },
}

export const source: Builtin = {
  name: 'source',
  usage: 'filename [arguments]',
  summary: 'Runs the commands of a file in this shell.',
  *run(shell, args, { name }) {
    const [file, ...rest] = args[0] === '--' ? args.slice(1) : args
    if (file === undefined) {
      yield* complain(shell, `${name}: filename argument required`)
      yield* write(shell, `${name}: usage: ${name} filename [arguments]\n`, 2)
      return 2
    }
    const { files } = shell.process
    const path = file.includes('/')
      ? file
      : ((getText(shell, 'PATH') ?? '')
          .split(':')
          .map((directory) => `${directory}/${file}`)
          .find((candidate) => files.exists(candidate)) ?? file)
    let text: string
    const opened = /^\/dev\/(?:stdin|fd\/0)$/.test(path) ? shell.descriptors.get(0)?.reader : undefined
    try {
      if (files.exists(path) && files.stat(path).type === 'directory') {
        yield* complain(shell, `${name}: ${file}: is a directory`)
        return 1
      }
      text = opened ? '' : files.readText(path)
    } catch (error) {
      if (!(error instanceof SystemError)) throw error
      yield* complain(shell, `${file}: ${error.message}`)
      return 1
    }
    const before = { name: shell.name, positional: shell.positional, style: shell.messageStyle, loopDepth: shell.loopDepth }
    shell.name = file
    shell.messageStyle = 'line'
    shell.sourceDepth++
    if (rest.length > 0) shell.positional = rest
    const dollarZero = shell.dollarZero
    shell.dollarZero = dollarZero ?? before.name
    try {
      return yield* runText(shell, text, { firstLine: 1 })
    } catch (error) {
      if (error instanceof FunctionReturn) return error.code
      throw error
    } finally {
      shell.name = before.name
      shell.dollarZero = dollarZero
      shell.messageStyle = before.style
      shell.sourceDepth--
      if (rest.length > 0) shell.positional = before.positional
    }
  },
}

export const dot: Builtin = { ...source, name: '.' }

export const exec: Builtin = {
  name: 'exec',
  usage: '[-cl] [-a name] [command [argument ...]] [redirection ...]',
  summary: 'Replaces the shell by a program, or redirects it for good.',
  *run(shell, args, { redirects }) {
    const words = args[0] === '--' ? args.slice(1) : args
    yield* applyRedirections(shell, redirects)
    const [name] = words
    if (name === undefined) return 0
    const found = findExecutable(shell, name)
    if (!('path' in found)) {
      yield* complain(shell, `exec: ${name}: ${found.code === 127 ? 'not found' : `cannot execute: ${found.message}`}`)
      if (shell.interactive || shell.shopt.has('execfail')) return found.code
      throw new ShellExit(found.code)
    }
    const process = spawnExternal(shell, found.path, words, shell.variables.exported())
    shell.traps.delete('EXIT')
    const code = yield* wait(process.exited)
    throw new ShellExit(yield* exitTrap(shell, code))
  },
}

export const letBuiltin: Builtin = {
  name: 'let',
  usage: 'arg [arg ...]',
  summary: 'Evaluates arithmetic expressions.',
  *run(shell, args) {
    if (args.length === 0) {
      yield* complain(shell, 'let: expression expected')
      return 1
    }
    let value = 0n
    try {
      for (const expression of args) value = evaluate(shell, expression)
    } catch (error) {
      if (!(error instanceof ShellFailure)) throw error
      yield* complain(shell, `let: ${error.message}`)
      return 1
    }
    return value === 0n ? 1 : 0
  },
}

export const shift: Builtin = {
  name: 'shift',
  usage: '[n]',
  summary: 'Drops the first positional parameters.',
  *run(shell, [count = '1']) {
    if (!/^\d+$/.test(count)) {
      yield* complain(shell, `shift: ${count}: ${/^-\d+$/.test(count) ? 'shift count out of range' : 'numeric argument required'}`)
      return 1
    }
    if (Number(count) > shell.positional.length) return 1
    shell.positional = shell.positional.slice(Number(count))
    return 0
  },
}
