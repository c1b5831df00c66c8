import { UsageError } from '../../base/index.ts'
import { functions } from './functions.ts'
import { lineOf } from './lex.ts'
import type { Command, Operand, Pipeline, Template, TemplateNode } from './nodes.ts'
import { truth, typeText, valueText, type Value } from './values.ts'

interface Variable {
  readonly name: string
  value: Value
}

type Flow = 'break' | 'continue' | undefined

class Execution {
  readonly #template: Template
  readonly #allowMissing: boolean
  #variables: Variable[]
  #output = ''

  constructor(template: Template, data: Value, allowMissing: boolean) {
    this.#template = template
    this.#allowMissing = allowMissing
    this.#variables = [{ name: '$', value: data }]
  }

  run(data: Value): string {
    this.#walk(this.#template.nodes, data)
    return this.#output
  }

  #walk(nodes: readonly TemplateNode[], dot: Value): Flow {
    for (const node of nodes) {
      const flow = this.#node(node, dot)
      if (flow) return flow
    }
    return undefined
  }

  #node(node: TemplateNode, dot: Value): Flow {
    switch (node.type) {
      case 'text':
        this.#output += node.text
        return undefined
      case 'action': {
        const value = this.#pipeline(node.pipeline, dot)
        if (node.pipeline.variables.length === 0) this.#output += valueText(value)
        return undefined
      }
      case 'break':
      case 'continue':
        return node.type
      case 'template':
        this.#include(node, dot)
        return undefined
      case 'range':
        return this.#range(node, dot)
      default: {
        const scope = this.#variables.length
        const value = this.#pipeline(node.pipeline, dot)
        const flow = truth(value) ? this.#walk(node.body, node.type === 'with' ? value : dot) : this.#walk(node.otherwise, dot)
        this.#variables.length = scope
        return flow
      }
    }
  }

  #include(node: Extract<TemplateNode, { type: 'template' }>, dot: Value): void {
    const nodes = this.#template.defined.get(node.name)
    if (!nodes) throw new UsageError(`template: output: template ${JSON.stringify(node.name)} not defined`)
    const data = node.pipeline ? this.#pipeline(node.pipeline, dot) : undefined
    const outer = this.#variables
    this.#variables = [{ name: '$', value: data }]
    this.#walk(nodes, data)
    this.#variables = outer
  }

  #range(node: Extract<TemplateNode, { type: 'if' | 'with' | 'range' }>, dot: Value): Flow {
    const scope = this.#variables.length
    const { variables, declares, commands } = node.pipeline
    const value = this.#pipeline({ variables: [], declares: false, commands }, dot)
    const entries = this.#entries(value, commands[0]!)
    if (entries.length === 0) {
      const flow = this.#walk(node.otherwise, dot)
      this.#variables.length = scope
      return flow
    }
    for (const [key, item] of entries) {
      const values = variables.length === 2 ? [key, item] : [item]
      variables.forEach((name, i) => (declares ? this.#variables.push({ name, value: values[i] }) : this.#assign(name, values[i])))
      const flow = this.#walk(node.body, item)
      this.#variables.length = scope
      if (flow === 'break') break
    }
    return undefined
  }

  #entries(value: Value, command: Command): readonly (readonly [Value, Value])[] {
    if (value === undefined || value === null) return []
    if (Array.isArray(value)) return value.map((item: Value, i) => [BigInt(i), item] as const)
    if (typeof value === 'bigint') return Array.from({ length: Number(value) }, (_, i) => [BigInt(i), BigInt(i)] as const)
    if (typeof value === 'object')
      return Object.entries(value)
        .filter(([, item]) => item !== undefined)
        .sort(([a], [b]) => (a < b ? -1 : 1))
    throw this.#error(command, `range can't iterate over ${valueText(value)}`)
  }

  #assign(name: string, value: Value): void {
    const variable = this.#variables.findLast((one) => one.name === name)
    if (variable) variable.value = value
  }

  #pipeline(pipeline: Pipeline, dot: Value): Value {
    let value: Value
    pipeline.commands.forEach((command, i) => {
      value = this.#command(command, dot, i > 0 ? [value] : [])
    })
    for (const name of pipeline.variables) {
      if (pipeline.declares) this.#variables.push({ name, value })
      else this.#assign(name, value)
    }
    return value
  }

  #error(command: Command, message: string): UsageError {
    const { source } = this.#template
    const line = lineOf(source, command.position)
    const column = command.position - source.lastIndexOf('\n', command.position - 1) - 1
    const context = command.source.length > 20 ? `${command.source.slice(0, 20)}...` : command.source
    return new UsageError(`template: output:${line}:${column}: executing "output" at <${context}>: ${message}`)
  }

  #command(command: Command, dot: Value, piped: readonly Value[]): Value {
    const [first, ...rest] = command.operands
    if (first!.type !== 'function') {
      if (rest.length > 0 || piped.length > 0) {
        const name = first!.type === 'field' ? first!.names.at(-1)! : ''
        throw this.#error(
          command,
          first!.type === 'field'
            ? `${name} is not a method but has arguments`
            : `can't give argument to non-function ${command.source.split(' ')[0]}`,
        )
      }
      return this.#operand(first!, dot, command)
    }
    if (first!.name === 'and' || first!.name === 'or') return this.#lazy(first!.name, rest, dot, command, piped)
    const values = [...rest.map((operand) => this.#operand(operand, dot, command)), ...piped]
    try {
      return functions[first!.name]!(...values)
    } catch (error) {
      if (!(error instanceof UsageError) || error.message.startsWith('template:')) throw error
      throw this.#error(command, `error calling ${first!.name}: ${error.message}`)
    }
  }

  #lazy(name: 'and' | 'or', operands: readonly Operand[], dot: Value, command: Command, piped: readonly Value[]): Value {
    let value: Value
    for (const operand of operands) {
      value = this.#operand(operand, dot, command)
      if (truth(value) === (name === 'or')) return value
    }
    return piped.length > 0 ? piped[0] : value
  }

  #operand(operand: Operand, dot: Value, command: Command): Value {
    switch (operand.type) {
      case 'dot':
        return dot
      case 'nil':
        throw this.#error(command, 'nil is not a command')
      case 'constant':
        return operand.value
      case 'field':
        return this.#fields(dot, operand.names, command)
      case 'variable':
        return this.#fields(this.#variables.findLast((one) => one.name === operand.name)?.value, operand.names, command)
      case 'group':
        return this.#fields(this.#pipeline(operand.pipeline, dot), operand.names, command)
      case 'function':
        return functions[operand.name]!()
    }
  }

  #fields(start: Value, names: readonly string[], command: Command): Value {
    let value = start
    for (const name of names) {
      if (value === undefined || value === null) {
        if (value === null) throw this.#error(command, `nil data; no entry for key ${JSON.stringify(name)}`)
        throw this.#error(command, `nil pointer evaluating interface {}.${name}`)
      }
      if (typeof value !== 'object' || Array.isArray(value))
        throw this.#error(
          command,
          `can't evaluate field ${name} in type ${typeText(value) === '[]interface {}' ? 'interface {}' : 'interface {}'}`,
        )
      value = (value as Record<string, Value>)[name]
      if (value === undefined && !this.#allowMissing) throw this.#error(command, `map has no entry for key ${JSON.stringify(name)}`)
    }
    return value
  }
}

/** The text that a template makes of data; throws UsageError with text/template's words. */
export const renderGoTemplate = (template: Template, data: Value, allowMissing: boolean): string =>
  new Execution(template, data, allowMissing).run(data)
