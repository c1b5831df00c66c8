import type { Json } from './json.ts'

export type Pattern =
  | { readonly kind: 'variable'; readonly name: string }
  | { readonly kind: 'array'; readonly items: readonly Pattern[] }
  | { readonly kind: 'object'; readonly entries: readonly { readonly key: Node; readonly variable?: string; readonly pattern?: Pattern }[] }

export type Node =
  | { readonly type: 'identity' | 'recurse' }
  | { readonly type: 'literal'; readonly value: Json }
  | { readonly type: 'string'; readonly parts: readonly (string | Node)[]; readonly format: string | undefined }
  | { readonly type: 'format'; readonly name: string }
  | { readonly type: 'index'; readonly target: Node; readonly key: Node }
  | { readonly type: 'slice'; readonly target: Node; readonly from: Node | undefined; readonly to: Node | undefined }
  | { readonly type: 'iterate'; readonly target: Node }
  | { readonly type: 'try'; readonly body: Node; readonly handler: Node | undefined }
  | { readonly type: 'array'; readonly body: Node | undefined }
  | { readonly type: 'object'; readonly entries: readonly { readonly key: Node; readonly value: Node }[] }
  | { readonly type: 'negate'; readonly body: Node }
  | { readonly type: 'pipe' | 'comma' | 'alternative'; readonly left: Node; readonly right: Node }
  | { readonly type: 'and' | 'or'; readonly left: Node; readonly right: Node }
  | { readonly type: 'binary'; readonly operator: string; readonly left: Node; readonly right: Node }
  | { readonly type: 'update'; readonly operator: string; readonly left: Node; readonly right: Node }
  | { readonly type: 'variable'; readonly name: string }
  | { readonly type: 'bind'; readonly source: Node; readonly patterns: readonly Pattern[]; readonly body: Node }
  | { readonly type: 'reduce'; readonly source: Node; readonly pattern: Pattern; readonly start: Node; readonly update: Node }
  | {
      readonly type: 'foreach'
      readonly source: Node
      readonly pattern: Pattern
      readonly start: Node
      readonly update: Node
      readonly extract: Node | undefined
    }
  | { readonly type: 'if'; readonly test: Node; readonly then: Node; readonly else: Node | undefined }
  | { readonly type: 'define'; readonly definition: Definition; readonly rest: Node }
  | { readonly type: 'call'; readonly name: string; readonly args: readonly Node[] }
  | { readonly type: 'label'; readonly name: string; readonly body: Node }
  | { readonly type: 'break'; readonly name: string }

/** The forms that make new values, to which no path leads. */
export type Computation = Extract<
  Node,
  { type: 'string' | 'format' | 'array' | 'object' | 'negate' | 'and' | 'or' | 'binary' | 'update' | 'variable' }
>

export interface Definition {
  readonly name: string
  /** A parameter that begins with `$` is a value too. */
  readonly parameters: readonly string[]
  readonly body: Node
}

/** A program that does not compile. */
export class CompileError extends Error {}
