import { complain, write } from '../run/output.ts'
import type { Builtin } from './builtin.ts'

export const history: Builtin = {
  name: 'history',
  usage: '[-c] [-d offset] [n] or history -anrw [filename]',
  summary: 'Lists what was typed.',
  *run(shell, args) {
    const [first] = args
    if (first === '-c') {
      shell.history = []
      return 0
    }
    if (first === '-d') {
      const at = Number(args[1])
      if (!(at >= 1 && at <= shell.history.length)) {
        yield* complain(shell, `history: ${args[1]}: history position out of range`)
        return 1
      }
      shell.history = shell.history.filter((_, i) => i !== at - 1)
      return 0
    }
    if (first === '-w' || first === '-a') {
      const path = args[1] ?? shell.historyFile
      if (path) shell.process.files.write(path, shell.history.map((line) => `${line}\n`).join(''))
      return 0
    }
    if (first !== undefined && !/^\d+$/.test(first)) {
      yield* complain(shell, first.startsWith('-') ? `history: ${first}: invalid option` : `history: ${first}: numeric argument required`)
      return first.startsWith('-') ? 2 : 1
    }
    const start = first === undefined ? 0 : Math.max(0, shell.history.length - Number(first))
    yield* write(
      shell,
      shell.history
        .slice(start)
        .map((line, i) => `${String(start + i + 1).padStart(5)}  ${line}\n`)
        .join(''),
    )
    return 0
  },
}
