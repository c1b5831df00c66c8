import { matchesNodeAffinity, podRequests, type Pod } from '../api/index.ts'
import { compareQuantity, quantityMilliValue, quantityValue } from '../base/index.ts'
import type { KubeletContext } from './kubelet-context.ts'

export interface AdmissionProblem {
  readonly reason: string
  readonly message: string
}

/** Why this node does not take a Pod that was bound to it (`pkg/kubelet/lifecycle/predicate.go`); undefined if it does. */
export const admissionProblem = (context: KubeletContext, pod: Pod, others: readonly Pod[]): AdmissionProblem | undefined => {
  const node = context.node()
  if (!node) return undefined
  if (!matchesNodeAffinity(pod.spec, node))
    return { reason: 'NodeAffinity', message: "Predicate NodeAffinity failed: node(s) didn't match Pod's node affinity/selector" }
  const allocatable = node.status?.allocatable ?? {}
  const podLimit = Number(allocatable.pods ?? 110)
  if (others.length + 1 > podLimit) return outOf('pods', 1, others.length, podLimit)
  const wanted = podRequests(pod)
  for (const [name, amount] of Object.entries(wanted)) {
    if (compareQuantity(amount, '0') <= 0) continue
    const measure = (value: Parameters<typeof quantityValue>[0]): number =>
      name === 'cpu' ? quantityMilliValue(value) : quantityValue(value)
    const capacity = measure(allocatable[name] ?? '0')
    const used = others.reduce((sum, other) => sum + measure(podRequests(other)[name] ?? '0'), 0)
    if (measure(amount) > capacity - used) return outOf(name, measure(amount), used, capacity)
  }
  const ports = hostPorts(pod)
  if (others.some((other) => hostPorts(other).some((port) => ports.includes(port)))) {
    return { reason: 'NodePorts', message: "Predicate NodePorts failed: node(s) didn't have free ports for the requested pod ports" }
  }
  return undefined
}

const outOf = (name: string, requested: number, used: number, capacity: number): AdmissionProblem => ({
  reason: `OutOf${name}`,
  message: `Node didn't have enough resource: ${name}, requested: ${requested}, used: ${used}, capacity: ${capacity}`,
})

const hostPorts = (pod: Pod): readonly string[] =>
  (pod.spec?.containers ?? []).flatMap(({ ports = [] }) =>
    ports
      .filter(({ hostPort }) => hostPort !== undefined && hostPort > 0)
      .map(({ hostPort, protocol = 'TCP', hostIP = '' }) => `${hostIP}/${protocol}/${hostPort}`),
  )
