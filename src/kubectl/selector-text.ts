import type { JsonObject } from '../api/index.ts'
import { listAt, mapAt, textAt } from './json-fields.ts'

/** A LabelSelector object as the text of a query. */
export const selectorText = (selector: JsonObject): string => {
  const equal = Object.entries(mapAt(selector, 'matchLabels')).map(([key, value]) => `${key}=${value}`)
  const others = listAt(selector, 'matchExpressions').map((expression) => {
    const key = textAt(expression, 'key')
    const values = listAt(expression, 'values').join(',')
    const operators: Readonly<Record<string, string>> = {
      In: `${key} in (${values})`,
      NotIn: `${key} notin (${values})`,
      Exists: key,
      DoesNotExist: `!${key}`,
    }
    return operators[textAt(expression, 'operator')] ?? key
  })
  return [...equal, ...others].toSorted().join(',')
}
