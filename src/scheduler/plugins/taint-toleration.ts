import { toleratesTaint, untoleratedTaint } from '../../api/index.ts'
import type { Node, Pod } from '../../api/index.ts'
import { byMaximum } from '../plugin.ts'
import type { Plugin } from '../plugin.ts'

const rejection = { reasons: ['node(s) had untolerated taint(s)'], unresolvable: true }

const tolerated = (pod: Pod, node: Node): boolean =>
  !untoleratedTaint(node.spec?.taints, pod.spec?.tolerations, ['NoSchedule', 'NoExecute'])

/** Keeps Pods off nodes whose taints they do not tolerate, and prefers those without taints of effect PreferNoSchedule. */
export const taintToleration: Plugin = {
  name: 'TaintToleration',
  weight: 3,
  prepare: ({ pod }) => ({ filter: ({ node }) => (tolerated(pod, node!) ? undefined : rejection) }),
  score: ({ pod }) => {
    const tolerations = (pod.spec?.tolerations ?? []).filter((toleration) => !toleration.effect || toleration.effect === 'PreferNoSchedule')
    return {
      score: ({ node }) =>
        (node?.spec?.taints ?? []).filter(
          (taint) => taint.effect === 'PreferNoSchedule' && !tolerations.some((toleration) => toleratesTaint(toleration, taint)),
        ).length,
      normalize: byMaximum(true),
    }
  },
  mayHelp: (event, { pod }) => event.what === 'node' && tolerated(pod, event.node) && (!event.previous || !tolerated(pod, event.previous)),
}
