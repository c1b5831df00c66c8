import { matchesNodeAffinity, matchesSelector, untoleratedTaint } from '../../api/index.ts'
import type { LabelSelector, Pod, TopologySpreadConstraint } from '../../api/index.ts'
import type { Cluster } from '../cluster.ts'
import type { NodeInfo } from '../node-info.ts'
import type { PodInfo } from '../pod-info.ts'
import { maxScore } from '../plugin.ts'
import type { ClusterEvent, NodeFilter, Plugin, Scoring } from '../plugin.ts'

const unbalanced = { reasons: ["node(s) didn't match pod topology spread constraints"], unresolvable: false }
const unlabelled = { reasons: ["node(s) didn't match pod topology spread constraints (missing required label)"], unresolvable: true }

interface Constraint {
  readonly topologyKey: string
  readonly maxSkew: number
  readonly minDomains: number
  readonly selectors: readonly LabelSelector[]
  readonly nodeAffinity: boolean
  readonly nodeTaints: boolean
}

/** `matchLabelKeys` narrow the selector to the Pod's own values. */
const constraintOf = (constraint: TopologySpreadConstraint, pod: Pod): Constraint => {
  const own = (constraint.matchLabelKeys ?? []).flatMap((key) => {
    const value = pod.metadata.labels?.[key]
    return value === undefined ? [] : [{ key, operator: 'In', values: [value] }]
  })
  const selector = constraint.labelSelector
  const narrowed = selector && own.length > 0 ? { ...selector, matchExpressions: [...(selector.matchExpressions ?? []), ...own] } : selector
  return {
    topologyKey: constraint.topologyKey,
    maxSkew: constraint.maxSkew,
    minDomains: constraint.minDomains ?? 1,
    selectors: narrowed ? [narrowed] : [],
    nodeAffinity: (constraint.nodeAffinityPolicy ?? 'Honor') === 'Honor',
    nodeTaints: constraint.nodeTaintsPolicy === 'Honor',
  }
}

const constraintsOf = (pod: Pod, whenUnsatisfiable: string): readonly Constraint[] =>
  (pod.spec?.topologySpreadConstraints ?? [])
    .filter((each) => each.whenUnsatisfiable === whenUnsatisfiable)
    .map((each) => constraintOf(each, pod))

/** Spreads Pods of the same Services or owner over nodes and zones if the Pod says nothing (`systemDefaultConstraints`). */
const defaultConstraints = (info: PodInfo, cluster: Cluster): readonly Constraint[] => {
  const selectors = cluster.lookups.selectorsOf(info)
  if (selectors.length === 0) return []
  const shared = { selectors, minDomains: 1, nodeAffinity: true, nodeTaints: false }
  return [
    { ...shared, topologyKey: 'kubernetes.io/hostname', maxSkew: 3 },
    { ...shared, topologyKey: 'topology.kubernetes.io/zone', maxSkew: 5 },
  ]
}

const matchesAll = (selectors: readonly LabelSelector[], pod: Pod): boolean =>
  selectors.length > 0 && selectors.every((selector) => matchesSelector(selector, pod.metadata.labels))

const countByNode = (constraint: Constraint, { namespace }: PodInfo, cluster: Cluster): ReadonlyMap<string, number> =>
  cluster.counts.byNode(
    `spread ${namespace} ${JSON.stringify(constraint.selectors)}`,
    (other) =>
      other.namespace === namespace && other.pod.metadata.deletionTimestamp === undefined && matchesAll(constraint.selectors, other.pod),
  )

const eligible = (constraint: Constraint, { pod }: PodInfo, node: NodeInfo): boolean =>
  (!constraint.nodeAffinity || matchesNodeAffinity(pod.spec, node.node!)) &&
  (!constraint.nodeTaints || !untoleratedTaint(node.node?.spec?.taints, pod.spec?.tolerations, ['NoSchedule', 'NoExecute']))

/** Pods per value of the topology key, over the nodes that have all keys. */
const domains = (constraint: Constraint, info: PodInfo, cluster: Cluster, nodes: readonly NodeInfo[]): Map<string, number> => {
  const counts = countByNode(constraint, info, cluster)
  const byDomain = new Map<string, number>()
  for (const node of nodes) {
    const value = node.labels[constraint.topologyKey]
    if (value !== undefined && eligible(constraint, info, node))
      byDomain.set(value, (byDomain.get(value) ?? 0) + (counts.get(node.name) ?? 0))
  }
  return byDomain
}

const hardFilter = (info: PodInfo, cluster: Cluster, constraints: readonly Constraint[]): NodeFilter => {
  const nodes = cluster.nodeList.filter((node) => constraints.every(({ topologyKey }) => node.labels[topologyKey] !== undefined))
  const checks = constraints.map((constraint) => {
    const byDomain = domains(constraint, info, cluster, nodes)
    const least = byDomain.size < constraint.minDomains ? 0 : byDomain.size === 0 ? 0 : Math.min(...byDomain.values())
    return { constraint, byDomain, least, self: matchesAll(constraint.selectors, info.pod) ? 1 : 0 }
  })
  return (node) => {
    for (const { constraint, byDomain, least, self } of checks) {
      const value = node.labels[constraint.topologyKey]
      if (value === undefined) return unlabelled
      if ((byDomain.get(value) ?? 0) + self - least > constraint.maxSkew) return unbalanced
    }
    return undefined
  }
}

const softScoring = (
  info: PodInfo,
  cluster: Cluster,
  nodes: readonly NodeInfo[],
  constraints: readonly Constraint[],
  requireAll: boolean,
): Scoring => {
  const hasKeys = (node: NodeInfo): boolean => !requireAll || constraints.every(({ topologyKey }) => node.labels[topologyKey] !== undefined)
  const scored = nodes.filter(hasKeys)
  const all = cluster.nodeList.filter(hasKeys)
  const parts = constraints.map((constraint) => {
    const hostname = constraint.topologyKey === 'kubernetes.io/hostname'
    const values = new Set(scored.map((node) => node.labels[constraint.topologyKey]).filter((value) => value !== undefined))
    const weight = Math.log((hostname ? scored.length : values.size) + 2)
    const counts = countByNode(constraint, info, cluster)
    const byDomain = hostname ? undefined : domains(constraint, info, cluster, all)
    return {
      constraint,
      weight,
      count: (node: NodeInfo, value: string): number => (byDomain ? byDomain.get(value) : counts.get(node.name)) ?? 0,
    }
  })
  const ignored = (node: NodeInfo): boolean => !hasKeys(node)
  const score = (node: NodeInfo): number => {
    if (ignored(node)) return 0
    let sum = 0
    for (const { constraint, weight, count } of parts) {
      const value = node.labels[constraint.topologyKey]
      if (value !== undefined) sum += count(node, value) * weight + (constraint.maxSkew - 1)
    }
    return Math.round(sum)
  }
  return { score, normalize: (scores, order) => invert(scores, order.map(ignored)) }
}

/** Fewer Pods in the domain, higher score; nodes without the keys get none. */
const invert = (scores: readonly number[], ignored: readonly boolean[]): readonly number[] => {
  const counted = scores.filter((_, index) => !ignored[index])
  const [least, most] = [Math.min(...counted), Math.max(...counted)]
  return scores.map((score, index) => {
    if (ignored[index]) return 0
    return most === 0 ? maxScore : Math.floor((maxScore * (most + least - score)) / most)
  })
}

const concerns = (event: ClusterEvent, info: PodInfo): boolean => {
  const constraints = constraintsOf(info.pod, 'DoNotSchedule')
  const matches = (other: PodInfo): boolean =>
    other.namespace === info.namespace && constraints.some(({ selectors }) => matchesAll(selectors, other.pod))
  switch (event.what) {
    case 'node':
      return constraints.some(
        ({ topologyKey }) => event.node.metadata.labels?.[topologyKey] !== event.previous?.metadata.labels?.[topologyKey],
      )
    case 'pod-updated':
      return matches(event.pod) !== matches(event.previous)
    case 'pod-added':
    case 'pod-removed':
      return matches(event.pod)
    default:
      return false
  }
}

/** Spreads Pods evenly over the values of a node label. */
export const podTopologySpread: Plugin = {
  name: 'PodTopologySpread',
  weight: 2,
  prepare: (info, cluster) => {
    const constraints = constraintsOf(info.pod, 'DoNotSchedule')
    return constraints.length === 0 ? undefined : { filter: hardFilter(info, cluster, constraints) }
  },
  score: (info, cluster, nodes) => {
    const own = (info.pod.spec?.topologySpreadConstraints ?? []).length > 0
    const constraints = own ? constraintsOf(info.pod, 'ScheduleAnyway') : defaultConstraints(info, cluster)
    return constraints.length === 0 ? undefined : softScoring(info, cluster, nodes, constraints, own)
  },
  mayHelp: concerns,
}
