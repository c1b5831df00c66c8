import { leases, nodes, pods } from '../../api/index.ts'
import type { Node, ObjectKey } from '../../api/index.ts'
import type { Controller, ControllerContext } from '../../client/index.ts'
import { monitorHealth, monitorPeriod } from './health.ts'
import { syncTaints } from './taints.ts'

/** The nodes that were told of as registered, by name. */
const registered = (context: ControllerContext): Map<string, Node> => {
  const known = context.memory.get('registered')
  if (known instanceof Map) return known
  const nodesByName = new Map<string, Node>()
  context.memory.set('registered', nodesByName)
  return nodesByName
}

const tell = (node: Node, reason: string, what: string, context: ControllerContext): void =>
  context.record(node, 'Normal', reason, `Node ${node.metadata.name} event: ${what}`)

const noteRemoval = (name: string, context: ControllerContext): void => {
  const known = registered(context).get(name)
  if (!known) return
  registered(context).delete(name)
  context.memory.delete(`health ${known.metadata.uid}`)
  tell(known, 'RemovingNode', `Removing Node ${name} from Controller`, context)
}

const noteRegistration = (node: Node, context: ControllerContext): void => {
  const known = registered(context).get(node.metadata.name)
  if (!known) tell(node, 'RegisteredNode', `Registered Node ${node.metadata.name} in Controller`, context)
  registered(context).set(node.metadata.name, node)
}

const reconcile = (key: ObjectKey, context: ControllerContext): void => {
  const node = context.cache(nodes).get(key)
  if (!node) return noteRemoval(key.name, context)
  noteRegistration(node, context)
  syncTaints(monitorHealth(node, context), context)
}

/** Notices nodes that fall silent, and taints nodes by their conditions (`pkg/controller/nodelifecycle`). */
export const nodeLifecycle: Controller = {
  name: 'node-lifecycle-controller',
  component: 'node-controller',
  watches: [
    {
      kind: nodes,
      keys: (node, context, { deleted }) => {
        if (!deleted) return [{ name: node.metadata.name }]
        // Noticed in the next round of the monitor.
        context.requeueAt({ name: node.metadata.name }, Math.ceil((context.clock.now + 1) / monitorPeriod) * monitorPeriod)
        return []
      },
    },
    { kind: leases, keys: ({ metadata }) => (metadata.namespace === 'kube-node-lease' ? [{ name: metadata.name }] : []) },
    { kind: pods, keys: () => [] },
  ],
  reconcile,
}
