import type { KubeObject, LabelSelector, Node } from '../api/index.ts'
import { NodeInfo } from './node-info.ts'
import { PodCounts } from './pod-counts.ts'
import type { PodInfo } from './pod-info.ts'
import { TermCounts } from './term-counts.ts'

/** What the scheduler looks up beside Pods and nodes. */
export interface Lookups {
  namespaceLabels(namespace: string): Readonly<Record<string, string>>
  /** The selectors of the Services and of the controller that a Pod belongs to. */
  selectorsOf(pod: PodInfo): readonly LabelSelector[]
  claim(namespace: string, name: string): KubeObject | undefined
}

/** The scheduler's picture of the cluster: nodes, the Pods on them (also those just assumed to be), and sums over them. */
export class Cluster {
  readonly nodes = new Map<string, NodeInfo>()
  readonly counts = new PodCounts()
  readonly terms = new TermCounts()
  readonly lookups: Lookups
  /** On how many nodes an image is, by its name. */
  readonly imageNodes = new Map<string, number>()
  readonly #placed = new Map<string, { readonly pod: PodInfo; readonly node: string }>()
  #list: readonly NodeInfo[] | undefined

  constructor(lookups: Lookups) {
    this.lookups = lookups
  }

  /** All nodes that exist, in the order in which they came. */
  get nodeList(): readonly NodeInfo[] {
    this.#list ??= [...this.nodes.values()].filter((info) => info.node)
    return this.#list
  }

  setNode(node: Node): void {
    const info = this.#info(node.metadata.name)
    if (!info.node) this.#list = undefined
    this.#countImages(info, -1)
    info.setNode(node)
    this.#countImages(info, 1)
  }

  removeNode(name: string): void {
    const info = this.nodes.get(name)
    if (!info) return
    this.#countImages(info, -1)
    info.setNode(undefined)
    if (info.pods.size === 0) this.nodes.delete(name)
    this.#list = undefined
  }

  placed(uid: string): string | undefined {
    return this.#placed.get(uid)?.node
  }

  addPod(pod: PodInfo, node: string): void {
    this.removePod(pod.uid)
    this.#placed.set(pod.uid, { pod, node })
    this.#info(node).add(pod)
    this.counts.add(pod, node)
    this.terms.count(pod, node, 1)
  }

  removePod(uid: string): PodInfo | undefined {
    const placed = this.#placed.get(uid)
    if (!placed) return undefined
    this.#placed.delete(uid)
    const info = this.#info(placed.node)
    info.remove(placed.pod)
    if (!info.node && info.pods.size === 0) this.nodes.delete(placed.node)
    this.counts.remove(placed.pod, placed.node)
    this.terms.count(placed.pod, placed.node, -1)
    return placed.pod
  }

  #info(name: string): NodeInfo {
    const known = this.nodes.get(name)
    if (known) return known
    const info = new NodeInfo(name)
    this.nodes.set(name, info)
    return info
  }

  #countImages(info: NodeInfo, by: number): void {
    for (const name of info.images.keys()) this.imageNodes.set(name, (this.imageNodes.get(name) ?? 0) + by)
  }
}
