import { kinds } from '../../api/index.ts'
import { createApiServer } from '../../apiserver/index.ts'
import { SystemError } from '../../base/index.ts'
import type { Store } from '../../etcd/index.ts'
import type { Endpoint, Process, Program } from '../../machine/index.ts'
import { verifyCertificate } from '../../pki/index.ts'
import { commandFailed, Flags, logLine } from './flags.ts'
import { certificateProblem, dialMessage, TlsError, type ConnectionConfig } from './kubeconfig.ts'

/** How long a kube-apiserver waits for its etcd before it gives up. */
const etcdPatience = 20_000

const fileFlags = [
  'client-ca-file',
  'etcd-cafile',
  'etcd-certfile',
  'etcd-keyfile',
  'tls-cert-file',
  'tls-private-key-file',
  'service-account-key-file',
  'service-account-signing-key-file',
  'kubelet-client-certificate',
  'kubelet-client-key',
  'proxy-client-cert-file',
  'proxy-client-key-file',
  'requestheader-client-ca-file',
]

/** Serves the Kubernetes API from an etcd. */
export const kubeApiServer: Program = {
  name: 'kube-apiserver',
  summary: 'the API server of Kubernetes',
  cost: 100,
  run: async (process) => {
    const flags = new Flags(process.argv)
    process.on('SIGTERM', () => process.exit(0))
    if (flags.rest.length > 0) {
      void process.printError(`Error: "kube-apiserver" does not take any arguments, got ${JSON.stringify(flags.rest)}\n`)
      return 1
    }
    const missing = fileFlags.find((name) => flags.has(name) && !process.files.exists(flags.get(name)))
    if (missing !== undefined) return commandFailed(process, missingFile(missing, flags.get(missing)))
    const etcd = etcdConnection(process, flags)
    const problem = await waitForEtcd(process, etcd)
    if (problem !== undefined) return problem
    return serve(process, flags, etcd)
  },
}

const missingFile = (flag: string, path: string): string => {
  const cause = `open ${path}: no such file or directory`
  if (flag === 'client-ca-file') return `unable to load client CA provider: ${cause}`
  return cause
}

interface EtcdConnection {
  /** The store as it can be reached now; throws SystemError. */
  readonly store: () => Store
  readonly config: ConnectionConfig
}

const etcdConnection = (process: Process, flags: Flags): EtcdConnection => {
  const server = flags.list('etcd-servers')[0] ?? 'http://127.0.0.1:2379'
  const [, scheme, host = '', port = '2379'] = /^(https?):\/\/([^:/]+)(?::(\d+))?/.exec(server) ?? []
  const read = (name: string): string | undefined => (flags.has(name) ? process.files.readText(flags.get(name)) : undefined)
  const authority = read('etcd-cafile')
  const certificate = read('etcd-certfile')
  const config: ConnectionConfig = {
    server,
    host,
    port: Number(port),
    ...(authority === undefined ? {} : { authority }),
    ...(certificate === undefined ? {} : { certificate }),
  }
  let endpoint: Endpoint | undefined
  const dial = (): Endpoint => {
    const made = process.network.connect(
      host === 'localhost' ? '127.0.0.1' : host,
      config.port,
      certificate === undefined ? {} : { certificate },
    )
    const { tls } = made.listener
    const clientProblem =
      tls?.clientCa !== undefined &&
      (certificate === undefined || verifyCertificate(certificate, tls.clientCa, process.clock.now) !== undefined)
    const problem =
      (scheme === 'http') !== (tls === undefined)
        ? 'error reading server preface: EOF'
        : clientProblem
          ? 'remote error: tls: bad certificate'
          : certificateProblem(process, made, config)
    if (problem === undefined && made.listener.service !== undefined) return made
    made.close()
    throw new TlsError(problem ?? 'error reading server preface: EOF', `${host}:${port}`)
  }
  return {
    config,
    store: () => {
      if (!endpoint?.open) endpoint = dial()
      return endpoint.listener.service as Store
    },
  }
}

/** Tries until it is there; an exit code once patience is over. */
const waitForEtcd = async (process: Process, { store, config }: EtcdConnection): Promise<number | undefined> => {
  const end = process.clock.now + etcdPatience
  for (let attempt = 0; ; attempt++) {
    try {
      store()
      return undefined
    } catch (error) {
      if (!(error instanceof SystemError)) throw error
      const address = `${config.host}:${config.port}`
      const attributes = '{"<%!p(pickfirstleaf.managedByPickfirstKeyType={})>": "<%!p(bool=true)>" }'
      const cause =
        error instanceof TlsError
          ? `transport: authentication handshake failed: ${error.message}`
          : `transport: Error while dialing: ${dialMessage(error, config)}`
      logLine(
        process,
        'W',
        `logging.go:55] [core] [Channel #${attempt + 1} SubChannel #${attempt + 2}]grpc: addrConn.createTransport failed to connect to {Addr: "${address}", ServerName: "${address}", BalancerAttributes: ${attributes}}. Err: connection error: desc = "${cause}"`,
      )
    }
    if (process.clock.now >= end) return commandFailed(process, 'context deadline exceeded')
    await process.sleep(Math.min(1000 * 1.6 ** attempt, end - process.clock.now))
  }
}

/** Starts to answer; the process lives on without anything that waits. */
const serve = (process: Process, flags: Flags, etcd: EtcdConnection): Promise<number> => {
  const { clock, machine, network } = process
  const read = (name: string): string => process.files.readText(flags.get(name))
  const clientCertificate = flags.has('kubelet-client-certificate') ? { certificate: read('kubelet-client-certificate') } : {}
  const [low = '30000', high = '32767'] = flags.get('service-node-port-range', '30000-32767').split('-')
  const port = Number(flags.get('secure-port', '6443'))
  const server = createApiServer({
    clock,
    seed: machine.seed,
    store: etcd.store,
    kinds,
    version: versionOf(process),
    anonymousAuth: flags.get('anonymous-auth', 'true') !== 'false',
    advertiseAddress: flags.get('advertise-address', network.addresses[0] ?? '127.0.0.1'),
    port,
    serviceClusterIpRange: flags.get('service-cluster-ip-range', '10.0.0.0/24'),
    serviceNodePortRange: [Number(low), Number(high)],
    ...(flags.has('client-ca-file') ? { clientCa: read('client-ca-file') } : {}),
    ...(flags.has('service-account-signing-key-file')
      ? {
          serviceAccounts: {
            issuer: flags.get('service-account-issuer', 'https://kubernetes.default.svc.cluster.local'),
            signingKey: read('service-account-signing-key-file'),
            publicKeys: [read('service-account-key-file')],
          },
        }
      : {}),
    connectKubelet: (address, kubeletPort) => network.connect(address, kubeletPort, clientCertificate),
  })
  const tls = flags.has('tls-cert-file')
    ? {
        tls: {
          http2: true,
          certificate: read('tls-cert-file'),
          ...(flags.has('client-ca-file') ? { clientCa: read('client-ca-file') } : {}),
        },
      }
    : {}
  try {
    process.listen(flags.get('bind-address', '0.0.0.0'), port, { ...tls, http: (request, peer) => server.handle(request, peer) })
  } catch (error) {
    server.stop()
    if (!(error instanceof SystemError)) throw error
    const cause = error.code === 'EADDRINUSE' ? 'bind: address already in use' : `bind: ${error.message.toLowerCase()}`
    return Promise.resolve(
      commandFailed(
        process,
        `failed to create listener: failed to listen on ${flags.get('bind-address', '0.0.0.0')}:${port}: listen tcp ${flags.get('bind-address', '0.0.0.0')}:${port}: ${cause}`,
      ),
    )
  }
  process.onExit(() => server.stop())
  return process.exited
}

/** The version is the image's tag: the container's environment carries it. */
export const versionOf = (process: Process): string => process.env.get('KUBERNETES_VERSION') ?? 'v1.35.6'
