import { SystemError, UsageError, decode, fromBase64 } from '../base/index.ts'
import type { Process } from '../machine/index.ts'
import { PlainError } from './errors.ts'
import { kubeconfigFiles, loadKubeconfig, type AuthInfo, type Cluster, type Context, type Entry, type Kubeconfig } from './kubeconfig.ts'
import type { FlagValues } from './verb.ts'

/** Whom to talk to and as whom: a kubeconfig's context with the global flags laid over it. */
export interface ClientConfig {
  /** `https://10.0.0.10:6443`, without a slash at the end. */
  readonly server: string
  readonly namespace: string
  readonly insecure: boolean
  readonly serverName: string
  readonly certificateAuthority?: string
  readonly certificate?: string
  readonly key?: string
  readonly token?: string
  readonly basic?: { readonly username: string; readonly password: string }
  readonly impersonate: { readonly user: string; readonly groups: readonly string[]; readonly uid: string }
  /** True if nothing says who we are: kubectl then asks for a username. */
  readonly anonymous: boolean
}

const serviceAccount = '/var/run/secrets/kubernetes.io/serviceaccount'

const inClusterConfig = (process: Process): ClientConfig | undefined => {
  const host = process.env.get('KUBERNETES_SERVICE_HOST')
  const port = process.env.get('KUBERNETES_SERVICE_PORT')
  if (!host || !port || !process.files.exists(`${serviceAccount}/token`)) return undefined
  const read = (name: string): string | undefined =>
    process.files.exists(`${serviceAccount}/${name}`) ? process.files.readText(`${serviceAccount}/${name}`) : undefined
  const certificateAuthority = read('ca.crt')
  return {
    server: `https://${host}:${port}`,
    namespace: (process.env.get('POD_NAMESPACE') ?? read('namespace') ?? 'default').trim(),
    insecure: false,
    serverName: '',
    token: read('token')!.trim(),
    impersonate: { user: '', groups: [], uid: '' },
    anonymous: false,
    ...(certificateAuthority === undefined ? {} : { certificateAuthority }),
  }
}

const directoryOf = (process: Process, file: string): string => process.files.resolve(file).replace(/\/[^/]*$/, '') || '/'

/** The PEM text of a `...-data` field, or of the file that the other field names. */
const pem = (
  process: Process,
  data: string | undefined,
  path: string | undefined,
  file: string,
  what: string,
  owner: string,
): string | undefined => {
  if (data) return decode(fromBase64(data) ?? new Uint8Array())
  if (!path) return undefined
  const absolute = path.startsWith('/') ? path : process.files.resolve(`${directoryOf(process, file)}/${path}`)
  try {
    return process.files.readText(absolute)
  } catch (error) {
    if (!(error instanceof SystemError)) throw error
    throw new UsageError(`unable to read ${what} ${absolute} for ${owner} due to open ${absolute}: ${error.message.toLowerCase()}`)
  }
}

const pickContext = (kubeconfig: Kubeconfig, flags: FlagValues): Context => {
  const name = flags.string('context') || kubeconfig.currentContext
  const entry = kubeconfig.contexts.get(name)
  if (name !== '' && !entry) throw new PlainError(`Error in configuration: context was not found for specified context: ${name}`)
  return entry?.value ?? {}
}

const pickCluster = (kubeconfig: Kubeconfig, context: Context, flags: FlagValues): Entry<Cluster> | undefined => {
  const given = flags.string('cluster')
  const name = given || context.cluster
  const entry = name ? kubeconfig.clusters.get(name) : undefined
  if (given && !entry) throw new UsageError(`no server found for cluster ${JSON.stringify(given)}`)
  if (name && !entry) throw new PlainError(`Error in configuration: cluster ${JSON.stringify(name)} does not exist`)
  return entry
}

const pickUser = (kubeconfig: Kubeconfig, context: Context, flags: FlagValues): Entry<AuthInfo> | undefined => {
  const given = flags.string('user')
  const name = given || context.user
  const entry = name ? kubeconfig.users.get(name) : undefined
  if (name && !entry) throw new UsageError(`auth info ${JSON.stringify(name)} does not exist`)
  return entry
}

const normalServer = (server: string): string => (/^[a-z]+:\/\//.test(server) ? server : `http://${server}`).replace(/\/+$/, '')

const credentials = (
  process: Process,
  flags: FlagValues,
  user: Entry<AuthInfo> | undefined,
  owner: string,
): Pick<ClientConfig, 'certificate' | 'key' | 'token' | 'basic'> => {
  const own = user?.value ?? {}
  const cwd = { file: './flags' }
  const file = user?.file ?? cwd.file
  const givenCertificate = flags.string('client-certificate')
  const givenKey = flags.string('client-key')
  const certificate = givenCertificate
    ? pem(process, undefined, givenCertificate, cwd.file, 'client-cert', owner)
    : pem(process, own['client-certificate-data'], own['client-certificate'], file, 'client-cert', owner)
  const key = givenKey
    ? pem(process, undefined, givenKey, cwd.file, 'client-key', owner)
    : pem(process, own['client-key-data'], own['client-key'], file, 'client-key', owner)
  const token = flags.string('token') || own.token || (own.tokenFile ? process.files.readText(own.tokenFile).trim() : '')
  const username = flags.string('username') || own.username
  return {
    ...(certificate === undefined ? {} : { certificate }),
    ...(key === undefined ? {} : { key }),
    ...(token ? { token } : {}),
    ...(username ? { basic: { username, password: flags.string('password') || own.password || '' } } : {}),
  }
}

/** Resolves kubeconfig files and global flags; throws UsageError in kubectl's words. */
export const loadClientConfig = (process: Process, flags: FlagValues): ClientConfig => {
  const kubeconfig = loadKubeconfig(process, kubeconfigFiles(process, flags.string('kubeconfig')), true)
  if (kubeconfig.clusters.size === 0 && kubeconfig.contexts.size === 0 && !flags.string('server')) {
    const inside = inClusterConfig(process)
    if (inside) return inside
  }
  const context = pickContext(kubeconfig, flags)
  const cluster = pickCluster(kubeconfig, context, flags)
  const user = pickUser(kubeconfig, context, flags)
  const own = cluster?.value ?? {}
  const who = credentials(process, flags, user, flags.string('user') || context.user || '')
  const givenCa = flags.string('certificate-authority')
  const clusterName = flags.string('cluster') || context.cluster || ''
  const authority = givenCa
    ? pem(process, undefined, givenCa, './flags', 'certificate-authority', clusterName)
    : pem(
        process,
        own['certificate-authority-data'],
        own['certificate-authority'],
        cluster?.file ?? './',
        'certificate-authority',
        clusterName,
      )
  const server = normalServer(flags.string('server') || own.server || 'http://localhost:8080')
  return {
    server,
    namespace: flags.string('namespace') || context.namespace || 'default',
    insecure: flags.changed('insecure-skip-tls-verify')
      ? flags.boolean('insecure-skip-tls-verify')
      : own['insecure-skip-tls-verify'] === true,
    serverName: flags.string('tls-server-name') || own['tls-server-name'] || '',
    ...(authority === undefined ? {} : { certificateAuthority: authority }),
    ...who,
    impersonate: { user: flags.string('as') || user?.value.as || '', groups: flags.list('as-group'), uid: flags.string('as-uid') },
    anonymous: server.startsWith('https:') && !who.certificate && !who.token && !who.basic,
  }
}
