import { configMaps, secrets, type Container as ContainerSpec, type Pod, type Service } from '../api/index.ts'
import { ApiError, decode, formatQuantity, quantityMilliValue, quantityValue, fromBase64 } from '../base/index.ts'
import type { KubeletContext } from './kubelet-context.ts'

/** Why a container cannot be configured: the message of CreateContainerConfigError. */
export class ContainerConfigError extends Error {}

/** The environment of a container (`makeEnvironmentVariables` in pkg/kubelet/kubelet_pods.go). */
export const containerEnvironment = (
  context: KubeletContext,
  pod: Pod,
  container: ContainerSpec,
  addresses: { readonly podIp: string; readonly hostIp: string },
): ReadonlyMap<string, string> => {
  const services = serviceEnvironment(context.services(), pod)
  const env = new Map<string, string>()
  for (const source of container.envFrom ?? []) {
    const data = source.configMapRef
      ? readConfigMap(context, pod, source.configMapRef.name ?? '', source.configMapRef.optional)
      : readSecret(context, pod, source.secretRef?.name ?? '', source.secretRef?.optional)
    for (const [key, value] of Object.entries(data ?? {})) env.set(`${source.prefix ?? ''}${key}`, value)
  }
  for (const { name, value, valueFrom } of container.env ?? []) {
    if (valueFrom?.fieldRef) env.set(name, podField(context, pod, valueFrom.fieldRef.fieldPath, addresses))
    else if (valueFrom?.resourceFieldRef) {
      const { resource, divisor, containerName } = valueFrom.resourceFieldRef
      env.set(name, resourceField(context, pod, containerName ?? container.name, resource, divisor))
    } else if (valueFrom?.configMapKeyRef) {
      const { name: from = '', key, optional } = valueFrom.configMapKeyRef
      const data = readConfigMap(context, pod, from, optional)
      if (data?.[key] !== undefined) env.set(name, data[key])
      else if (!optional) throw new ContainerConfigError(`couldn't find key ${key} in ConfigMap ${pod.metadata.namespace}/${from}`)
    } else if (valueFrom?.secretKeyRef) {
      const { name: from = '', key, optional } = valueFrom.secretKeyRef
      const data = readSecret(context, pod, from, optional)
      if (data?.[key] !== undefined) env.set(name, data[key])
      else if (!optional) throw new ContainerConfigError(`couldn't find key ${key} in Secret ${pod.metadata.namespace}/${from}`)
    } else
      env.set(
        name,
        expandVariables(value ?? '', (variable) => env.get(variable) ?? services.get(variable)),
      )
  }
  for (const [key, value] of services) if (!env.has(key)) env.set(key, value)
  return env
}

/** `$(NAME)` is replaced where NAME is known; `$$` stands for `$` (third_party/forked/golang/expansion). */
export const expandVariables = (text: string, lookup: (name: string) => string | undefined): string =>
  text.replace(/\$(\$|\(([^)]*)\))/g, (whole, what: string, name: string | undefined) =>
    what === '$' ? '$' : (lookup(name ?? '') ?? whole),
  )

const readConfigMap = (context: KubeletContext, pod: Pod, name: string, optional = false): Readonly<Record<string, string>> | undefined =>
  found(
    optional,
    `configmap "${name}" not found`,
    () => context.client().get(configMaps, { namespace: pod.metadata.namespace!, name }).data ?? {},
  )

const readSecret = (context: KubeletContext, pod: Pod, name: string, optional = false): Readonly<Record<string, string>> | undefined =>
  found(optional, `secret "${name}" not found`, () => {
    const { data = {} } = context.client().get(secrets, { namespace: pod.metadata.namespace!, name })
    return Object.fromEntries(Object.entries(data).map(([key, value]) => [key, decode(fromBase64(value) ?? new Uint8Array())]))
  })

const found = <T>(optional: boolean, missing: string, read: () => T): T | undefined => {
  try {
    return read()
  } catch (error) {
    if (error instanceof ApiError && error.code === 404) {
      if (optional) return undefined
      throw new ContainerConfigError(missing)
    }
    if (error instanceof ApiError) throw new ContainerConfigError(error.message)
    throw error
  }
}

/** Values that the downward API gives: of environment variables and of volumes. */
export const podField = (
  context: KubeletContext,
  pod: Pod,
  path: string,
  addresses?: { readonly podIp: string; readonly hostIp: string },
): string => {
  const { metadata, spec } = pod
  const subscript = /^metadata\.(annotations|labels)\['(.*)'\]$/.exec(path)
  if (subscript) return (subscript[1] === 'labels' ? metadata.labels : metadata.annotations)?.[subscript[2]!] ?? ''
  const pairs = (map: Readonly<Record<string, string>> | undefined): string =>
    Object.entries(map ?? {})
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, value]) => `${key}=${JSON.stringify(value)}`)
      .join('\n')
  const values: Readonly<Record<string, () => string>> = {
    'metadata.name': () => metadata.name,
    'metadata.namespace': () => metadata.namespace ?? '',
    'metadata.uid': () => metadata.uid,
    'metadata.labels': () => pairs(metadata.labels),
    'metadata.annotations': () => pairs(metadata.annotations),
    'spec.nodeName': () => spec?.nodeName ?? '',
    'spec.serviceAccountName': () => spec?.serviceAccountName ?? '',
    'spec.host': () => spec?.nodeName ?? '',
    'status.hostIP': () => addresses?.hostIp ?? '',
    'status.hostIPs': () => addresses?.hostIp ?? '',
    'status.podIP': () => addresses?.podIp ?? '',
    'status.podIPs': () => addresses?.podIp ?? '',
  }
  const value = values[path]
  if (!value) throw new ContainerConfigError(`unsupported fieldPath: ${path}`)
  return value()
}

/** A container's limits or requests in units of `divisor`; limits that are not set are the node's allocatable. */
export const resourceField = (context: KubeletContext, pod: Pod, containerName: string, resource: string, divisor = '0'): string => {
  const container = [...(pod.spec?.containers ?? []), ...(pod.spec?.initContainers ?? [])].find(({ name }) => name === containerName)
  if (!container) throw new ContainerConfigError(`container ${containerName} not found`)
  const [kind, ...rest] = resource.split('.')
  const name = rest.join('.')
  const amounts = kind === 'limits' ? container.resources?.limits : container.resources?.requests
  const amount = amounts?.[name] ?? (kind === 'limits' ? context.node()?.status?.allocatable?.[name] : undefined) ?? '0'
  const unit = divisor === '0' || divisor === '' ? '1' : divisor
  if (name === 'cpu') return String(Math.ceil(quantityMilliValue(amount) / quantityMilliValue(unit)))
  return formatQuantity(String(Math.ceil(quantityValue(amount) / quantityValue(unit))))
}

/** The variables about Services that Docker's links once had (`pkg/kubelet/envvars/envvars.go`). */
const serviceEnvironment = (services: readonly Service[], pod: Pod): ReadonlyMap<string, string> => {
  const env = new Map<string, string>()
  const links = pod.spec?.enableServiceLinks !== false
  const visible = services.filter(({ metadata, spec }) => {
    if (!spec?.clusterIP || spec.clusterIP === 'None') return false
    if (metadata.namespace === 'default' && metadata.name === 'kubernetes') return true
    return links && metadata.namespace === pod.metadata.namespace
  })
  for (const { metadata, spec } of visible) {
    const prefix = metadata.name.toUpperCase().replaceAll('-', '_')
    const ports = spec?.ports ?? []
    const [first] = ports
    const address = spec?.clusterIP ?? ''
    if (!first) continue
    env.set(`${prefix}_SERVICE_HOST`, address)
    env.set(`${prefix}_SERVICE_PORT`, String(first.port))
    for (const { name, port } of ports) if (name) env.set(`${prefix}_SERVICE_PORT_${name.toUpperCase().replaceAll('-', '_')}`, String(port))
    env.set(`${prefix}_PORT`, `${(first.protocol ?? 'TCP').toLowerCase()}://${address}:${first.port}`)
    for (const { port, protocol = 'TCP' } of ports) {
      const base = `${prefix}_PORT_${port}_${protocol.toUpperCase()}`
      env.set(base, `${protocol.toLowerCase()}://${address}:${port}`)
      env.set(`${base}_PROTO`, protocol.toLowerCase())
      env.set(`${base}_PORT`, String(port))
      env.set(`${base}_ADDR`, address)
    }
  }
  return env
}
