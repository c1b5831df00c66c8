import { jsonEqual, type KubeObject, type Service, type ServicePort, type ServiceSpec } from '../api/index.ts'
import type { ResourceCall } from './context.ts'
import { serviceNetwork } from './service-network.ts'
import { invalid } from './status.ts'
import { listAll } from './storage.ts'

// kubernetes: pkg/registry/core/service: storage/alloc.go, strategy.go, ipallocator and portallocator.

const usualPorts: readonly [number, number] = [30_000, 32_767]
/** The lower part of the ranges is left to those who choose for themselves. */
const addressBand = 256
const portBand = 86

const needsAddress = (spec: ServiceSpec): boolean => spec.type !== 'ExternalName'
const needsNodePort = (spec: ServiceSpec): boolean =>
  spec.type === 'NodePort' || (spec.type === 'LoadBalancer' && spec.allocateLoadBalancerNodePorts !== false)
const isHeadless = (spec: ServiceSpec): boolean => spec.clusterIP === 'None'

export const isService = (call: ResourceCall): boolean => call.kind.plural === 'services' && call.kind.group === ''

/** Before validation: what was given out stays unless the author changes it; singular and plural fields agree. */
export const completeService = (next: KubeObject, previous?: KubeObject): KubeObject => {
  const service = next as Service
  const old = (previous as Service | undefined)?.spec
  let spec: ServiceSpec = service.spec ?? {}
  if (old) spec = keepGiven(dropForeign(spec, old), old)
  spec = agree(spec, old)
  if (!needsAddress(spec)) return spec === service.spec ? service : withSpec(service, spec)
  const families = spec.ipFamilies?.length ? spec.ipFamilies : ['IPv4']
  return withSpec(service, { ...spec, ipFamilyPolicy: spec.ipFamilyPolicy ?? 'SingleStack', ipFamilies: families })
}

const withSpec = (service: Service, spec: ServiceSpec): Service => ({ ...service, spec })

const without = (spec: ServiceSpec, ...fields: readonly (keyof ServiceSpec)[]): ServiceSpec =>
  Object.fromEntries(Object.entries(spec).filter(([field]) => !fields.includes(field as keyof ServiceSpec))) as ServiceSpec

const withoutNodePort = ({ nodePort: _, ...port }: ServicePort): ServicePort => port

/** What belongs to the old type only goes, if the author did not touch it. */
const dropForeign = (spec: ServiceSpec, old: ServiceSpec): ServiceSpec => {
  let next = spec
  if (needsAddress(old) && !needsAddress(spec)) {
    if (spec.clusterIP === old.clusterIP || !spec.clusterIP) next = without(next, 'clusterIP', 'clusterIPs')
    next = without(next, 'ipFamilies', 'ipFamilyPolicy')
  }
  const ports = (each: ServiceSpec) => (each.ports ?? []).map(({ nodePort }) => nodePort)
  const fromNodePort = needsNodePort(old) && (next.type === 'ClusterIP' || next.type === 'ExternalName')
  if (fromNodePort && jsonEqual(ports(next), ports(old))) next = { ...next, ports: (next.ports ?? []).map(withoutNodePort) }
  const external = next.type === 'NodePort' || next.type === 'LoadBalancer'
  if (!external && next.externalTrafficPolicy === old.externalTrafficPolicy) next = without(next, 'externalTrafficPolicy')
  return next.type === 'LoadBalancer' ? next : without(next, 'allocateLoadBalancerNodePorts')
}

const keepGiven = (spec: ServiceSpec, old: ServiceSpec): ServiceSpec => {
  let next = spec
  if (needsAddress(old) && needsAddress(spec) && !spec.clusterIP && old.clusterIP) next = { ...next, clusterIP: old.clusterIP }
  if (!needsNodePort(old) || !needsNodePort(next)) return next
  const given = new Set((next.ports ?? []).map(({ nodePort }) => nodePort).filter((port) => port))
  const byName = new Map((old.ports ?? []).map(({ name, nodePort }) => [name ?? '', nodePort]))
  const ports = (next.ports ?? []).map((port) => {
    const before = byName.get(port.name ?? '')
    return port.nodePort || !before || given.has(before) ? port : { ...port, nodePort: before }
  })
  return { ...next, ports }
}

/** clusterIP and the first of clusterIPs are the same (NormalizeClusterIPs). */
const agree = (spec: ServiceSpec, old: ServiceSpec | undefined): ServiceSpec => {
  const { clusterIP, clusterIPs } = spec
  if (!clusterIP)
    return clusterIPs?.length && (!old || !jsonEqual(clusterIPs, old.clusterIPs)) && !old ? { ...spec, clusterIP: clusterIPs[0]! } : spec
  if (!clusterIPs?.length || (old && clusterIP !== old.clusterIP && jsonEqual(clusterIPs, old.clusterIPs)))
    return { ...spec, clusterIPs: [clusterIP] }
  return spec
}

/** After validation: gives out the addresses and node ports that are still missing, and refuses taken ones. */
export const allocateService = (call: ResourceCall, next: KubeObject, previous?: KubeObject): KubeObject => {
  const service = next as Service
  const spec = service.spec ?? {}
  const others = (listAll(call.store, call.kind) as readonly Service[]).filter(({ metadata }) => metadata.uid !== service.metadata.uid)
  const addressed = needsAddress(spec) && !isHeadless(spec) ? withAddress(call, service, spec, others) : spec
  const old = (previous as Service | undefined)?.spec
  const ported = needsNodePort(addressed) ? withNodePorts(call, service, addressed, others) : addressed
  return old && ported === spec ? service : withSpec(service, ported)
}

const refuse = (service: Service, field: string, value: unknown, why: string) =>
  invalid({ group: '', kind: 'Service' }, service.metadata.name, [
    { field, reason: 'FieldValueInvalid', message: `Invalid value: ${JSON.stringify(value)}: ${why}` },
  ])

const withAddress = (call: ResourceCall, service: Service, spec: ServiceSpec, others: readonly Service[]): ServiceSpec => {
  const network = serviceNetwork(call.server)
  const taken = new Set(others.map((other) => other.spec?.clusterIP))
  if (spec.clusterIP) {
    const fail = (why: string) => refuse(service, 'spec.clusterIPs', [spec.clusterIP], `failed to allocate IP ${spec.clusterIP}: ${why}`)
    if (network.numberOf(spec.clusterIP) === undefined) throw fail('the provided network does not match the current range')
    if (taken.has(spec.clusterIP)) throw fail('provided IP is already allocated')
    return spec
  }
  const address = pick(call, 'cluster-ip', service, addressBand + 1, network.size, (number) => !taken.has(network.address(number)))
  if (address === undefined) throw refuse(service, 'spec.clusterIPs', [], 'failed to allocate a serviceIP: range is full')
  const clusterIP = network.address(address)
  return { ...spec, clusterIP, clusterIPs: [clusterIP] }
}

const withNodePorts = (call: ResourceCall, service: Service, spec: ServiceSpec, others: readonly Service[]): ServiceSpec => {
  const [lowest, highest] = call.server.serviceNodePortRange ?? usualPorts
  const taken = new Set(others.flatMap((other) => (other.spec?.ports ?? []).map(({ nodePort }) => nodePort)))
  const given = (spec.ports ?? []).map((port, index) => {
    if (!port.nodePort) return port
    const field = `spec.ports[${index}].nodePort`
    if (port.nodePort < lowest || port.nodePort > highest) {
      throw refuse(
        service,
        field,
        port.nodePort,
        `provided port is not in the valid range. The range of valid ports is ${lowest}-${highest}`,
      )
    }
    if (taken.has(port.nodePort)) throw refuse(service, field, port.nodePort, 'provided port is already allocated')
    return port
  })
  for (const { nodePort } of given) if (nodePort) taken.add(nodePort)
  const ports = given.map((port, index) => {
    if (port.nodePort) return port
    const nodePort = pick(call, `node-port-${index}`, service, lowest + portBand, highest, (number) => !taken.has(number))
    if (nodePort === undefined) throw refuse(service, `spec.ports[${index}].nodePort`, 0, 'failed to allocate a nodePort: range is full')
    taken.add(nodePort)
    return { ...port, nodePort }
  })
  return { ...spec, ports }
}

/** A free number of a range, by the seed; after many misses the first free one. */
const pick = (
  call: ResourceCall,
  what: string,
  service: Service,
  from: number,
  to: number,
  free: (number: number) => boolean,
): number | undefined => {
  const { namespace = '', name } = service.metadata
  for (let attempt = 0; attempt < 64; attempt++) {
    const number = from + (call.server.seed(what, namespace, name, call.store.revision, attempt) % (to - from + 1))
    if (free(number)) return number
  }
  for (let number = from; number <= to; number++) if (free(number)) return number
  return undefined
}
