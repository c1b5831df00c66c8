import type { Json } from './json.ts'
import type { Definition, Node, Pattern } from './syntax.ts'

export interface Closure {
  readonly parameters: readonly string[]
  readonly body: Node
  /** Where it was defined; for a definition that includes itself. */
  scope: Scope
}

/** Names in force; a chain, innermost first. */
export interface Scope {
  readonly parent: Scope | undefined
  readonly variables: ReadonlyMap<string, Json>
  readonly functions: ReadonlyMap<string, Closure>
  readonly labels: ReadonlyMap<string, object>
}

export const none: ReadonlyMap<string, never> = new Map<string, never>()

export const within = (
  parent: Scope,
  variables: ReadonlyMap<string, Json>,
  functions: ReadonlyMap<string, Closure> = none,
  labels: ReadonlyMap<string, object> = none,
): Scope => ({ parent, variables, functions, labels })

/** Functions are told apart by their number of parameters, too. */
export const signature = ({ name, parameters }: Pick<Definition, 'name' | 'parameters'>): string => `${name}/${parameters.length}`

/** The scope behind a definition; the function sees itself. */
export const defining = (scope: Scope, definition: Definition): Scope => {
  const closure: Closure = { parameters: definition.parameters, body: definition.body, scope }
  const inner = within(scope, none, new Map([[signature(definition), closure]]))
  closure.scope = inner
  return inner
}

export const findFunction = (scope: Scope, name: string): Closure | undefined => {
  for (let at: Scope | undefined = scope; at; at = at.parent) {
    const found = at.functions.get(name)
    if (found) return found
  }
  return undefined
}

export const findVariable = (scope: Scope, name: string): Json | undefined => {
  for (let at: Scope | undefined = scope; at; at = at.parent) if (at.variables.has(name)) return at.variables.get(name)
  return undefined
}

export const findLabel = (scope: Scope, name: string): object | undefined => {
  for (let at: Scope | undefined = scope; at; at = at.parent) if (at.labels.has(name)) return at.labels.get(name)
  return undefined
}

/** The variables that a pattern binds. */
export const namesOf = (pattern: Pattern): string[] => {
  if (pattern.kind === 'variable') return [pattern.name]
  if (pattern.kind === 'array') return pattern.items.flatMap(namesOf)
  return pattern.entries.flatMap(({ variable, pattern: inner }) => [
    ...(variable === undefined ? [] : [variable]),
    ...(inner ? namesOf(inner) : []),
  ])
}
