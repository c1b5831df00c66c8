import type { Cluster } from './cluster.ts'
import type { Diagnosis } from './diagnosis.ts'
import type { NodeInfo } from './node-info.ts'
import { objectionTo, prepareFilters } from './placement.ts'
import type { PodInfo } from './pod-info.ts'

export interface Candidate {
  readonly node: string
  /** The most important first. */
  readonly victims: readonly PodInfo[]
}

const startOf = ({ pod }: PodInfo): number => (pod.status?.startTime ? Date.parse(pod.status.startTime) : Number.MAX_SAFE_INTEGER)

/** The more important first: by priority, then by age. */
const byImportance = (a: PodInfo, b: PodInfo): number => b.priority - a.priority || startOf(a) - startOf(b) || (a.uid < b.uid ? -1 : 1)

const fits = (pod: PodInfo, node: NodeInfo, cluster: Cluster): boolean => {
  const filters = prepareFilters(pod, cluster)
  return !filters.refusal && !objectionTo(node, filters)
}

/**
 * The fewest least important Pods whose end would make room on a node. Tries it out on the cluster's sums and puts everything
 * back (`SelectVictimsOnNode`).
 * @simplified: PodDisruptionBudgets do not make a victim less likely.
 */
const victimsOn = (pod: PodInfo, node: NodeInfo, cluster: Cluster): readonly PodInfo[] | undefined => {
  const lesser = [...node.pods.values()].filter((other) => other.priority < pod.priority).sort(byImportance)
  if (lesser.length === 0) return undefined
  for (const other of lesser) cluster.removePod(other.uid)
  const victims: PodInfo[] = []
  const possible = fits(pod, node, cluster)
  for (const other of lesser) {
    cluster.addPod(other, node.name)
    if (!possible || fits(pod, node, cluster)) continue
    cluster.removePod(other.uid)
    victims.push(other)
  }
  for (const victim of victims) cluster.addPod(victim, node.name)
  return possible && victims.length > 0 ? victims : undefined
}

/** Smaller is better: the highest priority among the victims, the sum of priorities, their number, the later start. */
const costs = ({ victims }: Candidate): readonly number[] => {
  const highest = victims[0]!.priority
  const oldest = Math.min(...victims.filter((victim) => victim.priority === highest).map(startOf))
  return [highest, victims.reduce((sum, victim) => sum + victim.priority + 2 ** 31, 0), victims.length, -oldest]
}

const cheaper = (a: Candidate, b: Candidate): Candidate => {
  const [left, right] = [costs(a), costs(b)]
  const index = left.findIndex((cost, position) => cost !== right[position])
  return index === -1 || left[index]! < right[index]! ? a : b
}

/** Not more nodes than so many are tried in a large cluster. */
const mostCandidates = (nodes: number): number => Math.max(100, Math.floor(nodes / 10))

/** Where a Pod would fit if less important Pods went (`pkg/scheduler/framework/preemption`); leaves the cluster as it was. */
export const findVictims = (pod: PodInfo, cluster: Cluster, { rejections }: Diagnosis): Candidate | undefined => {
  const candidates: Candidate[] = []
  for (const node of cluster.nodeList) {
    if (rejections.get(node.name)?.unresolvable ?? true) continue
    const victims = victimsOn(pod, node, cluster)
    if (victims) candidates.push({ node: node.name, victims })
    if (candidates.length >= mostCandidates(cluster.nodeList.length)) break
  }
  return candidates.length === 0 ? undefined : candidates.reduce(cheaper)
}

/** Why a Pod may not remove others; undefined if it may (`PodEligibleToPreemptOthers`). */
export const ineligible = ({ pod, priority }: PodInfo, cluster: Cluster): string | undefined => {
  if (pod.spec?.preemptionPolicy === 'Never') return 'preemption: not eligible due to preemptionPolicy=Never.'
  const nominated = cluster.nodes.get(pod.status?.nominatedNodeName ?? '')
  const leaving = [...(nominated?.pods.values() ?? [])].some(
    (other) => other.priority < priority && other.pod.metadata.deletionTimestamp !== undefined,
  )
  return leaving ? 'preemption: not eligible due to a terminating pod on the nominated node.' : undefined
}
