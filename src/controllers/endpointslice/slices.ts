import { endpointSlices } from '../../api/index.ts'
import type { DiscoveryEndpointPort, Draft, Endpoint, EndpointSlice, KubeObject, OwnerReference } from '../../api/index.ts'
import type { ControllerContext } from '../../client/index.ts'
import { deleteIfThere, groupBy, semanticallyEqual } from '../support/index.ts'

export const serviceNameLabel = 'kubernetes.io/service-name'
export const managedByLabel = 'endpointslice.kubernetes.io/managed-by'

/** Endpoints that serve the same ports. */
export interface PortGroup {
  readonly ports: readonly DiscoveryEndpointPort[]
  readonly endpoints: readonly Endpoint[]
}

export interface SlicePlan {
  readonly groups: readonly PortGroup[]
  readonly owner: KubeObject
  readonly reference: OwnerReference
  readonly addressType: string
  readonly labels: Readonly<Record<string, string>>
}

const most = 100

const identity = (endpoint: Endpoint): string => `${endpoint.targetRef?.uid ?? ''} ${endpoint.addresses.join(',')}`

const portsKey = (ports: readonly DiscoveryEndpointPort[] | undefined): string =>
  JSON.stringify([...(ports ?? [])].map((port) => [port.name ?? '', port.protocol, port.port, port.appProtocol]).sort())

interface Wanted {
  readonly slice?: EndpointSlice
  readonly ports: readonly DiscoveryEndpointPort[]
  readonly endpoints: readonly Endpoint[]
}

/** Keeps endpoints in the slices in which they are, and puts new ones where there is room (`reconcileByPortMapping`). */
const fill = ({ ports, endpoints }: PortGroup, slices: readonly EndpointSlice[]): readonly Wanted[] => {
  const left = new Map(endpoints.map((endpoint) => [identity(endpoint), endpoint]))
  const kept = slices.map((slice) => {
    const stay = (slice.endpoints ?? []).flatMap((endpoint) => {
      const current = left.get(identity(endpoint))
      left.delete(identity(endpoint))
      return current ? [current] : []
    })
    return { slice, ports, endpoints: stay }
  })
  const added = [...left.values()]
  const filled = kept.map((wanted) => ({ ...wanted, endpoints: [...wanted.endpoints, ...added.splice(0, most - wanted.endpoints.length)] }))
  const fresh: Wanted[] = []
  while (added.length > 0) fresh.push({ ports, endpoints: added.splice(0, most) })
  return [...filled.filter((wanted) => wanted.endpoints.length > 0), ...fresh]
}

const plan = (
  groups: readonly PortGroup[],
  existing: readonly EndpointSlice[],
): { readonly wanted: readonly Wanted[]; readonly surplus: readonly EndpointSlice[] } => {
  const byPorts = groupBy(existing, (slice) => portsKey(slice.ports))
  const wanted = groups.flatMap((group) => fill(group, byPorts.get(portsKey(group.ports)) ?? []))
  const all = wanted.length === 0 ? [{ ports: [], endpoints: [] }] : wanted
  const used = new Set(all.flatMap((each: Wanted) => (each.slice ? [each.slice] : [])))
  const surplus = existing.filter((slice) => !used.has(slice))
  // A slice that is no longer needed becomes one that is, instead of being replaced.
  return {
    wanted: all.map((each: Wanted) => (each.slice ? each : { ...each, ...(surplus.length > 0 && { slice: surplus.shift()! }) })),
    surplus,
  }
}

const withContent = <T extends object>(object: T, { ports, endpoints }: Wanted): T & Pick<EndpointSlice, 'ports' | 'endpoints'> => ({
  ...object,
  endpoints: endpoints.length > 0 ? endpoints : [],
  ports: ports.length > 0 ? ports : [],
})

/** Makes the slices that exist say what the plan wants, with as few writes as possible. */
export const syncSlices = (
  existing: readonly EndpointSlice[],
  { groups, owner, reference, addressType, labels }: SlicePlan,
  context: ControllerContext,
): void => {
  const { wanted, surplus } = plan(groups, existing)
  for (const each of wanted) {
    const { slice } = each
    if (!slice) {
      const { name, namespace } = owner.metadata
      const draft: Draft<EndpointSlice> = {
        metadata: { generateName: `${name}-`, namespace, labels, ownerReferences: [reference] },
        addressType,
      }
      context.client.create(endpointSlices, withContent(draft, each))
      continue
    }
    const unchanged =
      semanticallyEqual(slice.endpoints, each.endpoints) &&
      semanticallyEqual(slice.ports, each.ports) &&
      semanticallyEqual(slice.metadata.labels, labels)
    if (!unchanged) context.client.update(endpointSlices, withContent({ ...slice, metadata: { ...slice.metadata, labels } }, each))
  }
  for (const slice of surplus) deleteIfThere(endpointSlices, slice, context)
}

/** Endpoints grouped by the ports that they serve. */
export const groupByPorts = (
  items: readonly { readonly ports: readonly DiscoveryEndpointPort[]; readonly endpoint: Endpoint }[],
): readonly PortGroup[] =>
  [...groupBy(items, ({ ports }) => portsKey(ports)).values()].map((group) => ({
    ports: group[0]!.ports,
    endpoints: group.map(({ endpoint }) => endpoint),
  }))
