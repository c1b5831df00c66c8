import { UsageError } from '../../base/index.ts'

/** `x.y`, `.x.y`, `{x.y}` and `{.x.y}` as a template: kubectl get's RelaxedJSONPathExpression. */
export const relaxedJsonPath = (text: string): string => {
  if (text === '') return text
  const match = /^\{\.?([^{}]+)\}$|^\.?([^{}]+)$/.exec(text)
  if (!match)
    throw new UsageError(`unexpected path string, expected a 'name1.name2' or '.name1.name2' or '{name1.name2}' or '{.name1.name2}'`)
  return `{.${match[1] ?? match[2]}}`
}
