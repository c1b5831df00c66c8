import type {
  Container,
  ContainerPort,
  EnvVar,
  LifecycleHandler,
  Pod,
  PodSpec,
  PodTemplateSpec,
  Probe,
  Volume,
  VolumeProjection,
  DownwardAPIVolumeFile,
} from '../generated/types.ts'
import { change, fill, mapShared } from './fill.ts'

/** The tag of an image name: `latest` if it has neither tag nor digest. */
const tagOf = (image: string): string => {
  if (image.includes('@')) return ''
  const last = image.slice(image.lastIndexOf('/') + 1)
  return last.includes(':') ? last.slice(last.indexOf(':') + 1) : 'latest'
}

type Referrer = Pick<DownwardAPIVolumeFile, 'fieldRef' | 'resourceFieldRef'>

const references = <T extends Referrer>(holder: T): T => {
  const fieldRef = holder.fieldRef && fill(holder.fieldRef, { apiVersion: 'v1' })
  const resourceFieldRef = holder.resourceFieldRef && fill(holder.resourceFieldRef, { divisor: '0' })
  if (fieldRef === holder.fieldRef && resourceFieldRef === holder.resourceFieldRef) return holder
  return { ...holder, ...(fieldRef && { fieldRef }), ...(resourceFieldRef && { resourceFieldRef }) }
}

const env = (variable: EnvVar): EnvVar => change(variable, 'valueFrom', (source) => references(source!))

const handler = <T extends LifecycleHandler>(of: T): T => {
  const httpGet = of.httpGet && fill(of.httpGet, { path: '/', scheme: 'HTTP' })
  return httpGet === of.httpGet ? of : { ...of, httpGet }
}

const probe = (of: Probe): Probe =>
  change(handler(fill(of, { timeoutSeconds: 1, periodSeconds: 10, successThreshold: 1, failureThreshold: 3 })), 'grpc', (grpc) =>
    fill(grpc!, { service: '' }),
  )

const port = (of: ContainerPort): ContainerPort => fill(of, { protocol: 'TCP' })

const container = <T extends Container>(original: T): T => {
  let next: Container = fill<Container>(original, {
    imagePullPolicy: tagOf(original.image ?? '') === 'latest' ? 'Always' : 'IfNotPresent',
    resources: {},
    terminationMessagePath: '/dev/termination-log',
    terminationMessagePolicy: 'File',
  })
  next = change(next, 'ports', (ports) => mapShared(ports, port))
  next = change(next, 'env', (variables) => mapShared(variables, env))
  for (const name of ['livenessProbe', 'readinessProbe', 'startupProbe'] as const) next = change(next, name, (value) => probe(value!))
  next = change(next, 'lifecycle', (value) =>
    change(
      change(value!, 'postStart', (hook) => handler(hook!)),
      'preStop',
      (hook) => handler(hook!),
    ),
  )
  return next as T
}

const downwardFiles = <T extends { readonly items?: readonly DownwardAPIVolumeFile[] }>(source: T): T =>
  change(source, 'items', (items) => mapShared(items, (item) => references(item)) as T['items'])

const projection = (source: VolumeProjection): VolumeProjection =>
  change(
    change(source, 'serviceAccountToken', (token) => fill(token!, { expirationSeconds: 3600 })),
    'downwardAPI',
    (api) => downwardFiles(api!),
  )

const mode = { defaultMode: 420 }
const volume = (original: Volume): Volume => {
  if (Object.keys(original).length === 1) return { ...original, emptyDir: {} }
  let next = change(original, 'secret', (source) => fill(source!, mode))
  next = change(next, 'configMap', (source) => fill(source!, mode))
  next = change(next, 'downwardAPI', (source) => downwardFiles(fill(source!, mode)))
  next = change(next, 'projected', (source) => change(fill(source!, mode), 'sources', (sources) => mapShared(sources, projection)))
  next = change(next, 'hostPath', (source) => fill(source!, { type: '' }))
  next = change(next, 'iscsi', (source) => fill(source!, { iscsiInterface: 'default' }))
  return change(next, 'ephemeral', (source) =>
    change(source!, 'volumeClaimTemplate', (template) => change(template!, 'spec', (spec) => fill(spec, { volumeMode: 'Filesystem' }))),
  )
}

/** `pkg/apis/core/v1/defaults.go`, SetDefaults_PodSpec and what the generated defaults call below it. */
const withoutMemory = (original: PodSpec): PodSpec => {
  const account = original.serviceAccountName ?? original.serviceAccount
  let spec = fill<PodSpec>(original, {
    dnsPolicy: 'ClusterFirst',
    restartPolicy: 'Always',
    schedulerName: 'default-scheduler',
    securityContext: {},
    terminationGracePeriodSeconds: 30,
  })
  if (account !== undefined && spec.serviceAccount !== account) spec = { ...spec, serviceAccount: account }
  if (account !== undefined && spec.serviceAccountName === undefined) spec = { ...spec, serviceAccountName: account }
  spec = change(spec, 'containers', (list) => mapShared(list, container)!)
  spec = change(spec, 'initContainers', (list) => mapShared(list, container))
  spec = change(spec, 'ephemeralContainers', (list) => mapShared(list, container))
  spec = change(spec, 'volumes', (list) => mapShared(list, volume))
  if (!spec.hostNetwork) return spec
  const hostPorts = (list: readonly Container[] | undefined) =>
    mapShared(list, (of) => change(of, 'ports', (ports) => mapShared(ports, (item) => fill(item, { hostPort: item.containerPort }))))
  return change(
    change(spec, 'containers', (list) => hostPorts(list)!),
    'initContainers',
    hostPorts,
  )
}

const remembered = (compute: (spec: PodSpec) => PodSpec): ((spec: PodSpec) => PodSpec) => {
  const memory = new WeakMap<PodSpec, PodSpec>()
  return (spec) => {
    const known = memory.get(spec)
    if (known) return known
    const result = compute(spec)
    memory.set(spec, result)
    memory.set(result, result)
    return result
  }
}

/** Defaults of a Pod's spec and of a template's; remembered by reference, so that replicas share one spec. */
export const podSpecWithDefaults = remembered(withoutMemory)

const requestsFromLimits = (of: Container): Container => {
  const limits = of.resources?.limits
  if (!limits) return of
  const requests = fill<Readonly<Record<string, string>>>(of.resources.requests ?? {}, limits)
  return requests === of.resources.requests ? of : { ...of, resources: { ...of.resources, requests } }
}

const livingSpec = remembered((original) => {
  let spec = fill<PodSpec>(podSpecWithDefaults(original), { enableServiceLinks: true })
  spec = change(spec, 'containers', (list) => mapShared(list, requestsFromLimits)!)
  return change(spec, 'initContainers', (list) => mapShared(list, requestsFromLimits))
})

/** SetDefaults_Pod: what only Pods get, not templates. */
export const podWithDefaults = (pod: Pod): Pod => change(pod, 'spec', (spec) => livingSpec(spec!))

export const templateWithDefaults = (template: PodTemplateSpec): PodTemplateSpec => {
  const named = template.metadata ? template : { ...template, metadata: {} }
  return change(named, 'spec', (spec) => podSpecWithDefaults(spec!))
}
