import type { PodInfo, Term } from './pod-info.ts'

interface Counted {
  readonly term: Term
  readonly byNode: Map<string, number>
}

const change = (terms: Map<string, Counted>, term: Term, node: string, by: number): void => {
  const counted = terms.get(term.key) ?? { term, byNode: new Map<string, number>() }
  terms.set(term.key, counted)
  const count = (counted.byNode.get(node) ?? 0) + by
  if (count > 0) counted.byNode.set(node, count)
  else counted.byNode.delete(node)
  if (counted.byNode.size === 0) terms.delete(term.key)
}

/** The affinity terms that Pods on nodes carry; replicas share one entry. */
export class TermCounts {
  readonly affinity = new Map<string, Counted>()
  readonly antiAffinity = new Map<string, Counted>()
  readonly preferredAffinity = new Map<string, Counted>()
  readonly preferredAntiAffinity = new Map<string, Counted>()

  count(pod: PodInfo, node: string, by: 1 | -1): void {
    for (const kind of ['affinity', 'antiAffinity', 'preferredAffinity', 'preferredAntiAffinity'] as const)
      for (const term of pod[kind]) change(this[kind], term, node, by)
  }
}
