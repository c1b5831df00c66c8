import type { Endpoint as SliceEndpoint, EndpointSlice, Service, ServicePort } from '../api/index.ts'
import { fraction, type Seed } from '../base/index.ts'

/** What one node's kube-proxy knows: Services by where they are reached, and the slices behind them, at its synced revision. */
export interface ServiceView {
  byClusterIp(address: string): Service | undefined
  /** By node port and protocol (`TCP`). */
  byNodePort(port: number, protocol: string): Service | undefined
  slicesOf(service: Service): readonly EndpointSlice[]
  readonly nodeName: string
  readonly nodeAddresses: readonly string[]
}

export interface Packet {
  readonly address: string
  readonly port: number
  readonly protocol: 'tcp' | 'udp'
  readonly source: string
}

export type Backend = { readonly address: string; readonly port: number }

/** What the rules do with a packet: to a backend, refused (REJECT), dropped, or nothing at all. */
export type Verdict = Backend | 'refuse' | 'drop' | undefined

export interface Chance {
  readonly seed: Seed
  /** Numbers the connections, so that each draws anew. */
  readonly draw: number
  /** Session affinity: the backend that this client had last, if it still may be used. */
  readonly sticky?: (service: Service, candidates: readonly Backend[]) => Backend | undefined
}

/** Where kube-proxy's rules send a packet. */
export const routeToService = (view: ServiceView, packet: Packet, chance: Chance): Verdict => {
  const protocol = packet.protocol.toUpperCase()
  const internal = view.byClusterIp(packet.address)
  if (internal) {
    const port = internal.spec?.ports?.find((candidate) => candidate.port === packet.port && (candidate.protocol ?? 'TCP') === protocol)
    if (!port) return undefined
    return choose(view, internal, port, internal.spec?.internalTrafficPolicy === 'Local', chance)
  }
  if (!view.nodeAddresses.includes(packet.address)) return undefined
  const external = view.byNodePort(packet.port, protocol)
  const port = external?.spec?.ports?.find((candidate) => candidate.nodePort === packet.port && (candidate.protocol ?? 'TCP') === protocol)
  if (!external || !port) return undefined
  return choose(view, external, port, external.spec?.externalTrafficPolicy === 'Local', chance)
}

const choose = (view: ServiceView, service: Service, port: ServicePort, local: boolean, chance: Chance): Verdict => {
  const all = backendsOf(view.slicesOf(service), port.name ?? '')
  if (all.length === 0) return 'refuse'
  const candidates = local ? all.filter(({ nodeName }) => nodeName === view.nodeName) : all
  // The chain of a Service whose traffic stays local drops what has no local endpoint.
  if (candidates.length === 0) return 'drop'
  const sticky = chance.sticky?.(service, candidates)
  if (sticky) return { address: sticky.address, port: sticky.port }
  const index = Math.floor(fraction(chance.seed, 'service', service.metadata.uid, port.port, chance.draw) * candidates.length)
  const { address, port: target } = candidates[index]!
  return { address, port: target }
}

/** Endpoints that get traffic: the ready ones, or, where there are none, those that still serve while they end. */
export const backendsOf = (
  slices: readonly EndpointSlice[],
  portName: string,
): readonly (Backend & { readonly nodeName: string | undefined })[] => {
  const found = slices.flatMap(({ endpoints, ports }) => {
    const port = ports?.find(({ name }) => (name ?? '') === portName)?.port
    return port === undefined ? [] : (endpoints ?? []).map((endpoint) => ({ endpoint, port }))
  })
  const list = (usable: (endpoint: SliceEndpoint) => boolean) =>
    found
      .filter(({ endpoint }) => usable(endpoint))
      .map(({ endpoint, port }) => ({ address: endpoint.addresses[0]!, port, nodeName: endpoint.nodeName }))
      .sort((a, b) => (a.address < b.address ? -1 : 1))
  const ready = list(({ conditions }) => conditions?.ready !== false)
  return ready.length > 0 ? ready : list(({ conditions }) => conditions?.serving === true && conditions.terminating === true)
}
