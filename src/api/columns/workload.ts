import type {
  Container,
  ControllerRevision,
  DaemonSet,
  Deployment,
  LabelSelector,
  PodTemplateSpec,
  ReplicaSet,
} from '../generated/types.ts'
import { controllerOf } from '../helpers.ts'
import type { Column } from '../kind.ts'
import type { KubeObject } from '../object.ts'
import { formatSelector } from '../selector.ts'
import { ageColumn, integer, nameColumn, text, wideText } from './common.ts'

interface Workload extends KubeObject {
  readonly spec?: { readonly template?: PodTemplateSpec; readonly selector?: LabelSelector }
}

const containers = (object: Workload): readonly Container[] => object.spec?.template?.spec?.containers ?? []

const wide: readonly Column<Workload>[] = [
  wideText('Containers', (object) =>
    containers(object)
      .map(({ name }) => name)
      .join(','),
  ),
  wideText('Images', (object) =>
    containers(object)
      .map(({ image }) => image ?? '')
      .join(','),
  ),
  wideText('Selector', (object) => formatSelector(object.spec?.selector) || '<none>'),
]

export const deploymentColumns: readonly Column<Deployment>[] = [
  nameColumn,
  text('Ready', ({ spec, status }) => `${status?.readyReplicas ?? 0}/${spec?.replicas ?? 1}`),
  text('Up-to-date', ({ status }) => status?.updatedReplicas ?? 0),
  text('Available', ({ status }) => status?.availableReplicas ?? 0),
  ageColumn,
  ...wide,
]

export const replicaSetColumns: readonly Column<ReplicaSet>[] = [
  nameColumn,
  integer('Desired', ({ spec }) => spec?.replicas ?? 1),
  integer('Current', ({ status }) => status?.replicas ?? 0),
  integer('Ready', ({ status }) => status?.readyReplicas ?? 0),
  ageColumn,
  ...wide,
]

const nodeSelector = ({ spec }: DaemonSet): string =>
  Object.entries(spec?.template.spec?.nodeSelector ?? {})
    .map(([key, value]) => `${key}=${value}`)
    .sort()
    .join(',') || '<none>'

export const daemonSetColumns: readonly Column<DaemonSet>[] = [
  nameColumn,
  integer('Desired', ({ status }) => status?.desiredNumberScheduled ?? 0),
  integer('Current', ({ status }) => status?.currentNumberScheduled ?? 0),
  integer('Ready', ({ status }) => status?.numberReady ?? 0),
  integer('Up-to-date', ({ status }) => status?.updatedNumberScheduled ?? 0),
  integer('Available', ({ status }) => status?.numberAvailable ?? 0),
  text('Node Selector', nodeSelector),
  ageColumn,
  ...wide,
]

/** `deployment.apps/web`, or `<none>`. */
const controllerName = (revision: ControllerRevision): string => {
  const owner = controllerOf(revision)
  if (!owner?.apiVersion || !owner.kind) return '<none>'
  const group = owner.apiVersion.includes('/') ? `.${owner.apiVersion.split('/')[0]}` : ''
  return `${owner.kind.toLowerCase()}${group}/${owner.name}`
}

export const controllerRevisionColumns: readonly Column<ControllerRevision>[] = [
  nameColumn,
  text('Controller', controllerName),
  integer('Revision', ({ revision }) => revision),
  ageColumn,
]
