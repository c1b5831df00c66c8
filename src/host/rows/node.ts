import { podRequests, type Node } from '../../api/index.ts'
import { parseQuantity, quantityMilliValue } from '../../base/index.ts'
import type { NodeRow } from '../protocol.ts'
import type { Neighbours } from '../rows.ts'

const controlPlaneLabel = 'node-role.kubernetes.io/control-plane'

const milli = (quantity: string | undefined): number => (quantity === undefined ? 0 : Number(quantityMilliValue(parseQuantity(quantity))))

export const nodeRow = (node: Node, neighbours: Neighbours): NodeRow => {
  const { metadata, spec, status } = node
  const ready = status?.conditions?.find(({ type }) => type === 'Ready')
  let [cpu, memory] = [0, 0]
  for (const pod of neighbours.podsOn(metadata.name)) {
    if (pod.status?.phase === 'Succeeded' || pod.status?.phase === 'Failed') continue
    const requests = podRequests(pod)
    cpu += milli(requests['cpu'])
    memory += milli(requests['memory']) / 1000
  }
  const controlPlane = metadata.labels?.[controlPlaneLabel] !== undefined
  return {
    kind: 'Node',
    uid: metadata.uid,
    name: metadata.name,
    controlPlane,
    ready: (ready?.status ?? 'Unknown') as NodeRow['ready'],
    cordoned: spec?.unschedulable ?? false,
    taints: (spec?.taints ?? [])
      .filter(({ key }) => key !== controlPlaneLabel)
      .map(({ key, value, effect }) => `${key}${value ? `=${value}` : ''}:${effect}`),
    version: status?.nodeInfo?.kubeletVersion ?? '',
    address: status?.addresses?.find(({ type }) => type === 'InternalIP')?.address ?? '',
    cpu: { requested: cpu, allocatable: milli(status?.allocatable?.['cpu']) },
    memory: { requested: memory, allocatable: milli(status?.allocatable?.['memory']) / 1000 },
    lastHeartbeat: ready?.lastHeartbeatTime ? Date.parse(ready.lastHeartbeatTime) : 0,
    powered: neighbours.powered(metadata.name),
  }
}
