import type { ProcessSubstitutionPart } from 'unbash'
import { bufferReader, CollectingWriter, Pipe } from '../../machine/index.ts'
import type { Descriptor, Shell } from '../shell.ts'
import { wait, type Steps } from '../steps.ts'
import { runStatements } from './execute.ts'
import { spawnSubshell } from './spawn.ts'

const body = (part: ProcessSubstitutionPart) =>
  function* (subshell: Shell): Steps<number> {
    return part.script ? yield* runStatements(subshell, part.script.commands) : 0
  }

/** `< <(...)` and `> >(...)`: a pipe to a process that runs beside. */
export const substituteForRedirection = (shell: Shell, part: ProcessSubstitutionPart): Descriptor => {
  const pipe = new Pipe(shell.process.clock)
  if (part.operator === '<') {
    shell.lastBackground = spawnSubshell(shell, body(part), { stdout: pipe.writer }).pid
    return { reader: pipe.reader }
  }
  const reader = spawnSubshell(shell, body(part), { stdin: pipe.reader })
  shell.lastBackground = reader.pid
  shell.cleanups.push(async () => {
    pipe.end()
    await reader.exited
  })
  return { writer: pipe.writer }
}

/**
 * A process substitution as an argument: a file under /dev/fd that is there while the command runs.
 * @simplified: the process runs to its end before the command that reads it starts (or after the one that writes to it).
 */
export function* substituteProcess(shell: Shell, part: ProcessSubstitutionPart): Steps<string> {
  const { files } = shell.process.machine
  if (!files.exists('/dev/fd')) files.mkdir('/dev/fd', { parents: true, mode: 0o1777 })
  let number = 63
  while (files.exists(`/dev/fd/${number}`)) number--
  const path = `/dev/fd/${number}`
  files.write(path, '', { mode: 0o666 })
  if (part.operator === '<') {
    const output = new CollectingWriter()
    const process = spawnSubshell(shell, body(part), { stdout: output })
    yield* wait(process.exited)
    files.write(path, output.bytes)
    shell.cleanups.push(() => files.remove(path))
    return path
  }
  shell.cleanups.push(async () => {
    const content = files.read(path)
    files.remove(path)
    await spawnSubshell(shell, body(part), { stdin: bufferReader(content) }).exited
  })
  return path
}
