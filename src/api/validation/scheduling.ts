import type { Affinity, NodeSelectorTerm, PodAffinityTerm, Toleration, TopologySpreadConstraint } from '../generated/types.ts'
import { invalid, invalids, none, notSupported, required, type FieldErrors } from './errors.ts'
import { labelKeyProblems, labelValueProblems } from './names.ts'
import { validateLabelSelector } from './selector.ts'

const effects = ['NoSchedule', 'PreferNoSchedule', 'NoExecute']
const matchesAll = 'operator must be Exists when `key` is empty, which means "match all values and all keys"'

export const validateTolerations = (tolerations: readonly Toleration[] | undefined, field: string): FieldErrors =>
  (tolerations ?? []).flatMap((toleration, index) => {
    const path = `${field}[${index}]`
    const { key, operator, value = '', effect, tolerationSeconds } = toleration
    const errors: FieldErrors[number][] = key ? [...invalids(`${path}.key`, key, labelKeyProblems(key))] : []
    if (!key && operator !== 'Exists') errors.push(invalid(`${path}.operator`, operator ?? '', matchesAll))
    if (tolerationSeconds !== undefined && effect !== 'NoExecute')
      errors.push(invalid(`${path}.effect`, effect ?? '', "effect must be 'NoExecute' when `tolerationSeconds` is set"))
    if (!operator || operator === 'Equal')
      errors.push(...labelValueProblems(value).map((problem) => invalid(`${path}.operator`, value, problem)))
    else if (operator === 'Exists') {
      if (value !== '') errors.push(invalid(`${path}.operator`, toleration, "value must be empty when `operator` is 'Exists'"))
    } else errors.push(notSupported(`${path}.operator`, operator, ['Equal', 'Exists']))
    if (effect && !effects.includes(effect)) errors.push(notSupported(`${path}.effect`, effect, effects))
    return errors
  })

const nodeOperators = ['DoesNotExist', 'Exists', 'Gt', 'In', 'Lt', 'NotIn']

const validateNodeTerm = (term: NodeSelectorTerm, field: string): FieldErrors =>
  (term.matchExpressions ?? []).flatMap(({ key, operator, values = [] }, index) => {
    const path = `${field}.matchExpressions[${index}]`
    const errors: FieldErrors[number][] = []
    if ((operator === 'In' || operator === 'NotIn') && values.length === 0)
      errors.push(required(`${path}.values`, "must be specified when `operator` is 'In' or 'NotIn'"))
    else if ((operator === 'Exists' || operator === 'DoesNotExist') && values.length > 0)
      errors.push({
        field: `${path}.values`,
        reason: 'FieldValueForbidden',
        message: "Forbidden: may not be specified when `operator` is 'Exists' or 'DoesNotExist'",
      })
    else if ((operator === 'Gt' || operator === 'Lt') && values.length !== 1)
      errors.push(required(`${path}.values`, "must be specified single value when `operator` is 'Lt' or 'Gt'"))
    else if (!nodeOperators.includes(operator)) errors.push(invalid(`${path}.operator`, operator, 'not a valid selector operator'))
    return [...errors, ...invalids(`${path}.key`, key, labelKeyProblems(key))]
  })

const validatePodTerm = (term: PodAffinityTerm, field: string): FieldErrors => [
  ...validateLabelSelector(term.labelSelector, `${field}.labelSelector`),
  ...(term.topologyKey ? none : [required(`${field}.topologyKey`, 'can not be empty')]),
  ...invalids(`${field}.topologyKey`, term.topologyKey ?? '', labelKeyProblems(term.topologyKey ?? '')),
]

const validateWeight = (weight: number, field: string): FieldErrors =>
  weight >= 1 && weight <= 100 ? none : [invalid(`${field}.weight`, weight, 'must be in the range 1-100')]

const requiredTerms = 'requiredDuringSchedulingIgnoredDuringExecution'
const preferredTerms = 'preferredDuringSchedulingIgnoredDuringExecution'

export const validateAffinity = (affinity: Affinity | undefined, field: string): FieldErrors => {
  if (!affinity) return none
  const node = affinity.nodeAffinity
  const nodeField = `${field}.nodeAffinity`
  const errors: FieldErrors[number][] = []
  if (node?.[requiredTerms]) {
    const terms = node[requiredTerms].nodeSelectorTerms
    if (terms.length === 0)
      errors.push(required(`${nodeField}.${requiredTerms}.nodeSelectorTerms`, 'must have at least one node selector term'))
    errors.push(...terms.flatMap((term, index) => validateNodeTerm(term, `${nodeField}.${requiredTerms}.nodeSelectorTerms[${index}]`)))
  }
  for (const [index, { weight, preference }] of (node?.[preferredTerms] ?? []).entries()) {
    const path = `${nodeField}.${preferredTerms}[${index}]`
    errors.push(...validateWeight(weight, path), ...validateNodeTerm(preference, `${path}.preference`))
  }
  for (const name of ['podAffinity', 'podAntiAffinity'] as const) {
    errors.push(
      ...(affinity[name]?.[requiredTerms] ?? []).flatMap((term, index) =>
        validatePodTerm(term, `${field}.${name}.${requiredTerms}[${index}]`),
      ),
    )
    for (const [index, { weight, podAffinityTerm }] of (affinity[name]?.[preferredTerms] ?? []).entries()) {
      const path = `${field}.${name}.${preferredTerms}[${index}]`
      errors.push(...validateWeight(weight, path), ...validatePodTerm(podAffinityTerm, `${path}.podAffinityTerm`))
    }
  }
  return errors
}

const unsatisfiable = ['DoNotSchedule', 'ScheduleAnyway']

export const validateSpread = (constraints: readonly TopologySpreadConstraint[] | undefined, field: string): FieldErrors => {
  const seen = new Set<string>()
  return (constraints ?? []).flatMap((constraint, index) => {
    const path = `${field}[${index}]`
    const { maxSkew, topologyKey, whenUnsatisfiable, minDomains } = constraint
    const errors: FieldErrors[number][] = []
    if (!(maxSkew > 0)) errors.push(invalid(`${path}.maxSkew`, maxSkew, 'must be greater than zero'))
    if (!topologyKey) errors.push(required(`${path}.topologyKey`, 'can not be empty'))
    else errors.push(...invalids(`${path}.topologyKey`, topologyKey, labelKeyProblems(topologyKey)))
    if (!unsatisfiable.includes(whenUnsatisfiable)) errors.push(notSupported(`${path}.whenUnsatisfiable`, whenUnsatisfiable, unsatisfiable))
    const pair = `{${topologyKey}, ${whenUnsatisfiable}}`
    if (seen.has(pair))
      errors.push({
        field: `${path}.{topologyKey, whenUnsatisfiable}`,
        reason: 'FieldValueDuplicate',
        message: `Duplicate value: ${JSON.stringify(pair)}`,
      })
    seen.add(pair)
    if (minDomains !== undefined && minDomains <= 0) errors.push(invalid(`${path}.minDomains`, minDomains, 'must be greater than zero'))
    return [...errors, ...validateLabelSelector(constraint.labelSelector, `${path}.labelSelector`)]
  })
}
