import type { PodInfo } from '../pod-info.ts'
import type { NodeInfo } from '../node-info.ts'
import { maxScore } from '../plugin.ts'
import type { Plugin } from '../plugin.ts'

const fractions = (pod: PodInfo, node: NodeInfo): readonly number[] =>
  ['cpu', 'memory'].flatMap((name) => {
    const allocatable = node.allocatable[name] ?? 0
    if (allocatable === 0) return []
    return [Math.min(1, ((node.requested[name] ?? 0) + (pod.requests[name] ?? 0)) / allocatable)]
  })

const balance = (pod: PodInfo, node: NodeInfo): number => {
  const [cpu = 0, memory = 0] = fractions(pod, node)
  return Math.floor((1 - Math.abs(cpu - memory) / 2) * maxScore)
}

/** Prefers nodes whose CPU and memory would be used alike. */
export const nodeResourcesBalancedAllocation: Plugin = {
  name: 'NodeResourcesBalancedAllocation',
  weight: 1,
  score: (pod) => (pod.requests.cpu || pod.requests.memory ? { score: (node) => balance(pod, node) } : undefined),
}
