import { encode, SystemError } from '../../base/index.ts'
import type { Shell } from '../shell.ts'
import { wait, type Steps } from '../steps.ts'

/** Writes text to a descriptor of the shell. */
export function* write(shell: Shell, text: string, descriptor = 1): Steps<void> {
  if (text === '') return
  const writer = shell.descriptors.get(descriptor)?.writer
  if (!writer) throw new SystemError('EBADF', 'write error')
  const waiting = writer.write(encode(text))
  if (waiting) yield* wait(waiting)
}

/** An error message of the shell itself, `bash: line 1: ...`. */
export function* complain(shell: Shell, message: string): Steps<void> {
  if (shell.descriptors.get(2)?.writer) yield* write(shell, `${shell.prefix}${message}\n`, 2)
}
