import type { Rejection } from './plugin.ts'

/** Why no node took a Pod. */
export interface Diagnosis {
  /** How many nodes there are. */
  readonly nodes: number
  /** By node name; nodes that were not looked at are missing. */
  readonly rejections: ReadonlyMap<string, Rejection>
  /** Set if the Pod was refused before nodes were looked at. */
  readonly refusal?: Rejection
  /** Names of the plugins that objected. */
  readonly plugins: ReadonlySet<string>
}

const histogram = (reasons: Iterable<string>): string => {
  const counts = new Map<string, number>()
  for (const reason of reasons) counts.set(reason, (counts.get(reason) ?? 0) + 1)
  return [...counts]
    .map(([reason, count]) => `${count} ${reason}`)
    .sort((a, b) => (a < b ? -1 : a > b ? 1 : 0))
    .join(', ')
}

/** `0/4 nodes are available: 1 ..., 3 ....` (`FitError.Error`), with what preemption said at the end. */
export const fitMessage = ({ nodes, rejections, refusal }: Diagnosis, preemption = ''): string => {
  if (nodes === 0) return 'no nodes available to schedule pods'
  const reasons = histogram([...rejections.values()].flatMap((rejection) => [...rejection.reasons]))
  const parts = [...(refusal ? [refusal.reasons.join(', ')] : []), ...(!refusal && reasons ? [reasons] : [])].map((part) => ` ${part}.`)
  return `0/${nodes} nodes are available:${parts.join('')}${preemption ? ` ${preemption}` : ''}`
}

/** What preemption says when it finds nobody to remove. */
export const preemptionMessage = ({ nodes, rejections }: Diagnosis): string => {
  const reasons = [...rejections.values()].map(({ unresolvable }) =>
    unresolvable ? 'Preemption is not helpful for scheduling' : 'No preemption victims found for incoming pod',
  )
  return `preemption: 0/${nodes} nodes are available: ${histogram(reasons)}.`
}
