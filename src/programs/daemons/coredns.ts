import { namespaces } from '../../api/index.ts'
import { SystemError } from '../../base/index.ts'
import { createInformers, ReconnectingClient } from '../../client/index.ts'
import { resolverConfiguration, type NameService, type Process, type Program } from '../../machine/index.ts'
import { answerQuestion, createServiceIndex, type DnsView } from '../../network/index.ts'
import { Flags } from './flags.ts'
import { clientFor, inClusterConfig, type ConnectionConfig } from './kubeconfig.ts'

const zoneOf = (corefile: string): string | undefined => /^\s*kubernetes\s+(\S+)/m.exec(corefile)?.[1]

/** Asks the servers of /etc/resolv.conf, one after the other. */
const forward =
  (process: Process, corefile: string): NameService['query'] =>
  (name, type) => {
    if (!/^\s*forward\s/m.test(corefile)) return { code: 'REFUSED', answers: [] }
    const path = /^\s*forward\s+\S+\s+(\S+)/m.exec(corefile)?.[1] ?? '/etc/resolv.conf'
    const servers = /^[\d.]+$/.test(path)
      ? [path]
      : resolverConfiguration(process.files.exists(path) ? process.files.readText(path) : '').servers
    for (const server of servers) {
      try {
        const endpoint = process.network.connect(server, 53, { protocol: 'udp' })
        const answer = (endpoint.listener.service as NameService).query(name, type, endpoint.local)
        endpoint.close()
        return answer
      } catch (error) {
        if (!(error instanceof SystemError)) throw error
      }
    }
    return { code: 'SERVFAIL', answers: [] }
  }

/** The cluster's DNS server: answers for Services and Pods, and forwards all other questions. */
export const coreDns: Program = {
  name: 'coredns',
  summary: 'the DNS server of a cluster',
  cost: 100,
  run: (process) => {
    const flags = new Flags(process.argv)
    const { clock, machine } = process
    const path = flags.get('conf', 'Corefile')
    if (!process.files.exists(path)) {
      void process.printError(`loading Caddyfile via flag: open ${path}: no such file or directory\n`)
      return 1
    }
    const corefile = process.files.readText(path)
    const problem = corefileProblem(corefile)
    if (problem !== undefined) {
      void process.printError(`${path}${problem}\n`)
      return 1
    }
    process.on('SIGTERM', () => process.exit(0))
    let config: ConnectionConfig
    try {
      config = inClusterConfig(process)
    } catch (error) {
      void process.printError(`plugin/kubernetes: ${error instanceof Error ? error.message : String(error)}\n`)
      return 1
    }
    const client = new ReconnectingClient(() => clientFor(process, config, 'coredns'))
    const informers = createInformers({ client, clock, seed: machine.seed, name: `coredns-${machine.hostname}` })
    const index = createServiceIndex(informers)
    const namespaceCache = informers.cache(namespaces)
    const view: DnsView = {
      zone: zoneOf(corefile) ?? 'cluster.local',
      service: index.get,
      hasNamespace: (name) => namespaceCache.get({ name }) !== undefined,
      slicesOf: index.slicesOf,
      serviceByClusterIp: index.byClusterIp,
      endpointByAddress: index.byEndpoint,
    }
    const upstream = forward(process, corefile)
    const service: NameService = {
      query: (name, type, peer) => {
        const own = zoneOf(corefile) === undefined ? undefined : answerQuestion(view, name, type)
        const alias = own?.answers.find((answer) => answer.type === 'CNAME')
        if (own && alias && type !== 'CNAME') {
          const target = alias.data.replace(/\.$/, '')
          const rest = answerQuestion(view, target, type) ?? upstream(target, type, peer)
          return { code: 'NOERROR', answers: [...own.answers, ...rest.answers] }
        }
        return own ?? upstream(name, type, peer)
      },
    }
    let ready = false
    informers.whenSynced(() => {
      ready = true
    })
    process.onExit(() => informers.stop())
    process.listen('0.0.0.0', 53, { service }, 'udp')
    process.listen('0.0.0.0', 53, { service })
    process.listen('0.0.0.0', 8080, { http: () => ({ status: 200, headers: {}, body: 'OK' }) })
    process.listen('0.0.0.0', 8181, {
      http: () => (ready ? { status: 200, headers: {}, body: 'OK' } : { status: 503, headers: {}, body: 'kubernetes' }),
    })
    void process.print(
      `${view.zone === '' ? '' : '.:53\n'}[INFO] plugin/reload: Running configuration SHA512 = ${digest(machine.seed('corefile', corefile))}\nCoreDNS-1.13.1\nlinux/amd64, go1.25.2, 1db4568\n`,
    )
  },
}

const digest = (number: number): string => number.toString(16).padStart(14, '0').repeat(10).slice(0, 128)

const plugins = new Set([
  'errors',
  'health',
  'ready',
  'kubernetes',
  'prometheus',
  'forward',
  'cache',
  'loop',
  'reload',
  'loadbalance',
  'hosts',
  'log',
  'rewrite',
  'template',
  'file',
  'etcd',
  'autopath',
  'erratic',
  'whoami',
  'bind',
  'debug',
  'trace',
  'dnssec',
  'secondary',
  'acl',
  'any',
  'chaos',
  'import',
  'nsid',
  'root',
  'tls',
  'transfer',
  'view',
  'header',
  'metadata',
  'minimal',
  'local',
  'bufsize',
  'cancel',
  'dns64',
  'geoip',
  'grpc',
  'k8s_external',
  'multisocket',
  'pprof',
  'sign',
  'timeouts',
  'tsig',
])

/** Why CoreDNS does not take a Corefile: a brace that is missing, or a plugin that it does not know. */
const corefileProblem = (text: string): string | undefined => {
  let depth = 0
  for (const [index, line] of text.split('\n').entries()) {
    const words = line.replace(/#.*/, '').trim().split(/\s+/)
    const [first = ''] = words
    if (depth === 1 && first !== '' && first !== '}' && !plugins.has(first))
      return `:${index + 1} - Error during parsing: Unknown directive '${first}'`
    depth += words.filter((word) => word === '{').length - words.filter((word) => word === '}').length
  }
  return depth > 0 ? `:${text.split('\n').length} - Error during parsing: Unexpected EOF` : undefined
}
