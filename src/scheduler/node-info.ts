import type { Node } from '../api/index.ts'
import type { PodInfo } from './pod-info.ts'
import { parseResources } from './resources.ts'
import type { Resources } from './resources.ts'

/** A node with the sums over its Pods, kept up to date Pod by Pod. */
export class NodeInfo {
  readonly name: string
  node: Node | undefined
  allocatable: Resources = {}
  /** Sizes in bytes of the images it holds, by name. */
  images: ReadonlyMap<string, number> = new Map()
  readonly pods = new Map<string, PodInfo>()
  readonly requested: Record<string, number> = {}
  readonly scored: Record<string, number> = {}
  readonly hostPorts = new Map<string, number>()

  constructor(name: string) {
    this.name = name
  }

  get labels(): Readonly<Record<string, string>> {
    return this.node?.metadata.labels ?? {}
  }

  setNode(node: Node | undefined): void {
    if (node?.status?.allocatable !== this.node?.status?.allocatable) this.allocatable = parseResources(node?.status?.allocatable)
    if (node?.status?.images !== this.node?.status?.images)
      this.images = new Map(
        node?.status?.images?.flatMap((image) => (image.names ?? []).map((name) => [name, image.sizeBytes ?? 0] as const)),
      )
    this.node = node
  }

  add(pod: PodInfo): void {
    this.pods.set(pod.uid, pod)
    this.#count(pod, 1)
  }

  remove(pod: PodInfo): void {
    if (this.pods.delete(pod.uid)) this.#count(pod, -1)
  }

  #count(pod: PodInfo, sign: 1 | -1): void {
    for (const name of Object.keys(pod.requests)) this.requested[name] = (this.requested[name] ?? 0) + sign * pod.requests[name]!
    for (const name of Object.keys(pod.scored)) this.scored[name] = (this.scored[name] ?? 0) + sign * pod.scored[name]!
    for (const port of pod.hostPorts) {
      const users = (this.hostPorts.get(port) ?? 0) + sign
      if (users > 0) this.hostPorts.set(port, users)
      else this.hostPorts.delete(port)
    }
  }
}
