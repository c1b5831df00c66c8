import { endpoints, endpointSlices, services } from '../api/index.ts'
import type { Endpoint, EndpointAddress, Endpoints, EndpointSlice, ObjectKey } from '../api/index.ts'
import type { Controller, ControllerContext } from '../client/index.ts'
import { groupByPorts, managedByLabel, serviceNameLabel, syncSlices } from './endpointslice/slices.ts'
import { deleteIfThere, keyOf, referenceTo } from './support/index.ts'

const manager = 'endpointslicemirroring-controller.k8s.io'

const endpointOf = ({ ip, hostname, nodeName, targetRef }: EndpointAddress, ready: boolean): Endpoint => ({
  addresses: [ip],
  conditions: { ready },
  ...(hostname && { hostname }),
  ...(nodeName && { nodeName }),
  ...(targetRef && { targetRef }),
})

/** Those that the control plane or leader election keep are not mirrored. */
const isMirrored = (object: Endpoints): boolean =>
  object.metadata.labels?.['endpointslice.kubernetes.io/skip-mirror'] !== 'true' &&
  object.metadata.annotations?.['control-plane.alpha.kubernetes.io/leader'] === undefined

const sync = (key: ObjectKey, context: ControllerContext): void => {
  const source = context.cache(endpoints).get(key)
  const service = context.cache(services).get(key)
  const existing = context
    .cache<EndpointSlice>(endpointSlices)
    .byLabels(key.namespace ?? '', { [serviceNameLabel]: key.name, [managedByLabel]: manager })
  if (!source || !service || service.spec?.selector || !isMirrored(source)) {
    for (const slice of existing) deleteIfThere(endpointSlices, slice, context)
    return
  }
  const items = (source.subsets ?? []).flatMap(({ addresses = [], notReadyAddresses = [], ports = [] }) => {
    const slicePorts = ports.map(({ name = '', port, protocol = 'TCP', appProtocol }) => ({
      name,
      port,
      protocol,
      ...(appProtocol && { appProtocol }),
    }))
    return [
      ...addresses.map((address) => endpointOf(address, true)),
      ...notReadyAddresses.map((address) => endpointOf(address, false)),
    ].map((endpoint) => ({ ports: slicePorts, endpoint }))
  })
  if (items.length === 0 && existing.length === 0) return
  const { 'endpoints.kubernetes.io/managed-by': _, ...own } = source.metadata.labels ?? {}
  const labels = { ...own, [managedByLabel]: manager, [serviceNameLabel]: key.name }
  syncSlices(existing, { groups: groupByPorts(items), owner: source, reference: referenceTo(source), addressType: 'IPv4', labels }, context)
}

/** Copies Endpoints that people wrote by hand into slices (`pkg/controller/endpointslicemirroring`). */
export const endpointSliceMirroring: Controller = {
  name: 'endpointslice-mirroring-controller',
  component: 'endpoint-slice-mirroring-controller',
  watches: [
    { kind: endpoints, keys: (object) => [keyOf(object)] },
    { kind: services, keys: (service) => [keyOf(service)] },
    { kind: endpointSlices, keys: () => [] },
  ],
  reconcile: sync,
}
