import { fraction } from '../base/index.ts'
import type { Seed } from '../base/index.ts'
import type { Cluster } from './cluster.ts'
import type { Diagnosis } from './diagnosis.ts'
import type { NodeInfo } from './node-info.ts'
import type { NodeFilter, Plugin, Rejection } from './plugin.ts'
import type { PodInfo } from './pod-info.ts'
import { plugins } from './plugins/index.ts'

/** The filters of all plugins for one Pod, or its refusal. */
export interface Filters {
  readonly refusal?: Rejection
  readonly refusedBy?: string
  readonly onlyNodes?: ReadonlySet<string>
  readonly limitedBy: readonly string[]
  readonly filters: readonly { readonly plugin: Plugin; readonly filter: NodeFilter }[]
}

export const prepareFilters = (pod: PodInfo, cluster: Cluster): Filters => {
  const filters: { readonly plugin: Plugin; readonly filter: NodeFilter }[] = []
  const limitedBy: string[] = []
  let onlyNodes: ReadonlySet<string> | undefined
  for (const plugin of plugins) {
    const prepared = plugin.prepare?.(pod, cluster)
    if (prepared?.rejection) return { refusal: prepared.rejection, refusedBy: plugin.name, limitedBy, filters }
    if (prepared?.onlyNodes) {
      const { onlyNodes: narrower } = prepared
      onlyNodes = onlyNodes ? new Set([...onlyNodes].filter((name) => narrower.has(name))) : narrower
      limitedBy.push(plugin.name)
    }
    if (prepared?.filter) filters.push({ plugin, filter: prepared.filter })
  }
  return { ...(onlyNodes && { onlyNodes }), limitedBy, filters }
}

/** The first objection to a node, with the plugin that has it. */
export const objectionTo = (
  node: NodeInfo,
  { filters }: Filters,
): { readonly plugin: string; readonly rejection: Rejection } | undefined => {
  for (const { plugin, filter } of filters) {
    const rejection = filter(node)
    if (rejection) return { plugin: plugin.name, rejection }
  }
  return undefined
}

/** How many feasible nodes are enough in a cluster of this size (`numFeasibleNodesToFind`). */
export const enoughNodes = (nodes: number): number => {
  if (nodes < 100) return nodes
  const percentage = Math.max(5, 50 - Math.floor(nodes / 125))
  return Math.max(100, Math.floor((nodes * percentage) / 100))
}

export interface Placement {
  readonly node?: NodeInfo
  readonly diagnosis: Diagnosis
  /** Total scores by node name, of the nodes that passed. */
  readonly scores: ReadonlyMap<string, number>
  /** How many nodes were looked at. */
  readonly examined: number
}

/** Scores of the nodes, each plugin's normalised and weighted. */
const scoreNodes = (pod: PodInfo, nodes: readonly NodeInfo[], cluster: Cluster): ReadonlyMap<string, number> => {
  const totals = new Map(nodes.map((node) => [node.name, 0]))
  for (const plugin of plugins) {
    const scoring = plugin.score?.(pod, cluster, nodes)
    if (!scoring) continue
    const raw = nodes.map(scoring.score)
    const scores = scoring.normalize?.(raw, nodes) ?? raw
    nodes.forEach((node, index) => totals.set(node.name, totals.get(node.name)! + scores[index]! * (plugin.weight ?? 1)))
  }
  return totals
}

const pickBest = (nodes: readonly NodeInfo[], scores: ReadonlyMap<string, number>, chance: number): NodeInfo | undefined => {
  const most = Math.max(...scores.values())
  const best = nodes.filter((node) => scores.get(node.name) === most)
  return best[Math.floor(chance * best.length)]
}

/** Nodes with room kept for Pods of at least the same priority that await the end of their victims. */
export type Nominated = (node: NodeInfo, pod: PodInfo) => readonly PodInfo[]

/** As if the nominated Pods ran on the node already. */
const objectionWithNominated = (node: NodeInfo, pod: PodInfo, filters: Filters, nominated: Nominated): ReturnType<typeof objectionTo> => {
  const others = nominated(node, pod)
  for (const other of others) node.add(other)
  const objection = objectionTo(node, filters)
  for (const other of others) node.remove(other)
  return objection
}

const feasible = (
  pod: PodInfo,
  order: readonly NodeInfo[],
  filters: Filters,
  nominated: Nominated,
): {
  readonly passed: readonly NodeInfo[]
  readonly rejections: Map<string, Rejection>
  readonly objecting: Set<string>
  readonly examined: number
} => {
  const passed: NodeInfo[] = []
  const rejections = new Map<string, Rejection>()
  const objecting = new Set<string>()
  const enough = enoughNodes(order.length)
  let examined = 0
  for (const node of order) {
    if (passed.length >= enough) break
    examined++
    if (filters.onlyNodes && !filters.onlyNodes.has(node.name)) {
      rejections.set(node.name, { reasons: [`node(s) didn't satisfy plugin(s) [${filters.limitedBy.join(' ')}]`], unresolvable: true })
      for (const name of filters.limitedBy) objecting.add(name)
      continue
    }
    const objection = objectionWithNominated(node, pod, filters, nominated)
    if (!objection) passed.push(node)
    else {
      rejections.set(node.name, objection.rejection)
      objecting.add(objection.plugin)
    }
  }
  return { passed, rejections, objecting, examined }
}

/** Finds the best node for a Pod, beginning its search at node number `start` (`schedulePod`). */
export const place = (
  pod: PodInfo,
  cluster: Cluster,
  options: { readonly start: number; readonly seed: Seed; readonly attempt: number; readonly nominated: Nominated },
): Placement => {
  const list = cluster.nodeList
  const filters = prepareFilters(pod, cluster)
  const nothing = { scores: new Map<string, number>(), examined: 0 }
  if (filters.refusal) {
    const diagnosis = { nodes: list.length, rejections: new Map(), refusal: filters.refusal, plugins: new Set([filters.refusedBy!]) }
    return { ...nothing, diagnosis }
  }
  const own = cluster.nodes.get(pod.pod.status?.nominatedNodeName ?? '')
  const start = list.length === 0 ? 0 : options.start % list.length
  const order = start === 0 ? list : [...list.slice(start), ...list.slice(0, start)]
  if (own?.node && !objectionWithNominated(own, pod, filters, options.nominated))
    return { ...nothing, node: own, diagnosis: { nodes: list.length, rejections: new Map(), plugins: new Set() } }
  const { passed, rejections, objecting, examined } = feasible(pod, order, filters, options.nominated)
  const diagnosis = { nodes: list.length, rejections, plugins: objecting }
  if (passed.length <= 1) return { ...(passed[0] && { node: passed[0] }), diagnosis, scores: nothing.scores, examined }
  const scores = scoreNodes(pod, passed, cluster)
  return { node: pickBest(passed, scores, fraction(options.seed, 'scheduler', pod.uid, options.attempt))!, diagnosis, scores, examined }
}
