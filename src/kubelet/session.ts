import { encode, SystemError } from '../base/index.ts'
import { Pipe, startSession, type ExecSession, type HttpResponse, type PortForwardSession, type Terminal } from '../machine/index.ts'
import { execFailure } from './hooks.ts'
import type { PodManager } from './pod-manager.ts'
import { latestContainer, type PodWorker } from './pod-worker.ts'
import { hexId } from './container-id.ts'
import type { Container } from './container.ts'

const refuse = (status: number, message: string): HttpResponse => ({
  status,
  headers: { 'content-type': 'text/plain; charset=utf-8' },
  body: encode(message),
})
const upgraded = (upgrade: ExecSession | PortForwardSession): HttpResponse => ({ status: 101, headers: {}, upgrade })

/** exec, attach and port-forward: status 101, and the connection is the caller's. */
export const openSession = (
  pods: PodManager,
  worker: PodWorker,
  verb: 'exec' | 'attach' | 'portForward',
  name: string,
  query: URLSearchParams,
): HttpResponse => {
  if (verb === 'portForward') return upgraded(portForward(pods, worker))
  const container = latestContainer(pods.containersOf(worker), name)
  if (!container || container.state !== 'running' || !container.computer) return refuse(404, `container not found ("${name}")`)
  if (verb === 'attach') return upgraded(attach(pods, container, query.get('stdin') === 'true'))
  try {
    const command = query.getAll('command')
    return upgraded(exec(container, command, { tty: query.get('tty') === 'true', stdin: query.get('stdin') === 'true' }))
  } catch (error) {
    if (!(error instanceof SystemError)) throw error
    // What goes wrong after the upgrade comes back as a Status of its own (`ServeExec` in kubelet/pkg/cri/streaming/remotecommand/exec.go).
    const task = 'Internal error occurred: error executing command in container: failed to exec in container: failed to start exec'
    const id = hexId(pods.context.seed, 'exec', container.id, pods.context.clock.now)
    return refuse(500, `${task} "${id}": ${execFailure(query.getAll('command')[0] ?? '', error)}`)
  }
}

const exec = (
  { computer, main }: Container,
  command: readonly string[],
  io: { readonly tty: boolean; readonly stdin: boolean },
): ExecSession =>
  startSession(computer!, command, {
    ...io,
    env: io.tty ? new Map([...main!.env, ['TERM', 'xterm']]) : main!.env,
    cwd: main!.cwd,
    user: main!.user,
  })

const typing = (terminal: Terminal): { write(bytes: Uint8Array): void } => {
  const decoder = new TextDecoder()
  return { write: (bytes) => terminal.type(decoder.decode(bytes, { stream: true })) }
}

/** What the container's main process prints from now on, and what it reads. */
const attach = ({ context }: PodManager, container: Container, withInput: boolean): ExecSession => {
  const { clock } = context
  const { terminal, input, main } = container
  const [output, errors] = [new Pipe(clock), new Pipe(clock)]
  const stop = container.log.listen((stream, bytes) => void (stream === 'stdout' ? output : errors).writer.write(bytes))
  main!.onExit(() => {
    stop()
    output.end()
    errors.end()
  })
  const end = (): void => {
    if (!container.config.stdinOnce) return
    if (terminal) terminal.hangUp()
    else input?.end()
  }
  const stdin = terminal
    ? { ...typing(terminal), end }
    : {
        write: (bytes: Uint8Array): void | Promise<void> => (input && main!.exitCode === undefined ? input.writer.write(bytes) : undefined),
        end,
      }
  return {
    ...(withInput ? { stdin } : {}),
    stdout: output.reader,
    ...(terminal ? {} : { stderr: errors.reader }),
    resize: (columns, rows) => terminal?.resize(columns, rows),
    exited: main!.exited,
  }
}

const portForward = (pods: PodManager, worker: PodWorker): PortForwardSession => ({
  sandbox: worker.sandbox?.id ?? '',
  dial: (port) => (worker.sandbox?.network ?? pods.context.machine.network).connect('127.0.0.1', port),
})
