import type { LifecycleHandler } from '../api/index.ts'
import { SystemError } from '../base/index.ts'
import { CollectingWriter } from '../machine/index.ts'
import type { KubeletContext } from './kubelet-context.ts'
import type { PodWorker } from './pod-worker.ts'
import type { Container } from './container.ts'

/** Runs a postStart or preStop handler; `done` gets the reason if it failed. */
export const runHook = (
  context: KubeletContext,
  worker: PodWorker,
  container: Container,
  hook: LifecycleHandler,
  done: (problem?: string) => void,
): void => {
  const { clock } = context
  if (hook.sleep) {
    clock.after(hook.sleep.seconds * 1000, () => done())
    return
  }
  if (hook.exec) {
    return runInContainer(container, hook.exec.command ?? [], (code, output) =>
      done(code === 0 ? undefined : `command '${(hook.exec?.command ?? []).join(' ')}' exited with ${code}: ${output}`),
    )
  }
  if (hook.httpGet) {
    const { host, port, path = '/', scheme = 'HTTP' } = hook.httpGet
    const address = host ?? worker.sandbox?.address ?? context.machine.network.addresses[0] ?? ''
    const number = portNumber(worker, container.config.name, port)
    clock.after(1, () => {
      try {
        const endpoint = context.machine.network.connect(address, number)
        const { status } = endpoint.request({
          method: 'GET',
          path,
          headers: { host: `${address}:${number}`, 'user-agent': `kube-lifecycle/${context.version.replace(/^v(\d+\.\d+).*/, '$1')}` },
        })
        endpoint.close()
        done(status >= 400 ? `received a 4xx response: ${status}` : undefined)
      } catch (error) {
        if (!(error instanceof SystemError)) throw error
        done(
          `Get "${scheme.toLowerCase()}://${address}:${number}${path}": dial tcp ${address}:${number}: connect: ${error.message.toLowerCase()}`,
        )
      }
    })
    return
  }
  done()
}

/** Runs a command in a container and gathers what it prints; exit code -1 if it could not be started. */
export const runInContainer = (container: Container, command: readonly string[], done: (code: number, output: string) => void): void => {
  const { computer, main } = container
  if (!computer || !main || container.state !== 'running') return done(-1, 'container is not running')
  const output = new CollectingWriter()
  try {
    const process = computer.spawn(command, { env: main.env, cwd: main.cwd, user: main.user, stdout: output, stderr: output })
    process.onExit((code) => done(code, output.text))
  } catch (error) {
    if (!(error instanceof SystemError)) throw error
    done(-1, execFailure(command[0] ?? '', error))
  }
}

/** runc's words for a command that cannot be executed in a container. */
export const execFailure = (command: string, error: SystemError): string => {
  const cause =
    error.code === 'ENOENT' && !command.includes('/')
      ? `exec: "${command}": executable file not found in $PATH`
      : error.code === 'ENOENT'
        ? `exec: "${command}": stat ${command}: no such file or directory`
        : `exec: "${command}": ${error.message.toLowerCase()}`
  return `OCI runtime exec failed: exec failed: unable to start container process: ${cause}`
}

/** A port by number, or by the name that the container gives it. */
export const portNumber = (worker: PodWorker, containerName: string, port: number | string): number => {
  if (typeof port === 'number') return port
  const containers = [...(worker.pod.spec?.containers ?? []), ...(worker.pod.spec?.initContainers ?? [])]
  const found = containers.find(({ name }) => name === containerName)?.ports?.find(({ name }) => name === port)
  return found?.containerPort ?? Number(port)
}
