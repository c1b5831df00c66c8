import type { LabelSelector } from '../generated/types.ts'
import { forbidden, invalid, invalids, none, required, type FieldErrors } from './errors.ts'
import { validateLabels } from './meta.ts'
import { labelKeyProblems, labelValueProblems } from './names.ts'

/** `k8s.io/apimachinery/pkg/apis/meta/v1/validation`, ValidateLabelSelector. */
export const validateLabelSelector = (selector: LabelSelector | undefined, field: string): FieldErrors => {
  if (!selector) return none
  const expressions = (selector.matchExpressions ?? []).flatMap(({ key, operator, values = [] }, index) => {
    const path = `${field}.matchExpressions[${index}]`
    const errors: FieldErrors[number][] = []
    if (operator === 'In' || operator === 'NotIn') {
      if (values.length === 0) errors.push(required(`${path}.values`, "must be specified when `operator` is 'In' or 'NotIn'"))
    } else if (operator === 'Exists' || operator === 'DoesNotExist') {
      if (values.length > 0) errors.push(forbidden(`${path}.values`, "may not be specified when `operator` is 'Exists' or 'DoesNotExist'"))
    } else {
      errors.push(invalid(`${path}.operator`, operator, 'not a valid selector operator'))
    }
    return [
      ...errors,
      ...invalids(`${path}.key`, key, labelKeyProblems(key)),
      ...values.flatMap((value, position) => invalids(`${path}.values[${position}]`, value, labelValueProblems(value))),
    ]
  })
  return [...validateLabels(selector.matchLabels, `${field}.matchLabels`), ...expressions]
}

export const isEmptySelector = (selector: LabelSelector): boolean =>
  Object.keys(selector.matchLabels ?? {}).length === 0 && (selector.matchExpressions ?? []).length === 0
