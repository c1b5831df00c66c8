import type { PodInfo } from '../pod-info.ts'
import type { NodeInfo } from '../node-info.ts'
import { maxScore } from '../plugin.ts'
import type { Plugin, Rejection } from '../plugin.ts'
import { parseResources } from '../resources.ts'
import type { Resources } from '../resources.ts'

/** The common resources in upstream's order, then the others. */
const resourcesOf = (requests: Resources): readonly string[] => {
  const common = ['cpu', 'memory', 'ephemeral-storage']
  return [...common.filter((name) => requests[name]), ...Object.keys(requests).filter((name) => !common.includes(name) && requests[name])]
}

const insufficient = (pod: PodInfo, names: readonly string[], node: NodeInfo): Rejection | undefined => {
  const reasons: string[] = []
  let unresolvable = false
  if (node.pods.size + 1 > (node.allocatable.pods ?? 0)) reasons.push('Too many pods')
  for (const name of names) {
    const wanted = pod.requests[name]!
    const allocatable = node.allocatable[name] ?? 0
    if (wanted <= allocatable - (node.requested[name] ?? 0)) continue
    reasons.push(`Insufficient ${name}`)
    if (wanted > allocatable) unresolvable = true
  }
  return reasons.length > 0 ? { reasons, unresolvable } : undefined
}

const leastAllocated = (pod: PodInfo, node: NodeInfo): number => {
  const scores = ['cpu', 'memory'].flatMap((name) => {
    const allocatable = node.allocatable[name] ?? 0
    if (allocatable === 0) return []
    const requested = (node.scored[name] ?? 0) + (pod.scored[name] ?? 0)
    return [requested > allocatable ? 0 : Math.floor(((allocatable - requested) * maxScore) / allocatable)]
  })
  return scores.length === 0 ? 0 : Math.floor(scores.reduce((sum, score) => sum + score, 0) / scores.length)
}

const holds = (allocatable: Resources, requests: Resources): boolean =>
  Object.keys(requests).every((name) => requests[name]! <= (allocatable[name] ?? 0))

/** Counts requests against what a node can give, and prefers the emptier node. */
export const nodeResourcesFit: Plugin = {
  name: 'NodeResourcesFit',
  weight: 1,
  prepare: (pod) => {
    const names = resourcesOf(pod.requests)
    return { filter: (node) => insufficient(pod, names, node) }
  },
  score: (pod) => ({ score: (node) => leastAllocated(pod, node) }),
  mayHelp: (event, pod) => {
    if (event.what === 'pod-removed') return true
    if (event.what === 'pod-updated')
      return Object.keys(pod.requests).some((name) => (event.pod.requests[name] ?? 0) < (event.previous.requests[name] ?? 0))
    if (event.what !== 'node') return false
    const allocatable = parseResources(event.node.status?.allocatable)
    if (!event.previous) return holds(allocatable, pod.requests)
    const before = parseResources(event.previous.status?.allocatable)
    const grown = (name: string): boolean => (allocatable[name] ?? 0) > (before[name] ?? 0)
    return holds(allocatable, pod.requests) && ['pods', ...Object.keys(pod.requests)].some(grown)
  },
}
