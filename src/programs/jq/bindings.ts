import type { Evaluation } from './evaluation.ts'
import type { Json } from './json.ts'
import type { Result } from './result.ts'
import { namesOf, none, within, type Scope } from './scope.ts'
import type { Node, Pattern } from './syntax.ts'
import { indexed, JqError } from './values.ts'

type Variables = ReadonlyMap<string, Json>
type Binding = Extract<Node, { type: 'bind' }>
type Fold = Extract<Node, { type: 'reduce' | 'foreach' }>

/** All ways to take a value apart by a pattern. */
function* destructure(
  evaluation: Evaluation,
  pattern: Pattern,
  source: Json,
  bound: Variables,
  dot: Json,
  scope: Scope,
): Generator<Variables> {
  if (pattern.kind === 'variable') {
    yield new Map(bound).set(pattern.name, source)
    return
  }
  let all: Variables[] = [bound]
  if (pattern.kind === 'array') {
    for (const [i, item] of pattern.items.entries()) {
      all = all.flatMap((one) => [...destructure(evaluation, item, indexed(source, i), one, dot, scope)])
    }
    yield* all
    return
  }
  for (const { key, variable, pattern: inner } of pattern.entries) {
    all = all.flatMap((one) =>
      [...evaluation.values(key, dot, within(scope, one))].flatMap((name) => {
        const value = indexed(source, name)
        const named = variable === undefined ? one : new Map(one).set(variable, value)
        return inner ? [...destructure(evaluation, inner, value, named, dot, scope)] : [named]
      }),
    )
  }
  yield* all
}

/** `source as pattern ?// pattern | body`. */
export function* bind(evaluation: Evaluation, node: Binding, input: Result, scope: Scope): Generator<Result> {
  for (const source of evaluation.values(node.source, input.value, scope)) yield* bindFrom(evaluation, node, 0, source, input, scope)
}

/** Tries the patterns from the given one on: an error in the body moves on to the next. */
function* bindFrom(evaluation: Evaluation, node: Binding, at: number, source: Json, input: Result, scope: Scope): Generator<Result> {
  const { patterns, body } = node
  const blank = new Map<string, Json>(patterns.length > 1 ? patterns.flatMap(namesOf).map((name) => [name, null]) : [])
  try {
    for (const variables of destructure(evaluation, patterns[at]!, source, blank, input.value, scope)) {
      yield* evaluation.evaluate(body, input, within(scope, variables))
    }
  } catch (error) {
    if (!(error instanceof JqError) || at + 1 >= patterns.length) throw error
    yield* bindFrom(evaluation, node, at + 1, source, input, scope)
  }
}

/** The scope of every round of a `reduce` or `foreach`. */
function* rounds(evaluation: Evaluation, node: Fold, input: Result, scope: Scope): Generator<Scope> {
  for (const source of evaluation.values(node.source, input.value, scope)) {
    for (const variables of destructure(evaluation, node.pattern, source, none, input.value, scope)) yield within(scope, variables)
  }
}

export function* reduce(evaluation: Evaluation, node: Extract<Fold, { type: 'reduce' }>, input: Result, scope: Scope): Generator<Result> {
  const empty: Result = { value: null, path: input.path }
  for (const start of evaluation.evaluate(node.start, input, scope)) {
    let state: Result | undefined = start
    for (const inner of rounds(evaluation, node, input, scope)) {
      let last: Result | undefined
      for (const result of evaluation.evaluate(node.update, state ?? empty, inner)) last = result
      state = last
    }
    yield state ?? empty
  }
}

export function* foreach(evaluation: Evaluation, node: Extract<Fold, { type: 'foreach' }>, input: Result, scope: Scope): Generator<Result> {
  for (const start of evaluation.evaluate(node.start, input, scope)) {
    let state = start
    for (const inner of rounds(evaluation, node, input, scope)) {
      for (const result of evaluation.evaluate(node.update, state, inner)) {
        state = result
        if (node.extract) yield* evaluation.evaluate(node.extract, result, inner)
        else yield result
      }
    }
  }
}
