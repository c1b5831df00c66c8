import { untoleratedTaint } from '../../api/index.ts'
import type { Node, Pod } from '../../api/index.ts'
import type { Plugin } from '../plugin.ts'

const rejection = { reasons: ['node(s) were unschedulable'], unresolvable: true }

const open = (pod: Pod, node: Node): boolean =>
  node.spec?.unschedulable !== true ||
  !untoleratedTaint([{ key: 'node.kubernetes.io/unschedulable', effect: 'NoSchedule' }], pod.spec?.tolerations, ['NoSchedule'])

/** Keeps Pods off cordoned nodes. */
export const nodeUnschedulable: Plugin = {
  name: 'NodeUnschedulable',
  prepare: ({ pod }) => ({ filter: ({ node }) => (open(pod, node!) ? undefined : rejection) }),
  mayHelp: (event, { pod }) => event.what === 'node' && open(pod, event.node) && (!event.previous || !open(pod, event.previous)),
}
