import { decode, parseYaml, SystemError, fromBase64, type Errno } from '../../base/index.ts'
import { createClient, type Client } from '../../client/index.ts'
import type { Endpoint, Process } from '../../machine/index.ts'
import { verifyCertificate, verifyHost } from '../../pki/index.ts'

/** A connection that the other side's certificate, or ours, does not allow; worded as Go's crypto/tls does. */
export class TlsError extends SystemError {
  constructor(message: string, subject: string) {
    super('ECONNRESET', subject)
    this.name = 'TlsError'
    this.message = message
  }
}

/** How to reach a server, and as whom. */
export interface ConnectionConfig {
  readonly server: string
  readonly host: string
  readonly port: number
  /** PEM of the authorities that the server's certificate may come from; absent: it is not checked. */
  readonly authority?: string
  readonly certificate?: string
  readonly token?: () => string
}

type Raw = Readonly<Record<string, unknown>>
const record = (value: unknown): Raw => (typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Raw) : {})
const named = (list: unknown, name: unknown): Raw =>
  record((Array.isArray(list) ? list : []).map(record).find((item) => item.name === name))
const text = (value: unknown): string | undefined => (typeof value === 'string' && value !== '' ? value : undefined)

/** Reads a kubeconfig; throws a text as client-go words it. */
export const readKubeconfig = (process: Process, path: string): ConnectionConfig => {
  const { files } = process
  if (!files.exists(path)) throw new Error(`stat ${path}: no such file or directory`)
  let raw: Raw
  try {
    raw = record(parseYaml(files.readText(path)))
  } catch (error) {
    throw new Error(`error loading config file "${path}": ${error instanceof Error ? error.message : String(error)}`)
  }
  const context = record(named(raw.contexts, raw['current-context']).context)
  const cluster = record(named(raw.clusters, context.cluster).cluster)
  const user = record(named(raw.users, context.user).user)
  const server = text(cluster.server)
  if (server === undefined)
    throw new Error('invalid configuration: no configuration has been provided, try setting KUBERNETES_MASTER environment variable')
  const directory = path.slice(0, path.lastIndexOf('/'))
  const absolute = (file: string): string => (file.startsWith('/') ? file : `${directory}/${file}`)
  const content = (data: unknown, file: unknown, what: string, name: string): string | undefined => {
    const encoded = text(data)
    if (encoded !== undefined) return decode(fromBase64(encoded) ?? new Uint8Array())
    const filePath = text(file)
    if (filePath === undefined) return undefined
    if (!files.exists(absolute(filePath)))
      throw new Error(
        `invalid configuration: unable to read ${what} ${filePath} for ${name} due to open ${filePath}: no such file or directory`,
      )
    return files.readText(absolute(filePath))
  }
  const authority = content(
    cluster['certificate-authority-data'],
    cluster['certificate-authority'],
    'certificate-authority',
    String(context.cluster),
  )
  const certificate = content(user['client-certificate-data'], user['client-certificate'], 'client-cert', String(context.user))
  const token = text(user.token)
  const tokenFile = text(user.tokenFile)
  return {
    ...addressOf(server),
    ...(authority === undefined || cluster['insecure-skip-tls-verify'] === true ? {} : { authority }),
    ...(certificate === undefined ? {} : { certificate }),
    ...(tokenFile === undefined
      ? token === undefined
        ? {}
        : { token: () => token }
      : { token: () => files.readText(absolute(tokenFile)).trim() }),
  }
}

/** What a container finds about its API server (client-go's `rest.InClusterConfig`). */
export const inClusterConfig = (process: Process): ConnectionConfig => {
  const host = process.env.get('KUBERNETES_SERVICE_HOST')
  const port = process.env.get('KUBERNETES_SERVICE_PORT')
  if (!host || !port)
    throw new Error('unable to load in-cluster configuration, KUBERNETES_SERVICE_HOST and KUBERNETES_SERVICE_PORT must be defined')
  const directory = '/var/run/secrets/kubernetes.io/serviceaccount'
  return {
    ...addressOf(`https://${host}:${port}`),
    authority: process.files.readText(`${directory}/ca.crt`),
    token: () => process.files.readText(`${directory}/token`).trim(),
  }
}

const addressOf = (server: string): Pick<ConnectionConfig, 'server' | 'host' | 'port'> => {
  const [, scheme, host = '', port] = /^(https?):\/\/([^:/]+)(?::(\d+))?/.exec(server) ?? []
  return { server, host, port: Number(port ?? (scheme === 'http' ? 80 : 443)) }
}

/** Connects at once: daemons look a name up in /etc/hosts only. */
export const connect = (process: Process, config: ConnectionConfig): Endpoint => {
  const { host, port } = config
  const address = /^[\d.]+$/.test(host) ? host : hostsAddress(process, host)
  const endpoint = process.network.connect(address, port, config.certificate === undefined ? {} : { certificate: config.certificate })
  const problem = certificateProblem(process, endpoint, config)
  if (problem === undefined) return endpoint
  endpoint.close()
  throw new TlsError(problem, `${host}:${port}`)
}

const hostsAddress = (process: Process, host: string): string => {
  const lines = process.files.exists('/etc/hosts') ? process.files.readText('/etc/hosts').split('\n') : []
  const found = lines.map((line) => line.replace(/#.*/, '').trim().split(/\s+/)).find((words) => words.slice(1).includes(host))
  if (found) return found[0]!
  if (host === 'localhost') return '127.0.0.1'
  throw new SystemError('ENOTFOUND', host)
}

/** Why the certificate that a server showed is not good enough; undefined if it is. */
export const certificateProblem = (
  process: Process,
  endpoint: Endpoint,
  { authority, host }: Pick<ConnectionConfig, 'authority' | 'host'>,
): string | undefined => {
  const { tls } = endpoint.listener
  if (!tls || authority === undefined) return undefined
  const problem = verifyCertificate(tls.certificate, authority, process.clock.now) ?? verifyHost(tls.certificate, host)
  return problem === undefined ? undefined : `tls: failed to verify certificate: ${problem}`
}

export const clientFor = (process: Process, config: ConnectionConfig, userAgent: string): Client => {
  const token = config.token?.()
  return createClient(connect(process, config), { userAgent, ...(token === undefined ? {} : { token }) })
}

const errnoWords: Partial<Record<Errno, string>> = {
  ECONNREFUSED: 'connect: connection refused',
  ETIMEDOUT: 'i/o timeout',
  EHOSTUNREACH: 'connect: no route to host',
}

/** Go's words for a connection that failed. */
export const dialMessage = (error: SystemError, config: Pick<ConnectionConfig, 'host' | 'port'>): string =>
  error instanceof TlsError
    ? error.message
    : `dial tcp ${config.host}:${config.port}: ${errnoWords[error.code] ?? error.message.toLowerCase()}`
