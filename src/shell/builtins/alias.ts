import { complain, write } from '../run/output.ts'
import type { Builtin } from './builtin.ts'

const line = (name: string, value: string): string => `alias ${name}='${value.replace(/'/g, "'\\''")}'\n`

export const alias: Builtin = {
  name: 'alias',
  usage: '[-p] [name[=value] ... ]',
  summary: 'Gives commands short names.',
  *run(shell, args) {
    const words = args.filter((word) => word !== '-p')
    if (words.length === 0)
      for (const [name, value] of [...shell.aliases].sort(([a], [b]) => (a < b ? -1 : 1))) yield* write(shell, line(name, value))
    let code = 0
    for (const word of words) {
      const at = word.indexOf('=', 1)
      if (at > 0) {
        const name = word.slice(0, at)
        if (/[\s/$`"'\\|&;()<>]/.test(name)) {
          yield* complain(shell, `alias: \`${name}': invalid alias name`)
          code = 1
          continue
        }
        shell.aliases.set(name, word.slice(at + 1))
        shell.aliasVersion++
      } else if (shell.aliases.has(word)) yield* write(shell, line(word, shell.aliases.get(word)!))
      else {
        yield* complain(shell, `alias: ${word}: not found`)
        code = 1
      }
    }
    return code
  },
}

export const unalias: Builtin = {
  name: 'unalias',
  usage: '[-a] name [name ...]',
  summary: 'Removes short names.',
  *run(shell, args) {
    if (args.length === 0) {
      yield* write(shell, 'unalias: usage: unalias [-a] name [name ...]\n', 2)
      return 2
    }
    let code = 0
    for (const name of args) {
      if (name === '-a') shell.aliases.clear()
      else if (!shell.aliases.delete(name)) {
        yield* complain(shell, `unalias: ${name}: not found`)
        code = 1
      }
      shell.aliasVersion++
    }
    return code
  },
}
