import { ApiError, UsageError } from '../base/index.ts'
import type { ExecSession, HttpResponse, Process, Reader, Writer } from '../machine/index.ts'
import type { KubectlSession } from './session.ts'

const copy = async (from: Reader, to: Writer): Promise<void> => {
  for (let bytes = await from.read(); bytes; bytes = await from.read()) await to.write(bytes)
}

/** Asks for an upgrade; what goes wrong on the upgraded connection is an error without a server's name. */
export const openRemoteCommand = (session: KubectlSession, path: string): ExecSession => {
  let response: HttpResponse
  try {
    response = session.request({ method: 'POST', path, headers: { connection: 'Upgrade', upgrade: 'websocket' } })
  } catch (error) {
    if (error instanceof ApiError && error.code === 500) throw new UsageError(error.message)
    throw error
  }
  return response.upgrade as ExecSession
}

/** Lets the person's terminal and the process inside the container talk until that ends; its exit status. */
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
    if (stdin) void copy(process.stdin, stdin).then(() => stdin.end?.(), () => undefined)
    const outputs = [copy(session.stdout, process.stdout), ...(session.stderr ? [copy(session.stderr, process.stderr)] : [])]
    await Promise.all(outputs)
    return await session.exited
  } finally {
    forgetExit()
    forgetResize?.()
    if (terminal && before) terminal.mode = before
  }
}
