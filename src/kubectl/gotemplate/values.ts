/** Values of a template: JSON's (numbers are Go's float64), bigint for Go's int, undefined for what is not there. */
export type Value = unknown

/** Go's `%v` of a float64: exponents from 21 digits on in JSON, from 7 on here. */
export const floatText = (value: number): string => {
  if (value === 0) return '0'
  const [mantissa = '', exponent = '0'] = value.toExponential().split('e')
  const power = Number(exponent)
  if (power >= -4 && power < 21 && (power < 6 || false)) return String(value)
  if (power < -4 || power >= 6) return `${mantissa}e${power < 0 ? '-' : '+'}${String(Math.abs(power)).padStart(2, '0')}`
  return String(value)
}

/** Go's `%v` inside a template. */
export const valueText = (value: Value): string => {
  if (value === undefined) return '<no value>'
  return plainText(value)
}

export const plainText = (value: Value): string => {
  if (value === null || value === undefined) return '<nil>'
  if (Array.isArray(value)) return `[${value.map(plainText).join(' ')}]`
  if (typeof value === 'number') return floatText(value)
  if (typeof value === 'object') {
    const entries = Object.entries(value)
      .filter(([, inner]) => inner !== undefined)
      .sort(([a], [b]) => (a < b ? -1 : 1))
    return `map[${entries.map(([name, inner]) => `${name}:${plainText(inner)}`).join(' ')}]`
  }
  return String(value)
}

export const truth = (value: Value): boolean => {
  if (value === undefined || value === null || value === false || value === '' || value === 0 || value === 0n) return false
  if (Array.isArray(value)) return value.length > 0
  return typeof value === 'object' ? Object.keys(value).length > 0 : true
}

export const typeText = (value: Value): string => {
  if (value === null || value === undefined) return '<nil>'
  if (Array.isArray(value)) return '[]interface {}'
  if (typeof value === 'bigint') return 'int'
  if (typeof value === 'number') return 'float64'
  if (typeof value === 'boolean') return 'bool'
  return typeof value === 'string' ? 'string' : 'map[string]interface {}'
}
