import { matchesNodeAffinity, untoleratedTaint } from '../../api/index.ts'
import type { Affinity, DaemonSet, Node, Pod, PodSpec, Toleration } from '../../api/index.ts'

const exists = (name: string, effect: string): Toleration => ({ key: `node.kubernetes.io/${name}`, operator: 'Exists', effect })

/** What every daemon Pod bears (`AddOrUpdateDaemonPodTolerations`). */
const daemonTolerations = (spec: PodSpec): readonly Toleration[] => [
  exists('not-ready', 'NoExecute'),
  exists('unreachable', 'NoExecute'),
  exists('disk-pressure', 'NoSchedule'),
  exists('memory-pressure', 'NoSchedule'),
  exists('pid-pressure', 'NoSchedule'),
  exists('unschedulable', 'NoSchedule'),
  ...(spec.hostNetwork ? [exists('network-unavailable', 'NoSchedule')] : []),
]

const sameToleration = (a: Toleration, b: Toleration): boolean => a.key === b.key && a.effect === b.effect && a.operator === b.operator

/** The spec of a daemon Pod, not yet bound to its node. */
export const daemonPodSpec = (spec: PodSpec): PodSpec => {
  const own = spec.tolerations ?? []
  const added = daemonTolerations(spec).filter((toleration) => !own.some((each) => sameToleration(each, toleration)))
  return { ...spec, tolerations: [...own, ...added] }
}

/** Leaves the scheduler no choice but one node (`ReplaceDaemonSetPodNodeNameNodeAffinity`). */
export const boundTo = (spec: PodSpec, nodeName: string): PodSpec => {
  const nodeSelectorTerms = [{ matchFields: [{ key: 'metadata.name', operator: 'In', values: [nodeName] }] }]
  const nodeAffinity = { ...spec.affinity?.nodeAffinity, requiredDuringSchedulingIgnoredDuringExecution: { nodeSelectorTerms } }
  const affinity: Affinity = { ...spec.affinity, nodeAffinity }
  return { ...spec, affinity }
}

/** The node that a daemon Pod is on or is meant for. */
export const targetNode = (pod: Pod): string => {
  if (pod.spec?.nodeName) return pod.spec.nodeName
  for (const term of pod.spec?.affinity?.nodeAffinity?.requiredDuringSchedulingIgnoredDuringExecution?.nodeSelectorTerms ?? [])
    for (const field of term.matchFields ?? [])
      if (field.key === 'metadata.name' && field.operator === 'In' && field.values?.length === 1) return field.values[0]!
  return ''
}

/** Whether a node is to have a daemon Pod, and whether it may keep one that it has (`NodeShouldRunDaemonPod`). */
export const nodeSuits = (daemonSet: DaemonSet, node: Node): { readonly run: boolean; readonly keep: boolean } => {
  const template = daemonSet.spec?.template.spec
  if (!template || (template.nodeName && template.nodeName !== node.metadata.name)) return { run: false, keep: false }
  const spec = daemonPodSpec(template)
  if (!matchesNodeAffinity(spec, node)) return { run: false, keep: false }
  if (!untoleratedTaint(node.spec?.taints, spec.tolerations, ['NoExecute', 'NoSchedule'])) return { run: true, keep: true }
  return { run: false, keep: !untoleratedTaint(node.spec?.taints, spec.tolerations, ['NoExecute']) }
}
