/**
 * What an expansion yields before word splitting: a text with what may still happen to it. `breaks` begins a new field
 * (the elements of "$@").
 */
export interface Piece {
  readonly text: string
  /** Its characters are never special again (to globs and patterns). */
  readonly quoted: boolean
  /** Subject to word splitting. */
  readonly splits: boolean
  readonly breaks?: boolean
}

export const literal = (text: string): Piece => ({ text, quoted: true, splits: false })
export const active = (text: string): Piece => ({ text, quoted: false, splits: true })

/** A field on its way to a word: its runs of text, quoted or not. */
type Field = Piece[]

interface Separators {
  readonly blank: string
  readonly hard: string
}

const separators = (ifs: string): Separators => ({
  blank: [...ifs].filter((character) => ' \t\n'.includes(character)).join(''),
  hard: [...ifs].filter((character) => !' \t\n'.includes(character)).join(''),
})

/** Word splitting by IFS over the pieces of one word. */
export const splitFields = (pieces: readonly Piece[], ifs: string): Field[] => {
  const { blank, hard } = separators(ifs)
  const fields: Field[] = []
  let current: Field | undefined
  const finish = () => {
    if (current) fields.push(current)
    current = undefined
  }
  for (const piece of pieces) {
    if (piece.breaks) finish()
    if (!piece.splits) {
      ;(current ??= []).push(piece)
      continue
    }
    const { text } = piece
    let start = 0
    for (let at = 0; at < text.length;) {
      const character = text[at]!
      if (!blank.includes(character) && !hard.includes(character)) {
        at++
        continue
      }
      if (at > start) (current ??= []).push({ ...piece, text: text.slice(start, at) })
      while (at < text.length && blank.includes(text[at]!)) at++
      const divides = at < text.length && hard.includes(text[at]!)
      if (divides) {
        at++
        while (at < text.length && blank.includes(text[at]!)) at++
      }
      if (current) finish()
      else if (divides) fields.push([literal('')])
      start = at
    }
    if (start < text.length) (current ??= []).push({ ...piece, text: text.slice(start) })
  }
  finish()
  return fields
}

export const joined = (pieces: readonly Piece[]): string => {
  let text = ''
  for (const piece of pieces) text += piece.breaks && text !== '' ? ` ${piece.text}` : piece.text
  return text
}

/** The pieces as a shell pattern: what was quoted is escaped. */
export const patternOf = (pieces: readonly Piece[]): string =>
  pieces.map((piece) => (piece.breaks ? ' ' : '') + (piece.quoted ? piece.text.replace(/[\\*?[\]()|!+@^-]/g, '\\$&') : piece.text)).join('')

export const hasGlob = (field: readonly Piece[]): boolean => field.some(({ quoted, text }) => !quoted && /[*?[]|[+@!]\(/.test(text))
