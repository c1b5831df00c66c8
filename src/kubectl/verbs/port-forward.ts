import { ApiError, SystemError, UsageError, type Cancel } from '../../base/index.ts'
import type { Listener, PortForwardSession } from '../../machine/index.ts'
import { usageErrorf } from '../errors.ts'
import { flag } from '../flags/write-flags.ts'
import { klogLine } from '../klog.ts'
import { listAt, nameOf, numberAt, textAt, type LooseObject } from '../object.ts'
import { podsOf } from '../pods-of.ts'
import { findResources } from '../resources.ts'
import { resourcePath, type KubectlSession } from '../session.ts'
import type { Invocation, Verb } from '../verb.ts'

interface ForwardedPort {
  readonly local: number
  readonly remote: number
}

const namedPort = (pod: LooseObject, name: string): number => {
  const ports = listAt(pod, 'spec', 'containers').flatMap((container) => listAt(container, 'ports'))
  const found = ports.find((port) => textAt(port, 'name') === name)
  if (!found) throw new UsageError(`Pod '${nameOf(pod)}' does not have a named port '${name}'`)
  return numberAt(found, 'containerPort')
}

/** The container's port behind a port of a Service (`translateServicePortToTargetPort` in pkg/cmd/portforward/portforward.go). */
const targetOf = (service: LooseObject, pod: LooseObject, text: string): { readonly port: number; readonly target: number } => {
  const ports = listAt(service, 'spec', 'ports')
  const byNumber = /^\d+$/.test(text)
  const found = ports.find((port) => (byNumber ? numberAt(port, 'port') === Number(text) : textAt(port, 'name') === text))
  if (!found)
    throw new UsageError(
      byNumber
        ? `Service ${nameOf(service)} does not have a service port ${text}`
        : `Service '${nameOf(service)}' does not have a named port '${text}'`,
    )
  const port = numberAt(found, 'port')
  if (textAt(service, 'spec', 'clusterIP') === 'None') return { port, target: port }
  const target = textAt(found, 'targetPort')
  return { port, target: target === '' ? port : /^\d+$/.test(target) ? Number(target) : namedPort(pod, target) }
}

/** Reads `8080:80`, `:80`, `80` and names of ports. */
const readPort = (text: string, pod: LooseObject, service: LooseObject | undefined): ForwardedPort => {
  const parts = text.split(':')
  const [first = '', second = first] = parts
  if (parts.length > 2) throw new UsageError(`invalid port format '${text}'`)
  if (second === '') throw new UsageError('remote port cannot be empty')
  const { port, target } = service
    ? targetOf(service, pod, second)
    : { port: undefined, target: /^\d+$/.test(second) ? Number(second) : namedPort(pod, second) }
  const local = parts.length === 1 ? (port ?? (/^\d+$/.test(first) ? Number(first) : target)) : first === '' ? 0 : Number(first)
  if (Number.isNaN(local) || local > 65_535)
    throw new UsageError(
      `error parsing local port '${first}': strconv.ParseUint: parsing ${JSON.stringify(first)}: ${Number.isNaN(local) ? 'invalid syntax' : 'value out of range'}`,
    )
  if (target === 0) throw new UsageError('remote port must be > 0')
  return { local, remote: target }
}

const openSession = (session: KubectlSession, pod: LooseObject): PortForwardSession => {
  const path = resourcePath(session.resolve('pods'), pod.metadata?.namespace, nameOf(pod), 'portforward')
  try {
    return session.request({ method: 'POST', path, headers: { connection: 'Upgrade', upgrade: 'websocket' } }).upgrade as PortForwardSession
  } catch (error) {
    if (error instanceof ApiError && error.code === 500)
      throw new UsageError(`error upgrading connection: ${error.message.replace(/^Internal error occurred: /, '')}`)
    throw error
  }
}

/** The local side of one port: every connection goes through to the Pod, or ends the forwarding. */
const listenerOf = (invocation: Invocation, session: PortForwardSession, { local, remote }: ForwardedPort, lost: () => void): Listener => {
  const { process } = invocation
  const dial = () => {
    void invocation.out(`Handling connection for ${local}\n`)
    try {
      return session.dial(remote)
    } catch (error) {
      if (!(error instanceof SystemError)) throw error
      const cause = `failed to execute portforward in network namespace \\"/var/run/netns/cni-${session.sandbox.slice(0, 32)}\\": failed to connect to localhost:${remote} inside namespace \\"${session.sandbox}\\", IPv4: dial tcp4 127.0.0.1:${remote}: connect: connection refused IPv6 dial tcp6: address localhost: no suitable address`
      const text = `an error occurred forwarding ${local} -> ${remote}: error forwarding port ${remote} to pod ${session.sandbox}, uid : ${cause}`
      void invocation.error(klogLine(process, 'E', 'portforward.go:424', `"Unhandled Error" err="${text}" logger="UnhandledError"`))
      process.clock.after(0, lost)
      throw new SystemError('ECONNRESET', `127.0.0.1:${local}`)
    }
  }
  return {
    http: (request) => {
      const endpoint = dial()
      try {
        return endpoint.request(request)
      } finally {
        endpoint.close()
      }
    },
    accept: (connection, peer) => {
      try {
        const { listener } = dial()
        if (listener.accept) return listener.accept(connection, peer)
      } catch (error) {
        if (!(error instanceof SystemError)) throw error
      }
      connection.close()
    },
  }
}

const addressesOf = (names: readonly string[]): readonly { readonly bind: string; readonly shown: string; readonly family: string }[] =>
  names.flatMap((name) =>
    name === 'localhost'
      ? [
          { bind: '127.0.0.1', shown: '127.0.0.1', family: 'tcp4' },
          { bind: '', shown: '[::1]', family: 'tcp6' },
        ]
      : [{ bind: name, shown: name, family: 'tcp4' }],
  )

/** Listens at every address that can be had; throws if none can. */
const listen = (
  invocation: Invocation,
  session: PortForwardSession,
  ports: readonly ForwardedPort[],
  lost: () => void,
): readonly Cancel[] => {
  const { process, flags } = invocation
  const opened: Cancel[] = []
  for (const port of ports) {
    const failures: string[] = []
    const bound = port.local === 0 ? { ...port, local: 32_768 + ((process.pid * 7919) % 28_000) } : port
    for (const { bind, shown, family } of addressesOf(flags.list('address'))) {
      try {
        // The simulated loopback has one family: what listens on 127.0.0.1 is what [::1] means.
        if (bind !== '') opened.push(process.listen(bind, bound.local, listenerOf(invocation, session, bound, lost)))
        else if (failures.length > 0) throw new SystemError('EADDRINUSE')
        void invocation.out(`Forwarding from ${shown}:${bound.local} -> ${bound.remote}\n`)
      } catch (error) {
        if (!(error instanceof SystemError)) throw error
        failures.push(`unable to create listener: Error listen ${family} ${shown}:${bound.local}: bind: ${error.message.toLowerCase()}`)
      }
    }
    if (failures.length === 0) continue
    void invocation.error(
      `Unable to listen on port ${bound.local}: Listeners failed to create with the following errors: [${failures.join(' ')}]\n`,
    )
  }
  if (opened.length > 0) return opened
  throw new UsageError(
    `unable to listen on any of the requested ports: [${ports.map(({ local, remote }) => `{${local} ${remote}}`).join(' ')}]`,
  )
}

export const portForward: Verb = {
  name: 'port-forward',
  group: 'troubleshoot',
  summary: 'Forward one or more local ports to a pod',
  usage: 'port-forward TYPE/NAME [options] [LOCAL_PORT:]REMOTE_PORT [...[LOCAL_PORT_N:]REMOTE_PORT_N]',
  examples: [
    '# Local port 8080 to port 80 of a Pod\nkubectl port-forward pod/web-1 8080:80',
    '# To some Pod behind a Service\nkubectl port-forward service/web 8080:http',
  ],
  flags: [
    flag.list('address', 'Local addresses to listen at.', { default: 'localhost' }),
    flag.duration('pod-running-timeout', 'How long to wait for a Pod to run.', { default: '1m0s' }),
  ],
  async run(invocation) {
    const { args, path, process } = invocation
    if (args.length < 2) throw usageErrorf(path, 'TYPE/NAME and list of ports are required for port-forward')
    const target = args[0]!
    const { infos } = await findResources(invocation, { args: target.includes('/') ? [target] : ['pods', target] })
    const session = await invocation.connect()
    const [info] = infos
    const pod = podsOf(session, info!)[0]
    if (!pod) throw new UsageError('timed out waiting for the condition')
    const service = info!.resource.kind === 'Service' ? info!.object : undefined
    const ports = args.slice(1).map((text) => readPort(text, pod, service))
    const phase = textAt(pod, 'status', 'phase')
    if (phase !== 'Running') throw new UsageError(`unable to forward port because pod is not running. Current status=${phase}`)
    const forwarding = openSession(session, pod)
    return new Promise<number>((resolve, reject) => {
      const end = (settle: () => void): void => {
        process.clock.wake()
        settle()
      }
      process.on('SIGINT', () => end(() => resolve(0)))
      listen(invocation, forwarding, ports, () => end(() => reject(new UsageError('lost connection to pod'))))
    })
  },
}
