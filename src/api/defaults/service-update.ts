import type { Service, ServicePort, ServiceSpec } from '../generated/types.ts'
import { jsonEqual } from '../equal.ts'
import { change, mapShared } from './fill.ts'

const hasClusterIp = (spec: ServiceSpec): boolean => spec.type !== 'ExternalName'
const hasNodePort = (spec: ServiceSpec): boolean =>
  spec.type === 'NodePort' || (spec.type === 'LoadBalancer' && spec.allocateLoadBalancerNodePorts !== false)
const portKey = ({ port, protocol }: ServicePort): string => `${protocol}/${port}`

/** clusterIP and clusterIPs[0] tell the same; who changes one need not change the other (`normalizeClusterIPs`). */
const normalizeClusterIps = (spec: ServiceSpec, before: ServiceSpec | undefined): ServiceSpec => {
  if (!before) return spec.clusterIP && !spec.clusterIPs ? { ...spec, clusterIPs: [spec.clusterIP] } : spec
  const [ip, old] = [spec.clusterIP ?? '', before.clusterIP ?? '']
  if (ip === old)
    return ip === '' && spec.clusterIPs && jsonEqual(spec.clusterIPs, before.clusterIPs) ? { ...spec, clusterIPs: undefined } : spec
  if (ip === '') return jsonEqual(spec.clusterIPs, before.clusterIPs) ? { ...spec, clusterIPs: undefined } : spec
  return jsonEqual(spec.clusterIPs, before.clusterIPs) || !spec.clusterIPs ? { ...spec, clusterIPs: [ip] } : spec
}

/** What the server gave out before and the author leaves out now is kept (`patchAllocatedValues`). */
const keepAllocated = (spec: ServiceSpec, before: ServiceSpec): ServiceSpec => {
  let next = spec
  if (hasClusterIp(before) && hasClusterIp(spec) && !spec.clusterIP && !spec.clusterIPs) {
    next = { ...next, clusterIP: before.clusterIP, clusterIPs: before.clusterIPs }
  }
  if (!hasNodePort(before) || !hasNodePort(next)) return next
  const given = new Set((next.ports ?? []).map(({ nodePort }) => nodePort))
  const nodePorts = new Map((before.ports ?? []).map((port) => [portKey(port), port.nodePort]))
  return change(next, 'ports', (ports) =>
    mapShared(ports, (port) => {
      const nodePort = nodePorts.get(portKey(port))
      return port.nodePort || !nodePort || given.has(nodePort) ? port : { ...port, nodePort }
    }),
  )
}

const without = <T extends object>(object: T, ...keys: readonly (keyof T)[]): T => {
  const result = { ...object }
  for (const key of keys) delete result[key]
  return result
}

/** Who changes only the type means that what belonged to the old type goes (`dropTypeDependentFields`). */
const dropOldType = (spec: ServiceSpec, before: ServiceSpec): ServiceSpec => {
  let next = spec
  if (hasClusterIp(before) && !hasClusterIp(next) && next.clusterIP === before.clusterIP && jsonEqual(next.clusterIPs, before.clusterIPs)) {
    next = without(next, 'clusterIP', 'clusterIPs')
  }
  if (hasClusterIp(before) && !hasClusterIp(next)) next = without(next, 'ipFamilies', 'ipFamilyPolicy', 'internalTrafficPolicy')
  if (
    hasNodePort(before) &&
    !hasNodePort(next) &&
    jsonEqual(
      next.ports?.map(({ nodePort }) => nodePort),
      before.ports?.map(({ nodePort }) => nodePort),
    )
  ) {
    next = change(next, 'ports', (ports) => mapShared(ports, (port) => (port.nodePort ? without(port, 'nodePort') : port)))
  }
  const external = (of: ServiceSpec): boolean => of.type === 'NodePort' || of.type === 'LoadBalancer'
  if (external(before) && !external(next) && next.externalTrafficPolicy === before.externalTrafficPolicy)
    next = without(next, 'externalTrafficPolicy', 'healthCheckNodePort')
  if (before.type === 'LoadBalancer' && next.type !== 'LoadBalancer')
    next = without(next, 'allocateLoadBalancerNodePorts', 'loadBalancerClass')
  if (before.type === 'ExternalName' && next.type !== 'ExternalName' && next.externalName === before.externalName)
    next = without(next, 'externalName')
  return next
}

/** `pkg/registry/core/service/strategy.go`: a Service as it may be stored, before addresses are given out. */
export const prepareService = (next: Service, previous?: Service): Service => {
  const status = previous?.status ?? { loadBalancer: {} }
  const before = previous?.spec
  if (!next.spec) return { ...next, status }
  let spec = normalizeClusterIps(next.spec, before)
  if (before) spec = dropOldType(keepAllocated(spec, before), before)
  const leavesLoadBalancer = spec.type !== 'LoadBalancer' && status.loadBalancer?.ingress
  return { ...next, spec, status: leavesLoadBalancer ? { ...status, loadBalancer: {} } : status }
}
