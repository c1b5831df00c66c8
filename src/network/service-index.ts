import { endpointSlices, services, type EndpointSlice, type Kind, type Service } from '../api/index.ts'
import type { Informers } from '../client/index.ts'

/** Services by address and port, kept up to date by informers in time that does not grow with their number. */
export interface ServiceIndex {
  byClusterIp(address: string): Service | undefined
  byNodePort(port: number, protocol: string): Service | undefined
  get(namespace: string, name: string): Service | undefined
  slicesOf(service: Service): readonly EndpointSlice[]
  /** The Service and the slice that have an endpoint of this address. */
  byEndpoint(address: string): { readonly service: Service; readonly host: string } | undefined
  readonly synced: () => boolean
}

const noSlices: readonly EndpointSlice[] = []

export const createServiceIndex = (informers: Informers): ServiceIndex => {
  const byAddress = new Map<string, Service>()
  const byPort = new Map<string, Service>()
  const serviceInformer = informers.informer(services as object as Kind)
  const sliceInformer = informers.informer(endpointSlices as object as Kind)
  const slices = new Map<string, Map<string, EndpointSlice>>()
  serviceInformer.onChange((object, { previous, deleted }) => {
    if (previous) forget(previous as Service, byAddress, byPort)
    if (!deleted) remember(object as Service, byAddress, byPort)
  })
  sliceInformer.onChange((object, { deleted }) => {
    const { metadata } = object
    const owner = `${metadata.namespace}/${metadata.labels?.['kubernetes.io/service-name'] ?? ''}`
    const own = slices.get(owner) ?? new Map<string, EndpointSlice>()
    if (deleted) own.delete(metadata.name)
    else own.set(metadata.name, object as EndpointSlice)
    slices.set(owner, own)
  })
  const cache = informers.cache(services)
  return {
    byClusterIp: (address) => byAddress.get(address),
    byNodePort: (port, protocol) => byPort.get(`${protocol}/${port}`),
    get: (namespace, name) => cache.get({ namespace, name }),
    slicesOf: ({ metadata }) => {
      const own = slices.get(`${metadata.namespace}/${metadata.name}`)
      return own ? [...own.values()] : noSlices
    },
    byEndpoint: (address) => {
      for (const [owner, own] of slices) {
        for (const slice of own.values()) {
          const endpoint = slice.endpoints?.find(({ addresses }) => addresses.includes(address))
          const [namespace = '', name = ''] = owner.split('/')
          const service = endpoint && cache.get({ namespace, name })
          if (service) return { service, host: endpoint.hostname ?? address.replaceAll('.', '-') }
        }
      }
      return undefined
    },
    synced: () => serviceInformer.synced && sliceInformer.synced,
  }
}

const addressesOf = ({ spec, status }: Service): readonly string[] =>
  [
    ...(spec?.clusterIPs ?? [spec?.clusterIP ?? '']),
    ...(spec?.externalIPs ?? []),
    ...(status?.loadBalancer?.ingress ?? []).map(({ ip }) => ip ?? ''),
  ].filter((address) => address !== '' && address !== 'None')

const portsOf = ({ spec }: Service): readonly string[] =>
  (spec?.ports ?? [])
    .filter(({ nodePort }) => nodePort !== undefined && nodePort > 0)
    .map(({ nodePort, protocol = 'TCP' }) => `${protocol}/${nodePort}`)

const remember = (service: Service, byAddress: Map<string, Service>, byPort: Map<string, Service>): void => {
  for (const address of addressesOf(service)) byAddress.set(address, service)
  for (const port of portsOf(service)) byPort.set(port, service)
}

const forget = (service: Service, byAddress: Map<string, Service>, byPort: Map<string, Service>): void => {
  for (const address of addressesOf(service)) if (byAddress.get(address)?.metadata.uid === service.metadata.uid) byAddress.delete(address)
  for (const port of portsOf(service)) if (byPort.get(port)?.metadata.uid === service.metadata.uid) byPort.delete(port)
}
