import type {
  DaemonSet,
  Deployment,
  Endpoints,
  EndpointSlice,
  Event,
  Namespace,
  Node,
  ReplicaSet,
  Secret,
  Service,
} from '../generated/types.ts'
import type { KubeObject } from '../object.ts'
import { change, fill, mapShared } from './fill.ts'
import { templateWithDefaults } from './pod-spec.ts'

/** `pkg/apis/apps/v1/defaults.go`. */
export const deploymentWithDefaults = (deployment: Deployment): Deployment =>
  change(deployment, 'spec', (original) => {
    let spec = fill(original!, { replicas: 1, strategy: { type: 'RollingUpdate' }, revisionHistoryLimit: 10, progressDeadlineSeconds: 600 })
    spec = change(spec, 'strategy', (given) => {
      const strategy = fill(given!, { type: 'RollingUpdate' })
      if (strategy.type !== 'RollingUpdate') return strategy
      const rollingUpdate = fill(strategy.rollingUpdate ?? {}, { maxUnavailable: '25%', maxSurge: '25%' })
      return rollingUpdate === strategy.rollingUpdate ? strategy : { ...strategy, rollingUpdate }
    })
    return change(spec, 'template', templateWithDefaults)
  })

export const replicaSetWithDefaults = (replicaSet: ReplicaSet): ReplicaSet =>
  change(replicaSet, 'spec', (spec) => change(fill(spec!, { replicas: 1 }), 'template', (template) => templateWithDefaults(template!)))

export const daemonSetWithDefaults = (daemonSet: DaemonSet): DaemonSet =>
  change(daemonSet, 'spec', (original) => {
    let spec = fill(original!, { updateStrategy: { type: 'RollingUpdate' }, revisionHistoryLimit: 10 })
    spec = change(spec, 'updateStrategy', (given) => {
      const strategy = fill(given!, { type: 'RollingUpdate' })
      if (strategy.type !== 'RollingUpdate') return strategy
      const rollingUpdate = fill(strategy.rollingUpdate ?? {}, { maxUnavailable: 1, maxSurge: 0 })
      return rollingUpdate === strategy.rollingUpdate ? strategy : { ...strategy, rollingUpdate }
    })
    return change(spec, 'template', templateWithDefaults)
  })

/** `pkg/apis/core/v1/defaults.go`, SetDefaults_Service. */
export const serviceWithDefaults = (service: Service): Service =>
  change(service, 'spec', (original) => {
    let spec = fill(original!, { sessionAffinity: 'None', type: 'ClusterIP' })
    if (spec.sessionAffinity === 'None' && spec.sessionAffinityConfig) spec = { ...spec, sessionAffinityConfig: undefined }
    if (spec.sessionAffinity === 'ClientIP') spec = fill(spec, { sessionAffinityConfig: { clientIP: { timeoutSeconds: 10800 } } })
    spec = change(spec, 'ports', (ports) =>
      mapShared(ports, (port) => {
        const unset = port.targetPort === 0 || port.targetPort === ''
        return fill(unset ? { ...port, targetPort: undefined } : port, { protocol: 'TCP', targetPort: port.port })
      }),
    )
    if (spec.type === 'NodePort' || spec.type === 'LoadBalancer') spec = fill(spec, { externalTrafficPolicy: 'Cluster' })
    if (spec.type !== 'ExternalName') spec = fill(spec, { internalTrafficPolicy: 'Cluster' })
    return spec.type === 'LoadBalancer' ? fill(spec, { allocateLoadBalancerNodePorts: true }) : spec
  })

export const secretWithDefaults = (secret: Secret): Secret => fill(secret, { type: 'Opaque' })

export const namespaceWithDefaults = (namespace: Namespace): Namespace => {
  const { name, labels = {} } = namespace.metadata
  if (!name || labels['kubernetes.io/metadata.name'] === name) return namespace
  return { ...namespace, metadata: { ...namespace.metadata, labels: { ...labels, 'kubernetes.io/metadata.name': name } } }
}

export const nodeWithDefaults = (node: Node): Node =>
  change(node, 'status', (status) => (status?.capacity ? fill(status, { allocatable: status.capacity }) : status))

export const endpointsWithDefaults = (endpoints: Endpoints): Endpoints =>
  change(endpoints, 'subsets', (subsets) =>
    mapShared(subsets, (subset) => change(subset, 'ports', (ports) => mapShared(ports, (port) => fill(port, { protocol: 'TCP' })))),
  )

export const endpointSliceWithDefaults = (slice: EndpointSlice): EndpointSlice =>
  change(slice, 'ports', (ports) => mapShared(ports, (port) => fill(port, { name: '', protocol: 'TCP' })))

const noTimes: object = { eventTime: null, firstTimestamp: null, lastTimestamp: null }

/** Events are written with all that Go does not leave out, nulls for times too. */
export const eventWithDefaults = (event: Event): Event =>
  event.reportingComponent !== undefined && event.source && Object.hasOwn(event, 'eventTime') && Object.hasOwn(event, 'firstTimestamp')
    ? event
    : { ...noTimes, reportingComponent: '', reportingInstance: '', source: {}, ...event }

/** On create a status comes from nobody but the server; on update it stays what it was. */
export const keepStatus =
  <T extends KubeObject & { readonly status?: object }>(initial: T['status']) =>
  (next: T, previous?: T): T => {
    const status = previous ? previous.status : initial
    return next.status === status ? next : { ...next, status }
  }
