import type { Service } from '../../api/index.ts'
import type { ServiceRow } from '../protocol.ts'
import type { Neighbours } from '../rows.ts'

export const serviceRow = (service: Service, neighbours: Neighbours): ServiceRow => {
  const { metadata, spec } = service
  const namespace = metadata.namespace ?? ''
  const endpoints = neighbours.slicesOf(namespace, metadata.name).flatMap((slice) =>
    (slice.endpoints ?? []).flatMap(({ addresses, conditions, targetRef }) =>
      addresses.map((address) => {
        const pod = targetRef?.kind === 'Pod' ? neighbours.podUid(namespace, targetRef.name ?? '') : undefined
        return { address, ready: conditions?.ready !== false, ...(pod === undefined ? {} : { pod }) }
      }),
    ),
  )
  const ports = (spec?.ports ?? []).map(({ port, nodePort, protocol }) => `${port}${nodePort ? `:${nodePort}` : ''}/${protocol ?? 'TCP'}`)
  return {
    kind: 'Service',
    uid: metadata.uid,
    namespace,
    name: metadata.name,
    type: spec?.type ?? 'ClusterIP',
    clusterIP: spec?.clusterIP ?? '',
    ports: ports.join(','),
    endpoints: endpoints.sort((a, b) => (a.address < b.address ? -1 : 1)),
  }
}
