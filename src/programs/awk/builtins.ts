import type { Interpreter } from './interpreter.ts'
import type { Expression } from './syntax.ts'
import { formatText, Input, toNumber, toText, type Value } from './values.ts'

type Builtin = (awk: Interpreter, given: readonly Expression[]) => Value

const record: Expression = { type: 'field', index: { type: 'number', value: 0 } }

const textOf = (awk: Interpreter, expression: Expression | undefined): string => (expression ? awk.text(awk.evaluate(expression)) : '')
const numberOf = (awk: Interpreter, expression: Expression | undefined): number => (expression ? toNumber(awk.evaluate(expression)) : 0)

const mathematics =
  (compute: (value: number) => number): Builtin =>
  (awk, [value]) =>
    compute(numberOf(awk, value))

/** `&` in the replacement is what matched, `\&` the character. */
const replacementFor = (replacement: string, matched: string): string =>
  replacement.replace(/\\\\|\\&|&/g, (mark) => (mark === '&' ? matched : mark === '\\&' ? '&' : '\\'))

const substitute =
  (everywhere: boolean): Builtin =>
  (awk, [pattern, replacement, target = record]) => {
    if (!pattern) return 0
    const found = awk.pattern(pattern)
    const expression = new RegExp(found.source, everywhere ? 'gu' : 'u')
    const text = textOf(awk, replacement)
    let count = 0
    const result = textOf(awk, target).replace(expression, (matched: string) => {
      count++
      return replacementFor(text, matched)
    })
    if (count > 0) awk.assign(target.type === 'group' ? target.inner : target, result)
    return count
  }

/** Functions that awk has by itself; those of the shell's world (system, close) change nothing here but their answers. */
export const builtins: Readonly<Record<string, Builtin>> = {
  length: (awk, [value]) => {
    if (value?.type === 'variable' && awk.arrays.has(value.name)) return awk.array(value.name).size
    return [...(value ? textOf(awk, value) : awk.record)].length
  },
  substr: (awk, [text, start, count]) => {
    const characters = [...textOf(awk, text)]
    const from = Math.round(numberOf(awk, start))
    const to = count ? Math.round(numberOf(awk, start) + numberOf(awk, count)) : Infinity
    return characters.slice(Math.max(0, from - 1), Math.max(0, Math.min(characters.length, to - 1))).join('')
  },
  index: (awk, [text, part]) => textOf(awk, text).indexOf(textOf(awk, part)) + 1,
  split: (awk, [text, target, separator]) => {
    if (target?.type !== 'variable') return 0
    const source = textOf(awk, text)
    const pieces =
      separator?.type === 'regex'
        ? source === ''
          ? []
          : source.split(new RegExp(awk.regex(separator.source).source, 'u'))
        : awk.fieldsOf(source, separator ? textOf(awk, separator) : toText(awk.variables.get('FS')!))
    const cells = awk.array(target.name)
    cells.clear()
    for (const [index, piece] of pieces.entries()) cells.set(String(index + 1), new Input(piece))
    return pieces.length
  },
  sub: substitute(false),
  gsub: substitute(true),
  gensub: (awk, [pattern, replacement, how, target = record]) => {
    if (!pattern) return ''
    const mode = textOf(awk, how)
    const wanted = /^[gG]/.test(mode) ? 0 : Number(mode) || 1
    let seen = 0
    const text = textOf(awk, replacement)
    return textOf(awk, target).replace(new RegExp(awk.pattern(pattern).source, 'gu'), (matched: string, ...groups: unknown[]) =>
      wanted !== 0 && ++seen !== wanted
        ? matched
        : text.replace(/\\(\d)|\\\\|&/g, (mark, digit: string | undefined) =>
            digit === undefined ? (mark === '&' ? matched : '\\') : digit === '0' ? matched : String(groups[Number(digit) - 1] ?? ''),
          ),
    )
  },
  match: (awk, [text, pattern]) => {
    const found = pattern ? awk.pattern(pattern).exec(textOf(awk, text)) : null
    awk.variables.set('RSTART', found ? found.index + 1 : 0)
    awk.variables.set('RLENGTH', found ? found[0].length : -1)
    return found ? found.index + 1 : 0
  },
  sprintf: (awk, [format, ...values]) =>
    formatText(
      textOf(awk, format),
      values.map((value) => awk.evaluate(value)),
    ),
  tolower: (awk, [text]) => textOf(awk, text).toLowerCase(),
  toupper: (awk, [text]) => textOf(awk, text).toUpperCase(),
  int: mathematics(Math.trunc),
  sqrt: mathematics(Math.sqrt),
  exp: mathematics(Math.exp),
  log: mathematics(Math.log),
  sin: mathematics(Math.sin),
  cos: mathematics(Math.cos),
  atan2: (awk, [y, x]) => Math.atan2(numberOf(awk, y), numberOf(awk, x)),
  rand: (awk) => awk.random(),
  srand: () => 0,
  close: () => 0,
  fflush: () => 0,
}
