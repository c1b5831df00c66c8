import { fail } from './values.ts'
import { toJson, typeOf, type Json } from './json.ts'

/** All matches as jq describes them, or only whether there is one. */
export const matchAll = (value: Json, expression: Json, flags: Json, test: boolean): Json => {
  if (typeof value !== 'string') return fail(`${typeOf(value)} (${toJson(value)}) cannot be matched, as it is not a string`)
  if (typeof expression !== 'string') return fail(`${typeOf(expression)} (${toJson(expression)}) cannot be matched, as it is not a string`)
  const letters = flags === null ? '' : String(flags)
  const unknown = [...letters].find((letter) => !'gimnpsxl'.includes(letter))
  if (unknown !== undefined) return fail(`${letters} is not a valid modifier string`)
  const source = (letters.includes('x') ? expression.replace(/\s+|#.*$/gm, '') : expression)
    .replace(/\(\?<([A-Za-z_]\w*)>/g, '(?<$1>')
    .replace(/\\h/g, '[0-9a-fA-F]')
  let compiled: RegExp
  try {
    compiled = new RegExp(source, `gu${letters.includes('i') ? 'i' : ''}${letters.includes('s') || letters.includes('p') ? 's' : ''}`)
  } catch {
    try {
      compiled = new RegExp(source, `g${letters.includes('i') ? 'i' : ''}`)
    } catch {
      return fail(`${expression} (at offset 0) is not a valid regex`)
    }
  }
  if (test) return compiled.test(value)
  const found: Json[] = []
  const offset = (units: number) => [...value.slice(0, units)].length
  for (const match of value.matchAll(compiled)) {
    const names = Object.entries(match.groups ?? {})
    const captures: Json[] = []
    let named = 0
    for (let i = 1; i < match.length; i++) {
      const group = match[i]
      const name = /\(\?<[A-Za-z_]/.test(source) ? (names[named++]?.[0] ?? null) : null
      captures.push(
        new Map<string, Json>([
          ['offset', group === undefined ? -1 : offset(match.index + match[0].indexOf(group))],
          ['length', group === undefined ? 0 : [...group].length],
          ['string', group ?? null],
          ['name', name],
        ]),
      )
    }
    found.push(
      new Map<string, Json>([
        ['offset', offset(match.index)],
        ['length', [...match[0]].length],
        ['string', match[0]],
        ['captures', captures],
      ]),
    )
    if (!letters.includes('g')) break
  }
  return found
}
