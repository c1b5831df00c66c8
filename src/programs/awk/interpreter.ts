import { posixRegex, RegexError, UsageError } from '../../base/index.ts'
import { builtins } from './builtins.ts'
import { Exit, Jump, Return } from './control.ts'
import type { Expression, Output, Script, Statement } from './syntax.ts'
import { arithmetic, compare, formatText, Input, isTrue, toNumber, toText, type Value } from './values.ts'

type Cells = Map<string, Value>

/** What leaves the interpreter: text for stdout, a file or a command, in order. */
export interface Written {
  readonly output?: { readonly to: Output['to']; readonly name: string }
  readonly text: string
}

const depthLimit = 1000

/** Runs awk's statements on one record at a time; reading and writing are its caller's. */
export class Interpreter {
  readonly variables = new Map<string, Value>([
    ['FS', ' '],
    ['OFS', ' '],
    ['ORS', '\n'],
    ['RS', '\n'],
    ['NR', 0],
    ['FNR', 0],
    ['NF', 0],
    ['SUBSEP', '\x1c'],
    ['CONVFMT', '%.6g'],
    ['OFMT', '%.6g'],
    ['RSTART', 0],
    ['RLENGTH', -1],
    ['FILENAME', ''],
  ])
  readonly arrays = new Map<string, Cells>()
  readonly written: Written[] = []
  readonly #script: Script
  readonly #nextRecord: () => string | undefined
  readonly #locals: { readonly values: Map<string, Value>; readonly arrays: Map<string, Cells>; readonly names: ReadonlySet<string> }[] = []
  readonly #expressions = new Map<string, RegExp>()
  #fields: string[] = []
  #record = ''
  #split = true
  #joined = true
  random: () => number
  /** Steps since the caller looked: endless loops are its to break. */
  steps = 0

  constructor(script: Script, options: { readonly nextRecord: () => string | undefined; readonly random: () => number }) {
    this.#script = script
    this.#nextRecord = options.nextRecord
    this.random = options.random
  }

  /** Takes the next record, counted. */
  setRecord(text: string): void {
    this.#record = text
    this.#split = false
    this.#joined = true
    for (const name of ['NR', 'FNR']) this.variables.set(name, toNumber(this.variables.get(name)!) + 1)
  }

  get record(): string {
    if (!this.#joined) {
      this.#record = this.#fields.join(this.text(this.variables.get('OFS')!))
      this.#joined = true
    }
    return this.#record
  }

  set record(text: string) {
    this.#record = text
    this.#split = false
    this.#joined = true
  }

  text(value: Value): string {
    return toText(value, typeof value === 'number' && !Number.isInteger(value) ? toText(this.variables.get('CONVFMT')!) : undefined)
  }

  regex(source: string): RegExp {
    const known = this.#expressions.get(source)
    if (known) return known
    try {
      const made = posixRegex(source, { extended: true })
      this.#expressions.set(source, made)
      return made
    } catch (error) {
      if (error instanceof RegexError || error instanceof SyntaxError)
        throw new UsageError(`awk: run time error: regular expression compile failed (${source})`, 2)
      throw error
    }
  }

  /** The expression of an operand that stands for a regular expression. */
  pattern(expression: Expression): RegExp {
    return this.regex(expression.type === 'regex' ? expression.source : this.text(this.evaluate(expression)))
  }

  array(name: string): Cells {
    const frame = this.#locals.at(-1)
    const home = frame?.names.has(name) ? frame.arrays : this.arrays
    const known = home.get(name)
    if (known) return known
    const made: Cells = new Map()
    home.set(name, made)
    return made
  }

  /** Splits text into fields as FS says. */
  fieldsOf(text: string, separator: string): string[] {
    if (separator === ' ') return text.split(/[ \t\n]+/).filter((field) => field !== '')
    if (text === '') return []
    if (separator.length === 1 && separator !== '\\') return text.split(separator === '\t' ? '\t' : separator)
    return text.split(new RegExp(this.regex(separator).source.replace(/\((?!\?)/g, '(?:'), 'u'))
  }

  /** The rules whose patterns hold for the record. `ranges` keeps which range patterns are open. */
  runRecord(ranges: Map<number, boolean>): void {
    try {
      for (const [index, { pattern, action }] of this.#script.rules.entries()) {
        if (typeof pattern === 'string' || !this.#matches(pattern, index, ranges)) continue
        if (action) this.execute(action)
        else this.#write(this.record + this.text(this.variables.get('ORS')!))
      }
    } catch (error) {
      if (!(error instanceof Jump) || error.to !== 'next') throw error
    }
  }

  runSpecial(which: 'BEGIN' | 'END'): void {
    for (const { pattern, action } of this.#script.rules) if (pattern === which && action) this.execute(action)
  }

  #matches(pattern: readonly Expression[], index: number, ranges: Map<number, boolean>): boolean {
    const [first, last] = pattern
    if (!first) return true
    if (!last) return this.#holds(first)
    const open = ranges.get(index) ?? false
    if (!open && !this.#holds(first)) return false
    ranges.set(index, !this.#holds(last))
    return true
  }

  #holds(expression: Expression): boolean {
    return isTrue(this.evaluate(expression))
  }

  execute(statement: Statement): void {
    this.steps++
    switch (statement.type) {
      case 'expression':
        this.evaluate(statement.expression)
        break
      case 'block':
        for (const inner of statement.statements) this.execute(inner)
        break
      case 'print': {
        const values = statement.values.map((value) => this.#shown(this.evaluate(value)))
        this.#write(
          (values.length > 0 ? values.join(this.text(this.variables.get('OFS')!)) : this.record) + this.text(this.variables.get('ORS')!),
          statement.output,
        )
        break
      }
      case 'printf': {
        const [format = '', ...values] = statement.values.map((value) => this.evaluate(value))
        this.#write(formatText(this.text(format), values), statement.output)
        break
      }
      case 'if':
        if (this.#holds(statement.test)) this.execute(statement.yes)
        else if (statement.no) this.execute(statement.no)
        break
      case 'while':
        while (this.#holds(statement.test) && this.#loop(statement.body));
        break
      case 'do':
        while (this.#loop(statement.body) && this.#holds(statement.test));
        break
      case 'for':
        if (statement.first) this.execute(statement.first)
        while ((!statement.test || this.#holds(statement.test)) && this.#loop(statement.body))
          if (statement.next) this.execute(statement.next)
        break
      case 'forIn':
        for (const key of [...this.array(statement.name).keys()]) {
          this.assign({ type: 'variable', name: statement.variable }, new Input(key))
          if (!this.#loop(statement.body)) break
        }
        break
      case 'delete':
        if (statement.subscripts) this.array(statement.name).delete(this.#key(statement.subscripts))
        else this.array(statement.name).clear()
        break
      case 'jump':
        throw new Jump(statement.to)
      case 'exit':
        throw new Exit(statement.value && toNumber(this.evaluate(statement.value)))
      case 'return':
        throw new Return(statement.value ? this.evaluate(statement.value) : '')
    }
  }

  /** Runs a loop's body once; false after `break`. */
  #loop(body: Statement): boolean {
    if (++this.steps > 50_000_000) throw new UsageError('awk: run time error: loop without end', 2)
    try {
      this.execute(body)
      return true
    } catch (error) {
      if (!(error instanceof Jump) || error.to === 'next') throw error
      return error.to === 'continue'
    }
  }

  #shown(value: Value): string {
    return typeof value === 'number' && !Number.isInteger(value) ? toText(value, toText(this.variables.get('OFMT')!)) : toText(value)
  }

  #write(text: string, output?: Output): void {
    this.written.push(output ? { text, output: { to: output.to, name: this.text(this.evaluate(output.target)) } } : { text })
  }

  #key(subscripts: readonly Expression[]): string {
    return subscripts
      .map((subscript) => this.text(this.evaluate(subscript)))
      .join(subscripts.length > 1 ? this.text(this.variables.get('SUBSEP')!) : '')
  }

  evaluate(expression: Expression): Value {
    switch (expression.type) {
      case 'number':
      case 'string':
        return expression.value
      case 'regex':
        return this.regex(expression.source).test(this.record) ? 1 : 0
      case 'group':
        return this.evaluate(expression.inner)
      case 'variable':
        return this.#variable(expression.name)
      case 'field':
        return this.#field(toNumber(this.evaluate(expression.index)))
      case 'element': {
        const cells = this.array(expression.name)
        const key = this.#key(expression.subscripts)
        if (!cells.has(key)) cells.set(key, new Input(''))
        return cells.get(key)!
      }
      case 'assign': {
        const value = this.evaluate(expression.value)
        const result =
          expression.operator === '' ? value : arithmetic(expression.operator, toNumber(this.evaluate(expression.target)), toNumber(value))
        this.assign(expression.target, result)
        return result
      }
      case 'conditional':
        return this.evaluate(this.#holds(expression.test) ? expression.yes : expression.no)
      case 'binary':
        return this.#binary(expression)
      case 'unary': {
        const value = this.evaluate(expression.operand)
        return expression.operator === '!' ? (isTrue(value) ? 0 : 1) : expression.operator === '-' ? -toNumber(value) : toNumber(value)
      }
      case 'step': {
        const before = toNumber(this.evaluate(expression.target))
        this.assign(expression.target, before + expression.by)
        return expression.prefix ? before + expression.by : before
      }
      case 'in':
        return this.array(expression.name).has(this.#key(expression.subscripts)) ? 1 : 0
      case 'getline':
        return this.#getline(expression.target)
      case 'call':
        return this.#call(expression.name, expression.arguments)
    }
  }

  #binary({ operator, left, right }: Expression & { readonly type: 'binary' }): Value {
    switch (operator) {
      case '||':
        return this.#holds(left) || this.#holds(right) ? 1 : 0
      case '&&':
        return this.#holds(left) && this.#holds(right) ? 1 : 0
      case '~':
      case '!~':
        return this.pattern(right).test(this.text(this.evaluate(left))) === (operator === '~') ? 1 : 0
      case ' ':
        return this.text(this.evaluate(left)) + this.text(this.evaluate(right))
      case '<':
      case '<=':
      case '==':
      case '!=':
      case '>':
      case '>=': {
        const order = compare(this.evaluate(left), this.evaluate(right))
        return { '<': order < 0, '<=': order <= 0, '==': order === 0, '!=': order !== 0, '>': order > 0, '>=': order >= 0 }[operator]
          ? 1
          : 0
      }
      default:
        return arithmetic(operator, toNumber(this.evaluate(left)), toNumber(this.evaluate(right)))
    }
  }

  #variable(name: string): Value {
    if (name === 'NF') this.#splitFields()
    const frame = this.#locals.at(-1)
    return (frame?.names.has(name) ? frame.values : this.variables).get(name) ?? new Input('')
  }

  #field(index: number): Value {
    if (index < 0) throw new UsageError(`awk: run time error: negative field index $${index}`, 2)
    if (index === 0) return new Input(this.record)
    this.#splitFields()
    return new Input(this.#fields[index - 1] ?? '')
  }

  #splitFields(): void {
    if (this.#split) return
    this.#split = true
    this.#fields = this.fieldsOf(this.#record, this.text(this.variables.get('FS')!))
    this.variables.set('NF', this.#fields.length)
  }

  assign(target: Expression, value: Value): void {
    if (target.type === 'element') this.array(target.name).set(this.#key(target.subscripts), value)
    else if (target.type === 'variable') this.#assignVariable(target.name, value)
    else if (target.type === 'field') {
      const index = toNumber(this.evaluate(target.index))
      if (index === 0) {
        this.record = this.text(value)
        return
      }
      this.#splitFields()
      while (this.#fields.length < index) this.#fields.push('')
      this.#fields[index - 1] = this.text(value)
      this.variables.set('NF', this.#fields.length)
      this.#joined = false
    }
  }

  #assignVariable(name: string, value: Value): void {
    const frame = this.#locals.at(-1)
    if (frame?.names.has(name)) frame.values.set(name, value)
    else this.variables.set(name, value)
    if (name !== 'NF') return
    this.#splitFields()
    const count = toNumber(value)
    while (this.#fields.length < count) this.#fields.push('')
    this.#fields.length = count
    this.variables.set('NF', count)
    this.#joined = false
  }

  #getline(target: Expression | undefined): Value {
    const next = this.#nextRecord()
    if (next === undefined) return 0
    if (!target) this.setRecord(next)
    else {
      for (const name of ['NR', 'FNR']) this.variables.set(name, toNumber(this.variables.get(name)!) + 1)
      this.assign(target, new Input(next))
    }
    return 1
  }

  #call(name: string, given: readonly Expression[]): Value {
    const builtin = builtins[name]
    if (builtin) return builtin(this, given)
    const definition = this.#script.functions.get(name)
    if (!definition) throw new UsageError(`awk: line 1: function ${name} never defined`, 2)
    if (this.#locals.length > depthLimit) throw new UsageError('awk: run time error: function call nesting too deep', 2)
    const frame = { values: new Map<string, Value>(), arrays: new Map<string, Cells>(), names: new Set(definition.parameters) }
    for (const [index, parameter] of definition.parameters.entries()) {
      const argument = given[index]
      if (argument?.type === 'variable' && this.#isArray(argument.name)) frame.arrays.set(parameter, this.array(argument.name))
      else if (argument) frame.values.set(parameter, this.evaluate(argument))
    }
    this.#locals.push(frame)
    try {
      this.execute(definition.body)
      return ''
    } catch (error) {
      if (error instanceof Return) return error.value
      throw error
    } finally {
      this.#locals.pop()
    }
  }

  #isArray(name: string): boolean {
    const frame = this.#locals.at(-1)
    return frame?.names.has(name) ? frame.arrays.has(name) : !this.variables.has(name)
  }
}
