import { write } from '../run/output.ts'
import type { Builtin } from './builtin.ts'
import { builtins } from './index.ts'

/** Completion is built in; scripts that set it up (`source <(kubectl completion bash)`) may do so without effect. */
const silent = (name: string, usage: string): Builtin => ({
  name,
  usage,
  summary: 'Accepted for scripts; completion is built in.',
  run: () => 0,
})

export const complete = silent('complete', '[options] [name ...]')
export const compopt = silent('compopt', '[-o|+o option] [name ...]')

export const compgen: Builtin = {
  name: 'compgen',
  usage: '[-abcv] [-W wordlist] [word]',
  summary: 'Lists completions.',
  *run(shell, args) {
    const prefix = args.at(-1)?.startsWith('-') ? '' : (args.at(-1) ?? '')
    const [flag] = args
    const words =
      flag === '-W'
        ? (args[1] ?? '').split(/\s+/)
        : flag === '-b'
          ? [...builtins.keys()]
          : flag === '-v'
            ? shell.variables.names()
            : flag === '-a'
              ? [...shell.aliases.keys()]
              : flag === '-A' && args[1] === 'function'
                ? [...shell.functions.keys()]
                : []
    const found = words.filter((word) => word !== '' && word.startsWith(flag === '-W' && args.length < 3 ? '' : prefix))
    yield* write(shell, found.map((word) => `${word}\n`).join(''))
    return found.length > 0 ? 0 : 1
  },
}
