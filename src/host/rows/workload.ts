import type { DaemonSet, Deployment, PodTemplateSpec, ReplicaSet } from '../../api/index.ts'
import type { WorkloadRow } from '../protocol.ts'

export const revisionOf = (object: {
  readonly metadata: { readonly annotations?: Readonly<Record<string, string>> }
}): number | undefined => {
  const revision = object.metadata.annotations?.['deployment.kubernetes.io/revision']
  return revision === undefined ? undefined : Number(revision)
}

const imageOf = (template: PodTemplateSpec | undefined): string => template?.spec?.containers[0]?.image ?? ''

const share = (value: number | string | undefined, of: number, round: (value: number) => number): number =>
  typeof value === 'string' ? round((of * Number.parseFloat(value)) / 100) : (value ?? 0)

export const deploymentRow = (deployment: Deployment): WorkloadRow => {
  const { metadata, spec, status } = deployment
  const desired = spec?.replicas ?? 1
  const rolling = spec?.strategy?.type === 'Recreate' ? undefined : spec?.strategy?.rollingUpdate
  const surge = share(rolling?.maxSurge, desired, Math.ceil)
  const unavailable = share(rolling?.maxUnavailable, desired, Math.floor)
  const revision = revisionOf(deployment)
  return {
    kind: 'Deployment',
    uid: metadata.uid,
    namespace: metadata.namespace ?? '',
    name: metadata.name,
    ...(revision === undefined ? {} : { revision }),
    image: imageOf(spec?.template),
    desired,
    current: status?.replicas ?? 0,
    updated: status?.updatedReplicas ?? 0,
    ready: status?.readyReplicas ?? 0,
    available: status?.availableReplicas ?? 0,
    ...(rolling ? { atMost: desired + surge, atLeast: desired - (surge === 0 && unavailable === 0 ? 1 : unavailable) } : {}),
    ...(spec?.paused ? { paused: true } : {}),
  }
}

export const replicaSetRow = (replicaSet: ReplicaSet): WorkloadRow => {
  const { metadata, spec, status } = replicaSet
  const revision = revisionOf(replicaSet)
  const owner = metadata.ownerReferences?.find(({ controller }) => controller)
  return {
    kind: 'ReplicaSet',
    uid: metadata.uid,
    namespace: metadata.namespace ?? '',
    name: metadata.name,
    ...(owner ? { owner: `${owner.kind}/${owner.name}` } : {}),
    ...(revision === undefined ? {} : { revision }),
    image: imageOf(spec?.template),
    desired: spec?.replicas ?? 1,
    current: status?.replicas ?? 0,
    updated: status?.replicas ?? 0,
    ready: status?.readyReplicas ?? 0,
    available: status?.availableReplicas ?? 0,
  }
}

export const daemonSetRow = ({ metadata, spec, status }: DaemonSet): WorkloadRow => ({
  kind: 'DaemonSet',
  uid: metadata.uid,
  namespace: metadata.namespace ?? '',
  name: metadata.name,
  image: imageOf(spec?.template),
  desired: status?.desiredNumberScheduled ?? 0,
  current: status?.currentNumberScheduled ?? 0,
  updated: status?.updatedNumberScheduled ?? 0,
  ready: status?.numberReady ?? 0,
  available: status?.numberAvailable ?? 0,
})
