import type { Json, JsonObject } from '../api/index.ts'
import { fieldAt, isJsonObject, listAt } from './json-fields.ts'

/**
 * What Go's structs print even when nothing was set: fields without `omitempty`. kubectl's commands that work with typed
 * objects (generators, `set`, `rollout`, `expose`) print objects in this form (k8s.io/api).
 */
type Fill = (value: JsonObject) => JsonObject

const filled =
  (defaults: Readonly<Record<string, Json>>): Fill =>
  (value) => {
    const missing = Object.entries(defaults).filter(([name]) => value[name] === undefined || value[name] === null)
    return missing.length === 0 ? value : { ...value, ...Object.fromEntries(missing) }
  }

const inside =
  (name: string, fill: Fill): Fill =>
  (value) => {
    const inner = value[name]
    return { ...value, [name]: fill(isJsonObject(inner) ? inner : {}) }
  }

const each =
  (name: string, fill: Fill): Fill =>
  (value) =>
    Array.isArray(value[name]) ? { ...value, [name]: listAt(value, name).map((item) => (isJsonObject(item) ? fill(item) : item)) } : value

const chain =
  (...fills: readonly Fill[]): Fill =>
  (value) =>
    fills.reduce((object, fill) => fill(object), value)

/** Timestamps that are null are left out (`omitzero`). */
const metadata: Fill = ({ creationTimestamp, ...rest }) =>
  creationTimestamp === undefined || creationTimestamp === null ? rest : { creationTimestamp, ...rest }

const container = filled({ name: '', resources: {} })
const podSpec: Fill = chain(
  filled({ containers: null }),
  each('containers', container),
  each('initContainers', container),
  each('ephemeralContainers', container),
)
const podTemplate: Fill = chain(inside('metadata', metadata), inside('spec', podSpec))
const jobSpec: Fill = inside('template', podTemplate)
const claim: Fill = chain(inside('metadata', metadata), inside('spec', filled({ resources: {} })), filled({ status: {} }))

const kinds: Readonly<Record<string, Fill>> = {
  'v1/Pod': chain(inside('spec', podSpec), filled({ status: {} })),
  'v1/ReplicationController': chain(filled({ spec: {} }), inside('status', filled({ replicas: 0 }))),
  'v1/Service': chain(filled({ spec: {} }), inside('status', filled({ loadBalancer: {} }))),
  'v1/Namespace': filled({ spec: {}, status: {} }),
  'v1/ResourceQuota': filled({ spec: {}, status: {} }),
  'v1/PersistentVolumeClaim': claim,
  'apps/v1/Deployment': chain(
    inside('spec', chain(filled({ selector: null, strategy: {} }), inside('template', podTemplate))),
    filled({ status: {} }),
  ),
  'apps/v1/ReplicaSet': chain(
    inside('spec', chain(filled({ selector: null }), inside('template', podTemplate))),
    inside('status', filled({ replicas: 0 })),
  ),
  'apps/v1/DaemonSet': chain(
    inside('spec', chain(filled({ selector: null, updateStrategy: {} }), inside('template', podTemplate))),
    inside('status', filled({ currentNumberScheduled: 0, numberMisscheduled: 0, desiredNumberScheduled: 0, numberReady: 0 })),
  ),
  'apps/v1/StatefulSet': chain(
    inside(
      'spec',
      chain(
        filled({ selector: null, serviceName: '', updateStrategy: {} }),
        inside('template', podTemplate),
        each('volumeClaimTemplates', claim),
      ),
    ),
    inside('status', filled({ replicas: 0, availableReplicas: 0 })),
  ),
  'batch/v1/Job': chain(inside('spec', jobSpec), filled({ status: {} })),
  'batch/v1/CronJob': chain(
    inside('spec', inside('jobTemplate', chain(inside('metadata', metadata), inside('spec', jobSpec)))),
    filled({ status: {} }),
  ),
  'policy/v1/PodDisruptionBudget': chain(
    filled({ spec: {} }),
    inside('status', filled({ disruptionsAllowed: 0, currentHealthy: 0, desiredHealthy: 0, expectedPods: 0 })),
  ),
  'networking.k8s.io/v1/Ingress': chain(filled({ spec: {} }), inside('status', filled({ loadBalancer: {} }))),
  'autoscaling/v2/HorizontalPodAutoscaler': inside('status', filled({ desiredReplicas: 0, currentMetrics: null })),
  'autoscaling/v1/HorizontalPodAutoscaler': inside('status', filled({ currentReplicas: 0, desiredReplicas: 0 })),
  'rbac.authorization.k8s.io/v1/Role': filled({ rules: null }),
  'rbac.authorization.k8s.io/v1/ClusterRole': filled({ rules: null }),
}

/** The object as its Go struct prints it; objects of unknown kinds stay as they are. */
export const asTyped = (object: JsonObject): JsonObject => {
  const fill = kinds[`${String(fieldAt(object, 'apiVersion'))}/${String(fieldAt(object, 'kind'))}`]
  const withMetadata = inside('metadata', metadata)(object)
  return fill ? fill(withMetadata) : withMetadata
}
