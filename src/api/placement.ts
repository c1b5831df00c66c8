import type { Node, NodeSelectorRequirement, NodeSelectorTerm, PodSpec, Taint, Toleration } from './generated/types.ts'

/** True if a toleration covers a taint (`k8s.io/api/core/v1.Toleration.ToleratesTaint`). */
export const toleratesTaint = (toleration: Toleration, taint: Taint): boolean => {
  if (toleration.effect && toleration.effect !== taint.effect) return false
  if (toleration.key && toleration.key !== taint.key) return false
  const operator = toleration.operator || 'Equal'
  if (operator === 'Exists') return true
  return operator === 'Equal' && Boolean(toleration.key) && (toleration.value ?? '') === (taint.value ?? '')
}

/** The first taint of one of these effects that no toleration covers. */
export const untoleratedTaint = (
  taints: readonly Taint[] | undefined,
  tolerations: readonly Toleration[] | undefined,
  effects: readonly string[],
): Taint | undefined =>
  taints?.find((taint) => effects.includes(taint.effect) && !tolerations?.some((toleration) => toleratesTaint(toleration, taint)))

const integer = (text: string | undefined): number => (text !== undefined && /^[-+]?\d+$/.test(text) ? Number(text) : Number.NaN)

const matchesRequirement = ({ key, operator, values = [] }: NodeSelectorRequirement, labels: Readonly<Record<string, string>>): boolean => {
  const value = labels[key]
  switch (operator) {
    case 'In':
      return value !== undefined && values.includes(value)
    case 'NotIn':
      return value === undefined || !values.includes(value)
    case 'Exists':
      return value !== undefined
    case 'DoesNotExist':
      return value === undefined
    case 'Gt':
      return integer(value) > integer(values[0])
    case 'Lt':
      return integer(value) < integer(values[0])
    default:
      return false
  }
}

/** True if a node has what a term asks of its labels and fields; an empty term matches nothing. */
export const matchesNodeSelectorTerm = (term: NodeSelectorTerm, node: Node): boolean => {
  const { matchExpressions = [], matchFields = [] } = term
  if (matchExpressions.length === 0 && matchFields.length === 0) return false
  const labels = node.metadata.labels ?? {}
  const fields = { 'metadata.name': node.metadata.name }
  return matchExpressions.every((each) => matchesRequirement(each, labels)) && matchFields.every((each) => matchesRequirement(each, fields))
}

/** True if a node satisfies a Pod's nodeSelector and its required node affinity. */
export const matchesNodeAffinity = (spec: PodSpec | undefined, node: Node): boolean => {
  const labels = node.metadata.labels ?? {}
  if (Object.entries(spec?.nodeSelector ?? {}).some(([name, value]) => labels[name] !== value)) return false
  const terms = spec?.affinity?.nodeAffinity?.requiredDuringSchedulingIgnoredDuringExecution?.nodeSelectorTerms
  return !terms || terms.some((term) => matchesNodeSelectorTerm(term, node))
}
