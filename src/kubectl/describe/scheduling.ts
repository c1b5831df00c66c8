import { at, textAt, type LooseObject } from '../object.ts'
import type { Description } from './description.ts'

const tolerationText = (toleration: LooseObject): string => {
  const key = textAt(toleration, 'key')
  const value = textAt(toleration, 'value')
  const effect = textAt(toleration, 'effect')
  const operator = textAt(toleration, 'operator')
  const seconds = at(toleration, 'tolerationSeconds')
  let text = key
  if (value) text += `=${value}`
  if (effect) text += `:${effect}`
  if (operator === 'Exists' && value === '') text += key || effect ? ' op=Exists' : 'op=Exists'
  if (operator === 'Lt' || operator === 'Gt') text += ` op=${operator}`
  return seconds === undefined ? text : `${text} for ${String(seconds)}s`
}

/** `Tolerations:`, sorted by key. */
export const writeTolerations = (write: Description, indent: string, tolerations: readonly LooseObject[]): void => {
  const sorted = tolerations.toSorted((a, b) => (textAt(a, 'key') < textAt(b, 'key') ? -1 : textAt(a, 'key') > textAt(b, 'key') ? 1 : 0))
  if (sorted.length === 0) return write.line(0, `${indent}Tolerations:`, '<none>')
  sorted.forEach((toleration, i) => write.line(0, i === 0 ? `${indent}Tolerations:` : '', tolerationText(toleration)))
}
