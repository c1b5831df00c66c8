import { UsageError } from '../../base/index.ts'
import type { Bound, PathNode } from './nodes.ts'

const isTerminator = (character: string | undefined): boolean => character === undefined || ' \t\r\n.,[]$@{}'.includes(character)
const isWord = (character: string): boolean => /[\p{L}\p{Nd}_]/u.test(character)

const escapes: Readonly<Record<string, string>> = {
  a: '\u0007',
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
  v: '\v',
  '\\': '\\',
  "'": "'",
  '"': '"',
}

/** UnquoteExtend: strconv.Unquote that takes single quotes for a string, too. */
const unquote = (quoted: string): string =>
  quoted.slice(1, -1).replace(/\\(x[0-9a-fA-F]{2}|u[0-9a-fA-F]{4}|U[0-9a-fA-F]{8}|[0-7]{3}|.)?/gs, (_, escape: string | undefined) => {
    if (escape === undefined) throw new UsageError(`unquote string ${quoted} error invalid syntax`)
    if (/^[xuU].+/.test(escape)) return String.fromCodePoint(Number.parseInt(escape.slice(1), 16))
    if (/^[0-7]{3}$/.test(escape)) return String.fromCharCode(Number.parseInt(escape, 8))
    const plain = escapes[escape]
    if (plain === undefined || ((escape === '"' || escape === "'") && escape !== quoted[0]))
      throw new UsageError(`unquote string ${quoted} error invalid syntax`)
    return plain
  })

const codePoint = (character: string): string => `U+${character.codePointAt(0)!.toString(16).toUpperCase().padStart(4, '0')} '${character}'`

/** Parses the dialect of `k8s.io/client-go/util/jsonpath`: text with actions in braces. */
class Parser {
  readonly #input: string
  #position = 0

  constructor(input: string) {
    this.#input = input
  }

  template(): readonly PathNode[] {
    const nodes: PathNode[] = []
    while (this.#position < this.#input.length) {
      const brace = this.#input.indexOf('{', this.#position)
      const end = brace < 0 ? this.#input.length : brace
      if (end > this.#position) nodes.push({ type: 'text', text: this.#input.slice(this.#position, end) })
      this.#position = end
      if (brace < 0) break
      this.#position++
      nodes.push({ type: 'list', nodes: this.#action() })
    }
    return nodes
  }

  #startsWith(text: string): boolean {
    return this.#input.startsWith(text, this.#position)
  }

  #action(): readonly PathNode[] {
    const nodes: PathNode[] = []
    for (;;) {
      if (this.#startsWith('}')) {
        this.#position++
        return nodes
      }
      if (this.#startsWith('[?(')) this.#filter(nodes)
      else if (this.#startsWith('..')) this.#recursive(nodes)
      else this.#step(nodes)
    }
  }

  #step(nodes: PathNode[]): void {
    const character = this.#input[this.#position]
    if (character === undefined || character === '\n' || character === '\r') throw new UsageError('unclosed action')
    if (character === ' ' || character === '@' || character === '$') this.#position++
    else if (character === '[') this.#array(nodes)
    else if (character === '"' || character === "'") this.#quote(nodes, character)
    else if (character === '.') {
      this.#position++
      this.#field(nodes)
    } else if (/[-+\d]/.test(character)) this.#number(nodes)
    else if (isWord(character)) this.#identifier(nodes)
    else throw new UsageError(`unrecognized character in action: ${codePoint(character)}`)
  }

  #identifier(nodes: PathNode[]): void {
    const start = this.#position
    while (!isTerminator(this.#input[this.#position])) this.#position++
    const word = this.#input.slice(start, this.#position)
    nodes.push(word === 'true' || word === 'false' ? { type: 'boolean', value: word === 'true' } : { type: 'identifier', name: word })
  }

  #recursive(nodes: PathNode[]): void {
    if (nodes.at(-1)?.type === 'recursive') throw new UsageError('invalid multiple recursive descent')
    this.#position += 2
    nodes.push({ type: 'recursive' })
    const next = this.#input[this.#position]
    if (next !== undefined && isWord(next)) this.#field(nodes)
  }

  #number(nodes: PathNode[]): void {
    const text = /^[-+]?[\d.]*/.exec(this.#input.slice(this.#position))![0]
    this.#position += text.length
    if (!/^[-+]?(\d+\.?\d*|\.\d+)$/.test(text)) throw new UsageError(`cannot parse number ${text}`)
    nodes.push({ type: 'number', value: Number(text), integer: !text.includes('.') })
  }

  #array(nodes: PathNode[]): void {
    const start = this.#position
    const end = this.#input.indexOf(']', start)
    const line = this.#input.indexOf('\n', start)
    if (end < 0 || (line >= 0 && line < end)) throw new UsageError('unterminated array')
    this.#position = end + 1
    const inner = this.#input.slice(start + 1, end)
    const text = inner === '*' ? ':' : inner
    const parts = text.split(',')
    if (parts.length > 1) {
      nodes.push({ type: 'union', lists: parts.map((part) => parseAction(`[${part.replace(/^ +| +$/g, '')}]`)) })
      return
    }
    const key = /^'([^']*)'$/.exec(text)
    if (key) nodes.push(...parseAction(`.${key[1]}`))
    else nodes.push({ type: 'array', bounds: parseBounds(text) })
  }

  #filter(nodes: PathNode[]): void {
    this.#position += 3
    const start = this.#position
    let begun = false
    let ended = false
    let pair = ''
    for (;;) {
      const character = this.#input[this.#position++]
      if (character === undefined || character === '\n') throw new UsageError('unterminated filter')
      if (character === '"' || character === "'") {
        if (!begun) {
          begun = true
          pair = character
        } else if (this.#input[this.#position - 2] !== '\\' && character === pair) ended = true
      } else if (character === ')' && begun === ended) break
    }
    const text = this.#input.slice(start, this.#position - 1)
    if (this.#input[this.#position++] !== ']') throw new UsageError('unclosed array expect ]')
    const parts = /^([^!<>=]+)([!<>=]+)(.+?)$/.exec(text)
    if (!parts) nodes.push({ type: 'filter', left: parseAction(text), right: [], operator: 'exists' })
    else nodes.push({ type: 'filter', left: parseAction(parts[1]!), right: parseAction(parts[3]!), operator: parts[2]! })
  }

  #quote(nodes: PathNode[], quote: string): void {
    const start = this.#position++
    for (;;) {
      const character = this.#input[this.#position++]
      if (character === undefined || character === '\n') throw new UsageError('unterminated quoted string')
      if (character === quote && this.#input[this.#position - 2] !== '\\') break
    }
    nodes.push({ type: 'text', text: unquote(this.#input.slice(start, this.#position)) })
  }

  #field(nodes: PathNode[]): void {
    const start = this.#position
    while (!isTerminator(this.#input[this.#position])) this.#position += this.#input[this.#position] === '\\' ? 2 : 1
    const text = this.#input.slice(start, this.#position)
    nodes.push(text === '*' ? { type: 'wildcard' } : { type: 'field', name: text.replaceAll('\\', '') })
  }
}

const parseBounds = (text: string): readonly [Bound, Bound, Bound] => {
  const match = /^(-?\d*)(:-?\d*)?(:-?\d*)?$/.exec(text)
  if (!match) throw new UsageError(`invalid array index ${text}`)
  const number = (digits: string): number => {
    if (!/^-?\d+$/.test(digits)) throw new UsageError(`array index ${digits} is not a number`)
    return Number(digits)
  }
  const unknown: Bound = { known: false, value: 0 }
  const first = match[1] ? { known: true, value: number(match[1]) } : unknown
  const later = (part: string | undefined): Bound =>
    part === undefined || part === ':' ? unknown : { known: true, value: number(part.slice(1)) }
  const second = match[2] === undefined ? { known: true, value: first.value + 1, derived: true } : later(match[2])
  return [first, second, later(match[3])]
}

const parseAction = (text: string): readonly PathNode[] => {
  const node = new Parser(`{${text}}`).template()[0]
  return node?.type === 'list' ? node.nodes : []
}

/** Parses a JSONPath template; throws UsageError with client-go's words. */
export const parseJsonPath = (text: string): readonly PathNode[] => new Parser(text).template()
