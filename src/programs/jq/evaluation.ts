import type { Json } from './json.ts'
import type { Result } from './result.ts'
import type { Scope } from './scope.ts'
import type { Node } from './syntax.ts'

export interface Surroundings {
  readonly environment: ReadonlyMap<string, string>
  readonly variables: ReadonlyMap<string, Json>
  /** The next input, or undefined. */
  readonly input: () => Json | undefined
  readonly now: number
  readonly debug: (text: string) => void
}

/** What the parts of a program need to run the parts inside them. */
export interface Evaluation {
  readonly surroundings: Surroundings
  evaluate(node: Node, input: Result, scope: Scope): Generator<Result>
  /** Results without their paths. */
  values(node: Node, value: Json, scope: Scope): Generator<Json>
}
