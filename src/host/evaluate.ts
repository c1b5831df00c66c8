import { Environment } from '@marcbachmann/cel-js'
import type { Evaluate } from '../teaching/index.ts'

/** CEL over the values of a check; integers of JSON count as integers. A field that is absent makes a comparison false, as a learner expects. */
export const createEvaluate = (): Evaluate => {
  const environment = new Environment({ unlistedVariablesAreDyn: true, enableOptionalTypes: true })
  return (expression, values) => {
    try {
      return environment.evaluate(expression, integers(values) as Record<string, unknown>)
    } catch (error) {
      if (error instanceof Error && /No such key/i.test(error.message)) return false
      throw error
    }
  }
}

const integers = (value: unknown): unknown => {
  if (typeof value === 'number' && Number.isInteger(value)) return BigInt(value)
  if (Array.isArray(value)) return value.map(integers)
  if (typeof value === 'object' && value !== null)
    return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, integers(inner)]))
  return value
}
