import { formatAll } from '../format.ts'
import { complain, write } from '../run/output.ts'
import { assign, splitSubscript } from '../variable-access.ts'
import { isName } from '../variables.ts'
import type { Builtin } from './builtin.ts'

const usage = 'printf: usage: printf [-v var] format [arguments]\n'

export const printf: Builtin = {
  name: 'printf',
  usage: '[-v var] format [arguments]',
  summary: 'Prints arguments by a format.',
  *run(shell, args) {
    let [format, ...rest] = args
    let target: string | undefined
    if (format === '-v') {
      ;[target, format, ...rest] = rest
      if (target === undefined || !isName(splitSubscript(target)[0])) {
        yield* complain(shell, `printf: \`${target}': not a valid identifier`)
        return 2
      }
    }
    if (format === '--') [format, ...rest] = rest
    else if (format !== undefined && /^-./.test(format)) {
      yield* complain(shell, `printf: ${format.slice(0, 2)}: invalid option`)
      yield* write(shell, usage, 2)
      return 2
    }
    if (format === undefined) {
      yield* write(shell, usage, 2)
      return 2
    }
    const problems: string[] = []
    const text = formatAll(format, rest, { now: shell.process.clock.now, complain: (message) => void problems.push(message) })
    for (const problem of problems) yield* complain(shell, `printf: ${problem}`)
    if (target !== undefined) {
      const [name, subscript] = splitSubscript(target)
      assign(shell, name, text, subscript === undefined ? {} : { subscript })
    } else yield* write(shell, text)
    return problems.length > 0 ? 1 : 0
  },
}
