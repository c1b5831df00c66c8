import { goJson } from '../go-json.ts'
import { findJsonPath } from './evaluate.ts'
import { goPrint } from './go-value.ts'
import { parseJsonPath } from './parse.ts'

export { findJsonPath } from './evaluate.ts'
export { goPrint, goSyntax, goType } from './go-value.ts'
export { parseJsonPath } from './parse.ts'
export type { PathNode } from './nodes.ts'

const printValue = (value: unknown): string => {
  if (value === null || value === undefined) return 'null'
  return typeof value === 'object' ? goJson(value) : goPrint(value)
}

/** The text that a JSONPath template makes of data. */
export const renderJsonPath = (template: string, data: unknown, allowMissing = true): string =>
  findJsonPath(parseJsonPath(template), data, allowMissing)
    .map((values) => values.map(printValue).join(' '))
    .join('')
