import { UsageError } from '../../base/index.ts'
import { goPrint, goType } from './go-value.ts'
import type { PathNode } from './nodes.ts'

type Values = readonly unknown[]

const isNothing = (value: unknown): boolean => value === null || value === undefined

const evalArray = (input: Values, node: Extract<PathNode, { type: 'array' }>): Values =>
  input.flatMap((value) => {
    if (isNothing(value)) return []
    if (!Array.isArray(value)) throw new UsageError(`${goType(value)} is not array or slice`)
    const { length } = value
    const [first, second, third] = node.bounds
    let start = first.known ? first.value : 0
    if (start < 0) start += length
    let end = second.known ? second.value : length
    if (end < 0 || (end === 0 && second.derived)) end += length
    if (start === end) return []
    if (start >= length || start < 0) throw new UsageError(`array index out of bounds: index ${start}, length ${length}`)
    if (end > length || end < 0) throw new UsageError(`array index out of bounds: index ${end - 1}, length ${length}`)
    if (start > end) throw new UsageError(`starting index ${start} is greater than ending index ${end}`)
    if (third.known && third.value <= 0) throw new UsageError('step must be > 0')
    const step = third.known ? third.value : 1
    return (value as unknown[]).slice(start, end).filter((_, index) => index % step === 0)
  })

/** What is inside a value: fields in the order of their names (Go's is random), items, characters' codes. */
const inside = (value: unknown): Values => {
  if (Array.isArray(value)) return value
  if (typeof value === 'string') return [...new TextEncoder().encode(value)]
  if (isNothing(value) || typeof value !== 'object') return []
  return Object.keys(value as object)
    .sort()
    .map((name) => (value as Record<string, unknown>)[name])
}

const evalRecursive = (input: Values): Values =>
  input.flatMap((value) => {
    if (typeof value === 'string') return []
    const inner = inside(value)
    return inner.length === 0 ? [] : [value, ...evalRecursive(inner)]
  })

const evalField = (input: Values, name: string, allowMissing: boolean): Values => {
  if (input.length === 0) return []
  const found = input.flatMap((value) => {
    if (isNothing(value) || typeof value !== 'object' || Array.isArray(value)) return []
    const inner = (value as Record<string, unknown>)[name]
    return inner === undefined ? [] : [inner]
  })
  if (found.length === 0 && !allowMissing) throw new UsageError(`${name} is not found`)
  return found
}

const comparable = (value: unknown): string => {
  const type = goType(value)
  if (type === 'int64' || type === 'float64' || type === 'string' || type === 'bool') return type
  throw new UsageError('invalid type for comparison')
}

const compare = (left: unknown, right: unknown, operator: string): boolean => {
  const types = [comparable(left), comparable(right)]
  if (types[0] !== types[1]) throw new UsageError('incompatible types for comparison')
  const a = left as number
  const b = right as number
  if (operator === '==') return a === b
  if (operator === '!=') return a !== b
  if (types[0] === 'bool') throw new UsageError('invalid type for comparison')
  if (operator === '<') return a < b
  if (operator === '<=') return a <= b
  if (operator === '>') return a > b
  if (operator === '>=') return a >= b
  throw new UsageError(`unrecognized filter operator ${operator}`)
}

/** Evaluates a parsed template. */
class Evaluation {
  readonly #allowMissing: boolean
  #ranges = 0

  constructor(allowMissing: boolean) {
    this.#allowMissing = allowMissing
  }

  /** Results of the nodes from `from` on, and where it stopped: after the `{end}` of the range that it is in, or at the end. */
  run(nodes: readonly PathNode[], from: number, data: unknown): { readonly results: readonly Values[]; readonly next: number } {
    const results: Values[] = []
    for (let i = from; i < nodes.length; i++) {
      const node = nodes[i]!
      const keyword = node.type === 'list' ? node.nodes.find((inner) => inner.type === 'identifier') : undefined
      if (keyword?.name === 'end') {
        if (this.#ranges === 0) throw new UsageError('not in range, nothing to end')
        return { results, next: i + 1 }
      }
      if (keyword?.name === 'range') {
        const values = this.walkList([data], node.type === 'list' ? node.nodes.filter((inner) => inner !== keyword) : [])
        this.#ranges++
        let next = nodes.length
        for (const value of values.length > 0 ? values : [undefined]) {
          const block = this.run(nodes, i + 1, value)
          next = block.next
          if (values.length > 0) results.push(...block.results)
        }
        this.#ranges--
        i = next - 1
        continue
      }
      results.push(this.walk([data], node))
    }
    return { results, next: nodes.length }
  }

  walkList(input: Values, nodes: readonly PathNode[]): Values {
    return nodes.reduce<Values>((values, node) => this.walk(values, node), input)
  }

  walk(input: Values, node: PathNode): Values {
    switch (node.type) {
      case 'list':
        return this.walkList(input, node.nodes)
      case 'text':
        return [node.text]
      case 'field':
        return evalField(input, node.name, this.#allowMissing)
      case 'array':
        return evalArray(input, node)
      case 'filter':
        return this.#filter(input, node)
      case 'number':
      case 'boolean':
        return input.map(() => node.value)
      case 'wildcard':
        return input.flatMap(inside)
      case 'recursive':
        return evalRecursive(input)
      case 'union':
        return node.lists.flatMap((list) => this.walkList(input, list))
      case 'identifier':
        throw new UsageError(`unrecognized identifier ${node.name}`)
    }
  }

  #filter(input: Values, node: Extract<PathNode, { type: 'filter' }>): Values {
    return input.flatMap((value) => {
      if (!Array.isArray(value)) throw new UsageError(`${goPrint(value)} is not array or slice and cannot be filtered`)
      return (value as unknown[]).filter((item) => {
        const lefts = this.#tolerant(item, node)
        if (node.operator === 'exists') return lefts.length > 0
        if (lefts.length === 0) return false
        if (lefts.length > 1) throw new UsageError('can only compare one element at a time')
        const rights = this.walkList([item], node.right)
        if (rights.length === 0) return false
        if (rights.length > 1) throw new UsageError('can only compare one element at a time')
        return compare(lefts[0], rights[0], node.operator)
      })
    })
  }

  /** The left side; for `exists` an error is the same as nothing. */
  #tolerant(item: unknown, node: Extract<PathNode, { type: 'filter' }>): Values {
    try {
      return this.walkList([item], node.left)
    } catch (error) {
      if (node.operator === 'exists' && error instanceof UsageError) return []
      throw error
    }
  }
}

/** The results of each action and text of a template, in order; throws UsageError with client-go's words. */
export const findJsonPath = (nodes: readonly PathNode[], data: unknown, allowMissing: boolean): readonly Values[] =>
  new Evaluation(allowMissing).run(nodes, 0, data).results
