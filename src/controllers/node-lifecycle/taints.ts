import { nodes } from '../../api/index.ts'
import type { Node, Taint } from '../../api/index.ts'
import type { ControllerContext } from '../../client/index.ts'
import { conditionOf, keyOf, timestamp } from '../support/index.ts'

const notReady = 'node.kubernetes.io/not-ready'
const unreachable = 'node.kubernetes.io/unreachable'

/** Which status of which condition calls for which taint. */
const conditionTaints: readonly { readonly type: string; readonly status: string; readonly key: string }[] = [
  { type: 'Ready', status: 'False', key: notReady },
  { type: 'Ready', status: 'Unknown', key: unreachable },
  { type: 'MemoryPressure', status: 'True', key: 'node.kubernetes.io/memory-pressure' },
  { type: 'DiskPressure', status: 'True', key: 'node.kubernetes.io/disk-pressure' },
  { type: 'NetworkUnavailable', status: 'True', key: 'node.kubernetes.io/network-unavailable' },
  { type: 'PIDPressure', status: 'True', key: 'node.kubernetes.io/pid-pressure' },
]
const unschedulable = 'node.kubernetes.io/unschedulable'
const ours = new Set([...conditionTaints.map(({ key }) => key), unschedulable])

const wantedNoSchedule = (node: Node): readonly string[] => [
  ...conditionTaints.filter(({ type, status }) => conditionOf(node.status?.conditions, type)?.status === status).map(({ key }) => key),
  ...(node.spec?.unschedulable ? [unschedulable] : []),
]

const wantedNoExecute = (node: Node): readonly string[] => {
  const status = conditionOf(node.status?.conditions, 'Ready')?.status
  return status === 'False' ? [notReady] : status === 'Unknown' ? [unreachable] : []
}

const readiness = (node: Node): string => conditionOf(node.status?.conditions, 'Ready')?.status ?? 'Unknown'

/** True while so many nodes are not ready that the fault is more likely the control plane's (`handleDisruption`). */
const disrupted = (context: ControllerContext): boolean => {
  const all = context.cache(nodes).list()
  const silent = all.filter((node) => readiness(node) !== 'True').length
  return silent === all.length || (silent > 2 && silent / all.length >= 0.55 && all.length <= 50)
}

/** Nodes are given up one in ten seconds (`--node-eviction-rate`). */
const evictionInterval = 10_000

/** When a node that is to be given up may be; a node that waits keeps its turn. */
const turnOf = (node: Node, context: ControllerContext): number => {
  const turn = `turn ${node.metadata.uid} ${readiness(node)}`
  const known = context.memory.get(turn)
  if (typeof known === 'number') return known
  const at = Math.max(context.clock.now, Number(context.memory.get('next turn') ?? 0))
  context.memory.set('next turn', at + evictionInterval)
  context.memory.set(turn, at)
  return at
}

const mayEvict = (node: Node, context: ControllerContext): boolean => {
  if (disrupted(context)) return false
  // A taint of the other kind is exchanged at once.
  if (node.spec?.taints?.some(({ key, effect }) => effect === 'NoExecute' && (key === notReady || key === unreachable))) return true
  const at = turnOf(node, context)
  if (at > context.clock.now) context.requeueAt(keyOf(node), at)
  return at <= context.clock.now
}

/** The taints that a node's conditions call for, beside those that others gave it. */
const wantedTaints = (node: Node, context: ControllerContext): readonly Taint[] => {
  const noExecute = wantedNoExecute(node)
  if (noExecute.length === 0) for (const status of ['False', 'Unknown']) context.memory.delete(`turn ${node.metadata.uid} ${status}`)
  const wanted = [
    ...wantedNoSchedule(node).map((key) => ({ key, effect: 'NoSchedule' })),
    ...(noExecute.length > 0 && mayEvict(node, context) ? noExecute.map((key) => ({ key, effect: 'NoExecute' })) : []),
  ]
  const current = node.spec?.taints ?? []
  const isOurs = ({ key, effect }: Taint): boolean =>
    effect === 'NoSchedule' ? ours.has(key) : effect === 'NoExecute' && (key === notReady || key === unreachable)
  const isWanted = (taint: Taint): boolean => wanted.some(({ key, effect }) => key === taint.key && effect === taint.effect)
  const kept = current.filter((taint) => !isOurs(taint) || isWanted(taint))
  const added = wanted.filter(({ key, effect }) => !kept.some((taint) => taint.key === key && taint.effect === effect))
  if (added.length === 0 && kept.length === current.length) return current
  const timeAdded = timestamp(context.clock.now)
  return [...kept, ...added.map((taint) => ({ ...taint, timeAdded }))]
}

/** Gives a node the taints of its conditions, and takes them away again. */
export const syncTaints = (node: Node, context: ControllerContext): void => {
  const taints = wantedTaints(node, context)
  const current = node.spec?.taints ?? []
  if (taints.length === current.length && taints.every((taint) => current.includes(taint))) return
  const { taints: _, ...spec } = node.spec ?? {}
  context.client.update(nodes, { ...node, spec: { ...spec, ...(taints.length > 0 && { taints }) } })
}
