import { endpoints, pods, services } from '../api/index.ts'
import type { EndpointAddress, EndpointPort, EndpointSubset, Pod, Service } from '../api/index.ts'
import type { Controller, ControllerContext } from '../client/index.ts'
import { endpointPorts, hostnameFor, listed, servicesOfPod } from './endpointslice/pod-endpoint.ts'
import { groupBy, isStatus, keyOf, namespaceTerminating, podReady, semanticallyEqual } from './support/index.ts'

const managedBy = { 'endpoints.kubernetes.io/managed-by': 'endpoint-controller' }
const headlessLabel = 'service.kubernetes.io/headless'

const addressOf = (pod: Pod, service: Service): EndpointAddress => {
  const { name, namespace, uid } = pod.metadata
  const hostname = hostnameFor(pod, service)
  return {
    ...(hostname !== undefined && { hostname }),
    ip: pod.status?.podIP ?? '',
    ...(pod.spec?.nodeName && { nodeName: pod.spec.nodeName }),
    targetRef: { kind: 'Pod', name, namespace, uid },
  }
}

const byAddress = (a: EndpointAddress, b: EndpointAddress): number => (a.ip < b.ip ? -1 : a.ip > b.ip ? 1 : 0)

const portsOf = (pod: Pod, service: Service): readonly EndpointPort[] =>
  endpointPorts(pod, service).map(({ name, port, protocol, appProtocol }) => ({
    ...(name && { name }),
    port: port!,
    protocol: protocol!,
    ...(appProtocol && { appProtocol }),
  }))

/** Addresses grouped by the ports that they serve, ready and not ready apart (`RepackSubsets`). */
const subsetsOf = (service: Service, selected: readonly Pod[]): readonly EndpointSubset[] => {
  const everyPod = service.spec?.publishNotReadyAddresses === true
  const items = selected.map((pod) => ({
    ports: portsOf(pod, service),
    ready: everyPod || podReady(pod),
    address: addressOf(pod, service),
  }))
  const headlessWithoutPorts = service.spec?.clusterIP === 'None' && (service.spec.ports ?? []).length === 0
  const served = items.filter(({ ports }) => ports.length > 0 || headlessWithoutPorts)
  return [...groupBy(served, ({ ports }) => JSON.stringify(ports)).values()].map((group) => {
    const addresses = group
      .filter(({ ready }) => ready)
      .map(({ address }) => address)
      .sort(byAddress)
    const notReadyAddresses = group
      .filter(({ ready }) => !ready)
      .map(({ address }) => address)
      .sort(byAddress)
    const ports = group[0]!.ports
    return {
      ...(addresses.length > 0 && { addresses }),
      ...(notReadyAddresses.length > 0 && { notReadyAddresses }),
      ...(ports.length > 0 && { ports }),
    }
  })
}

const sync = (service: Service, context: ControllerContext): void => {
  const { name, namespace = '' } = service.metadata
  const selector = service.spec?.selector
  if (!selector) return
  const everyPod = service.spec?.publishNotReadyAddresses === true
  const selected = context
    .cache(pods)
    .byLabels(namespace, selector)
    .filter((pod) => listed(pod, everyPod))
  const subsets = subsetsOf(service, selected)
  const { [headlessLabel]: _, ...own } = service.metadata.labels ?? {}
  const labels = { ...own, ...(service.spec?.clusterIP === 'None' && { [headlessLabel]: '' }), ...managedBy }
  const current = context.cache(endpoints).get({ namespace, name })
  if (current && semanticallyEqual(current.subsets, subsets) && semanticallyEqual(current.metadata.labels, labels)) return
  const content = subsets.length > 0 ? { subsets } : {}
  if (!current) {
    try {
      context.client.create(endpoints, { metadata: { name, namespace, labels }, ...content })
    } catch (error) {
      if (!namespaceTerminating(error)) throw error
    }
    return
  }
  const { subsets: _old, ...rest } = current
  context.client.update(endpoints, { ...rest, metadata: { ...current.metadata, labels }, ...content })
}

/** The older picture of Services' Pods, one object per Service (`pkg/controller/endpoint`). */
export const endpointsController: Controller = {
  name: 'endpoints-controller',
  component: 'endpoint-controller',
  watches: [
    { kind: services, keys: (service) => [keyOf(service)] },
    { kind: pods, keys: servicesOfPod },
    { kind: endpoints, keys: (object, _context, { deleted }) => (deleted ? [keyOf(object)] : []) },
  ],
  reconcile: (key, context) => {
    const service = context.cache(services).get(key)
    if (service) return sync(service, context)
    try {
      if (context.cache(endpoints).get(key)) context.client.delete(endpoints, key)
    } catch (error) {
      if (!isStatus(error, 404)) throw error
    }
  },
}
