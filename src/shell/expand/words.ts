import type { ArithmeticExpansionPart, DoubleQuotedChild, HereDoc, Word, WordPart } from 'unbash'
import { ShellFailure } from '../control.ts'
import { parseWord } from '../parse/syntax.ts'
import { substituteCommand } from '../run/command-substitution.ts'
import { substituteProcess } from '../run/process-substitution.ts'
import type { Shell } from '../shell.ts'
import type { Steps } from '../steps.ts'
import { getText } from '../variable-access.ts'
import { evaluate } from './arithmetic.ts'
import { expandBraces } from './brace.ts'
import { expandPathname } from './glob.ts'
import { expandParameter, expandSimple } from './parameter.ts'
import { active, hasGlob, joined, literal, patternOf, splitFields, type Piece } from './piece.ts'
import { expandTilde, expandTildes } from './tilde.ts'

/** Where pieces come from: inside double quotes nothing splits; the operand of `${x:-...}` splits its literals too. */
export interface PartContext {
  readonly quoted: boolean
  readonly operand?: boolean
}

const braced = new WeakMap<Word, readonly Word[]>()

/** The words that brace expansion makes of one. */
const withoutBraces = (shell: Shell, word: Word): readonly Word[] => {
  if (!word.text.includes('{') || !shell.has('braceexpand')) return [word]
  let words = braced.get(word)
  if (!words) {
    const texts = expandBraces(word.text)
    words =
      texts.length === 1 && texts[0] === word.text
        ? [word]
        : texts.map((text) => (text === '' ? undefined : parseWord(text))).filter((made) => made !== undefined)
    braced.set(word, words)
  }
  return words
}

/** Fields of a list of words: all expansions, splitting, globs. */
export function* expandWords(shell: Shell, words: readonly Word[]): Steps<string[]> {
  const fields: string[] = []
  for (const word of words) {
    for (const single of withoutBraces(shell, word)) {
      if (single.parts === undefined) fields.push(plain(shell, single))
      else fields.push(...(yield* expandFields(shell, single)))
    }
  }
  return fields
}

const plain = (shell: Shell, word: Word): string => (word.text.startsWith('~') ? expandTilde(shell, word.value) : word.value)

function* expandFields(shell: Shell, word: Word): Steps<string[]> {
  const pieces = yield* wordPieces(shell, word, { quoted: false })
  const fields = splitFields(pieces, getText(shell, 'IFS') ?? ' \t\n')
  return fields.flatMap((field) => (hasGlob(field) && !shell.has('noglob') ? matches(shell, field) : [joined(field)]))
}

const matches = (shell: Shell, field: readonly Piece[]): readonly string[] => {
  const found = expandPathname(shell.process.files, patternOf(field), {
    dotGlob: shell.shopt.has('dotglob'),
    globStar: shell.shopt.has('globstar'),
    ignoreCase: shell.shopt.has('nocaseglob'),
  })
  if (found.length > 0) return found
  if (shell.shopt.has('failglob')) throw new ShellFailure(`no match: ${joined(field)}`)
  return shell.shopt.has('nullglob') ? [] : [joined(field)]
}

/** One text without splitting and globs: an assigned value, a redirection's here-string, the word of `case`. */
export function* expandText(shell: Shell, word: Word, assigned = false): Steps<string> {
  if (word.parts === undefined) return assigned && word.text.includes('~') ? expandTildes(shell, word.value) : plain(shell, word)
  const pieces = yield* wordPieces(shell, word, { quoted: false }, assigned)
  return joined(pieces)
}

/** A pattern in which what is quoted is escaped. */
export function* expandPattern(shell: Shell, word: Word, context: PartContext = { quoted: false }): Steps<string> {
  if (word.parts === undefined) return patternOf([literal(plain(shell, word))])
  return patternOf(yield* wordPieces(shell, word, context))
}

/** The right side of `=~`: what is quoted matches itself. */
export function* expandRegex(shell: Shell, word: Word): Steps<string> {
  if (word.parts === undefined) return word.text
  const pieces = yield* wordPieces(shell, word, { quoted: false })
  let unquoted = 0
  return pieces
    .map((piece) => {
      const own = word.parts?.[unquoted++]
      if (!piece.quoted) return piece.text
      return own?.type === 'Literal' && pieces.length === word.parts!.length ? own.text : piece.text.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&')
    })
    .join('')
}

/** The body of a here-document, or any text as if between double quotes. */
export function* expandHereDoc(shell: Shell, document: HereDoc): Steps<string> {
  const strip = document.operator === '<<-'
  const { parts, text } = document.body
  const tabs = (content: string, atLineStart: boolean) => (strip ? content.replace(atLineStart ? /^\t+/gm : /(?<=\n)\t+/g, '') : content)
  if (document.delimiter?.quoted) return tabs(text, true)
  if (!parts)
    return tabs(text, true)
      .replace(/\\([\\$`])/g, '$1')
      .replace(/\\\n/g, '')
  let result = ''
  for (const part of parts) {
    if (part.type === 'Literal') result += tabs(part.value, result === '' || result.endsWith('\n'))
    else result += joined(yield* partPieces(shell, part, { quoted: true }))
  }
  return result
}

/** Expands `$` in the text of an arithmetic expression and evaluates it. */
export function* evaluateExpanded(shell: Shell, text: string): Steps<bigint> {
  if (!/[$`"'\\]/.test(text)) return evaluate(shell, text)
  const word = parseWord(`"${text.replace(/"/g, '')}"`)
  return evaluate(shell, word ? yield* expandText(shell, word) : '')
}

/** A subscript: of an associative array any text, else an expression. */
export function* expandSubscript(shell: Shell, index: Word): Steps<string> {
  return yield* expandText(shell, index)
}

export function* wordPieces(shell: Shell, word: Word, context: PartContext, assigned = false): Steps<Piece[]> {
  const { parts } = word
  if (!parts)
    return [context.operand && !context.quoted ? splittable(shell, word) : literal(context.quoted ? word.value : plain(shell, word))]
  const pieces: Piece[] = []
  for (let i = 0; i < parts.length; i++) {
    const part = parts[i]!
    if (
      part.type === 'Literal' &&
      !context.quoted &&
      part.text.includes('~') &&
      (i === 0 ? part.text.startsWith('~') || assigned : assigned)
    ) {
      pieces.push(
        literal(
          assigned
            ? expandTildes(shell, part.value)
            : part.text.includes('/') || parts.length === 1
              ? expandTilde(shell, part.value)
              : part.value,
        ),
      )
    } else pieces.push(...(yield* partPieces(shell, part, context)))
  }
  return pieces
}

/** An operand without quotes splits like the value of a variable. */
const splittable = (shell: Shell, word: Word): Piece => ({
  text: plain(shell, word),
  quoted: word.text !== word.value,
  splits: word.text === word.value,
})

function* partPieces(shell: Shell, part: WordPart, context: PartContext): Steps<Piece[]> {
  const { quoted } = context
  const value = (text: string): Piece[] => [quoted ? literal(text) : active(text)]
  switch (part.type) {
    case 'Literal':
      return [
        context.operand && !quoted
          ? { text: part.value, quoted: part.text !== part.value, splits: part.text === part.value }
          : literal(part.value),
      ]
    case 'Glob':
      if (part.kind !== 'bracket' || !part.parts.some(({ type }) => type !== 'Literal'))
        return [{ text: quoted ? part.text : part.text, quoted, splits: false }]
      return [
        { text: '[', quoted, splits: false },
        ...(yield* listPieces(shell, part.parts, context)).map((piece) =>
          piece.quoted && part.parts.some((inner) => inner.type === 'Literal' && inner.value === piece.text)
            ? { ...piece, quoted: false }
            : { ...piece, splits: false },
        ),
        { text: ']', quoted, splits: false },
      ]
    case 'ExtendedGlob': {
      const inner = part.parts ? patternOf(yield* listPieces(shell, part.parts, context)) : part.pattern
      return [{ text: quoted ? part.text : `${part.operator}(${part.parts ? inner.replace(/\\\|/g, '|') : inner})`, quoted, splits: false }]
    }
    case 'SingleQuoted':
    case 'AnsiCQuoted':
      return [literal(quoted && context.operand ? part.text : part.value)]
    case 'DoubleQuoted':
    case 'LocaleString':
      return yield* doubleQuoted(shell, part.parts)
    case 'SimpleExpansion':
      return expandSimple(shell, part.text.slice(1), quoted)
    case 'ParameterExpansion':
      return yield* expandParameter(shell, part, quoted)
    case 'CommandExpansion':
      return value(yield* substituteCommand(shell, part))
    case 'ArithmeticExpansion':
      return value(String(yield* arithmetic(shell, part)))
    case 'ProcessSubstitution':
      return [literal(yield* substituteProcess(shell, part))]
    case 'BraceExpansion':
      return part.parts ? yield* listPieces(shell, part.parts, context) : [literal(part.text)]
  }
}

function* listPieces(shell: Shell, parts: readonly WordPart[], context: PartContext): Steps<Piece[]> {
  const pieces: Piece[] = []
  for (const part of parts) pieces.push(...(yield* partPieces(shell, part, context)))
  return pieces
}

/** `""` is a word of its own, but `"$@"` without parameters is none. */
function* doubleQuoted(shell: Shell, parts: readonly DoubleQuotedChild[]): Steps<Piece[]> {
  if (parts.length === 0) return [literal('')]
  const pieces: Piece[] = []
  for (const part of parts)
    pieces.push(...(part.type === 'Literal' ? [literal(part.value)] : yield* partPieces(shell, part, { quoted: true })))
  return pieces
}

function* arithmetic(shell: Shell, part: ArithmeticExpansionPart): Steps<bigint> {
  return yield* evaluateExpanded(shell, part.text.startsWith('$[') ? part.text.slice(2, -1) : part.text.slice(3, -2))
}
