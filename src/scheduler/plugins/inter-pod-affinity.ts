import type { Cluster } from '../cluster.ts'
import type { NodeInfo } from '../node-info.ts'
import { termMatches } from '../pod-info.ts'
import type { PodInfo, Term } from '../pod-info.ts'
import { maxScore } from '../plugin.ts'
import type { ClusterEvent, NodeFilter, Plugin, Scoring } from '../plugin.ts'

const noAffinity = { reasons: ["node(s) didn't match pod affinity rules"], unresolvable: true }
const antiAffinity = { reasons: ["node(s) didn't match pod anti-affinity rules"], unresolvable: false }
const existingAntiAffinity = { reasons: ["node(s) didn't satisfy existing pods anti-affinity rules"], unresolvable: false }

/** Pods per `topologyKey=value`. */
type Domains = Map<string, number>

const domainOf = (topologyKey: string, node: NodeInfo | undefined): string | undefined => {
  const value = node?.labels[topologyKey]
  return value === undefined ? undefined : `${topologyKey}=${value}`
}

const addTo = (domains: Domains, topologyKey: string, byNode: ReadonlyMap<string, number>, factor: number, cluster: Cluster): void => {
  for (const [name, count] of byNode) {
    const domain = domainOf(topologyKey, cluster.nodes.get(name))
    if (domain !== undefined) domains.set(domain, (domains.get(domain) ?? 0) + count * factor)
  }
}

/** Pods that a term speaks of, per node; Pods that have to match all terms of a list are asked with all of them. */
const matching = (terms: readonly Term[], cluster: Cluster): ReadonlyMap<string, number> =>
  cluster.counts.byNode(`terms ${terms.map((term) => term.key).join(' ')}`, (other) =>
    terms.every((term) => termMatches(term, other, cluster.lookups.namespaceLabels)),
  )

const filterOf = (info: PodInfo, cluster: Cluster): NodeFilter | undefined => {
  const labels = cluster.lookups.namespaceLabels
  const forbidden: Domains = new Map()
  for (const { term, byNode } of cluster.terms.antiAffinity.values())
    if (termMatches(term, info, labels)) addTo(forbidden, term.topologyKey, byNode, 1, cluster)
  const avoided: Domains = new Map()
  for (const term of info.antiAffinity) addTo(avoided, term.topologyKey, matching([term], cluster), 1, cluster)
  const wanted: Domains = new Map()
  const partners = info.affinity.length > 0 ? matching(info.affinity, cluster) : undefined
  if (partners) for (const term of info.affinity) addTo(wanted, term.topologyKey, partners, 1, cluster)
  if (forbidden.size === 0 && avoided.size === 0 && info.affinity.length === 0) return undefined
  // The first of a group that wants to be with its like may go anywhere.
  const first = wanted.size === 0 && info.affinity.every((term) => termMatches(term, info, labels))
  const satisfied = (node: NodeInfo): boolean => {
    if (info.affinity.some((term) => node.labels[term.topologyKey] === undefined)) return false
    return first || info.affinity.every((term) => (wanted.get(domainOf(term.topologyKey, node)!) ?? 0) > 0)
  }
  const forbiddenKeys = [...new Set([...forbidden.keys()].map((domain) => domain.slice(0, domain.indexOf('='))))]
  return (node) => {
    if (!satisfied(node)) return noAffinity
    if (info.antiAffinity.some((term) => (avoided.get(domainOf(term.topologyKey, node) ?? '') ?? 0) > 0)) return antiAffinity
    if (forbiddenKeys.some((key) => (forbidden.get(domainOf(key, node) ?? '') ?? 0) > 0)) return existingAntiAffinity
    return undefined
  }
}

/** How much a Pod that is there and requires affinity to the new one counts. */
const hardWeight = 1

const scoringOf = (info: PodInfo, cluster: Cluster): Scoring | undefined => {
  const domains: Domains = new Map()
  for (const term of info.preferredAffinity) addTo(domains, term.topologyKey, matching([term], cluster), term.weight, cluster)
  for (const term of info.preferredAntiAffinity) addTo(domains, term.topologyKey, matching([term], cluster), -term.weight, cluster)
  const { affinity, preferredAffinity, preferredAntiAffinity } = cluster.terms
  const existing = [
    [affinity, () => hardWeight],
    [preferredAffinity, (term: Term) => term.weight],
    [preferredAntiAffinity, (term: Term) => -term.weight],
  ] as const
  for (const [terms, weight] of existing)
    for (const { term, byNode } of terms.values())
      if (termMatches(term, info, cluster.lookups.namespaceLabels)) addTo(domains, term.topologyKey, byNode, weight(term), cluster)
  if (domains.size === 0) return undefined
  const keys = [...new Set([...domains.keys()].map((domain) => domain.slice(0, domain.indexOf('='))))]
  return {
    score: (node) => keys.reduce((sum, key) => sum + (domains.get(domainOf(key, node) ?? '') ?? 0), 0),
    normalize: (scores) => {
      const [least, most] = [Math.min(...scores), Math.max(...scores)]
      return scores.map((score) => (most === least ? 0 : Math.floor((maxScore * (score - least)) / (most - least))))
    },
  }
}

const concerns = (event: ClusterEvent, info: PodInfo, cluster: Cluster): boolean => {
  const labels = cluster.lookups.namespaceLabels
  const wanted = (other: PodInfo): boolean => info.affinity.some((term) => termMatches(term, other, labels))
  const feared = (other: PodInfo): boolean =>
    info.antiAffinity.some((term) => termMatches(term, other, labels)) || other.antiAffinity.some((term) => termMatches(term, info, labels))
  switch (event.what) {
    case 'node':
      return [...info.affinity, ...info.antiAffinity].some(
        ({ topologyKey }) => event.node.metadata.labels?.[topologyKey] !== event.previous?.metadata.labels?.[topologyKey],
      )
    case 'pod-added':
      return wanted(event.pod)
    case 'pod-removed':
      return feared(event.pod)
    case 'pod-updated':
      return (wanted(event.pod) && !wanted(event.previous)) || (feared(event.previous) && !feared(event.pod))
    default:
      return false
  }
}

/** Places Pods with or apart from other Pods. */
export const interPodAffinity: Plugin = {
  name: 'InterPodAffinity',
  weight: 2,
  prepare: (info, cluster) => {
    const filter = filterOf(info, cluster)
    return filter && { filter }
  },
  score: scoringOf,
  mayHelp: concerns,
}
