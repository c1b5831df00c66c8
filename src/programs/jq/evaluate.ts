import { bind, foreach, reduce } from './bindings.ts'
import { check } from './check.ts'
import type { Evaluation, Surroundings } from './evaluation.ts'
import * as forms from './forms.ts'
import type { Json } from './json.ts'
import { natives, type Native } from './natives.ts'
import { parseDefinitions } from './parse.ts'
import { prelude } from './prelude.ts'
import { computed, recurse, type Result } from './result.ts'
import { defining, findFunction, none, signature, within, type Closure, type Scope } from './scope.ts'
import { specials } from './specials.ts'
import { CompileError, type Computation, type Definition, type Node } from './syntax.ts'

let standard: readonly Definition[] | undefined

/** The scope of a whole program: the functions that jq defines in its own language. */
const rootScope = (variables: ReadonlyMap<string, Json>): Scope => {
  standard ??= parseDefinitions(prelude)
  const functions = new Map<string, Closure>()
  const root: Scope = { parent: undefined, variables, functions, labels: none }
  for (const definition of standard) {
    functions.set(signature(definition), { parameters: definition.parameters, body: definition.body, scope: root })
  }
  return root
}

/** Runs compiled programs against inputs. */
export class Evaluator implements Evaluation {
  readonly surroundings: Surroundings
  readonly #root: Scope

  constructor(surroundings: Surroundings) {
    this.surroundings = surroundings
    this.#root = rootScope(surroundings.variables)
  }

  run(node: Node, value: Json): Generator<Json> {
    return this.values(node, value, this.#root)
  }

  check(node: Node): void {
    check(node, this.#root)
  }

  *values(node: Node, value: Json, scope: Scope): Generator<Json> {
    for (const result of this.evaluate(node, { value, path: undefined }, scope)) yield result.value
  }

  evaluate(node: Node, input: Result, scope: Scope): Generator<Result> {
    switch (node.type) {
      case 'identity':
        return forms.only(input)
      case 'literal':
        return forms.only(computed(input, node.value))
      case 'recurse':
        return recurse(input)
      case 'index':
        return forms.index(this, node, input, scope)
      case 'slice':
        return forms.slice(this, node, input, scope)
      case 'iterate':
        return forms.iterateAll(this, node, input, scope)
      case 'try':
        return forms.attempt(this, node, input, scope)
      case 'pipe':
        return forms.pipe(this, node, input, scope)
      case 'comma':
        return forms.comma(this, node, input, scope)
      case 'alternative':
        return forms.alternative(this, node, input, scope)
      case 'bind':
        return bind(this, node, input, scope)
      case 'reduce':
        return reduce(this, node, input, scope)
      case 'foreach':
        return foreach(this, node, input, scope)
      case 'if':
        return forms.choose(this, node, input, scope)
      case 'define':
        return this.evaluate(node.rest, input, defining(scope, node.definition))
      case 'call':
        return this.#call(node, input, scope)
      case 'label':
        return forms.label(this, node, input, scope)
      case 'break':
        return forms.leave(node, scope)
      default:
        return forms.computedAll(input, this.#compute(node, input.value, scope))
    }
  }

  /** The forms that make new values, to which no path leads. */
  #compute(node: Computation, value: Json, scope: Scope): Iterable<Json> {
    switch (node.type) {
      case 'string':
        return forms.interpolate(this, node, value, scope)
      case 'format':
        return [forms.format(node.name, value)]
      case 'array':
        return forms.array(this, node, value, scope)
      case 'object':
        return forms.object(this, node, value, scope)
      case 'negate':
        return forms.negate(this, node, value, scope)
      case 'and':
      case 'or':
        return forms.junction(this, node, node.type === 'or', value, scope)
      case 'binary':
        return forms.binary(this, node, value, scope)
      case 'update':
        return forms.update(this, node, value, scope)
      case 'variable':
        return forms.variable(this, node, scope)
    }
  }

  #call({ name, args }: Extract<Node, { type: 'call' }>, input: Result, scope: Scope): Generator<Result> {
    const arity = `${name}/${args.length}`
    const closure = findFunction(scope, arity)
    if (closure) return this.#apply(closure, args, input, scope)
    const special = specials.get(arity)
    if (special) return special(this, args, input, scope)
    const native = natives.get(name)
    if (!native) throw new CompileError(`${arity} is not defined at <top-level>, line 1:`)
    return this.#applyNative(native, args, input, scope)
  }

  *#applyNative(native: Native, args: readonly Node[], input: Result, scope: Scope): Generator<Result> {
    for (const given of this.#product(args, 0, input.value, scope)) yield computed(input, native([input.value, ...given]))
  }

  /** All combinations of the arguments' values; the last argument varies slowest. */
  *#product(args: readonly Node[], at: number, value: Json, scope: Scope): Generator<readonly Json[]> {
    if (at >= args.length) {
      yield []
      return
    }
    for (const rest of this.#product(args, at + 1, value, scope))
      for (const first of this.values(args[at]!, value, scope)) yield [first, ...rest]
  }

  *#apply(closure: Closure, args: readonly Node[], input: Result, scope: Scope): Generator<Result> {
    const functions = new Map<string, Closure>()
    const values: { name: string; node: Node }[] = []
    closure.parameters.forEach((parameter, i) => {
      const name = parameter.replace(/^\$/, '')
      functions.set(`${name}/0`, { parameters: [], body: args[i]!, scope })
      if (parameter.startsWith('$')) values.push({ name, node: args[i]! })
    })
    const inner = functions.size > 0 ? within(closure.scope, none, functions) : closure.scope
    if (values.length === 0) {
      yield* this.evaluate(closure.body, input, inner)
      return
    }
    const nodes = values.map(({ node }) => node)
    for (const given of this.#product(nodes, 0, input.value, scope)) {
      yield* this.evaluate(closure.body, input, within(inner, new Map(values.map(({ name }, i) => [name, given[i]!]))))
    }
  }
}
