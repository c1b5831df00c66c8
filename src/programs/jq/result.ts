import { isArray, isObject, typeOf, type Json } from './json.ts'
import { fail, short } from './values.ts'

/** A value with the path that led to it, where paths are asked for. */
export interface Result {
  readonly value: Json
  readonly path: readonly Json[] | undefined
}

/** The mark of a value that no path leads to. */
const invalid: readonly Json[] = ['\0invalid']

/** The result of an expression that has no path. */
export const computed = (input: Result, value: Json): Result => ({ value, path: input.path === undefined ? undefined : invalid })

const failPath = (result: Result): never => fail(`Invalid path expression with result ${short(result.value)}`)

/** The path one step further. */
export const extendPath = (target: Result, key: Json): readonly Json[] | undefined => {
  if (target.path === invalid) return failPath(target)
  return target.path && [...target.path, key]
}

export const pathOf = (result: Result): readonly Json[] => {
  if (result.path === undefined || result.path === invalid) return failPath(result)
  return result.path
}

export function* iterate(target: Result): Generator<Result> {
  const { value } = target
  if (isArray(value)) for (let i = 0; i < value.length; i++) yield { value: value[i]!, path: extendPath(target, i) }
  else if (isObject(value)) for (const [key, inner] of value) yield { value: inner, path: extendPath(target, key) }
  else fail(`Cannot iterate over ${typeOf(value)} (${short(value)})`)
}

export function* recurse(input: Result): Generator<Result> {
  yield input
  if (isArray(input.value) || isObject(input.value)) for (const inner of iterate(input)) yield* recurse(inner)
}
