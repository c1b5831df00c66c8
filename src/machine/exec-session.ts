import type { Computer } from './computer.ts'
import type { ExecSession } from './exec-interface.ts'
import { Pipe } from './pipe.ts'
import type { Process, SpawnOptions } from './process-interface.ts'
import type { Reader, Writer } from './stream.ts'

/** Starts a command for somebody who is elsewhere: on a terminal of its own, or with plain pipes. SystemError if there is no such program. */
export const startSession = (
  computer: Computer,
  argv: readonly string[],
  options: Pick<SpawnOptions, 'env' | 'cwd' | 'user'> & { readonly tty: boolean; readonly stdin: boolean },
): ExecSession => {
  const { tty, stdin, ...spawn } = options
  return tty ? onTerminal(computer, argv, spawn) : withPipes(computer, argv, spawn, stdin)
}

const onTerminal = (computer: Computer, argv: readonly string[], options: SpawnOptions): ExecSession => {
  const output = new Pipe(computer.clock)
  const terminal = computer.openTty(80, 24)
  const process = computer.spawn(argv, {
    ...options,
    tty: terminal,
    stdin: terminal.input,
    stdout: terminal.output,
    stderr: terminal.output,
  })
  terminal.foreground = process.group
  terminal.onOutput((bytes) => void output.writer.write(bytes))
  process.onExit(() => output.end())
  const decoder = new TextDecoder()
  return {
    stdin: { write: (bytes) => terminal.type(decoder.decode(bytes, { stream: true })), end: () => terminal.hangUp() },
    stdout: output.reader,
    resize: (columns, rows) => terminal.resize(columns, rows),
    exited: process.exited,
  }
}

const withPipes = (computer: Computer, argv: readonly string[], options: SpawnOptions, withInput: boolean): ExecSession => {
  const { clock } = computer
  const [input, output, errors] = [new Pipe(clock), new Pipe(clock), new Pipe(clock)]
  if (!withInput) input.end()
  const process = computer.spawn(argv, { ...options, stdin: input.reader, stdout: output.writer, stderr: errors.writer })
  process.onExit(() => {
    output.end()
    errors.end()
    input.breakOff()
  })
  const stdin = { write: (bytes: Uint8Array) => input.writer.write(bytes), end: () => input.end() }
  return { ...(withInput ? { stdin } : {}), stdout: output.reader, stderr: errors.reader, resize: () => undefined, exited: process.exited }
}

const copy = async (from: Reader, to: Writer): Promise<void> => {
  for (let bytes = await from.read(); bytes; bytes = await from.read()) await to.write(bytes)
}

/** Lets the person's terminal, or plain streams, and a session elsewhere talk until that ends; its exit status. */
export const converse = async (process: Process, session: ExecSession, tty: boolean): Promise<number> => {
  const terminal = tty ? process.tty : undefined
  const before = terminal?.mode
  const resize = (): void => {
    if (terminal) session.resize(terminal.columns, terminal.rows)
  }
  if (terminal) {
    terminal.mode = { canonical: false, echo: false, signals: false }
    resize()
  }
  const forgetResize = terminal ? process.on('SIGWINCH', resize) : undefined
  const { stdin } = session
  const forgetExit = process.onExit(() => stdin?.end?.())
  try {
    if (stdin) {
      void copy(process.stdin, stdin).then(
        () => stdin.end?.(),
        () => undefined,
      )
    }
    await Promise.all([copy(session.stdout, process.stdout), ...(session.stderr ? [copy(session.stderr, process.stderr)] : [])])
    return await session.exited
  } finally {
    forgetExit()
    forgetResize?.()
    if (terminal && before) terminal.mode = before
  }
}
