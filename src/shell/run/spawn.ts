import { SystemError } from '../../base/index.ts'
import { emptyReader, nullWriter, ProcessExit, type Process, type Reader, type SpawnOptions, type Writer } from '../../machine/index.ts'
import { FunctionReturn, Interrupted, LoopExit, ShellExit, ShellFailure } from '../control.ts'
import type { Shell } from '../shell.ts'
import { drive, wait, type Steps } from '../steps.ts'
import { getText } from '../variable-access.ts'
import { forChild } from './input.ts'
import { complain } from './output.ts'
import { exitTrap, installTraps } from './traps.ts'

export interface StageOptions {
  readonly stdin?: Reader
  readonly stdout?: Writer
  readonly stderr?: Writer
  readonly group?: boolean | number
}

/** Standard streams of a child, from the shell's descriptors as they are now. */
export const streams = (shell: Shell, options: StageOptions = {}): SpawnOptions => ({
  stdin: options.stdin ?? forChild(shell, shell.descriptors.get(0)?.reader ?? emptyReader),
  stdout: options.stdout ?? shell.descriptors.get(1)?.writer ?? nullWriter,
  stderr: options.stderr ?? shell.descriptors.get(2)?.writer ?? nullWriter,
  ...(options.group === undefined ? {} : { group: options.group }),
})

/** Runs steps of a subshell as a process of its own. */
export const spawnSubshell = (shell: Shell, run: (subshell: Shell) => Steps<number>, options: StageOptions = {}): Process => {
  const subshell = shell.fork()
  return shell.process.spawn(shell.process.argv, {
    ...streams(shell, options),
    env: shell.variables.exported(),
    program: {
      name: 'bash',
      summary: 'A subshell.',
      run: (process) => {
        enter(subshell, process)
        return drive(
          runToExit(subshell, () => run(subshell)),
          process.interrupt,
        )
      },
    },
  })
}

/** Makes a forked shell the program of a process. */
const enter = (subshell: Shell, process: Process): void => {
  const input = subshell.descriptors.get(0)?.reader
  const buffer = input && subshell.inputs.get(input)
  subshell.process = process
  if (subshell.descriptors.has(0)) subshell.descriptors.set(0, { reader: process.stdin })
  if (subshell.descriptors.has(1)) subshell.descriptors.set(1, { writer: process.stdout })
  if (subshell.descriptors.has(2)) subshell.descriptors.set(2, { writer: process.stderr })
  if (buffer) subshell.inputs.set(process.stdin, { rest: new Uint8Array() })
  installTraps(subshell)
}

/** Runs a shell's whole work, to its exit code: `exit`, failures, the EXIT trap. */
export function* runToExit(shell: Shell, run: () => Steps<number>): Steps<number> {
  let code: number
  try {
    code = yield* run()
  } catch (error) {
    code = yield* codeOf(shell, error)
  }
  for (const cleanup of shell.cleanups.splice(0)) yield* wait(cleanup())
  return yield* exitTrap(shell, code)
}

/** What an error that leaves the shell means for its exit code. */
export function* codeOf(shell: Shell, error: unknown): Steps<number> {
  if (error instanceof ShellExit || error instanceof FunctionReturn) return error.code
  if (error instanceof LoopExit) return shell.status
  if (error instanceof Interrupted) return 130
  if (error instanceof ShellFailure) {
    yield* complain(shell, error.message)
    return error.code
  }
  if (error instanceof SystemError && error.code === 'EPIPE') throw new ProcessExit(141)
  if (error instanceof RangeError) {
    // The real bash runs out of stack too, and dies of it.
    return 139
  }
  throw error
}

/** Where a command name leads: the path of an executable, or why there is none. */
export const findExecutable = (
  shell: Shell,
  name: string,
): { readonly path: string } | { readonly code: 126 | 127; readonly message: string } => {
  const { files } = shell.process
  if (name.includes('/')) {
    try {
      const { type, mode } = files.stat(name)
      if (type === 'directory') return { code: 126, message: 'Is a directory' }
      return (mode & 0o111) === 0 ? { code: 126, message: 'Permission denied' } : { path: name }
    } catch (error) {
      if (error instanceof SystemError) return { code: error.code === 'ENOENT' ? 127 : 126, message: error.message }
      throw error
    }
  }
  let denied: string | undefined
  for (const directory of (getText(shell, 'PATH') ?? '').split(':')) {
    const candidate = `${directory || '.'}/${name}`
    if (!files.exists(candidate)) continue
    const { type, mode } = files.stat(candidate)
    if (type === 'directory') continue
    if ((mode & 0o111) !== 0) return { path: candidate }
    denied ??= candidate
  }
  return denied ? { code: 126, message: 'Permission denied' } : { code: 127, message: 'command not found' }
}

/** The command line that runs a file: itself, or an interpreter by its first line. */
const interpreted = (shell: Shell, path: string, argv: readonly string[]): readonly string[] => {
  const { files } = shell.process
  if (files.stat(path).program !== undefined) return argv
  const firstLine = files.readText(path).split('\n', 1)[0]!
  const interpreter = /^#!\s*(\S+)(?:\s+(.*\S))?/.exec(firstLine)
  if (!interpreter) return ['bash', path, ...argv.slice(1)]
  const [, program, argument] = interpreter
  if (!files.exists(program!)) {
    const known = program!.slice(program!.lastIndexOf('/') + 1)
    if (!/^(?:ba|da)?sh$/.test(known))
      throw new ShellFailure(`${argv[0]}: ${program}: bad interpreter: No such file or directory`, { code: 126 })
    return [known === 'dash' ? 'sh' : known, path, ...argv.slice(1)]
  }
  return [program!, ...(argument === undefined ? [] : [argument]), path, ...argv.slice(1)]
}

/** Starts an external program. */
export const spawnExternal = (
  shell: Shell,
  path: string,
  argv: readonly string[],
  environment: ReadonlyMap<string, string>,
  options: StageOptions = {},
): Process => {
  const command = interpreted(shell, path, argv)
  try {
    return shell.process.spawn(command, { ...streams(shell, options), env: environment })
  } catch (error) {
    if (error instanceof SystemError)
      throw new ShellFailure(`${argv[0]}: ${error.code === 'ENOEXEC' ? 'cannot execute binary file: Exec format error' : error.message}`, {
        code: error.code === 'ENOENT' ? 127 : 126,
      })
    throw error
  }
}
