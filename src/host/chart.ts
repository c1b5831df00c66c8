import type { Deployment, Pod, ReplicaSet } from '../api/index.ts'
import type { StoreEvent } from '../etcd/index.ts'
import type { ChartSample } from './protocol.ts'
import { deploymentRow, revisionOf } from './rows/workload.ts'

const longest = 2000

const systemNamespaces = new Set(['kube-system', 'kube-public', 'kube-node-lease'])

/**
 * Follows one Deployment and keeps a sample per change: the data of the rollout chart. Without a focus it follows the
 * Deployment whose desired state changed last.
 */
export class Chart {
  readonly #fixed: boolean
  #namespace = ''
  #name = ''
  readonly #available = new Map<string, { readonly revision: number; readonly count: number; readonly total: number }>()
  #deployment: Deployment | undefined
  #samples: ChartSample[] = []
  #changed = false

  /** `focus` is `deployments/NAME` or `deployments/NAMESPACE/NAME`. */
  constructor(focus: string | undefined) {
    this.#fixed = focus !== undefined
    if (focus === undefined) return
    const parts = focus.split('/')
    this.#name = parts.at(-1)!
    this.#namespace = parts.length > 2 ? parts[1]! : 'default'
  }

  /** Takes one change of the store at virtual time `at`. */
  take(event: StoreEvent, at: number): void {
    const object = (event.type === 'put' ? event.now.value : event.before?.value) as Deployment | ReplicaSet | Pod | undefined
    if (!this.#fixed && object?.kind === 'Deployment' && event.type === 'put')
      this.#turnTo(object as Deployment, event.before?.value as Deployment | undefined)
    if (object?.metadata?.namespace !== this.#namespace) return
    if (object.kind === 'Deployment' && object.metadata.name === this.#name)
      this.#deployment = event.type === 'put' ? (object as Deployment) : undefined
    else if (
      object.kind === 'ReplicaSet' &&
      object.metadata.ownerReferences?.some(({ kind, name }) => kind === 'Deployment' && name === this.#name)
    )
      this.#follow(object as ReplicaSet, event.type)
    else return
    this.#sample(at)
  }

  /** All samples if any came since the last call. */
  drain(): { readonly workload: string; readonly samples: readonly ChartSample[] } | undefined {
    if (!this.#changed) return undefined
    this.#changed = false
    return { workload: `deployment/${this.#name}`, samples: this.#samples }
  }

  /** Follows another Deployment once somebody changes it. */
  #turnTo({ metadata }: Deployment, before: Deployment | undefined): void {
    const { name, namespace = '', generation } = metadata
    if (
      systemNamespaces.has(namespace) ||
      generation === before?.metadata.generation ||
      (name === this.#name && namespace === this.#namespace)
    )
      return
    this.#name = name
    this.#namespace = namespace
    this.#available.clear()
    this.#samples = []
  }

  #follow(replicaSet: ReplicaSet, type: 'put' | 'delete'): void {
    if (type === 'delete') this.#available.delete(replicaSet.metadata.uid)
    else {
      const { status } = replicaSet
      this.#available.set(replicaSet.metadata.uid, {
        revision: revisionOf(replicaSet) ?? 0,
        count: status?.availableReplicas ?? 0,
        total: status?.replicas ?? 0,
      })
    }
  }

  #sample(at: number): void {
    const row = this.#deployment && deploymentRow(this.#deployment)
    const sets = [...this.#available.values()]
    const sample: ChartSample = {
      at,
      available: Object.fromEntries(sets.filter(({ count }) => count > 0).map(({ revision, count }) => [revision, count])),
      updated: row?.updated ?? 0,
      total: sets.reduce((sum, { total }) => sum + total, 0),
      desired: row?.desired ?? 0,
      atMost: row?.atMost ?? row?.desired ?? 0,
      atLeast: row?.atLeast ?? 0,
    }
    const kept = this.#samples.at(-1)?.at === at ? this.#samples.slice(0, -1) : this.#samples
    this.#samples = [...kept.slice(-longest), sample]
    this.#changed = true
  }
}
