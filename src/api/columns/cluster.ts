import type { ConfigMap, Event, EventSource, Lease, Namespace, Node, Secret, ServiceAccount } from '../generated/types.ts'
import { getCondition } from '../helpers.ts'
import type { Column } from '../kind.ts'
import { age, ageColumn, integer, joined, nameColumn, text, wideText } from './common.ts'

const nodeStatus = ({ spec, status }: Node): string => {
  const ready = getCondition(status?.conditions, 'Ready')
  const words = ready === undefined ? 'Unknown' : ready.status === 'True' ? 'Ready' : 'NotReady'
  return spec?.unschedulable ? `${words},SchedulingDisabled` : words
}

const rolePrefix = 'node-role.kubernetes.io/'
/** The roles that a node's labels give it, sorted. */
export const nodeRoles = ({ metadata }: Node): readonly string[] => {
  const roles = Object.entries(metadata.labels ?? {}).flatMap(([key, value]) =>
    key.startsWith(rolePrefix) && key.length > rolePrefix.length
      ? [key.slice(rolePrefix.length)]
      : key === 'kubernetes.io/role' && value !== ''
        ? [value]
        : [],
  )
  return [...new Set(roles)].sort()
}

const address = ({ status }: Node, type: string): string => status?.addresses?.find((item) => item.type === type)?.address ?? '<none>'

export const nodeColumns: readonly Column<Node>[] = [
  nameColumn,
  text('Status', nodeStatus),
  text('Roles', (node) => joined(nodeRoles(node))),
  ageColumn,
  text('Version', ({ status }) => status?.nodeInfo?.kubeletVersion ?? ''),
  wideText('Internal-IP', (node) => address(node, 'InternalIP')),
  wideText('External-IP', (node) => address(node, 'ExternalIP')),
  wideText('OS-Image', ({ status }) => status?.nodeInfo?.osImage || '<unknown>'),
  wideText('Kernel-Version', ({ status }) => status?.nodeInfo?.kernelVersion || '<unknown>'),
  wideText('Container-Runtime', ({ status }) => status?.nodeInfo?.containerRuntimeVersion || '<unknown>'),
]

const eventSource = (source: EventSource | undefined, controller: string | undefined, instance: string | undefined): string => {
  const [component, host] = source?.component ? [source.component, source.host] : [controller ?? '', instance]
  return host ? `${component}, ${host}` : component
}

const firstSeen = (event: Event, now: number): string => age(event.firstTimestamp ?? event.eventTime, now)
const lastSeen = (event: Event, now: number): string =>
  event.series ? age(event.series.lastObservedTime, now) : event.lastTimestamp ? age(event.lastTimestamp, now) : firstSeen(event, now)

export const eventColumns: readonly Column<Event>[] = [
  text('Last Seen', lastSeen),
  text('Type', ({ type }) => type ?? ''),
  text('Reason', ({ reason }) => reason ?? ''),
  text('Object', ({ involvedObject: { kind = '', name } }) => (name ? `${kind.toLowerCase()}/${name}` : kind.toLowerCase())),
  wideText('Subobject', ({ involvedObject }) => involvedObject.fieldPath ?? ''),
  wideText('Source', (event) => eventSource(event.source, event.reportingComponent, event.reportingInstance)),
  text('Message', ({ message }) => (message ?? '').trim()),
  wideText('First Seen', firstSeen),
  { name: 'Count', type: 'integer', wide: true, cell: ({ series, count }) => series?.count ?? (count || 1) },
  { name: 'Name', type: 'string', format: 'name', wide: true, cell: ({ metadata }) => metadata.name },
]

const size = (...maps: readonly (object | undefined)[]): number => maps.reduce((sum, map) => sum + Object.keys(map ?? {}).length, 0)

export const configMapColumns: readonly Column<ConfigMap>[] = [
  nameColumn,
  text('Data', ({ data, binaryData }) => size(data, binaryData)),
  ageColumn,
]

export const secretColumns: readonly Column<Secret>[] = [
  nameColumn,
  text('Type', ({ type }) => type ?? ''),
  text('Data', ({ data }) => size(data)),
  ageColumn,
]

export const serviceAccountColumns: readonly Column<ServiceAccount>[] = [
  nameColumn,
  integer('Secrets', ({ secrets }) => secrets?.length ?? 0),
  ageColumn,
]

export const namespaceColumns: readonly Column<Namespace>[] = [nameColumn, text('Status', ({ status }) => status?.phase ?? ''), ageColumn]

export const leaseColumns: readonly Column<Lease>[] = [nameColumn, text('Holder', ({ spec }) => spec?.holderIdentity ?? ''), ageColumn]
