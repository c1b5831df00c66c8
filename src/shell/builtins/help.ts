import { complain, write } from '../run/output.ts'
import type { Builtin } from './builtin.ts'
import { builtins } from './index.ts'

export const help: Builtin = {
  name: 'help',
  usage: '[-dms] [pattern ...]',
  summary: 'Tells about builtins.',
  *run(shell, args) {
    const names = args.filter((word) => !word.startsWith('-'))
    if (names.length === 0) {
      yield* write(
        shell,
        `Commands that bash has built in; \`help NAME' tells more of one.\n\n${[...builtins.values()].map(({ name, usage }) => ` ${name} ${usage}`.trimEnd()).join('\n')}\n`,
      )
      return 0
    }
    let code = 1
    for (const name of names) {
      const builtin = builtins.get(name)
      if (!builtin) {
        yield* complain(shell, `help: no help topics match \`${name}'.  Try \`help help' or \`man -k ${name}' or \`info ${name}'.`)
        continue
      }
      code = 0
      yield* write(shell, `${name}: ${`${name} ${builtin.usage}`.trimEnd()}\n    ${builtin.summary}\n`)
    }
    return code
  },
}
