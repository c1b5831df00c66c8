import { endpointSlices, nodes, pods, services } from '../../api/index.ts'
import type { EndpointSlice, Service } from '../../api/index.ts'
import type { Controller, ControllerContext } from '../../client/index.ts'
import { keyOf, referenceTo } from '../support/index.ts'
import { endpointOf, endpointPorts, listed, servicesOfPod } from './pod-endpoint.ts'
import { groupByPorts, managedByLabel, serviceNameLabel, syncSlices } from './slices.ts'

const manager = 'endpointslice-controller.k8s.io'

const labelsOf = (service: Service): Readonly<Record<string, string>> => ({
  ...Object.fromEntries(
    Object.entries(service.metadata.labels ?? {}).filter(([name]) => name !== serviceNameLabel && name !== managedByLabel),
  ),
  ...(service.spec?.clusterIP === 'None' && { 'service.kubernetes.io/headless': '' }),
  [managedByLabel]: manager,
  [serviceNameLabel]: service.metadata.name,
})

const sync = (service: Service, context: ControllerContext): void => {
  const { name, namespace = '' } = service.metadata
  const selector = service.spec?.selector
  if (!selector) return
  const existing = context
    .cache<EndpointSlice>(endpointSlices)
    .byLabels(namespace, { [serviceNameLabel]: name, [managedByLabel]: manager })
    .filter((slice) => slice.metadata.deletionTimestamp === undefined)
  const selected = context
    .cache(pods)
    .byLabels(namespace, selector)
    .filter((pod) => listed(pod, true))
  const groups = groupByPorts(selected.map((pod) => ({ ports: endpointPorts(pod, service), endpoint: endpointOf(pod, service, context) })))
  const addressType = service.spec?.ipFamilies?.[0] ?? 'IPv4'
  syncSlices(existing, { groups, owner: service, reference: referenceTo(service), addressType, labels: labelsOf(service) }, context)
}

/** Lists the Pods behind each Service with a selector, ready or not (`pkg/controller/endpointslice`). */
export const endpointSlice: Controller = {
  name: 'endpointslice-controller',
  component: 'endpoint-slice-controller',
  watches: [
    { kind: services, keys: (service) => [keyOf(service)] },
    { kind: pods, keys: servicesOfPod },
    { kind: nodes, keys: () => [] },
    {
      kind: endpointSlices,
      keys: ({ metadata }, _context, { deleted, previous }) =>
        metadata.labels?.[managedByLabel] === manager && metadata.labels[serviceNameLabel] && (deleted || previous)
          ? [{ namespace: metadata.namespace, name: metadata.labels[serviceNameLabel] }]
          : [],
    },
  ],
  reconcile: (key, context) => {
    const service = context.cache<Service>(services).get(key)
    if (service && service.metadata.deletionTimestamp === undefined && service.spec?.type !== 'ExternalName') sync(service, context)
  },
}
