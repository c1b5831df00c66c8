import type { Probe } from '../api/index.ts'
import { SystemError } from '../base/index.ts'
import { portNumber, runInContainer } from './hooks.ts'
import type { KubeletContext } from './kubelet-context.ts'
import type { PodWorker } from './pod-worker.ts'
import type { Container } from './container.ts'

export interface ProbeOutcome {
  readonly ok: boolean
  readonly message: string
  /** The probe could not be made at all. */
  readonly unknown?: boolean
}

/** Makes one attempt of a probe; the answer comes at once or on the clock. */
export const runProbe = (
  context: KubeletContext,
  worker: PodWorker,
  container: Container,
  probe: Probe,
  done: (outcome: ProbeOutcome) => void,
): void => {
  const timeout = (probe.timeoutSeconds ?? 1) * 1000
  if (probe.exec) return execProbe(context, container, probe.exec.command ?? [], timeout, done)
  const address = probe.httpGet?.host ?? probe.tcpSocket?.host ?? worker.sandbox?.address ?? context.machine.network.addresses[0] ?? ''
  const port = portNumber(worker, container.config.name, probe.httpGet?.port ?? probe.tcpSocket?.port ?? probe.grpc?.port ?? 0)
  try {
    done(
      probe.httpGet
        ? httpProbe(context, probe, address, port)
        : probe.grpc
          ? grpcProbe(context, address, port)
          : tcpProbe(context, address, port),
    )
  } catch (error) {
    if (!(error instanceof SystemError)) throw error
    if (error.code !== 'ETIMEDOUT')
      return done({
        ok: false,
        message: failure(probe, address, port, `dial tcp ${address}:${port}: connect: ${error.message.toLowerCase()}`),
      })
    context.clock.after(timeout, () => done({ ok: false, message: timedOut(probe, address, port) }))
  }
}

const urlOf = (probe: Probe, address: string, port: number): string => {
  const path = probe.httpGet?.path ?? '/'
  return `${(probe.httpGet?.scheme ?? 'HTTP').toLowerCase()}://${address}:${port}${path.startsWith('/') ? path : `/${path}`}`
}

const failure = (probe: Probe, address: string, port: number, cause: string): string =>
  probe.httpGet
    ? `Get "${urlOf(probe, address, port)}": ${cause}`
    : probe.grpc
      ? `timeout: failed to connect service "${address}:${port}" within ${probe.timeoutSeconds ?? 1}s: context deadline exceeded`
      : cause

const timedOut = (probe: Probe, address: string, port: number): string =>
  probe.httpGet
    ? `Get "${urlOf(probe, address, port)}": context deadline exceeded (Client.Timeout exceeded while awaiting headers)`
    : failure(probe, address, port, `dial tcp ${address}:${port}: i/o timeout`)

const httpProbe = (context: KubeletContext, probe: Probe, address: string, port: number): ProbeOutcome => {
  const { path = '/', httpHeaders = [] } = probe.httpGet!
  const endpoint = context.machine.network.connect(address, port)
  try {
    if (!endpoint.listener.http)
      return {
        ok: false,
        message: `Get "${urlOf(probe, address, port)}": net/http: HTTP/1.x transport connection broken: malformed HTTP response`,
      }
    const headers = {
      host: `${address}:${port}`,
      'user-agent': `kube-probe/${context.version.replace(/^v(\d+\.\d+).*/, '$1')}`,
      accept: '*/*',
      connection: 'close',
      ...Object.fromEntries(httpHeaders.map(({ name, value }) => [name.toLowerCase(), value])),
    }
    const { status } = endpoint.request({ method: 'GET', path: path.startsWith('/') ? path : `/${path}`, headers })
    const ok = status >= 200 && status < 400
    return { ok, message: ok ? '' : `HTTP probe failed with statuscode: ${status}` }
  } finally {
    endpoint.close()
  }
}

const tcpProbe = (context: KubeletContext, address: string, port: number): ProbeOutcome => {
  context.machine.network.connect(address, port).close()
  return { ok: true, message: '' }
}

const grpcProbe = (context: KubeletContext, address: string, port: number): ProbeOutcome => {
  const endpoint = context.machine.network.connect(address, port)
  const ok = endpoint.listener.service !== undefined
  endpoint.close()
  return ok
    ? { ok, message: '' }
    : { ok, message: 'error: this server does not implement the grpc health protocol (grpc.health.v1.Health)' }
}

const execProbe = (
  context: KubeletContext,
  container: Container,
  command: readonly string[],
  timeout: number,
  done: (outcome: ProbeOutcome) => void,
): void => {
  let over = false
  const finish = (outcome: ProbeOutcome): void => {
    if (over) return
    over = true
    cancel()
    done(outcome)
  }
  const cancel = context.clock.after(timeout, () =>
    finish({ ok: false, message: `command timed out: "${command.join(' ')}" timed out after ${timeout / 1000}s` }),
  )
  runInContainer(container, command, (code, output) => {
    if (code >= 0) return finish({ ok: code === 0, message: output })
    finish({
      ok: false,
      unknown: true,
      message: `rpc error: code = Unknown desc = failed to exec in container: failed to start exec "${container.id}": ${output}`,
    })
  })
}
