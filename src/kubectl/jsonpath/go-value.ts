/** The name of the Go type that a JSON value has once it is decoded. */
export const goType = (value: unknown): string => {
  if (value === null || value === undefined) return '<nil>'
  if (Array.isArray(value)) return '[]interface {}'
  if (typeof value === 'object') return 'map[string]interface {}'
  if (typeof value === 'number') return Number.isInteger(value) ? 'int64' : 'float64'
  return typeof value === 'boolean' ? 'bool' : 'string'
}

const sortedEntries = (value: object): readonly (readonly [string, unknown])[] =>
  Object.entries(value)
    .filter(([, inner]) => inner !== undefined)
    .sort(([a], [b]) => (a < b ? -1 : 1))

/** Go's `%v`. */
export const goPrint = (value: unknown): string => {
  if (value === null || value === undefined) return '<nil>'
  if (Array.isArray(value)) return `[${value.map(goPrint).join(' ')}]`
  if (typeof value === 'object')
    return `map[${sortedEntries(value)
      .map(([name, inner]) => `${name}:${goPrint(inner)}`)
      .join(' ')}]`
  if (typeof value === 'number') return goNumber(value)
  return String(value)
}

/** Go's `%v` of a number: integers as they are, floats in the shortest form (exponents of 21 and more written out as e+21). */
export const goNumber = (value: number): string => {
  if (Number.isInteger(value) && Math.abs(value) < 1e21) return String(value)
  return String(value).replace(/e([+-])(\d)$/, 'e$10$2')
}

/** Go's `%#v`. */
export const goSyntax = (value: unknown): string => {
  if (value === null || value === undefined) return 'interface {}(nil)'
  if (Array.isArray(value)) return `[]interface {}{${value.map(goSyntax).join(', ')}}`
  if (typeof value === 'object')
    return `map[string]interface {}{${sortedEntries(value)
      .map(([name, inner]) => `${JSON.stringify(name)}:${goSyntax(inner)}`)
      .join(', ')}}`
  if (typeof value === 'string') return JSON.stringify(value)
  return typeof value === 'number' ? goNumber(value) : String(value)
}
