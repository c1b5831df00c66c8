import { matchesNodeAffinity, matchesNodeSelectorTerm } from '../../api/index.ts'
import type { Pod } from '../../api/index.ts'
import { byMaximum } from '../plugin.ts'
import type { Plugin } from '../plugin.ts'

const rejection = { reasons: ["node(s) didn't match Pod's node affinity/selector"], unresolvable: true }

/** The nodes that the required terms name outright; undefined if any term leaves the name open. */
const namedNodes = (pod: Pod): ReadonlySet<string> | undefined => {
  const terms = pod.spec?.affinity?.nodeAffinity?.requiredDuringSchedulingIgnoredDuringExecution?.nodeSelectorTerms
  if (!terms) return undefined
  const names = new Set<string>()
  for (const term of terms) {
    const fields = (term.matchFields ?? []).filter((field) => field.key === 'metadata.name' && field.operator === 'In')
    if (fields.length === 0) return undefined
    const [first, ...rest] = fields
    for (const name of first?.values ?? []) if (rest.every((field) => field.values?.includes(name))) names.add(name)
  }
  return names
}

/** Heeds nodeSelector and node affinity. */
export const nodeAffinity: Plugin = {
  name: 'NodeAffinity',
  weight: 2,
  prepare: ({ pod }) => {
    if (!pod.spec?.nodeSelector && !pod.spec?.affinity?.nodeAffinity?.requiredDuringSchedulingIgnoredDuringExecution) return undefined
    const onlyNodes = namedNodes(pod)
    if (onlyNodes?.size === 0) return { rejection: { reasons: ['pod affinity terms conflict'], unresolvable: true } }
    return { ...(onlyNodes && { onlyNodes }), filter: ({ node }) => (matchesNodeAffinity(pod.spec, node!) ? undefined : rejection) }
  },
  score: ({ pod }) => {
    const preferred = pod.spec?.affinity?.nodeAffinity?.preferredDuringSchedulingIgnoredDuringExecution ?? []
    if (preferred.length === 0) return undefined
    return {
      score: ({ node }) =>
        preferred.reduce(
          (sum, { weight, preference }) => sum + (weight !== 0 && matchesNodeSelectorTerm(preference, node!) ? weight : 0),
          0,
        ),
      normalize: byMaximum(false),
    }
  },
  mayHelp: (event, { pod }) =>
    event.what === 'node' &&
    matchesNodeAffinity(pod.spec, event.node) &&
    (!event.previous || !matchesNodeAffinity(pod.spec, event.previous)),
}
