import { nodes, services } from '../../api/index.ts'
import type { DiscoveryEndpointPort, Endpoint, KubeObject, ObjectKey, Pod, Service, ServicePort } from '../../api/index.ts'
import type { Controller, ControllerContext } from '../../client/index.ts'
import { keyOf, podFinished, podReady } from '../support/index.ts'

/** The port of a Pod that a Service's port means; undefined if it has none of that name (`FindPort`). */
export const targetPort = (pod: Pod, port: ServicePort): number | undefined => {
  const target = port.targetPort ?? port.port
  if (typeof target === 'number') return target
  if (/^\d+$/.test(target)) return Number(target)
  const sidecars = (pod.spec?.initContainers ?? []).filter((container) => container.restartPolicy === 'Always')
  for (const container of [...(pod.spec?.containers ?? []), ...sidecars])
    for (const candidate of container.ports ?? [])
      if (candidate.name === target && (candidate.protocol ?? 'TCP') === (port.protocol ?? 'TCP')) return candidate.containerPort
  return undefined
}

/** The Service's ports as this Pod serves them; a port that it lacks is left out. */
export const endpointPorts = (pod: Pod, service: Service): readonly DiscoveryEndpointPort[] =>
  (service.spec?.ports ?? []).flatMap((port) => {
    const number = targetPort(pod, port)
    if (number === undefined) return []
    return [
      {
        name: port.name ?? '',
        port: number,
        protocol: port.protocol ?? 'TCP',
        ...(port.appProtocol !== undefined && { appProtocol: port.appProtocol }),
      },
    ]
  })

/** True if a Pod is to be listed at all: it has an address and has not finished. */
export const listed = (pod: Pod, includeTerminating: boolean): boolean =>
  !podFinished(pod) && Boolean(pod.status?.podIP) && (includeTerminating || pod.metadata.deletionTimestamp === undefined)

export const hostnameFor = (pod: Pod, service: Service): string | undefined =>
  pod.spec?.hostname && pod.spec.subdomain === service.metadata.name && pod.metadata.namespace === service.metadata.namespace
    ? pod.spec.hostname
    : undefined

/** A Pod as an endpoint of a Service (`podToEndpoint`). */
export const endpointOf = (pod: Pod, service: Service, context: ControllerContext): Endpoint => {
  const serving = podReady(pod)
  const terminating = pod.metadata.deletionTimestamp !== undefined
  const nodeName = pod.spec?.nodeName
  const zone = nodeName ? context.cache(nodes).get({ name: nodeName })?.metadata.labels?.['topology.kubernetes.io/zone'] : undefined
  const hostname = hostnameFor(pod, service)
  return {
    addresses: [pod.status?.podIP ?? ''],
    conditions: { ready: service.spec?.publishNotReadyAddresses === true || (serving && !terminating), serving, terminating },
    ...(hostname !== undefined && { hostname }),
    ...(nodeName && { nodeName }),
    targetRef: { kind: 'Pod', namespace: pod.metadata.namespace, name: pod.metadata.name, uid: pod.metadata.uid },
    ...(zone !== undefined && { zone }),
  }
}

export const selects = (service: Service, labels: Readonly<Record<string, string>> | undefined): boolean => {
  const selector = service.spec?.selector
  return selector !== undefined && Object.entries(selector).every(([name, value]) => labels?.[name] === value)
}

/** Whatever of a Pod shows in endpoints. */
const facet = (pod: Pod): string =>
  [
    pod.status?.podIP,
    podReady(pod),
    pod.metadata.deletionTimestamp !== undefined,
    pod.spec?.nodeName,
    pod.spec?.hostname,
    pod.spec?.subdomain,
    podFinished(pod),
  ].join('|')

/** The Services that a change of a Pod concerns: those that select it now or did before. */
export const servicesOfPod: Controller['watches'][number]['keys'] = (object, context, { previous, deleted }): readonly ObjectKey[] => {
  const pod = object as Pod
  const before = previous as Pod | undefined
  const labels = pod.metadata.labels
  if (before && !deleted && before.metadata.labels === labels && facet(before) === facet(pod)) return []
  const all = context.cache(services).list(pod.metadata.namespace)
  return all
    .filter((service) => selects(service, labels) || (before && selects(service, before.metadata.labels)))
    .map((service: KubeObject) => keyOf(service))
}
