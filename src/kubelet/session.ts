import { encode, SystemError } from '../base/index.ts'
import { Pipe, Terminal, type Duplex, type HttpResponse, type Process, type Reader, type Writer } from '../machine/index.ts'
import { execFailure, portNumber } from './hooks.ts'
import type { PodManager } from './pod-manager.ts'
import { latestContainer, type PodWorker } from './pod-worker.ts'
import type { Container } from './runtime.ts'

/** A command at work in a container, as the caller at the other end of the connection has it. */
export interface ExecSession {
  readonly stdin: Writer & { end?(): void }
  readonly stdout: Reader
  readonly stderr?: Reader
  resize(columns: number, rows: number): void
  readonly exited: Promise<number>
}

const refuse = (status: number, message: string): HttpResponse => ({
  status,
  headers: { 'content-type': 'text/plain; charset=utf-8' },
  body: encode(message),
})

/** exec, attach and port-forward: status 101, and the connection is the caller's. */
export const openSession = (
  pods: PodManager,
  worker: PodWorker,
  verb: 'exec' | 'attach' | 'portForward',
  name: string,
  query: URLSearchParams,
): HttpResponse => {
  if (verb === 'portForward')
    return { status: 101, headers: {}, upgrade: { connect: (port: number): Duplex => forward(pods, worker, port) } }
  const container = latestContainer(pods.containersOf(worker), name)
  if (!container || container.state !== 'running' || !container.computer) return refuse(404, `container not found ("${name}")`)
  try {
    const session = verb === 'exec' ? exec(pods, container, query.getAll('command'), query) : attach(pods, container)
    return { status: 101, headers: {}, upgrade: session }
  } catch (error) {
    if (!(error instanceof SystemError)) throw error
    const command = query.getAll('command')[0] ?? ''
    const task = `error executing command in container: failed to exec in container: failed to start exec`
    return refuse(500, `${task} "${container.id.slice(0, 64)}": ${execFailure(command, error)}`)
  }
}

const exec = (pods: PodManager, container: Container, command: readonly string[], query: URLSearchParams): ExecSession => {
  const { clock } = pods.context
  const { computer, main } = container
  const base = { env: main!.env, cwd: main!.cwd, user: main!.user }
  if (query.get('tty') === 'true') {
    const input = new Pipe(clock)
    const output = new Pipe(clock)
    const terminal = computer!.openTty(80, 24)
    terminal.onOutput((bytes) => void output.writer.write(bytes))
    const process = computer!.spawn(command, {
      ...base,
      env: new Map([...base.env, ['TERM', 'xterm']]),
      tty: terminal,
      stdin: terminal.input,
      stdout: terminal.output,
      stderr: terminal.output,
    })
    process.onExit(() => output.end())
    return {
      stdin: typing(terminal),
      stdout: output.reader,
      resize: (columns, rows) => terminal.resize(columns, rows),
      exited: exitOf(process, input),
    }
  }
  const input = new Pipe(clock)
  const [output, errors] = [new Pipe(clock), new Pipe(clock)]
  if (query.get('stdin') !== 'true') input.end()
  const process = computer!.spawn(command, { ...base, stdin: input.reader, stdout: output.writer, stderr: errors.writer })
  process.onExit(() => {
    output.end()
    errors.end()
  })
  return { stdin: { ...input.writer, end: () => input.end() }, stdout: output.reader, stderr: errors.reader, resize: () => undefined, exited: exitOf(process, input) }
}

const typing = (terminal: Terminal): Writer => {
  const decoder = new TextDecoder()
  return { write: (bytes) => terminal.type(decoder.decode(bytes, { stream: true })), release: () => terminal.hangUp() }
}

const exitOf = (process: Process, input: Pipe): Promise<number> =>
  process.exited.then((code) => {
    input.breakOff()
    return code
  })

/** What the container's main process prints from now on. */
const attach = (pods: PodManager, container: Container): ExecSession => {
  const { clock, machine } = pods.context
  const output = new Pipe(clock)
  const { path } = container.log
  let shown = machine.files.readText(path).length
  const more = (): void => {
    const text = machine.files.readText(path)
    for (const line of text.slice(shown).split('\n').slice(0, -1))
      void output.writer.write(encode(`${line.split(' ').slice(3).join(' ')}\n`))
    shown = text.length
  }
  const stop = container.log.follow(more)
  container.main!.onExit(() => {
    more()
    stop()
    output.end()
  })
  return { stdin: { write: () => undefined }, stdout: output.reader, resize: () => undefined, exited: container.main!.exited }
}

/** One forwarded connection to a port of the Pod; an HTTP server behind it is reached through the namespace itself. */
const forward = (pods: PodManager, worker: PodWorker, port: number): Duplex => {
  const { clock } = pods.context
  const network = worker.sandbox?.network ?? pods.context.machine.network
  const endpoint = network.connect('127.0.0.1', portNumber(worker, '', port))
  const [toServer, toClient] = [new Pipe(clock), new Pipe(clock)]
  const close = (): void => {
    toServer.end()
    toClient.end()
    endpoint.close()
  }
  endpoint.listener.accept?.({ input: toServer.reader, output: toClient.writer, close }, endpoint.local)
  return { input: toClient.reader, output: toServer.writer, close }
}
