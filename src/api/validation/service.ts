import type { Service, ServicePort, ServiceSpec } from '../generated/types.ts'
import { duplicate, forbidden, invalid, invalids, none, notSupported, required, type FieldErrors } from './errors.ts'
import { validateLabels, validateMeta } from './meta.ts'
import { dns1035LabelProblems, dnsLabelProblems, dnsSubdomainProblems, ipProblems, portNameProblems, portNumberProblems } from './names.ts'

const types = ['ClusterIP', 'ExternalName', 'LoadBalancer', 'NodePort']
const protocols = ['SCTP', 'TCP', 'UDP']
const firstIp = 'spec.clusterIPs[0]'
const longestAffinity = 86400

const validateType = (spec: ServiceSpec): FieldErrors => {
  const ips = spec.clusterIPs ?? []
  switch (spec.type) {
    case 'LoadBalancer':
    case 'NodePort':
      return ips[0] === 'None' ? [invalid(firstIp, 'None', `may not be set to 'None' for ${spec.type} services`)] : none
    case 'ExternalName':
      return [
        ...(ips.length > 0 ? [forbidden('spec.clusterIPs', 'may not be set for ExternalName services')] : none),
        ...(spec.externalName
          ? invalids('spec.externalName', spec.externalName, dnsSubdomainProblems(spec.externalName))
          : [required('spec.externalName')]),
      ]
    default:
      return none
  }
}

const validatePort = (port: ServicePort, path: string, many: boolean, names: Set<string>): FieldErrors => {
  const errors: FieldErrors[number][] = []
  if (!port.name) {
    if (many) errors.push(required(`${path}.name`))
  } else {
    errors.push(...invalids(`${path}.name`, port.name, dnsLabelProblems(port.name)))
    if (names.has(port.name)) errors.push(duplicate(`${path}.name`, port.name))
    names.add(port.name)
  }
  errors.push(...invalids(`${path}.port`, port.port, portNumberProblems(port.port)))
  if (!port.protocol) errors.push(required(`${path}.protocol`))
  else if (!protocols.includes(port.protocol)) errors.push(notSupported(`${path}.protocol`, port.protocol, protocols))
  const target = port.targetPort
  if (typeof target === 'number') errors.push(...invalids(`${path}.targetPort`, target, portNumberProblems(target)))
  else if (target) errors.push(...invalids(`${path}.targetPort`, target, portNameProblems(target)))
  return errors
}

const validateNodePorts = (ports: readonly ServicePort[], type: string | undefined): FieldErrors => {
  if (type === 'ClusterIP') {
    return ports.flatMap(({ nodePort }, index) =>
      nodePort ? [forbidden(`spec.ports[${index}].nodePort`, "may not be used when `type` is 'ClusterIP'")] : none,
    )
  }
  const used = new Set<string>()
  return ports.flatMap(({ nodePort, protocol }, index) => {
    if (!nodePort) return none
    const taken = used.has(`${protocol}/${nodePort}`)
    used.add(`${protocol}/${nodePort}`)
    return taken ? [duplicate(`spec.ports[${index}].nodePort`, nodePort)] : none
  })
}

const duplicatePorts = (ports: readonly ServicePort[]): FieldErrors => {
  const used = new Set<string>()
  return ports.flatMap(({ port, protocol }, index) => {
    const taken = used.has(`${protocol}/${port}`)
    used.add(`${protocol}/${port}`)
    return taken
      ? [
          {
            field: `spec.ports[${index}]`,
            reason: 'FieldValueDuplicate' as const,
            message: `Duplicate value: ${JSON.stringify({ protocol, port })}`,
          },
        ]
      : none
  })
}

const validateAffinity = (spec: ServiceSpec): FieldErrors => {
  if (!spec.sessionAffinity) return [required('spec.sessionAffinity')]
  if (!['ClientIP', 'None'].includes(spec.sessionAffinity))
    return [notSupported('spec.sessionAffinity', spec.sessionAffinity, ['ClientIP', 'None'])]
  const seconds = spec.sessionAffinityConfig?.clientIP?.timeoutSeconds
  if (spec.sessionAffinity !== 'ClientIP' || seconds === undefined || (seconds > 0 && seconds <= longestAffinity)) return none
  return [invalid('spec.sessionAffinityConfig.clientIP.timeoutSeconds', seconds, `must be greater than 0 and less than ${longestAffinity}`)]
}

const validateTraffic = (spec: ServiceSpec): FieldErrors => {
  const [external, internal] = [spec.externalTrafficPolicy, spec.internalTrafficPolicy]
  const exposed = spec.type === 'NodePort' || spec.type === 'LoadBalancer' || (spec.externalIPs?.length ?? 0) > 0
  const policies = ['Cluster', 'Local']
  return [
    ...(external !== undefined && !exposed
      ? [invalid('spec.externalTrafficPolicy', external, 'may only be set for externally-accessible services')]
      : none),
    ...(exposed && external !== undefined && !policies.includes(external)
      ? [notSupported('spec.externalTrafficPolicy', external, policies)]
      : none),
    ...(internal !== undefined && !policies.includes(internal) ? [notSupported('spec.internalTrafficPolicy', internal, policies)] : none),
  ]
}

const validateSpec = (spec: ServiceSpec): FieldErrors => {
  const ports = spec.ports ?? []
  const headless = spec.clusterIPs?.[0] === 'None'
  const names = new Set<string>()
  return [
    ...(ports.length === 0 && !headless && spec.type !== 'ExternalName' ? [required('spec.ports')] : none),
    ...validateType(spec),
    ...ports.flatMap((port, index) => validatePort(port, `spec.ports[${index}]`, ports.length > 1, names)),
    ...validateLabels(spec.selector, 'spec.selector'),
    ...validateAffinity(spec),
    ...(spec.type === 'ExternalName'
      ? none
      : (spec.clusterIPs ?? []).flatMap((ip, index) => (ip === 'None' ? none : invalids(`spec.clusterIPs[${index}]`, ip, ipProblems(ip))))),
    ...(spec.externalIPs ?? []).flatMap((ip, index) => invalids(`spec.externalIPs[${index}]`, ip, ipProblems(ip))),
    ...(!spec.type ? [required('spec.type')] : types.includes(spec.type) ? none : [notSupported('spec.type', spec.type, types)]),
    ...validateNodePorts(ports, spec.type),
    ...duplicatePorts(ports),
    ...validateTraffic(spec),
  ]
}

/** `pkg/apis/core/validation`, ValidateService. */
export const validateService = (service: Service): FieldErrors => [
  ...validateMeta(service, undefined, dns1035LabelProblems),
  ...validateSpec(service.spec ?? {}),
]

export const validateServiceUpdate = (next: Service, previous: Service): FieldErrors => {
  const [before, after] = [previous.spec?.clusterIPs?.[0], next.spec?.clusterIPs?.[0]]
  const both = previous.spec?.type !== 'ExternalName' && next.spec?.type !== 'ExternalName'
  return [
    ...validateMeta(next, previous, dns1035LabelProblems),
    ...(both && before && after !== before ? [invalid(firstIp, next.spec?.clusterIPs ?? null, 'may not change once set')] : none),
    ...validateSpec(next.spec ?? {}),
  ]
}
