import { lexTemplate, syntaxError, type Piece, type Token } from './lex.ts'
import type { Command, Operand, Pipeline, Template, TemplateNode } from './nodes.ts'
import { functions } from './functions.ts'

const unquote = (text: string): string => {
  if (text.startsWith('`')) return text.slice(1, -1)
  const escapes: Readonly<Record<string, string>> = { n: '\n', t: '\t', r: '\r', a: '\u0007', b: '\b', f: '\f', v: '\v' }
  return text.slice(1, -1).replace(/\\(x[0-9a-fA-F]{2}|u[0-9a-fA-F]{4}|[0-7]{3}|.)/gs, (_, escape: string) => {
    if (/^[xu].+/.test(escape)) return String.fromCodePoint(Number.parseInt(escape.slice(1), 16))
    if (/^[0-7]{3}$/.test(escape)) return String.fromCharCode(Number.parseInt(escape, 8))
    return escapes[escape] ?? escape
  })
}

const parseNumber = (text: string): number | bigint => {
  const clean = text.replaceAll('_', '').replace(/^\+/, '')
  return /[.eE]/.test(clean) && !/^-?0[xX]/.test(clean) ? Number(clean) : clean.startsWith('-') ? -BigInt(clean.slice(1)) : BigInt(clean)
}

class Parser {
  readonly #source: string
  readonly #pieces: readonly Piece[]
  readonly #defined = new Map<string, readonly TemplateNode[]>()
  #next = 0
  #variables = ['$']

  constructor(source: string) {
    this.#source = source
    this.#pieces = lexTemplate(source)
  }

  parse(): Template {
    const { nodes, ended } = this.#list()
    if (ended) throw this.#error(this.#position, `unexpected {{${ended}}}`)
    return { source: this.#source, nodes, defined: this.#defined }
  }

  get #position(): number {
    const piece = this.#pieces[this.#next - 1]
    return piece?.type === 'action' ? piece.position : this.#source.length
  }

  #error(position: number, message: string) {
    return syntaxError(this.#source, position, message)
  }

  /** Nodes up to `{{end}}` or `{{else ...}}`, or the end of the text. */
  #list(): { readonly nodes: readonly TemplateNode[]; readonly ended?: 'end' | 'else'; readonly rest: readonly Token[] } {
    const nodes: TemplateNode[] = []
    while (this.#next < this.#pieces.length) {
      const piece = this.#pieces[this.#next++]!
      if (piece.type === 'text') {
        nodes.push(piece)
        continue
      }
      const tokens = trimBlanks(piece.tokens)
      const keyword = tokens[0]?.type === 'word' ? tokens[0].text : ''
      const rest = trimBlanks(tokens.slice(1))
      if (keyword === 'end' || keyword === 'else') return { nodes, ended: keyword, rest }
      const node = this.#action(keyword, rest, tokens, piece.position)
      if (node) nodes.push(node)
    }
    return { nodes, rest: [] }
  }

  #action(keyword: string, rest: readonly Token[], tokens: readonly Token[], position: number): TemplateNode | undefined {
    if (keyword === 'if' || keyword === 'with' || keyword === 'range') return this.#control(keyword, rest, position)
    if (keyword === 'break' || keyword === 'continue') return { type: keyword }
    if (keyword === 'define') {
      this.#defined.set(unquote(rest[0]?.text ?? '""'), this.#block().nodes)
      return undefined
    }
    if (keyword === 'template') {
      const name = unquote(rest[0]?.text ?? '""')
      const argument = trimBlanks(rest.slice(1))
      return argument.length === 0
        ? { type: 'template', name }
        : { type: 'template', name, pipeline: this.#pipeline(argument, position, 'template clause') }
    }
    if (tokens.length === 0) throw this.#error(position, 'missing value for command')
    return { type: 'action', pipeline: this.#pipeline(tokens, position, 'command') }
  }

  #block(): { readonly nodes: readonly TemplateNode[]; readonly ended: 'end' | 'else'; readonly rest: readonly Token[] } {
    const { nodes, ended, rest } = this.#list()
    if (!ended) throw this.#error(this.#source.length, 'unexpected EOF')
    return { nodes, ended, rest }
  }

  #control(type: 'if' | 'with' | 'range', tokens: readonly Token[], position: number): TemplateNode {
    const scope = this.#variables.length
    if (tokens.length === 0) throw this.#error(position, `missing value for ${type}`)
    const pipeline = this.#pipeline(tokens, position, type)
    const { nodes: body, ended, rest } = this.#block()
    let otherwise: readonly TemplateNode[] = []
    if (ended === 'else') {
      const keyword = rest[0]?.type === 'word' ? rest[0].text : ''
      if (rest.length > 0 && keyword === type && type !== 'range') otherwise = [this.#control(type, trimBlanks(rest.slice(1)), position)]
      else {
        const other = this.#block()
        if (other.ended !== 'end') throw this.#error(position, 'expected end; found {{else}}')
        otherwise = other.nodes
      }
    }
    this.#variables = this.#variables.slice(0, scope)
    return { type, pipeline, body, otherwise }
  }

  #pipeline(tokens: readonly Token[], position: number, context: string): Pipeline {
    const words = tokens.filter((token) => token.type !== 'blank')
    let variables: string[] = []
    let declares = false
    let rest = tokens
    const assign = words.findIndex((token) => token.type === ':=' || token.type === '=')
    if (assign > 0 && words.slice(0, assign).every((token) => token.type === 'variable' || token.type === ',')) {
      variables = words
        .slice(0, assign)
        .filter((token) => token.type === 'variable')
        .map((token) => token.text)
      declares = words[assign]!.type === ':='
      rest = trimBlanks(tokens.slice(tokens.indexOf(words[assign]!) + 1))
      if (!declares) for (const name of variables) this.#checkVariable(name, position)
    }
    const commands = split(rest, '|').map((part) => this.#command(trimBlanks(part), position, context))
    if (declares) this.#variables.push(...variables)
    return { variables, declares, commands }
  }

  #checkVariable(name: string, position: number): void {
    if (!this.#variables.includes(name)) throw this.#error(position, `undefined variable ${JSON.stringify(name)}`)
  }

  #command(tokens: readonly Token[], position: number, context: string): Command {
    if (tokens.length === 0) throw this.#error(position, `missing value for ${context}`)
    const operands: Operand[] = []
    for (let i = 0; i < tokens.length;) {
      if (tokens[i]!.type === 'blank') {
        i++
        continue
      }
      const [operand, next] = this.#operand(tokens, i, position)
      operands.push(operand)
      i = next
    }
    const last = tokens.at(-1)!
    return { operands, source: this.#source.slice(tokens[0]!.position, last.position + last.text.length), position: tokens[0]!.position }
  }

  #operand(tokens: readonly Token[], start: number, position: number): readonly [Operand, number] {
    const token = tokens[start]!
    let next = start + 1
    const fields = (): readonly string[] => {
      const names: string[] = []
      while (tokens[next]?.type === 'field') names.push(tokens[next++]!.text.slice(1))
      return names
    }
    switch (token.type) {
      case '.':
        return [{ type: 'dot' }, next]
      case 'field': {
        const names = [token.text.slice(1), ...fields()]
        return [{ type: 'field', names }, next]
      }
      case 'variable': {
        this.#checkVariable(token.text, position)
        const names = fields()
        return [{ type: 'variable', name: token.text, names }, next]
      }
      case 'text':
        return [{ type: 'constant', value: unquote(token.text) }, next]
      case 'character':
        return [{ type: 'constant', value: BigInt(unquote(token.text).codePointAt(0)!) }, next]
      case 'number':
        return [{ type: 'constant', value: parseNumber(token.text) }, next]
      case 'word':
        return [this.#word(token.text, position), next]
      case '(': {
        const close = matching(tokens, start)
        if (close < 0) throw this.#error(position, 'unclosed left paren')
        const pipeline = this.#pipeline(trimBlanks(tokens.slice(start + 1, close)), position, 'parenthesized pipeline')
        next = close + 1
        return [{ type: 'group', pipeline, names: fields() }, next]
      }
      default:
        throw this.#error(position, `unexpected ${JSON.stringify(token.text)} in operand`)
    }
  }

  #word(text: string, position: number): Operand {
    if (text === 'true' || text === 'false') return { type: 'constant', value: text === 'true' }
    if (text === 'nil') return { type: 'nil' }
    if (!(text in functions)) throw this.#error(position, `function ${JSON.stringify(text)} not defined`)
    return { type: 'function', name: text }
  }
}

const trimBlanks = (tokens: readonly Token[]): readonly Token[] => {
  let start = 0
  let end = tokens.length
  while (tokens[start]?.type === 'blank') start++
  while (end > start && tokens[end - 1]?.type === 'blank') end--
  return tokens.slice(start, end)
}

const split = (tokens: readonly Token[], separator: Token['type']): readonly (readonly Token[])[] => {
  const parts: Token[][] = [[]]
  let depth = 0
  for (const token of tokens) {
    if (token.type === '(') depth++
    if (token.type === ')') depth--
    if (token.type === separator && depth === 0) parts.push([])
    else parts.at(-1)!.push(token)
  }
  return parts
}

const matching = (tokens: readonly Token[], open: number): number => {
  let depth = 0
  for (let i = open; i < tokens.length; i++) {
    if (tokens[i]!.type === '(') depth++
    if (tokens[i]!.type === ')' && --depth === 0) return i
  }
  return -1
}

/** Parses a Go template; throws UsageError with text/template's words. */
export const parseGoTemplate = (source: string): Template => new Parser(source).parse()
