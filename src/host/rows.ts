import type { DaemonSet, Deployment, EndpointSlice, KubeObject, Node, Pod, ReplicaSet, Service } from '../api/index.ts'
import type { StoreEvent } from '../etcd/index.ts'
import type { Row } from './protocol.ts'
import { daemonSetRow, deploymentRow, replicaSetRow } from './rows/workload.ts'
import { nodeRow } from './rows/node.ts'
import { podRow } from './rows/pod.ts'
import { serviceRow } from './rows/service.ts'

/** What the rows of one object may depend on besides itself. */
export interface Neighbours {
  owner(uid: string): KubeObject | undefined
  podsOn(node: string): Iterable<Pod>
  slicesOf(namespace: string, service: string): readonly EndpointSlice[]
  podUid(namespace: string, name: string): string | undefined
  powered(node: string): boolean
}

const interesting = new Set(['Pod', 'Node', 'Service', 'EndpointSlice', 'Deployment', 'ReplicaSet', 'DaemonSet'])
const serviceLabel = 'kubernetes.io/service-name'

/** Follows the store and turns what changed into rows for the page. */
export class RowTracker implements Neighbours {
  readonly #objects = new Map<string, KubeObject>()
  readonly #podsByNode = new Map<string, Map<string, Pod>>()
  readonly #slices = new Map<string, Map<string, EndpointSlice>>()
  readonly #podsByOwner = new Map<string, Set<string>>()
  readonly #nodeUids = new Map<string, string>()
  readonly #podUids = new Map<string, string>()
  readonly #dirty = new Set<string>()
  readonly #gone = new Set<string>()
  readonly powered: (node: string) => boolean

  constructor(powered: (node: string) => boolean) {
    this.powered = powered
  }

  /** Takes one change of the store. */
  take({ type, now, before }: StoreEvent): void {
    const object = (type === 'put' ? now.value : before?.value) as KubeObject | undefined
    if (!object || !interesting.has(object.kind)) return
    if (type === 'put') this.#put(object)
    else this.#remove(object)
  }

  /** Rows that changed since the last call, and the uids of those that are gone. */
  drain(limit: number): { readonly rows: readonly Row[]; readonly gone: readonly string[] } {
    const rows: Row[] = []
    for (const uid of this.#dirty) {
      if (rows.length >= limit) break
      this.#dirty.delete(uid)
      const row = this.#row(uid)
      if (row) rows.push(row)
    }
    const gone = [...this.#gone]
    this.#gone.clear()
    return { rows, gone }
  }

  /** Marks a node's row as changed though its object did not (its power switch). */
  touch(name: string): void {
    const uid = this.#nodeUids.get(name)
    if (uid) this.#dirty.add(uid)
  }

  object(uid: string): KubeObject | undefined {
    return this.#objects.get(uid)
  }

  owner(uid: string): KubeObject | undefined {
    return this.#objects.get(uid)
  }

  *podsOn(node: string): Iterable<Pod> {
    yield* this.#podsByNode.get(node)?.values() ?? []
  }

  slicesOf(namespace: string, service: string): readonly EndpointSlice[] {
    return [...(this.#slices.get(`${namespace}/${service}`)?.values() ?? [])]
  }

  podUid(namespace: string, name: string): string | undefined {
    return this.#podUids.get(`${namespace}/${name}`)
  }

  #put(object: KubeObject): void {
    const { uid, name, namespace } = object.metadata
    this.#objects.set(uid, object)
    this.#gone.delete(uid)
    this.#dirty.add(uid)
    if (object.kind === 'Pod') {
      const pod = object as Pod
      this.#podUids.set(`${namespace}/${name}`, uid)
      const owner = pod.metadata.ownerReferences?.[0]?.uid ?? ''
      this.#podsByOwner.set(owner, (this.#podsByOwner.get(owner) ?? new Set<string>()).add(uid))
      if (pod.spec?.nodeName) {
        const onNode = this.#podsByNode.get(pod.spec.nodeName) ?? new Map<string, Pod>()
        this.#podsByNode.set(pod.spec.nodeName, onNode.set(uid, pod))
        this.touch(pod.spec.nodeName)
      }
    } else if (object.kind === 'EndpointSlice') this.#putSlice(object as EndpointSlice)
    else if (object.kind === 'Node') this.#nodeUids.set(name, uid)
    // A ReplicaSet's revision colours its Pods.
    else if (object.kind === 'ReplicaSet') for (const pod of this.#podsByOwner.get(uid) ?? []) this.#dirty.add(pod)
  }

  #putSlice(slice: EndpointSlice): void {
    const key = `${slice.metadata.namespace}/${slice.metadata.labels?.[serviceLabel]}`
    const slices = this.#slices.get(key) ?? new Map<string, EndpointSlice>()
    this.#slices.set(key, slices.set(slice.metadata.uid, slice))
    this.#touchService(slice)
  }

  #touchService(slice: EndpointSlice): void {
    const owner = slice.metadata.ownerReferences?.[0]?.uid
    if (owner && this.#objects.has(owner)) this.#dirty.add(owner)
  }

  #remove(object: KubeObject): void {
    const { uid, name, namespace } = object.metadata
    this.#objects.delete(uid)
    this.#dirty.delete(uid)
    this.#gone.add(uid)
    if (object.kind === 'Pod') {
      if (this.#podUids.get(`${namespace}/${name}`) === uid) this.#podUids.delete(`${namespace}/${name}`)
      this.#podsByOwner.get(object.metadata.ownerReferences?.[0]?.uid ?? '')?.delete(uid)
      const node = (object as Pod).spec?.nodeName
      if (node) {
        this.#podsByNode.get(node)?.delete(uid)
        this.touch(node)
      }
    } else if (object.kind === 'EndpointSlice') {
      const slice = object as EndpointSlice
      this.#slices.get(`${namespace}/${slice.metadata.labels?.[serviceLabel]}`)?.delete(uid)
      this.#touchService(slice)
    }
  }

  #row(uid: string): Row | undefined {
    const object = this.#objects.get(uid)
    switch (object?.kind) {
      case 'Pod':
        return podRow(object as Pod, this)
      case 'Node':
        return nodeRow(object as Node, this)
      case 'Service':
        return serviceRow(object as Service, this)
      case 'Deployment':
        return deploymentRow(object as Deployment)
      case 'ReplicaSet':
        return replicaSetRow(object as ReplicaSet)
      case 'DaemonSet':
        return daemonSetRow(object as DaemonSet)
      default:
        return undefined
    }
  }
}
