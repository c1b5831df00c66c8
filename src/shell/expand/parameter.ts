import type { ParameterExpansionPart, ParameterOperation } from 'unbash'
import { globSource } from '../../base/index.ts'
import { ShellFailure } from '../control.ts'
import type { Shell } from '../shell.ts'
import type { Steps } from '../steps.ts'
import { assign, element, getText, getVariable, isDynamic, resolveName, splitSubscript } from '../variable-access.ts'
import { elements, isName, keys, scalar } from '../variables.ts'
import { active, joined, literal, type Piece } from './piece.ts'
import { transform } from './transform.ts'
import { evaluateExpanded, expandPattern, expandSubscript, expandText, wordPieces } from './words.ts'

/** What a parameter stands for: one text, or a list (`@` and `*`). */
interface Value {
  readonly texts: readonly string[]
  readonly list: '@' | '*' | undefined
  readonly isSet: boolean
}

const single = (text: string | undefined): Value => ({
  texts: text === undefined ? [] : [text],
  list: undefined,
  isSet: text !== undefined,
})

export const optionLetters = (shell: Shell): string => {
  const letters: Readonly<Record<string, string>> = {
    allexport: 'a',
    notify: 'b',
    errexit: 'e',
    noglob: 'f',
    hashall: 'h',
    keyword: 'k',
    monitor: 'm',
    noexec: 'n',
    nounset: 'u',
    verbose: 'v',
    xtrace: 'x',
    braceexpand: 'B',
    noclobber: 'C',
    histexpand: 'H',
    physical: 'P',
  }
  const set = Object.entries(letters)
    .filter(([option]) => shell.has(option))
    .map(([, letter]) => letter)
    .join('')
  return (
    (shell.interactive ? set.replace('h', 'hi') : set) +
    (shell.messageStyle === 'line' && shell.sourceKind === 'command' ? 'c' : shell.interactive || shell.sourceKind === 'stdin' ? 's' : '')
  )
}

const special = (shell: Shell, name: string): Value | undefined => {
  switch (name) {
    case '@':
    case '*':
      return { texts: shell.positional, list: name, isSet: shell.positional.length > 0 }
    case '#':
      return single(String(shell.positional.length))
    case '?':
      return single(String(shell.status))
    case '$':
      return single(String(shell.pid))
    case '!':
      return single(shell.lastBackground === undefined ? undefined : String(shell.lastBackground))
    case '-':
      return single(optionLetters(shell))
    case '0':
      return single(shell.dollarZero ?? shell.name)
    case '_':
      return single(shell.lastArgument)
    default:
      return /^\d+$/.test(name) ? single(shell.positional[Number(name) - 1]) : undefined
  }
}

const lookUp = (shell: Shell, name: string, subscript: string | undefined): Value => {
  const own = subscript === undefined ? special(shell, name) : undefined
  if (own) return own
  const variable = getVariable(shell, name)
  if (subscript === '@' || subscript === '*') {
    const texts = elements(variable)
    return { texts, list: subscript, isSet: texts.length > 0 }
  }
  return single(subscript === undefined ? scalar(variable) : element(shell, variable, subscript))
}

const firstOfIfs = (shell: Shell): string => (getText(shell, 'IFS') ?? ' ')[0] ?? ''

const pieces = (shell: Shell, value: Value, quoted: boolean): Piece[] => {
  if (value.list === undefined) return [quoted ? literal(value.texts[0] ?? '') : active(value.texts[0] ?? '')]
  if (quoted && value.list === '*') return [literal(value.texts.join(firstOfIfs(shell)))]
  return value.texts.map((text, i) => ({ ...(quoted ? literal(text) : active(text)), ...(i > 0 ? { breaks: true } : {}) }))
}

const unbound = (shown: string): ShellFailure => new ShellFailure(`${shown}: unbound variable`, { code: 127, fatal: true })

/** `$x`, `$1`, `$@` ... */
export const expandSimple = (shell: Shell, name: string, quoted: boolean): Piece[] => {
  const value = lookUp(shell, name, undefined)
  if (!value.isSet && shell.has('nounset') && name !== '@' && name !== '*') throw unbound(/^\d+$/.test(name) ? `$${name}` : name)
  return pieces(shell, value, quoted)
}

/** `${...}` */
export function* expandParameter(shell: Shell, part: ParameterExpansionPart, quoted: boolean): Steps<Piece[]> {
  const { operation } = part
  if ((part.parameter === '' && part.prefix === undefined) || operation?.type === 'Unknown' || !/^(?:\w+|[@*#?$!_-])$/.test(part.parameter))
    throw new ShellFailure(`${part.text}: bad substitution`, { fatal: true })
  const subscript = part.index ? yield* subscriptOf(shell, part.parameter, part) : undefined
  let name = part.parameter
  let index = subscript
  if (part.prefix === '!') {
    if (operation?.type === 'Names')
      return pieces(
        shell,
        { texts: shell.variables.names().filter((other) => other.startsWith(name)), list: operation.operator, isSet: true },
        quoted,
      )
    if (index === '@' || index === '*') return pieces(shell, { texts: keys(getVariable(shell, name)), list: index, isSet: true }, quoted)
    if (shell.variables.get(name)?.reference) return pieces(shell, single(resolveName(shell, name)), quoted)
    const target = lookUp(shell, name, index).texts.join(' ')
    if (target === '' && !lookUp(shell, name, index).isSet) throw new ShellFailure(`${name}: invalid indirect expansion`, { fatal: true })
    ;[name, index] = splitSubscript(target)
    if (!isName(name) && !special(shell, name)) throw new ShellFailure(`${target}: invalid variable name`, { fatal: true })
  }
  const value = lookUp(shell, name, index)
  if (part.prefix === '#') return [lengthOf(shell, name, index, value, quoted)]
  if (operation?.type === 'Default') return yield* withDefault(shell, name, index, value, operation, quoted)
  if (!value.isSet && shell.has('nounset') && value.list === undefined)
    throw unbound(/^\d+$/.test(name) ? `$${name}` : subscript === undefined ? name : `${name}[${part.index!.text}]`)
  if (!operation) return pieces(shell, value, quoted)
  return pieces(shell, yield* operate(shell, name, index, value, operation), quoted)
}

function* subscriptOf(shell: Shell, name: string, part: ParameterExpansionPart): Steps<string> {
  const { text } = part.index!
  return text === '@' || text === '*' ? text : yield* expandSubscript(shell, part.index!)
}

const lengthOf = (shell: Shell, name: string, index: string | undefined, value: Value, quoted: boolean): Piece => {
  if (!value.isSet && shell.has('nounset') && value.list === undefined) throw unbound(name)
  const length = value.list === undefined ? [...(value.texts[0] ?? '')].length : value.texts.length
  void index
  return quoted ? literal(String(length)) : active(String(length))
}

function* withDefault(
  shell: Shell,
  name: string,
  index: string | undefined,
  value: Value,
  operation: Extract<ParameterOperation, { type: 'Default' }>,
  quoted: boolean,
): Steps<Piece[]> {
  const { operator, operand } = operation
  const text = value.list === undefined ? value.texts[0] : value.texts.join(' ')
  const present = operator.startsWith(':') ? value.isSet && text !== '' : value.isSet
  const kind = operator.at(-1)
  if (kind === '+') return present ? yield* operandPieces() : pieces(shell, { ...value, texts: value.list ? [] : [''] }, quoted)
  if (present) return pieces(shell, value, quoted)
  if (kind === '-') return yield* operandPieces()
  const replacement = joined(yield* operandPieces())
  if (kind === '?') {
    const shown = index === undefined ? name : `${name}[${index}]`
    throw new ShellFailure(`${shown}: ${replacement || (operator === ':?' ? 'parameter null or not set' : 'parameter not set')}`, {
      code: 127,
      fatal: true,
    })
  }
  if (!isName(name)) throw new ShellFailure(`$${name}: cannot assign in this way`, { fatal: true })
  assign(shell, name, replacement, index === undefined ? {} : { subscript: index })
  return [quoted ? literal(replacement) : active(replacement)]

  function* operandPieces(): Steps<Piece[]> {
    const made = yield* wordPieces(shell, operand, { quoted, operand: true })
    return made.length === 1 && made[0]!.text === '' && operand.text === '' ? [quoted ? literal('') : active('')] : made
  }
}

function* operate(
  shell: Shell,
  name: string,
  index: string | undefined,
  value: Value,
  operation: Exclude<ParameterOperation, { type: 'Default' }>,
): Steps<Value> {
  const each = (change: (text: string) => string): Value => ({ ...value, texts: value.texts.map(change) })
  switch (operation.type) {
    case 'Remove':
      return each(remover(operation.operator, yield* expandPattern(shell, operation.operand)))
    case 'Replace': {
      const pattern = yield* expandPattern(shell, operation.pattern)
      const replacement = yield* wordPieces(shell, operation.replacement, { quoted: false })
      return each(replacer(operation.operator, pattern, replacement))
    }
    case 'CaseModification':
      return each(caseChanger(operation.operator, operation.operand ? yield* expandPattern(shell, operation.operand) : '?'))
    case 'Slice':
      return yield* slice(shell, name, index, value, operation)
    case 'Transform':
      return transform(shell, name, index, value, yield* expandText(shell, operation.operand))
    case 'Names':
    case 'Unknown':
      throw new ShellFailure(`\${${name}}: bad substitution`, { fatal: true })
  }
}

const remover = (operator: string, pattern: string): ((text: string) => string) => {
  const fromStart = operator[0] === '#'
  if (fromStart) {
    const expression = new RegExp(`^(?:${globSource(pattern, { lazy: operator === '#' })})`, 'u')
    return (text) => text.replace(expression, '')
  }
  const whole = new RegExp(`^(?:${globSource(pattern)})$`, 'u')
  return (text) => {
    const starts = [...Array(text.length + 1).keys()]
    const ordered = operator === '%%' ? starts : starts.reverse()
    const start = ordered.find((at) => whole.test(text.slice(at)))
    return start === undefined ? text : text.slice(0, start)
  }
}

const replacer = (operator: string, pattern: string, replacement: readonly Piece[]): ((text: string) => string) => {
  if (pattern === '' && operator !== '/#' && operator !== '/%') return (text) => text
  const source = globSource(pattern)
  const anchored = operator === '/#' ? `^(?:${source})` : operator === '/%' ? `(?:${source})$` : source
  const expression = new RegExp(anchored, operator === '//' ? 'gu' : 'u')
  // An unquoted `&` in the replacement is what matched (patsub_replacement of bash 5.2).
  return (text) =>
    text.replace(expression, (found) =>
      found === '' && pattern !== '' && operator === '//'
        ? ''
        : replacement
            .map((piece) =>
              piece.splits
                ? piece.text.replace(/\\?&/g, (mark) => (mark === '&' ? found : '&'))
                : piece.text === '&' && !piece.quoted
                  ? found
                  : piece.text,
            )
            .join(''),
    )
}

const caseChanger = (operator: string, pattern: string): ((text: string) => string) => {
  const expression = new RegExp(`^(?:${globSource(pattern === '' ? '?' : pattern)})$`, 'u')
  const change = (character: string) =>
    !expression.test(character)
      ? character
      : operator[0] === '^'
        ? character.toUpperCase()
        : operator[0] === ','
          ? character.toLowerCase()
          : character
  return (text) => {
    const characters = [...text]
    return operator.length === 2
      ? characters.map(change).join('')
      : characters.map((character, i) => (i === 0 ? change(character) : character)).join('')
  }
}

function* slice(
  shell: Shell,
  name: string,
  index: string | undefined,
  value: Value,
  operation: Extract<ParameterOperation, { type: 'Slice' }>,
): Steps<Value> {
  const offset = Number(yield* evaluateExpanded(shell, operation.offset.text))
  const length = operation.length === undefined ? undefined : Number(yield* evaluateExpanded(shell, operation.length.text))
  if (value.list !== undefined) {
    if (length !== undefined && length < 0) throw new ShellFailure(`${operation.length!.text}: substring expression < 0`)
    const isPositional = name === '@' || name === '*'
    if (isPositional) {
      const all = [shell.name, ...value.texts]
      const start = offset < 0 ? all.length + offset : offset
      return { ...value, texts: start < 0 ? [] : all.slice(start, length === undefined ? undefined : start + length) }
    }
    const variable = getVariable(shell, name)
    const size = variable?.array?.length ?? value.texts.length
    const start = offset < 0 ? size + offset : offset
    if (start < 0) return { ...value, texts: [] }
    const chosen = variable?.array
      ? Object.keys(variable.array)
          .filter((key) => Number(key) >= start)
          .map((key) => variable.array![Number(key)]!)
      : value.texts.slice(start)
    return { ...value, texts: length === undefined ? chosen : chosen.slice(0, length) }
  }
  const characters = [...(value.texts[0] ?? '')]
  const start = offset < 0 ? characters.length + offset : offset
  if (start < 0 || start > characters.length) return { ...value, texts: [''] }
  if (length === undefined) return { ...value, texts: [characters.slice(start).join('')] }
  const end = length < 0 ? characters.length + length : start + length
  if (end < start) throw new ShellFailure(`${operation.length!.text}: substring expression < 0`)
  void index
  void isDynamic
  return { ...value, texts: [characters.slice(start, end).join('')] }
}
