import { leases, nodes, pods } from '../../api/index.ts'
import type { Node, NodeCondition } from '../../api/index.ts'
import type { ControllerContext } from '../../client/index.ts'
import { conditionOf, isStatus, keyOf, milliseconds, readyCondition, timestamp } from '../support/index.ts'

/** `--node-monitor-period`, `--node-monitor-grace-period`, `--node-startup-grace-period` */
export const monitorPeriod = 5000
const gracePeriod = 50_000
const startupGracePeriod = 60_000

/** When a node last gave a sign of life, and by what it is told. */
interface Health {
  readonly seenAt: number
  readonly heartbeat: string | undefined
  readonly renewed: string | undefined
}

const observe = (node: Node, context: ControllerContext): Health => {
  const known = context.memory.get(`health ${node.metadata.uid}`) as Health | undefined
  const ready = conditionOf(node.status?.conditions, 'Ready')
  const heartbeat = ready?.lastHeartbeatTime
  const renewed = context.cache(leases).get({ namespace: 'kube-node-lease', name: node.metadata.name })?.spec?.renewTime
  const alive =
    !known || known.heartbeat !== heartbeat || (renewed !== undefined && (known.renewed === undefined || known.renewed < renewed))
  const firstSeen = ready ? context.clock.now : milliseconds(node.metadata.creationTimestamp)
  const seenAt = known ? (alive ? context.clock.now : known.seenAt) : firstSeen
  const health = { seenAt, heartbeat, renewed }
  context.memory.set(`health ${node.metadata.uid}`, health)
  return health
}

const unknownConditions = (node: Node, now: number): readonly NodeCondition[] => {
  const types = ['Ready', 'MemoryPressure', 'DiskPressure', 'PIDPressure']
  const current = node.status?.conditions ?? []
  const at = timestamp(now)
  const known = current.map((condition) =>
    types.includes(condition.type) && condition.status !== 'Unknown'
      ? {
          ...condition,
          status: 'Unknown',
          reason: 'NodeStatusUnknown',
          message: 'Kubelet stopped posting node status.',
          lastTransitionTime: at,
        }
      : condition,
  )
  const never = types
    .filter((type) => !conditionOf(current, type))
    .map((type) => ({
      type,
      status: 'Unknown',
      reason: 'NodeStatusNeverUpdated',
      message: 'Kubelet never posted node status.',
      lastHeartbeatTime: node.metadata.creationTimestamp,
      lastTransitionTime: at,
    }))
  return [...known, ...never]
}

/** Pods of a silent node no longer count as ready (`MarkPodsNotReady`). */
const markPodsNotReady = (node: Node, context: ControllerContext): void => {
  for (const pod of context.cache(pods).byNode(node.metadata.name)) {
    const ready = readyCondition(pod)
    if (ready?.status !== 'True') continue
    const condition = { type: 'Ready', status: 'False', lastTransitionTime: timestamp(context.clock.now) }
    try {
      context.client.patch(pods, keyOf(pod), { type: 'strategic', body: { status: { conditions: [condition] } } }, 'status')
      context.record(pod, 'Warning', 'NodeNotReady', 'Node is not ready')
    } catch (error) {
      if (!isStatus(error, 404)) throw error
    }
  }
}

/** Declares a node's state unknown if it was silent for too long; gives the node as it then is, and asks to be called again in time. */
export const monitorHealth = (node: Node, context: ControllerContext): Node => {
  const { seenAt } = observe(node, context)
  const ready = conditionOf(node.status?.conditions, 'Ready')
  const deadline = seenAt + (ready ? gracePeriod : startupGracePeriod)
  const { now } = context.clock
  if (now <= deadline) {
    context.requeueAt(keyOf(node), Math.ceil((deadline + 1) / monitorPeriod) * monitorPeriod)
    return node
  }
  const conditions = unknownConditions(node, now)
  if (conditions.every((condition) => node.status?.conditions?.includes(condition))) return node
  const updated = context.client.update(nodes, { ...node, status: { ...node.status, conditions } }, 'status')
  if (ready?.status === 'True') {
    context.record(node, 'Normal', 'NodeNotReady', `Node ${node.metadata.name} status is now: NodeNotReady`)
    markPodsNotReady(node, context)
  }
  return updated
}
