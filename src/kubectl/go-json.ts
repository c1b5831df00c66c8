/** encoding/json escapes what HTML could take amiss, and the two line separators. */
const escapes: Readonly<Record<string, string>> = {
  '<': '\\u003c',
  '>': '\\u003e',
  '&': '\\u0026',
  '\u2028': '\\u2028',
  '\u2029': '\\u2029',
}

const quote = (text: string): string => JSON.stringify(text).replace(/[<>&\u2028\u2029]/g, (character) => escapes[character]!)

/** JSON as Go's encoder writes a map: names sorted, no blanks, `<`, `>` and `&` escaped. */
export const goJson = (value: unknown): string => {
  if (typeof value === 'string') return quote(value)
  if (value === undefined || value === null || typeof value !== 'object') return JSON.stringify(value ?? null)
  if (Array.isArray(value)) return `[${value.map(goJson).join(',')}]`
  const fields = Object.entries(value).filter(([, inner]) => inner !== undefined)
  fields.sort(([a], [b]) => (a < b ? -1 : 1))
  return `{${fields.map(([name, inner]) => `${quote(name)}:${goJson(inner)}`).join(',')}}`
}

/** Go's `%q` of a text. */
export const goQuote = (text: string): string => JSON.stringify(text)
