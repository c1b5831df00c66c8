import type { Evaluation } from './evaluation.ts'
import { isArray, toJson, type Json } from './json.ts'
import { computed, pathOf, type Result } from './result.ts'
import type { Scope } from './scope.ts'
import type { Node } from './syntax.ts'
import { fail, getPath, JqError } from './values.ts'

type Special = (evaluation: Evaluation, args: readonly Node[], input: Result, scope: Scope) => Generator<Result>

function* getpath(evaluation: Evaluation, args: readonly Node[], { value, path }: Result, scope: Scope): Generator<Result> {
  for (const keys of evaluation.values(args[0]!, value, scope)) {
    if (!isArray(keys)) return fail('Path must be specified as an array')
    let found: Json
    try {
      found = getPath(value, keys)
    } catch (error) {
      if (path === undefined) throw error
      found = null
    }
    yield { value: found, path: path && [...path, ...keys] }
  }
}

/** The error that ends the whole program; nothing catches it. */
const halt = (code: Json, ...value: readonly Json[]): JqError =>
  new JqError(new Map<string, Json>([['__jq', 'halt'], ['code', code], ...value.map((one): [string, Json] => ['value', one])]))

/** The functions that need more than their arguments' values: paths, further inputs, the surroundings; by `name/arity`. */
export const specials: ReadonlyMap<string, Special> = new Map<string, Special>([
  ['empty/0', function* () {}],
  [
    'error/0',
    function* (_evaluation, _args, { value }) {
      throw new JqError(value)
    },
  ],
  [
    'error/1',
    function* (evaluation, args, { value }, scope) {
      for (const inner of evaluation.values(args[0]!, value, scope)) throw new JqError(inner)
    },
  ],
  [
    'path/1',
    function* (evaluation, args, input, scope) {
      const { value } = input
      for (const result of evaluation.evaluate(args[0]!, { value, path: [] }, scope)) yield computed(input, [...pathOf(result)])
    },
  ],
  ['getpath/1', getpath],
  [
    'input/0',
    function* ({ surroundings }, _args, input) {
      const next = surroundings.input()
      yield next === undefined ? fail('No more inputs') : computed(input, next)
    },
  ],
  [
    'inputs/0',
    function* ({ surroundings }, _args, input) {
      for (let next = surroundings.input(); next !== undefined; next = surroundings.input()) yield computed(input, next)
    },
  ],
  [
    'debug/0',
    function* ({ surroundings }, _args, input) {
      surroundings.debug(`["DEBUG:",${toJson(input.value)}]\n`)
      yield input
    },
  ],
  [
    'stderr/0',
    function* ({ surroundings }, _args, input) {
      surroundings.debug(toJson(input.value))
      yield input
    },
  ],
  [
    'env/0',
    function* ({ surroundings }, _args, input) {
      yield computed(input, new Map<string, Json>(surroundings.environment))
    },
  ],
  [
    'now/0',
    function* ({ surroundings }, _args, input) {
      yield computed(input, surroundings.now / 1000)
    },
  ],
  [
    'input_filename/0',
    function* (_evaluation, _args, input) {
      yield computed(input, null)
    },
  ],
  [
    'input_line_number/0',
    function* (_evaluation, _args, input) {
      yield computed(input, 0)
    },
  ],
  [
    'halt/0',
    function* () {
      throw halt(0)
    },
  ],
  [
    'halt_error/0',
    function* (_evaluation, _args, { value }) {
      throw halt(5, value)
    },
  ],
  [
    'halt_error/1',
    function* (evaluation, args, { value }, scope) {
      for (const code of evaluation.values(args[0]!, value, scope)) throw halt(code, value)
    },
  ],
])
