import type { Endpoints, EndpointSlice, Service } from '../generated/types.ts'
import type { Column } from '../kind.ts'
import { ageColumn, joined, nameColumn, text, wideText } from './common.ts'

const externalIps = ({ spec, status }: Service): string => {
  if (spec?.type === 'ExternalName') return spec.externalName || '<none>'
  const external = spec?.externalIPs ?? []
  if (spec?.type !== 'LoadBalancer') return joined(external)
  const ingress = [...new Set((status?.loadBalancer?.ingress ?? []).map(({ ip, hostname }) => ip || hostname || ''))].sort()
  const all = [...ingress, ...external]
  return all.length > 0 ? all.join(',') : '<pending>'
}

const servicePorts = ({ spec }: Service): string =>
  joined((spec?.ports ?? []).map(({ port, nodePort, protocol }) => `${port}${nodePort ? `:${nodePort}` : ''}/${protocol ?? 'TCP'}`))

const selector = (labels: Readonly<Record<string, string>> | undefined): string =>
  joined(
    Object.keys(labels ?? {})
      .sort()
      .map((key) => `${key}=${labels![key]}`),
  )

export const serviceColumns: readonly Column<Service>[] = [
  nameColumn,
  text('Type', ({ spec }) => spec?.type ?? ''),
  text('Cluster-IP', ({ spec }) => spec?.clusterIPs?.[0] || spec?.clusterIP || '<none>'),
  text('External-IP', externalIps),
  text('Port(s)', servicePorts),
  ageColumn,
  wideText('Selector', ({ spec }) => selector(spec?.selector)),
]

const shown = 3
const shortList = (items: readonly string[]): string =>
  items.length > shown ? `${items.slice(0, shown).join(',')} + ${items.length - shown} more...` : items.join(',')

const joinHostPort = (ip: string, port: number): string => (ip.includes(':') ? `[${ip}]:${port}` : `${ip}:${port}`)

/** The addresses that are ready, three at most, as `kubectl get endpoints` and `describe service` tell them. */
export const formatEndpoints = ({ subsets = [] }: Endpoints): string => {
  if (subsets.length === 0) return '<none>'
  return shortList(
    subsets.flatMap(({ addresses = [], ports = [] }) =>
      ports.length === 0 ? addresses.map(({ ip }) => ip) : ports.flatMap(({ port }) => addresses.map(({ ip }) => joinHostPort(ip, port))),
    ),
  )
}

export const endpointsColumns: readonly Column<Endpoints>[] = [nameColumn, text('Endpoints', formatEndpoints), ageColumn]

export const endpointSliceColumns: readonly Column<EndpointSlice>[] = [
  nameColumn,
  text('AddressType', ({ addressType }) => addressType),
  text('Ports', ({ ports }) => (ports?.length ? shortList(ports.map(({ port }) => String(port ?? '*'))) : '<unset>')),
  text('Endpoints', ({ endpoints }) => (endpoints?.length ? shortList(endpoints.flatMap(({ addresses }) => addresses)) : '<unset>')),
  ageColumn,
]
