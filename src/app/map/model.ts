import { groupBy } from '../group-by.ts'
import type { NodeRow, PodForm, PodRow, WorkloadRow } from '../../host/protocol.ts'
import type { IconName } from '../icons.ts'

export type Hue = 'r0' | 'r1' | 'r2' | 'rx'

/** Pods of one owner and one revision. */
export interface Run {
  readonly revision?: number
  readonly hue: Hue
  readonly pods: readonly PodRow[]
}
export interface OwnerGroup {
  readonly key: string
  readonly namespace: string
  /** The owner's name, without its kind. */
  readonly label: string
  /** `Deployment/web`; absent for bare Pods. */
  readonly workload?: string
  readonly runs: readonly Run[]
  readonly count: number
}
export interface NodeView {
  readonly node: NodeRow
  readonly owners: readonly OwnerGroup[]
  /** Pods that the cluster runs for itself, when they are not what is looked at. */
  readonly system: readonly PodRow[]
}
export interface MapView {
  readonly nodes: readonly NodeView[]
  readonly shelf: readonly OwnerGroup[]
  /** All Pods in view that are not the system's. */
  readonly pods: readonly PodRow[]
  readonly revisions: readonly { readonly revision: number; readonly hue: Hue; readonly image: string }[]
}

export interface MapInput {
  readonly nodes: Iterable<NodeRow>
  readonly pods: Iterable<PodRow>
  readonly workloads: Iterable<WorkloadRow>
  /** Empty for all but the system's. */
  readonly namespace: string
  /** `NAMESPACE/Deployment/NAME`: only it is coloured by revision; absent for all. */
  readonly focus?: string
}

const systemNamespaces = new Set(['local-path-storage', 'ingress-nginx', 'calico-system', 'tigera-operator', 'metallb-system'])
export const isSystem = (namespace: string): boolean => namespace.startsWith('kube-') || systemNamespaces.has(namespace)

export const isFailing = (form: PodForm): boolean => form === 'pullFailing' || form === 'crashing' || form === 'failed'

const glyphs: Record<PodForm, IconName | undefined> = {
  pending: 'clock',
  creating: 'dots',
  notReady: undefined,
  ready: 'check',
  terminating: 'close',
  pullFailing: 'pull',
  crashing: 'loop',
  failed: 'bang',
  unknown: 'question',
  completed: 'check',
}
export const glyphOf = (form: PodForm): IconName | undefined => glyphs[form]

/** The last part of a generated name, the whole of a given one: what finds the Pod in a line of `kubectl get pods`. */
export function shortName(pod: PodRow): string {
  const kind = pod.workload?.split('/')[0]
  if (kind === 'Deployment' || kind === 'ReplicaSet' || kind === 'DaemonSet' || kind === 'Job')
    return pod.name.split('-').at(-1) ?? pod.name
  return pod.name
}

const workloadKey = (pod: PodRow): string => `${pod.namespace}/${pod.workload ?? ''}`

/** `deployments/NAME` or `deployments/NAMESPACE/NAME` as the key that Pods are grouped by. */
export function focusKey(focus: string | undefined): string | undefined {
  const parts = focus?.split('/') ?? []
  const kinds: Record<string, string> = {
    deployments: 'Deployment',
    daemonsets: 'DaemonSet',
    statefulsets: 'StatefulSet',
    replicasets: 'ReplicaSet',
  }
  const kind = kinds[parts[0] ?? ''] ?? 'Deployment'
  if (parts.length === 2) return `default/${kind}/${parts[1]}`
  if (parts.length === 3) return `${parts[1]}/${kind}/${parts[2]}`
  return undefined
}

/** Arranges the rows for drawing: by node, then owner, then revision. */
export function arrange(input: MapInput): MapView {
  const current = new Map<string, number>()
  for (const row of input.workloads)
    if (row.revision !== undefined && row.kind !== 'ReplicaSet') current.set(`${row.namespace}/${row.kind}/${row.name}`, row.revision)
  const inView: PodRow[] = []
  const system = new Map<string, PodRow[]>()
  for (const pod of input.pods) {
    if (input.namespace ? pod.namespace === input.namespace : !isSystem(pod.namespace)) inView.push(pod)
    else if (isSystem(pod.namespace) && pod.node) system.set(pod.node, [...(system.get(pod.node) ?? []), pod])
    if (pod.revision === undefined) continue
    const key = workloadKey(pod)
    if (pod.revision > (current.get(key) ?? 0)) current.set(key, pod.revision)
  }
  const hueOf = (pod: PodRow): Hue => {
    const key = workloadKey(pod)
    if (pod.revision === undefined || (input.focus && key !== input.focus)) return 'rx'
    const age = (current.get(key) ?? pod.revision) - pod.revision
    return age <= 0 ? 'r0' : age === 1 ? 'r1' : 'r2'
  }
  const byNode = groupBy(inView, (pod) => pod.node ?? '')
  const nodes = [...input.nodes]
    .sort((a, b) => Number(b.controlPlane) - Number(a.controlPlane) || a.name.localeCompare(b.name, undefined, { numeric: true }))
    .map((node) => ({ node, owners: owners(byNode.get(node.name) ?? [], hueOf), system: system.get(node.name) ?? [] }))
  return { nodes, shelf: owners(byNode.get('') ?? [], hueOf), pods: inView, revisions: revisionsOf(inView, hueOf, input.focus) }
}

function owners(pods: readonly PodRow[], hueOf: (pod: PodRow) => Hue): readonly OwnerGroup[] {
  return [...groupBy(pods, workloadKey)]
    .map(([key, mine]) => group(key, mine, hueOf))
    .sort((a, b) => a.namespace.localeCompare(b.namespace) || a.label.localeCompare(b.label))
}

function group(key: string, pods: readonly PodRow[], hueOf: (pod: PodRow) => Hue): OwnerGroup {
  const first = pods[0]
  const workload = first?.workload
  const runs = [...groupBy(pods, (pod) => (hueOf(pod) === 'rx' ? undefined : pod.revision))]
    .sort(([a], [b]) => (a ?? 0) - (b ?? 0))
    .map(([revision, run]): Run => {
      const sorted = run.toSorted((a, b) => a.createdAt - b.createdAt || a.name.localeCompare(b.name))
      const hue = run[0] ? hueOf(run[0]) : 'rx'
      return revision === undefined ? { hue, pods: sorted } : { revision, hue, pods: sorted }
    })
  const shared = { key, namespace: first?.namespace ?? '', label: workload?.split('/')[1] ?? 'pods', runs, count: pods.length }
  return workload === undefined ? shared : { ...shared, workload }
}

function revisionsOf(pods: readonly PodRow[], hueOf: (pod: PodRow) => Hue, focus: string | undefined): MapView['revisions'] {
  const keys = new Set(pods.filter((pod) => pod.revision !== undefined && hueOf(pod) !== 'rx').map(workloadKey))
  if (!focus && keys.size !== 1) return []
  const byRevision = new Map<number, PodRow>()
  for (const pod of pods) if (pod.revision !== undefined && hueOf(pod) !== 'rx') byRevision.set(pod.revision, pod)
  return [...byRevision]
    .sort(([a], [b]) => a - b)
    .slice(-3)
    .map(([revision, pod]) => ({ revision, hue: hueOf(pod), image: tagOf(pod.image) }))
}

/** `nginx:1.29.1` → `1.29.1`; a name without a tag stays. */
export function tagOf(image: string): string {
  const last = image.split('/').at(-1)?.split('@')[0] ?? image
  return last.split(':')[1] ?? last
}

export type Density = 'chips' | 'tiles' | 'dots' | 'bars'
export const densityOf = (pods: number): Density => (pods <= 60 ? 'chips' : pods <= 200 ? 'tiles' : pods <= 1500 ? 'dots' : 'bars')
