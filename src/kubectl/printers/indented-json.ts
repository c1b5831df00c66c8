const escapes: Readonly<Record<string, string>> = {
  '<': '\\u003c',
  '>': '\\u003e',
  '&': '\\u0026',
  '\u2028': '\\u2028',
  '\u2029': '\\u2029',
}
const quote = (text: string): string => JSON.stringify(text).replace(/[<>&\u2028\u2029]/g, (character) => escapes[character]!)

/** Go's json.MarshalIndent with four blanks; names sorted as maps are, or in the order given as structs are. */
export const indentedJson = (value: unknown, sorted = true, indent = ''): string => {
  if (value === null || value === undefined) return 'null'
  if (typeof value === 'string') return quote(value)
  if (typeof value !== 'object') return JSON.stringify(value)
  const inner = `${indent}    `
  if (Array.isArray(value))
    return value.length === 0 ? '[]' : `[\n${value.map((item) => inner + indentedJson(item, sorted, inner)).join(',\n')}\n${indent}]`
  const entries = Object.entries(value).filter(([, field]) => field !== undefined)
  if (sorted) entries.sort(([a], [b]) => (a < b ? -1 : 1))
  return entries.length === 0
    ? '{}'
    : `{\n${entries.map(([name, field]) => `${inner}${quote(name)}: ${indentedJson(field, sorted, inner)}`).join(',\n')}\n${indent}}`
}
