import { UsageError } from '../base/index.ts'
import type { Json, JsonObject } from '../api/index.ts'
import { compact, unlessEmpty } from './json-fields.ts'

const parts = (text: string): readonly string[] => (text.match(/(?:[^,(]|\([^)]*\))+/g) ?? []).map((part) => part.trim())

const expression = (part: string): JsonObject | undefined => {
  const set = /^(\S+)\s+(in|notin)\s*\(([^)]*)\)$/.exec(part)
  if (set)
    return {
      key: set[1]!,
      operator: set[2] === 'in' ? 'In' : 'NotIn',
      values: set[3]!
        .split(',')
        .map((value) => value.trim())
        .toSorted(),
    }
  const unequal = /^([^=!\s]+)\s*!=\s*(\S*)$/.exec(part)
  if (unequal) return { key: unequal[1]!, operator: 'NotIn', values: [unequal[2]!] }
  if (/^!\s*[^\s=!]+$/.test(part)) return { key: part.slice(1).trim(), operator: 'DoesNotExist' }
  if (/^[^\s=!]+$/.test(part)) return { key: part, operator: 'Exists' }
  return undefined
}

/** A selector's text as a LabelSelector object (metav1.ParseToLabelSelector). */
export const toLabelSelector = (text: string): JsonObject => {
  const matchLabels: Record<string, string> = {}
  const matchExpressions: Json[] = []
  for (const part of parts(text)) {
    const equal = /^([^=!\s]+)\s*==?\s*([^\s=]*)$/.exec(part)
    const other = equal ? undefined : expression(part)
    if (equal) matchLabels[equal[1]!] = equal[2]!
    else if (other) matchExpressions.push(other)
    else
      throw new UsageError(
        `couldn't parse the selector string ${JSON.stringify(text)}: unable to parse requirement: found '${part}', expected: identifier`,
      )
  }
  return compact({ matchLabels: unlessEmpty(matchLabels), matchExpressions: unlessEmpty(matchExpressions) })
}
