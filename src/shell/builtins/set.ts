import { assignmentText } from '../declaration.ts'
import { complain, write } from '../run/output.ts'
import type { Shell } from '../shell.ts'
import type { Steps } from '../steps.ts'
import type { Builtin } from './builtin.ts'

const letters: Readonly<Record<string, string>> = {
  a: 'allexport',
  b: 'notify',
  e: 'errexit',
  E: 'errtrace',
  f: 'noglob',
  h: 'hashall',
  k: 'keyword',
  m: 'monitor',
  n: 'noexec',
  p: 'privileged',
  T: 'functrace',
  t: 'onecmd',
  u: 'nounset',
  v: 'verbose',
  x: 'xtrace',
  B: 'braceexpand',
  C: 'noclobber',
  H: 'histexpand',
  P: 'physical',
}

export const optionNames = [
  'allexport',
  'braceexpand',
  'emacs',
  'errexit',
  'errtrace',
  'functrace',
  'hashall',
  'histexpand',
  'history',
  'ignoreeof',
  'interactive-comments',
  'keyword',
  'monitor',
  'noclobber',
  'noexec',
  'noglob',
  'nolog',
  'notify',
  'nounset',
  'onecmd',
  'physical',
  'pipefail',
  'posix',
  'privileged',
  'verbose',
  'vi',
  'xtrace',
]

const usage = 'set: usage: set [-abefhkmnptuvxBCEHPT] [-o option-name] [--] [-] [arg ...]\n'

const change = (shell: Shell, option: string, on: boolean): void => {
  if (on) shell.options.add(option)
  else shell.options.delete(option)
}

function* listOptions(shell: Shell, asCommands: boolean): Steps<void> {
  for (const option of optionNames)
    yield* write(
      shell,
      asCommands ? `set ${shell.has(option) ? '-' : '+'}o ${option}\n` : `${option.padEnd(15)}\t${shell.has(option) ? 'on' : 'off'}\n`,
    )
}

export const set: Builtin = {
  name: 'set',
  usage: '[-abefhkmnptuvxBCEHPT] [-o option-name] [--] [-] [arg ...]',
  summary: 'Sets options of the shell and positional parameters.',
  *run(shell, args) {
    if (args.length === 0) {
      for (const name of shell.variables.names()) {
        const variable = shell.variables.get(name)!
        if (variable.value !== undefined || variable.array || variable.map) yield* write(shell, `${assignmentText(name, variable)}\n`)
      }
      return 0
    }
    for (let at = 0; at < args.length; at++) {
      const word = args[at]!
      if (word === '--' || word === '-') {
        if (word === '-') for (const option of ['xtrace', 'verbose']) shell.options.delete(option)
        if (word === '--' || args.length > at + 1) shell.positional = args.slice(at + 1)
        return 0
      }
      if (!/^[-+]./.test(word)) {
        shell.positional = args.slice(at)
        return 0
      }
      const on = word[0] === '-'
      for (const letter of word.slice(1)) {
        if (letter === 'o') {
          const option = args[at + 1]
          if (option === undefined) {
            yield* listOptions(shell, !on)
            continue
          }
          at++
          if (!optionNames.includes(option)) {
            yield* complain(shell, `set: ${option}: invalid option name`)
            return 2
          }
          change(shell, option, on)
        } else if (letters[letter]) change(shell, letters[letter], on)
        else {
          yield* complain(shell, `set: ${word[0]}${letter}: invalid option`)
          yield* write(shell, usage, 2)
          return 2
        }
      }
    }
    return 0
  },
}
