import type { PodInfo } from './pod-info.ts'

interface Counted {
  readonly matches: (pod: PodInfo) => boolean
  readonly byNode: Map<string, number>
}

/** At most so many questions are kept up to date; the one that was not asked for longest is forgotten. */
const most = 512

const change = (byNode: Map<string, number>, node: string, by: number): void => {
  const count = (byNode.get(node) ?? 0) + by
  if (count > 0) byNode.set(node, count)
  else byNode.delete(node)
}

/**
 * How many Pods on each node answer a question such as 'has these labels'. A question is counted over all Pods when first
 * asked and from then on kept up to date, so that the cost of one Pod does not grow with the number of Pods.
 */
export class PodCounts {
  readonly #counted = new Map<string, Counted>()
  readonly #placed = new Map<string, { readonly pod: PodInfo; readonly node: string }>()

  byNode(question: string, matches: (pod: PodInfo) => boolean): ReadonlyMap<string, number> {
    const known = this.#counted.get(question)
    this.#counted.delete(question)
    const counted = known ?? this.#countAll(matches)
    this.#counted.set(question, counted)
    if (this.#counted.size > most) this.#counted.delete(this.#counted.keys().next().value!)
    return counted.byNode
  }

  add(pod: PodInfo, node: string): void {
    this.#placed.set(pod.uid, { pod, node })
    for (const { matches, byNode } of this.#counted.values()) if (matches(pod)) change(byNode, node, 1)
  }

  remove(pod: PodInfo, node: string): void {
    this.#placed.delete(pod.uid)
    for (const { matches, byNode } of this.#counted.values()) if (matches(pod)) change(byNode, node, -1)
  }

  /** To be called when something else changed that answers depend on (the labels of a namespace). */
  forgetAll(): void {
    this.#counted.clear()
  }

  #countAll(matches: (pod: PodInfo) => boolean): Counted {
    const byNode = new Map<string, number>()
    for (const { pod, node } of this.#placed.values()) if (matches(pod)) change(byNode, node, 1)
    return { matches, byNode }
  }
}
