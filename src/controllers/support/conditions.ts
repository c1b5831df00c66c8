interface ConditionLike {
  readonly type: string
  readonly status: string
  readonly reason?: string
}

export const conditionOf = <C extends ConditionLike>(conditions: readonly C[] | undefined, type: string): C | undefined => {
  if (conditions) for (const condition of conditions) if (condition.type === type) return condition
  return undefined
}

export const withoutCondition = <C extends ConditionLike>(conditions: readonly C[] | undefined, type: string): readonly C[] =>
  (conditions ?? []).filter((condition) => condition.type !== type)

/**
 * Conditions with `condition` set at their end, its transition time kept while the status stays; unchanged if one of the same
 * status and reason is there.
 */
export const withCondition = <C extends ConditionLike & { readonly lastTransitionTime?: string }>(
  conditions: readonly C[] | undefined,
  condition: C,
): readonly C[] => {
  const current = conditionOf(conditions, condition.type)
  if (current && current.status === condition.status && current.reason === condition.reason) return conditions ?? []
  const kept = current && current.status === condition.status ? { ...condition, lastTransitionTime: current.lastTransitionTime } : condition
  return [...withoutCondition(conditions, condition.type), kept]
}
