import type { EndpointSlice, Service } from '../api/index.ts'

/** What CoreDNS's plugin kubernetes knows. */
export interface DnsView {
  readonly zone: string
  service(namespace: string, name: string): Service | undefined
  hasNamespace(namespace: string): boolean
  slicesOf(service: Service): readonly EndpointSlice[]
  serviceByClusterIp(address: string): Service | undefined
  endpointByAddress(address: string): { readonly service: Service; readonly host: string } | undefined
}

export interface DnsRecord {
  readonly name: string
  readonly type: string
  readonly ttl: number
  readonly data: string
}

export interface DnsAnswer {
  readonly code: 'NOERROR' | 'NXDOMAIN'
  readonly answers: readonly DnsRecord[]
}

const ttl = 30
const nothing: DnsAnswer = { code: 'NXDOMAIN', answers: [] }

/**
 * Answers a question about a name in the cluster's zone, or about an address of the cluster; undefined if it is
 * neither, so that the question is for the upstream servers.
 */
export const answerQuestion = (view: DnsView, name: string, type: string): DnsAnswer | undefined => {
  const lower = name.toLowerCase()
  if (lower.endsWith('.in-addr.arpa')) return pointer(view, lower)
  if (lower !== view.zone && !lower.endsWith(`.${view.zone}`)) return undefined
  const labels = lower === view.zone ? [] : lower.slice(0, -view.zone.length - 1).split('.')
  const [kind, namespace, serviceName, ...more] = labels.reverse()
  if (kind === undefined) return { code: 'NOERROR', answers: [] }
  if (kind === 'pod') return podAnswer(view, namespace, serviceName, more, lower, type)
  if (kind !== 'svc') return nothing
  if (namespace === undefined) return { code: 'NOERROR', answers: [] }
  if (serviceName === undefined) return view.hasNamespace(namespace) ? { code: 'NOERROR', answers: [] } : nothing
  const service = view.service(namespace, serviceName)
  return service ? serviceAnswer(view, service, more, lower, type) : nothing
}

const record = (name: string, type: string, data: string): DnsRecord => ({ name, type, ttl, data })
const some = (answers: readonly DnsRecord[]): DnsAnswer => ({ code: 'NOERROR', answers })

/** `10-244-1-5.default.pod.cluster.local` (mode `pods insecure`). */
const podAnswer = (
  view: DnsView,
  namespace: string | undefined,
  host: string | undefined,
  more: readonly string[],
  name: string,
  type: string,
): DnsAnswer => {
  if (namespace === undefined || host === undefined || more.length > 0 || !view.hasNamespace(namespace)) return nothing
  const address = host.replaceAll('-', '.')
  if (!/^\d{1,3}(\.\d{1,3}){3}$/.test(address)) return nothing
  return some(type === 'A' ? [record(name, 'A', address)] : [])
}

/** Names of a Service, of its ports (`_http._tcp`) and of its endpoints. */
const serviceAnswer = (view: DnsView, service: Service, more: readonly string[], name: string, type: string): DnsAnswer => {
  const { spec } = service
  if (spec?.type === 'ExternalName') {
    return more.length > 0
      ? nothing
      : some(type === 'A' || type === 'CNAME' || type === 'AAAA' ? [record(name, 'CNAME', spec.externalName ?? '')] : [])
  }
  const headless = spec?.clusterIP === 'None' || spec?.clusterIP === ''
  const base = `${service.metadata.name}.${service.metadata.namespace}.svc.${view.zone}`
  const hosts = headless ? hostsOf(view, service) : []
  if (more.length === 0) {
    if (headless) {
      if (hosts.length === 0) return nothing
      return some(
        type === 'A'
          ? hosts.map(({ address }) => record(name, 'A', address))
          : type === 'SRV'
            ? portRecords(view, service, base, name, undefined)
            : [],
      )
    }
    return some(
      type === 'A' ? [record(name, 'A', spec!.clusterIP!)] : type === 'SRV' ? portRecords(view, service, base, name, undefined) : [],
    )
  }
  if (more.length === 2 && more[0]!.startsWith('_') && more[1]!.startsWith('_')) {
    const wanted = { protocol: more[0]!.slice(1), port: more[1]!.slice(1) }
    const records = portRecords(view, service, base, name, wanted)
    return records.length === 0 ? nothing : some(type === 'SRV' ? records : [])
  }
  const matching = hosts.filter(({ host }) => more.length === 1 && host === more[0])
  return matching.length === 0 ? nothing : some(type === 'A' ? matching.map(({ address }) => record(name, 'A', address)) : [])
}

/** Endpoints of a headless Service: by hostname, or by address with dashes. */
const hostsOf = (view: DnsView, service: Service): readonly { readonly host: string; readonly address: string }[] =>
  view
    .slicesOf(service)
    .flatMap(({ endpoints }) => endpoints ?? [])
    .filter(({ conditions }) => service.spec?.publishNotReadyAddresses === true || conditions?.ready !== false)
    .flatMap(({ addresses, hostname }) => addresses.map((address) => ({ address, host: hostname ?? address.replaceAll('.', '-') })))
    .filter(({ address }, index, all) => all.findIndex((other) => other.address === address) === index)

/** SRV records: priority, weight, port, target. */
const portRecords = (
  view: DnsView,
  service: Service,
  base: string,
  name: string,
  wanted: { readonly protocol: string; readonly port: string } | undefined,
): readonly DnsRecord[] => {
  const matches = (port: { readonly name?: string; readonly protocol?: string }): boolean =>
    wanted === undefined || (port.name === wanted.port && (port.protocol ?? 'TCP').toLowerCase() === wanted.protocol)
  if (service.spec?.clusterIP !== 'None') {
    const ports = (service.spec?.ports ?? []).filter(matches)
    return ports.map(({ port }) => record(name, 'SRV', `0 ${Math.floor(100 / ports.length)} ${port} ${base}.`))
  }
  const targets = view
    .slicesOf(service)
    .flatMap(({ ports }) => (ports ?? []).filter(matches).flatMap(({ port }) => hostsOf(view, service).map(({ host }) => ({ port, host }))))
  return targets.map(({ port, host }) => record(name, 'SRV', `0 ${Math.floor(100 / targets.length)} ${port ?? 0} ${host}.${base}.`))
}

/** Who has an address; undefined for addresses that are not the cluster's. */
const pointer = (view: DnsView, name: string): DnsAnswer | undefined => {
  const address = name.slice(0, -'.in-addr.arpa'.length).split('.').reverse().join('.')
  const service = view.serviceByClusterIp(address)
  if (service) return some([record(name, 'PTR', `${service.metadata.name}.${service.metadata.namespace}.svc.${view.zone}.`)])
  const endpoint = view.endpointByAddress(address)
  if (!endpoint) return undefined
  const { metadata } = endpoint.service
  return some([record(name, 'PTR', `${endpoint.host}.${metadata.name}.${metadata.namespace}.svc.${view.zone}.`)])
}
