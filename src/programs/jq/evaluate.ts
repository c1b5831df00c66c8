import { isArray, isObject, toJson, typeOf, type Json } from './json.ts'
import { formatters } from './formats.ts'
import { natives } from './natives.ts'
import { prelude } from './prelude.ts'
import { parseDefinitions } from './parse.ts'
import { CompileError, type Definition, type Node, type Pattern } from './syntax.ts'
import { calculate, deletePaths, fail, getPath, indexed, JqError, setPath, short, sliced, truthy } from './values.ts'

class Break extends Error {
  readonly label: object
  constructor(label: object) {
    super('break')
    this.label = label
  }
}

/** A value with the path that led to it, where paths are asked for. */
export interface Result {
  readonly value: Json
  readonly path: readonly Json[] | undefined
}

interface Closure {
  readonly parameters: readonly string[]
  readonly body: Node
  /** Where it was defined; for a definition that includes itself. */
  scope: Scope
}

/** Names in force; a chain, innermost first. */
interface Scope {
  readonly parent: Scope | undefined
  readonly variables: ReadonlyMap<string, Json>
  readonly functions: ReadonlyMap<string, Closure>
  readonly labels: ReadonlyMap<string, object>
}

const none: ReadonlyMap<string, never> = new Map<string, never>()

export interface Surroundings {
  readonly environment: ReadonlyMap<string, string>
  readonly variables: ReadonlyMap<string, Json>
  /** The next input, or undefined. */
  readonly input: () => Json | undefined
  readonly now: number
  readonly debug: (text: string) => void
}

let standard: ReadonlyMap<string, Closure> | undefined

const closures = (definitions: readonly Definition[], scope: Scope): Map<string, Closure> =>
  new Map(definitions.map(({ name, parameters, body }) => [`${name}/${parameters.length}`, { parameters, body, scope }]))

/** Runs compiled programs against inputs. */
export class Evaluator {
  readonly #surroundings: Surroundings
  readonly #root: Scope

  constructor(surroundings: Surroundings) {
    this.#surroundings = surroundings
    const functions = new Map<string, Closure>()
    const root: Scope = { parent: undefined, variables: surroundings.variables, functions, labels: none }
    standard ??= closures(parseDefinitions(prelude), root)
    for (const [name, closure] of standard) functions.set(name, { ...closure, scope: root })
    this.#root = root
  }

  *run(node: Node, value: Json): Generator<Json> {
    for (const result of this.#eval(node, { value, path: undefined }, this.#root)) yield result.value
  }

  /** Finds calls of functions and variables that do not exist, as jq does before it runs. */
  check(node: Node): void {
    this.#check(node, this.#root)
  }

  #check(node: unknown, scope: Scope): void {
    if (typeof node !== 'object' || node === null) return
    if (Array.isArray(node)) return node.forEach((item) => this.#check(item, scope))
    const typed = node as Node
    if (typed.type === 'define') {
      const { name, parameters, body } = typed.definition
      const inner = this.#with(scope, new Map(), new Map([[`${name}/${parameters.length}`, { parameters, body, scope }]]))
      const own = new Map<string, Closure>(
        parameters.map((parameter) => [`${parameter.replace('$', '')}/0`, { parameters: [], body, scope }]),
      )
      this.#check(
        body,
        this.#with(
          inner,
          new Map(parameters.filter((parameter) => parameter.startsWith('$')).map((parameter) => [parameter.slice(1), null])),
          own,
        ),
      )
      return this.#check(typed.rest, inner)
    }
    if (typed.type === 'call') {
      const name = `${typed.name}/${typed.args.length}`
      if (!this.#find(scope, name) && !natives.has(typed.name) && !special.has(name))
        throw new CompileError(`${name} is not defined at <top-level>, line 1:`)
    }
    const format = typed.type === 'format' ? typed.name : typed.type === 'string' ? typed.format : undefined
    if (format !== undefined && !formatters[format.slice(1)])
      throw new CompileError(`${format.slice(1)} is not a valid format at <top-level>, line 1:`)
    if (typed.type === 'variable' && typed.name !== 'ENV' && this.#variable(scope, typed.name) === undefined)
      throw new CompileError(`$${typed.name} is not defined at <top-level>, line 1:`)
    if (typed.type === 'bind' || typed.type === 'reduce' || typed.type === 'foreach') {
      this.#check(typed.source, scope)
      const names = new Map<string, Json>(
        (typed.type === 'bind' ? typed.patterns : [typed.pattern]).flatMap(namesOf).map((name) => [name, null]),
      )
      const inner = this.#with(scope, names)
      if (typed.type === 'bind') return this.#check(typed.body, inner)
      this.#check(typed.start, scope)
      this.#check(typed.update, inner)
      return typed.type === 'foreach' ? this.#check(typed.extract, inner) : undefined
    }
    for (const [key, child] of Object.entries(node)) if (key !== 'value' || typed.type !== 'literal') this.#check(child, scope)
  }

  #with(
    parent: Scope,
    variables: ReadonlyMap<string, Json>,
    functions: ReadonlyMap<string, Closure> = none,
    labels: ReadonlyMap<string, object> = none,
  ): Scope {
    return { parent, variables, functions, labels }
  }

  #find(scope: Scope, name: string): Closure | undefined {
    for (let at: Scope | undefined = scope; at; at = at.parent) {
      const found = at.functions.get(name)
      if (found) return found
    }
    return undefined
  }

  #variable(scope: Scope, name: string): Json | undefined {
    for (let at: Scope | undefined = scope; at; at = at.parent) if (at.variables.has(name)) return at.variables.get(name)
    return undefined
  }

  *#eval(node: Node, input: Result, scope: Scope): Generator<Result> {
    const { value, path } = input
    /** The result of an expression that has no path. */
    const made = (result: Json): Result => ({ value: result, path: path === undefined ? undefined : invalid })
    switch (node.type) {
      case 'identity':
        yield input
        return
      case 'recurse':
        yield* this.#recurse(input)
        return
      case 'loc':
        return
      case 'literal':
        yield made(node.value)
        return
      case 'string':
        for (const text of this.#interpolate(node.parts, 0, node.format, value, scope)) yield made(text)
        return
      case 'format':
        yield made(this.#format(node.name, value))
        return
      case 'index':
        for (const target of this.#eval(node.target, input, scope)) {
          for (const key of this.#values(node.key, value, scope))
            yield { value: this.#tracked(target, () => indexed(target.value, key), key), path: this.#extend(target, key) }
        }
        return
      case 'slice':
        for (const target of this.#eval(node.target, input, scope)) {
          for (const to of node.to ? this.#values(node.to, value, scope) : [null]) {
            for (const from of node.from ? this.#values(node.from, value, scope) : [null])
              yield {
                value: sliced(target.value, from, to),
                path: this.#extend(
                  target,
                  new Map<string, Json>([
                    ['start', from],
                    ['end', to],
                  ]),
                ),
              }
          }
        }
        return
      case 'iterate':
        for (const target of this.#eval(node.target, input, scope)) yield* this.#iterate(target)
        return
      case 'try':
        yield* this.#try(node.body, node.handler, input, scope)
        return
      case 'array':
        yield made(node.body ? [...this.#values(node.body, value, scope)] : [])
        return
      case 'object':
        for (const object of this.#object(node.entries, 0, new Map(), value, scope)) yield made(object)
        return
      case 'negate':
        for (const inner of this.#values(node.body, value, scope))
          yield made(typeof inner === 'number' ? -inner : fail(`${typeOf(inner)} (${short(inner)}) cannot be negated`))
        return
      case 'pipe':
        for (const left of this.#eval(node.left, input, scope)) yield* this.#eval(node.right, left, scope)
        return
      case 'comma':
        yield* this.#eval(node.left, input, scope)
        yield* this.#eval(node.right, input, scope)
        return
      case 'and':
      case 'or':
        for (const left of this.#values(node.left, value, scope)) {
          if (truthy(left) === (node.type === 'or')) yield made(node.type === 'or')
          else for (const right of this.#values(node.right, value, scope)) yield made(truthy(right))
        }
        return
      case 'alternative':
        yield* this.#alternative(node.left, node.right, input, scope)
        return
      case 'binary':
        for (const right of this.#values(node.right, value, scope))
          for (const left of this.#values(node.left, value, scope)) yield made(calculate(node.operator, left, right))
        return
      case 'update':
        for (const result of this.#update(node, value, scope)) yield made(result)
        return
      case 'variable':
        yield made(node.name === 'ENV' ? new Map<string, Json>(this.#surroundings.environment) : this.#variable(scope, node.name)!)
        return
      case 'bind':
        for (const source of this.#values(node.source, value, scope))
          yield* this.#bindAll(node.patterns, 0, source, node.body, input, scope)
        return
      case 'reduce':
        yield* this.#reduce(node, input, scope)
        return
      case 'foreach':
        yield* this.#foreach(node, input, scope)
        return
      case 'if':
        for (const test of this.#values(node.test, value, scope)) {
          if (truthy(test)) yield* this.#eval(node.then, input, scope)
          else if (node.else) yield* this.#eval(node.else, input, scope)
          else yield input
        }
        return
      case 'define': {
        const { name, parameters, body } = node.definition
        const closure: Closure = { parameters, body, scope }
        const inner = this.#with(scope, none, new Map([[`${name}/${parameters.length}`, closure]]))
        closure.scope = inner
        yield* this.#eval(node.rest, input, inner)
        return
      }
      case 'label': {
        const label = {}
        try {
          yield* this.#eval(node.body, input, this.#with(scope, none, none, new Map([[node.name, label]])))
        } catch (error) {
          if (!(error instanceof Break) || error.label !== label) throw error
        }
        return
      }
      case 'break': {
        for (let at: Scope | undefined = scope; at; at = at.parent) if (at.labels.has(node.name)) throw new Break(at.labels.get(node.name)!)
        throw new CompileError(`$*label-${node.name} is not defined at <top-level>, line 1:`)
      }
      case 'call':
        yield* this.#call(node.name, node.args, input, scope)
        return
    }
  }

  *#values(node: Node, value: Json, scope: Scope): Generator<Json> {
    for (const result of this.#eval(node, { value, path: undefined }, scope)) yield result.value
  }

  #tracked(target: Result, read: () => Json, key: Json): Json {
    if (target.path === invalid) return fail(`Invalid path expression with result ${short(target.value)}`)
    void key
    return read()
  }

  #extend(target: Result, key: Json): readonly Json[] | undefined {
    if (target.path === invalid) return fail(`Invalid path expression with result ${short(target.value)}`)
    return target.path && [...target.path, key]
  }

  *#iterate(target: Result): Generator<Result> {
    const { value } = target
    if (isArray(value)) for (let i = 0; i < value.length; i++) yield { value: value[i]!, path: this.#extend(target, i) }
    else if (isObject(value)) for (const [key, inner] of value) yield { value: inner, path: this.#extend(target, key) }
    else fail(`Cannot iterate over ${typeOf(value)} (${short(value)})`)
  }

  *#recurse(input: Result): Generator<Result> {
    yield input
    if (isArray(input.value) || isObject(input.value)) for (const inner of this.#iterate(input)) yield* this.#recurse(inner)
  }

  *#interpolate(parts: readonly (string | Node)[], at: number, format: string | undefined, value: Json, scope: Scope): Generator<string> {
    const part = parts[at]
    if (part === undefined) {
      yield ''
      return
    }
    // Later parts vary slowest, as in jq.
    for (const rest of this.#interpolate(parts, at + 1, format, value, scope)) {
      if (typeof part === 'string') yield part + rest
      else for (const inner of this.#values(part, value, scope)) yield this.#format(format ?? '@text', inner) + rest
    }
  }

  #format(name: string, value: Json): string {
    const formatter = formatters[name.slice(1)]
    if (!formatter) throw new CompileError(`${name.slice(1)} is not a valid format at <top-level>, line 1:`)
    return formatter(value)
  }

  *#try(body: Node, handler: Node | undefined, input: Result, scope: Scope): Generator<Result> {
    try {
      yield* this.#eval(body, input, scope)
    } catch (error) {
      if (!(error instanceof JqError)) throw error
      if (isObject(error.value) && error.value.get('__jq') !== undefined) throw error
      if (handler) yield* this.#eval(handler, { value: error.value, path: input.path }, scope)
    }
  }

  *#object(
    entries: readonly { readonly key: Node; readonly value: Node }[],
    at: number,
    made: ReadonlyMap<string, Json>,
    value: Json,
    scope: Scope,
  ): Generator<Json> {
    const entry = entries[at]
    if (!entry) {
      yield made
      return
    }
    for (const key of this.#values(entry.key, value, scope)) {
      if (typeof key !== 'string') fail(`Object keys must be strings`)
      for (const inner of this.#values(entry.value, value, scope))
        yield* this.#object(entries, at + 1, new Map(made).set(key as string, inner), value, scope)
    }
  }

  *#alternative(left: Node, right: Node, input: Result, scope: Scope): Generator<Result> {
    let some = false
    try {
      for (const result of this.#eval(left, input, scope)) {
        if (!truthy(result.value)) continue
        some = true
        yield result
      }
    } catch (error) {
      if (!(error instanceof JqError)) throw error
    }
    if (!some) yield* this.#eval(right, input, scope)
  }

  /** `=`, `|=`, `+=` and their like. */
  *#update(node: Extract<Node, { type: 'update' }>, value: Json, scope: Scope): Generator<Json> {
    const paths = [...this.#eval(node.left, { value, path: [] }, scope)].map((result) => this.#pathOf(result))
    if (node.operator === '|=') {
      let current = value
      const gone: (readonly Json[])[] = []
      for (const path of paths) {
        const first = this.#values(node.right, getPath(current, path), scope).next()
        if (first.done) gone.push(path)
        else current = setPath(current, path, () => first.value)
      }
      yield gone.length > 0 ? deletePaths(current, gone) : current
      return
    }
    for (const right of this.#values(node.right, value, scope)) {
      let current = value
      for (const path of paths) {
        current = setPath(current, path, (old) =>
          node.operator === '='
            ? right
            : node.operator === '//='
              ? truthy(old)
                ? old
                : right
              : calculate(node.operator.slice(0, -1), old, right),
        )
      }
      yield current
    }
  }

  #pathOf(result: Result): readonly Json[] {
    if (result.path === undefined || result.path === invalid) return fail(`Invalid path expression with result ${short(result.value)}`)
    return result.path
  }

  *#bindAll(patterns: readonly Pattern[], at: number, source: Json, body: Node, input: Result, scope: Scope): Generator<Result> {
    const blank = new Map<string, Json>(patterns.length > 1 ? patterns.flatMap(namesOf).map((name) => [name, null]) : [])
    try {
      for (const variables of this.#bind(patterns[at]!, source, blank, input.value, scope))
        yield* this.#eval(body, input, this.#with(scope, variables))
    } catch (error) {
      if (!(error instanceof JqError) || at + 1 >= patterns.length) throw error
      yield* this.#bindAll(patterns, at + 1, source, body, input, scope)
    }
  }

  *#bind(pattern: Pattern, source: Json, bound: ReadonlyMap<string, Json>, dot: Json, scope: Scope): Generator<ReadonlyMap<string, Json>> {
    if (pattern.kind === 'variable') {
      yield new Map(bound).set(pattern.name, source)
      return
    }
    if (pattern.kind === 'array') {
      let all: ReadonlyMap<string, Json>[] = [bound]
      for (const [i, item] of pattern.items.entries())
        all = all.flatMap((one) => [...this.#bind(item, indexed(source, i), one, dot, scope)])
      yield* all
      return
    }
    let all: ReadonlyMap<string, Json>[] = [bound]
    for (const { key, variable, pattern: inner } of pattern.entries) {
      all = all.flatMap((one) =>
        [...this.#values(key, dot, this.#with(scope, one))].flatMap((name) => {
          const value = indexed(source, name)
          const named = variable === undefined ? one : new Map(one).set(variable, value)
          return inner ? [...this.#bind(inner, value, named, dot, scope)] : [named]
        }),
      )
    }
    yield* all
  }

  *#reduce(node: Extract<Node, { type: 'reduce' }>, input: Result, scope: Scope): Generator<Result> {
    for (const start of this.#eval(node.start, input, scope)) {
      let state: Result | undefined = start
      for (const source of this.#values(node.source, input.value, scope)) {
        for (const variables of this.#bind(node.pattern, source, none, input.value, scope)) {
          let last: Result | undefined
          for (const result of this.#eval(node.update, state ?? { value: null, path: input.path }, this.#with(scope, variables)))
            last = result
          state = last
        }
      }
      yield state ?? { value: null, path: input.path }
    }
  }

  *#foreach(node: Extract<Node, { type: 'foreach' }>, input: Result, scope: Scope): Generator<Result> {
    for (const start of this.#eval(node.start, input, scope)) {
      let state = start
      for (const source of this.#values(node.source, input.value, scope)) {
        for (const variables of this.#bind(node.pattern, source, none, input.value, scope)) {
          const inner = this.#with(scope, variables)
          for (const result of this.#eval(node.update, state, inner)) {
            state = result
            if (node.extract) yield* this.#eval(node.extract, result, inner)
            else yield result
          }
        }
      }
    }
  }

  *#call(name: string, args: readonly Node[], input: Result, scope: Scope): Generator<Result> {
    const closure = this.#find(scope, `${name}/${args.length}`)
    if (closure) {
      yield* this.#apply(closure, args, input, scope)
      return
    }
    const { value, path } = input
    const made = (result: Json): Result => ({ value: result, path: path === undefined ? undefined : invalid })
    switch (`${name}/${args.length}`) {
      case 'empty/0':
        return
      case 'error/0':
        throw new JqError(value)
      case 'error/1':
        for (const inner of this.#values(args[0]!, value, scope)) throw new JqError(inner)
        return
      case 'path/1':
        for (const result of this.#eval(args[0]!, { value, path: [] }, scope)) yield made([...this.#pathOf(result)])
        return
      case 'getpath/1':
        for (const keys of this.#values(args[0]!, value, scope)) {
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
        return
      case 'input/0': {
        const next = this.#surroundings.input()
        yield next === undefined ? fail('No more inputs') : made(next)
        return
      }
      case 'inputs/0':
        for (let next = this.#surroundings.input(); next !== undefined; next = this.#surroundings.input()) yield made(next)
        return
      case 'debug/0':
        this.#surroundings.debug(`["DEBUG:",${toJson(value)}]\n`)
        yield input
        return
      case 'stderr/0':
        this.#surroundings.debug(toJson(value))
        yield input
        return
      case 'env/0':
        yield made(new Map<string, Json>(this.#surroundings.environment))
        return
      case 'now/0':
        yield made(this.#surroundings.now / 1000)
        return
      case 'input_filename/0':
        yield made(null)
        return
      case 'input_line_number/0':
        yield made(0)
        return
      case 'halt/0':
        throw new JqError(
          new Map<string, Json>([
            ['__jq', 'halt'],
            ['code', 0],
          ]),
        )
      case 'halt_error/0':
        throw new JqError(
          new Map<string, Json>([
            ['__jq', 'halt'],
            ['code', 5],
            ['value', value],
          ]),
        )
      case 'halt_error/1':
        for (const code of this.#values(args[0]!, value, scope))
          throw new JqError(
            new Map<string, Json>([
              ['__jq', 'halt'],
              ['code', code],
              ['value', value],
            ]),
          )
        return
    }
    const native = natives.get(name)
    if (!native) throw new CompileError(`${name}/${args.length} is not defined at <top-level>, line 1:`)
    for (const given of this.#product(args, 0, value, scope)) yield made(native([value, ...given]))
  }

  /** All combinations of the arguments' values; the last argument varies slowest. */
  *#product(args: readonly Node[], at: number, value: Json, scope: Scope): Generator<readonly Json[]> {
    if (at >= args.length) {
      yield []
      return
    }
    for (const rest of this.#product(args, at + 1, value, scope))
      for (const first of this.#values(args[at]!, value, scope)) yield [first, ...rest]
  }

  *#apply(closure: Closure, args: readonly Node[], input: Result, scope: Scope): Generator<Result> {
    const functions = new Map<string, Closure>()
    const values: { name: string; node: Node }[] = []
    closure.parameters.forEach((parameter, i) => {
      const name = parameter.replace(/^\$/, '')
      functions.set(`${name}/0`, { parameters: [], body: args[i]!, scope })
      if (parameter.startsWith('$')) values.push({ name, node: args[i]! })
    })
    const inner = functions.size > 0 ? this.#with(closure.scope, none, functions) : closure.scope
    if (values.length === 0) {
      yield* this.#eval(closure.body, input, inner)
      return
    }
    for (const given of this.#product(
      values.map(({ node }) => node),
      0,
      input.value,
      scope,
    )) {
      yield* this.#eval(closure.body, input, this.#with(inner, new Map(values.map(({ name }, i) => [name, given[i]!]))))
    }
  }
}

/** The mark of a value that no path leads to. */
const invalid: readonly Json[] = ['\0invalid']

const namesOf = (pattern: Pattern): string[] =>
  pattern.kind === 'variable'
    ? [pattern.name]
    : pattern.kind === 'array'
      ? pattern.items.flatMap(namesOf)
      : pattern.entries.flatMap(({ variable, pattern: inner }) => [
          ...(variable === undefined ? [] : [variable]),
          ...(inner ? namesOf(inner) : []),
        ])

const special = new Set([
  'empty/0',
  'error/0',
  'error/1',
  'path/1',
  'getpath/1',
  'input/0',
  'inputs/0',
  'debug/0',
  'stderr/0',
  'env/0',
  'now/0',
  'input_filename/0',
  'input_line_number/0',
  'halt/0',
  'halt_error/0',
  'halt_error/1',
])
