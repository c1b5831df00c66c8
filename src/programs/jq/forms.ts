import type { Evaluation } from './evaluation.ts'
import { formatters } from './formats.ts'
import { isObject, typeOf, type Json } from './json.ts'
import { computed, extendPath, iterate, pathOf, type Result } from './result.ts'
import { findLabel, findVariable, none, within, type Scope } from './scope.ts'
import { CompileError, type Node } from './syntax.ts'
import { calculate, deletePaths, fail, getPath, indexed, JqError, setPath, short, sliced, truthy } from './values.ts'

type Form<Type extends Node['type']> = Extract<Node, { type: Type }>

/** A form with two sides. */
interface Sides {
  readonly left: Node
  readonly right: Node
}

class Break extends Error {
  readonly label: object
  constructor(label: object) {
    super('break')
    this.label = label
  }
}

export function* only(result: Result): Generator<Result> {
  yield result
}

/** Passes values on as results that no path leads to. */
export function* computedAll(input: Result, values: Iterable<Json>): Generator<Result> {
  for (const value of values) yield computed(input, value)
}

export const format = (name: string, value: Json): string => {
  const formatter = formatters[name.slice(1)]
  if (!formatter) throw new CompileError(`${name.slice(1)} is not a valid format at <top-level>, line 1:`)
  return formatter(value)
}

export function* interpolate(evaluation: Evaluation, node: Form<'string'>, value: Json, scope: Scope, at = 0): Generator<string> {
  const part = node.parts[at]
  if (part === undefined) {
    yield ''
    return
  }
  // Later parts vary slowest, as in jq.
  for (const rest of interpolate(evaluation, node, value, scope, at + 1)) {
    if (typeof part === 'string') yield part + rest
    else for (const inner of evaluation.values(part, value, scope)) yield format(node.format ?? '@text', inner) + rest
  }
}

export function* index(evaluation: Evaluation, node: Form<'index'>, input: Result, scope: Scope): Generator<Result> {
  for (const target of evaluation.evaluate(node.target, input, scope)) {
    for (const key of evaluation.values(node.key, input.value, scope)) {
      const path = extendPath(target, key)
      yield { value: indexed(target.value, key), path }
    }
  }
}

export function* slice(evaluation: Evaluation, node: Form<'slice'>, input: Result, scope: Scope): Generator<Result> {
  for (const target of evaluation.evaluate(node.target, input, scope)) {
    for (const to of node.to ? evaluation.values(node.to, input.value, scope) : [null]) {
      for (const from of node.from ? evaluation.values(node.from, input.value, scope) : [null]) {
        const value = sliced(target.value, from, to)
        yield {
          value,
          path: extendPath(
            target,
            new Map<string, Json>([
              ['start', from],
              ['end', to],
            ]),
          ),
        }
      }
    }
  }
}

export function* iterateAll(evaluation: Evaluation, node: Form<'iterate'>, input: Result, scope: Scope): Generator<Result> {
  for (const target of evaluation.evaluate(node.target, input, scope)) yield* iterate(target)
}

export function* attempt(evaluation: Evaluation, node: Form<'try'>, input: Result, scope: Scope): Generator<Result> {
  try {
    yield* evaluation.evaluate(node.body, input, scope)
  } catch (error) {
    if (!(error instanceof JqError)) throw error
    if (isObject(error.value) && error.value.get('__jq') !== undefined) throw error
    if (node.handler) yield* evaluation.evaluate(node.handler, { value: error.value, path: input.path }, scope)
  }
}

export function* array(evaluation: Evaluation, node: Form<'array'>, value: Json, scope: Scope): Generator<Json> {
  yield node.body ? [...evaluation.values(node.body, value, scope)] : []
}

export function* object(
  evaluation: Evaluation,
  node: Form<'object'>,
  value: Json,
  scope: Scope,
  at = 0,
  made: ReadonlyMap<string, Json> = none,
): Generator<Json> {
  const entry = node.entries[at]
  if (!entry) {
    yield made
    return
  }
  for (const key of evaluation.values(entry.key, value, scope)) {
    if (typeof key !== 'string') return fail(`Object keys must be strings`)
    for (const inner of evaluation.values(entry.value, value, scope)) {
      yield* object(evaluation, node, value, scope, at + 1, new Map(made).set(key, inner))
    }
  }
}

export function* negate(evaluation: Evaluation, node: Form<'negate'>, value: Json, scope: Scope): Generator<Json> {
  for (const inner of evaluation.values(node.body, value, scope)) {
    yield typeof inner === 'number' ? -inner : fail(`${typeOf(inner)} (${short(inner)}) cannot be negated`)
  }
}

export function* pipe(evaluation: Evaluation, node: Sides, input: Result, scope: Scope): Generator<Result> {
  for (const left of evaluation.evaluate(node.left, input, scope)) yield* evaluation.evaluate(node.right, left, scope)
}

export function* comma(evaluation: Evaluation, node: Sides, input: Result, scope: Scope): Generator<Result> {
  yield* evaluation.evaluate(node.left, input, scope)
  yield* evaluation.evaluate(node.right, input, scope)
}

/** `and` and `or`: the left side decides alone where its truth is the given one. */
export function* junction(evaluation: Evaluation, node: Sides, decisive: boolean, value: Json, scope: Scope): Generator<Json> {
  for (const left of evaluation.values(node.left, value, scope)) {
    if (truthy(left) === decisive) yield decisive
    else for (const right of evaluation.values(node.right, value, scope)) yield truthy(right)
  }
}

export function* alternative(evaluation: Evaluation, node: Sides, input: Result, scope: Scope): Generator<Result> {
  let some = false
  try {
    for (const result of evaluation.evaluate(node.left, input, scope)) {
      if (!truthy(result.value)) continue
      some = true
      yield result
    }
  } catch (error) {
    if (!(error instanceof JqError)) throw error
  }
  if (!some) yield* evaluation.evaluate(node.right, input, scope)
}

export function* binary(evaluation: Evaluation, node: Form<'binary'>, value: Json, scope: Scope): Generator<Json> {
  for (const right of evaluation.values(node.right, value, scope)) {
    for (const left of evaluation.values(node.left, value, scope)) yield calculate(node.operator, left, right)
  }
}

/** `=`, `|=`, `+=` and their like. */
export function* update(evaluation: Evaluation, node: Form<'update'>, value: Json, scope: Scope): Generator<Json> {
  const paths = [...evaluation.evaluate(node.left, { value, path: [] }, scope)].map(pathOf)
  if (node.operator === '|=') {
    let current = value
    const gone: (readonly Json[])[] = []
    for (const path of paths) {
      const first = evaluation.values(node.right, getPath(current, path), scope).next()
      if (first.done) gone.push(path)
      else current = setPath(current, path, () => first.value)
    }
    yield gone.length > 0 ? deletePaths(current, gone) : current
    return
  }
  for (const right of evaluation.values(node.right, value, scope)) {
    yield paths.reduce((current, path) => setPath(current, path, (old) => assigned(node.operator, old, right)), value)
  }
}

const assigned = (operator: string, old: Json, right: Json): Json => {
  if (operator === '=') return right
  if (operator === '//=') return truthy(old) ? old : right
  return calculate(operator.slice(0, -1), old, right)
}

export function* variable(evaluation: Evaluation, node: Form<'variable'>, scope: Scope): Generator<Json> {
  yield node.name === 'ENV' ? new Map<string, Json>(evaluation.surroundings.environment) : findVariable(scope, node.name)!
}

export function* choose(evaluation: Evaluation, node: Form<'if'>, input: Result, scope: Scope): Generator<Result> {
  for (const test of evaluation.values(node.test, input.value, scope)) {
    if (truthy(test)) yield* evaluation.evaluate(node.then, input, scope)
    else if (node.else) yield* evaluation.evaluate(node.else, input, scope)
    else yield input
  }
}

export function* label(evaluation: Evaluation, node: Form<'label'>, input: Result, scope: Scope): Generator<Result> {
  const mark = {}
  try {
    yield* evaluation.evaluate(node.body, input, within(scope, none, none, new Map([[node.name, mark]])))
  } catch (error) {
    if (!(error instanceof Break) || error.label !== mark) throw error
  }
}

/** Leaves the label's body from within. */
export const leave = (node: Form<'break'>, scope: Scope): never => {
  const mark = findLabel(scope, node.name)
  if (mark) throw new Break(mark)
  throw new CompileError(`$*label-${node.name} is not defined at <top-level>, line 1:`)
}
