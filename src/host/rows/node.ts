import { podRequests, type Node } from '../../api/index.ts'
import { parseQuantity, quantityValue } from '../../base/index.ts'
import type { NodeRow } from '../protocol.ts'
import type { Neighbours } from '../rows.ts'

const controlPlaneLabel = 'node-role.kubernetes.io/control-plane'

const number = (quantity: string | undefined, factor: number): number => (quantity === undefined ? 0 : quantityValue(parseQuantity(quantity)) * factor)

export const nodeRow = (node: Node, neighbours: Neighbours): NodeRow => {
  const { metadata, spec, status } = node
  const ready = status?.conditions?.find(({ type }) => type === 'Ready')
  let [cpu, memory] = [0, 0]
  for (const pod of neighbours.podsOn(metadata.name)) {
    if (pod.status?.phase === 'Succeeded' || pod.status?.phase === 'Failed') continue
    const requests = podRequests(pod)
    cpu += number(requests['cpu'], 1000)
    memory += number(requests['memory'], 1)
  }
  const controlPlane = metadata.labels?.[controlPlaneLabel] !== undefined
  return {
    kind: 'Node',
    uid: metadata.uid,
    name: metadata.name,
    controlPlane,
    ready: (ready?.status ?? 'Unknown') as NodeRow['ready'],
    cordoned: spec?.unschedulable ?? false,
    taints: (spec?.taints ?? []).map(({ key, value, effect }) => `${key}${value ? `=${value}` : ''}:${effect}`),
    version: status?.nodeInfo?.kubeletVersion ?? '',
    address: status?.addresses?.find(({ type }) => type === 'InternalIP')?.address ?? '',
    cpu: { requested: cpu, allocatable: number(status?.allocatable?.['cpu'], 1000) },
    memory: { requested: memory, allocatable: number(status?.allocatable?.['memory'], 1) },
    lastHeartbeat: ready?.lastHeartbeatTime ? Date.parse(ready.lastHeartbeatTime) : 0,
    powered: neighbours.powered(metadata.name),
  }
}
