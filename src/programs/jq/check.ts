import { formatters } from './formats.ts'
import type { Json } from './json.ts'
import { natives } from './natives.ts'
import { findFunction, findVariable, namesOf, signature, within, type Closure, type Scope } from './scope.ts'
import { specials } from './specials.ts'
import { CompileError, type Definition, type Node } from './syntax.ts'

const undefinedName = (name: string): CompileError => new CompileError(`${name} is not defined at <top-level>, line 1:`)

const blank = (names: readonly string[]): Map<string, Json> => new Map<string, Json>(names.map((name) => [name, null]))

/** Finds calls of functions and variables that do not exist, as jq does before it runs. */
export const check = (node: unknown, scope: Scope): void => {
  if (typeof node !== 'object' || node === null) return
  if (Array.isArray(node)) return node.forEach((item) => check(item, scope))
  const typed = node as Node
  checkNames(typed, scope)
  switch (typed.type) {
    case 'define':
      return check(typed.rest, checkDefinition(typed.definition, scope))
    case 'bind':
      check(typed.source, scope)
      return check(typed.body, within(scope, blank(typed.patterns.flatMap(namesOf))))
    case 'reduce':
    case 'foreach': {
      const inner = within(scope, blank(namesOf(typed.pattern)))
      check(typed.source, scope)
      check(typed.start, scope)
      check(typed.update, inner)
      return typed.type === 'foreach' ? check(typed.extract, inner) : undefined
    }
  }
  for (const [key, child] of Object.entries(node)) if (key !== 'value' || typed.type !== 'literal') check(child, scope)
}

const checkNames = (node: Node, scope: Scope): void => {
  if (node.type === 'call') {
    const name = `${node.name}/${node.args.length}`
    if (!findFunction(scope, name) && !natives.has(node.name) && !specials.has(name)) throw undefinedName(name)
  }
  const format = node.type === 'format' ? node.name : node.type === 'string' ? node.format : undefined
  if (format !== undefined && !formatters[format.slice(1)]) {
    throw new CompileError(`${format.slice(1)} is not a valid format at <top-level>, line 1:`)
  }
  if (node.type === 'variable' && node.name !== 'ENV' && findVariable(scope, node.name) === undefined) throw undefinedName(`$${node.name}`)
}

/** Checks a function's body, and gives the scope of what follows the definition. */
const checkDefinition = (definition: Definition, scope: Scope): Scope => {
  const { parameters, body } = definition
  const inner = within(scope, new Map(), new Map([[signature(definition), { parameters, body, scope }]]))
  const own = new Map<string, Closure>(parameters.map((parameter) => [`${parameter.replace('$', '')}/0`, { parameters: [], body, scope }]))
  const variables = parameters.filter((parameter) => parameter.startsWith('$')).map((parameter) => parameter.slice(1))
  check(body, within(inner, blank(variables), own))
  return inner
}
