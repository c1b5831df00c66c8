import { decodeEscapes } from '../escapes.ts'
import { write } from '../run/output.ts'
import type { Builtin } from './builtin.ts'

/** What `echo` prints for its arguments. */
export const echoText = (args: readonly string[], escapesByDefault = false): string => {
  let newline = true
  let escapes = escapesByDefault
  let at = 0
  for (; at < args.length && /^-[neE]+$/.test(args[at]!); at++) {
    for (const letter of args[at]!.slice(1)) {
      if (letter === 'n') newline = false
      else escapes = letter === 'e'
    }
  }
  const text = args.slice(at).join(' ')
  if (!escapes) return newline ? `${text}\n` : text
  const decoded = decodeEscapes(text, { octalNeedsZero: true })
  return newline && !decoded.stopped ? `${decoded.text}\n` : decoded.text
}

export const echo: Builtin = {
  name: 'echo',
  usage: '[-neE] [arg ...]',
  summary: 'Prints its arguments.',
  *run(shell, args) {
    yield* write(shell, echoText(args, shell.shopt.has('xpg_echo')))
    return 0
  },
}
