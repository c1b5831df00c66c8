import { labelKeyProblems, labelValueProblems } from './validation/names.ts'
import type { LabelSelector } from './generated/types.ts'

export type Labels = Readonly<Record<string, string>>
export type SelectorOperator = '=' | '==' | '!=' | 'in' | 'notin' | 'exists' | '!' | 'gt' | 'lt'

/** One condition of a label selector (`app in (a,b)`). */
export interface Requirement {
  readonly key: string
  readonly operator: SelectorOperator
  readonly values: readonly string[]
}

/** A parsed `-l` selector; `text` is its canonical form. */
export interface ParsedSelector {
  readonly requirements: readonly Requirement[]
  readonly text: string
  readonly matches: (labels: Labels | undefined) => boolean
}

type Token = 'identifier' | 'end' | 'error' | ')' | ',' | '!' | '==' | '=' | '>' | 'in' | '<' | '!=' | 'notin' | '('
interface Item {
  readonly token: Token
  readonly literal: string
}
const symbols: readonly string[] = [')', ',', '!', '==', '=', '>', '<', '!=', '(']

const scan = (text: string): readonly Item[] => {
  const items: Item[] = []
  for (const [literal] of text.matchAll(/[=!(),<>]+|[^=!(),<>\s]+/g)) {
    if (!/^[=!(),<>]/.test(literal)) {
      items.push({ token: literal === 'in' || literal === 'notin' ? literal : 'identifier', literal })
      continue
    }
    let rest = literal
    while (rest !== '') {
      const symbol = symbols.includes(rest.slice(0, 2)) ? rest.slice(0, 2) : rest[0]!
      items.push({ token: symbol as Token, literal: symbol })
      rest = rest.slice(symbol.length)
    }
  }
  return [...items, { token: 'end', literal: '' }]
}

class Parser {
  private readonly items: readonly Item[]
  private position = 0
  constructor(text: string) {
    this.items = scan(text)
  }

  /** In the place of a value, `in` and `notin` are plain words. */
  private look(values = true): Item {
    const item = this.items[Math.min(this.position, this.items.length - 1)]!
    return values && (item.token === 'in' || item.token === 'notin') ? { token: 'identifier', literal: item.literal } : item
  }
  private take(values = true): Item {
    const item = this.look(values)
    this.position++
    return item
  }

  parse(): readonly Requirement[] {
    const requirements: Requirement[] = []
    for (;;) {
      const { token, literal } = this.look()
      if (token === 'end') return requirements
      if (token !== 'identifier' && token !== '!') throw new Error(`found '${literal}', expected: !, identifier, or 'end of string'`)
      requirements.push(this.requirement())
      const next = this.take()
      if (next.token === 'end') return requirements
      if (next.token !== ',') throw new Error(`found '${next.literal}', expected: ',' or 'end of string'`)
      const after = this.look()
      if (after.token !== 'identifier' && after.token !== '!') throw new Error(`found '${after.literal}', expected: identifier after ','`)
    }
  }

  private requirement(): Requirement {
    const fail = (problem: string): never => {
      throw new Error(`unable to parse requirement: ${problem}`)
    }
    let item = this.take()
    const absent = item.token === '!'
    if (absent) item = this.take()
    if (item.token !== 'identifier') return fail(`found '${item.literal}', expected: identifier`)
    const key = item.literal
    const problems = labelKeyProblems(key)
    if (problems.length > 0) return fail(`<nil>: Invalid value: ${JSON.stringify(key)}: ${problems.join('; ')}`)
    const next = this.look().token
    if (absent) return { key, operator: '!', values: [] }
    if (next === 'end' || next === ',') return { key, operator: 'exists', values: [] }
    const operator = this.take(false)
    const values = operator.token === 'in' || operator.token === 'notin' ? this.valueList(fail) : this.exactValue(operator, fail)
    const names: Partial<Record<Token, SelectorOperator>> = {
      '=': '=',
      '==': '==',
      '!=': '!=',
      in: 'in',
      notin: 'notin',
      '>': 'gt',
      '<': 'lt',
    }
    for (const [index, value] of values.entries()) {
      if (names[operator.token] === 'gt' || names[operator.token] === 'lt') {
        if (!/^[-+]?\d+$/.test(value))
          fail(`values[${index}]: Invalid value: ${JSON.stringify(value)}: for 'Gt', 'Lt' operators, the value must be an integer`)
      }
      const wrong = labelValueProblems(value)
      if (wrong.length > 0) fail(`values[${index}][${key}]: Invalid value: ${JSON.stringify(value)}: ${wrong.join('; ')}`)
    }
    return { key, operator: names[operator.token]!, values: [...new Set(values)].sort() }
  }

  private exactValue(operator: Item, fail: (problem: string) => never): readonly string[] {
    if (!['=', '==', '!=', '>', '<'].includes(operator.token)) fail(`found '${operator.literal}', expected: in, notin, =, ==, !=, gt, lt`)
    const next = this.look()
    if (next.token === 'end' || next.token === ',') return ['']
    if (next.token !== 'identifier') fail(`found '${next.literal}', expected: identifier`)
    return [this.take().literal]
  }

  private valueList(fail: (problem: string) => never): readonly string[] {
    const open = this.take()
    if (open.token !== '(') fail(`found '${open.literal}' expected: '('`)
    const first = this.look()
    if (first.token !== 'identifier' && first.token !== ',' && first.token !== ')')
      fail(`found '${first.literal}', expected: ',', ')' or identifier`)
    const values: string[] = []
    let afterComma = true
    for (;;) {
      const { token, literal } = this.take()
      if (token === ')') return afterComma ? [...values, ''] : values
      if (token === ',') {
        if (afterComma) values.push('')
        afterComma = true
      } else if (!afterComma) {
        fail(`found '${literal}', expected: ',' or ')'`)
      } else if (token !== 'identifier') {
        fail(`found '${literal}', expected: ',', or identifier`)
      } else {
        values.push(literal)
        afterComma = false
      }
    }
  }
}

const holds = ({ key, operator, values }: Requirement, labels: Labels): boolean => {
  const value = labels[key]
  switch (operator) {
    case '!':
      return value === undefined
    case 'exists':
      return value !== undefined
    case '!=':
    case 'notin':
      return value === undefined || !values.includes(value)
    case 'gt':
      return value !== undefined && /^-?\d+$/.test(value) && Number(value) > Number(values[0])
    case 'lt':
      return value !== undefined && /^-?\d+$/.test(value) && Number(value) < Number(values[0])
    default:
      return value !== undefined && values.includes(value)
  }
}

const requirementText = ({ key, operator, values }: Requirement): string => {
  if (operator === 'exists') return key
  if (operator === '!') return `!${key}`
  if (operator === 'in' || operator === 'notin') return `${key} ${operator} (${values.join(',')})`
  return `${key}${operator === 'gt' ? '>' : operator === 'lt' ? '<' : operator}${values[0]}`
}

const noLabels: Labels = {}

const selectorOf = (unsorted: readonly Requirement[]): ParsedSelector => {
  const requirements = [...unsorted].sort((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0))
  return {
    requirements,
    text: requirements.map(requirementText).join(','),
    matches: (labels = noLabels) => requirements.every((requirement) => holds(requirement, labels)),
  }
}

/** Parses `app=web,tier in (a,b),!old`; throws with the words of `k8s.io/apimachinery/pkg/labels`. */
export const parseLabelSelector = (text: string): ParsedSelector => selectorOf(new Parser(text).parse())

const operators: Readonly<Record<string, SelectorOperator>> = {
  In: 'in',
  NotIn: 'notin',
  Exists: 'exists',
  DoesNotExist: '!',
  Gt: 'gt',
  Lt: 'lt',
}

/** The parsed form of an object's `selector` (matchLabels and matchExpressions). */
export const selectorFromObject = (selector: LabelSelector): ParsedSelector =>
  selectorOf([
    ...Object.entries(selector.matchLabels ?? {}).map(([key, value]): Requirement => ({ key, operator: '=', values: [value] })),
    ...(selector.matchExpressions ?? []).map(({ key, operator, values }): Requirement => ({
      key,
      operator: operators[operator] ?? 'in',
      values: [...(values ?? [])].sort(),
    })),
  ])

const parsedSelectors = new WeakMap<LabelSelector, ParsedSelector>()

/** True if labels match an object's `selector`; no selector matches nothing, an empty one everything. */
export const matchesSelector = (selector: LabelSelector | undefined, labels: Labels | undefined): boolean => {
  if (!selector) return false
  let parsed = parsedSelectors.get(selector)
  if (!parsed) parsedSelectors.set(selector, (parsed = selectorFromObject(selector)))
  return parsed.matches(labels)
}

/** True if labels hold every pair of a map, as a Service's `spec.selector` asks. */
export const matchesLabels = (wanted: Labels | undefined, labels: Labels | undefined): boolean =>
  Object.entries(wanted ?? {}).every(([key, value]) => labels?.[key] === value)

/** The canonical text of a `selector`, as tables and `/scale` show it. */
export const formatSelector = (selector: LabelSelector | undefined): string => (selector ? selectorFromObject(selector).text : '')
