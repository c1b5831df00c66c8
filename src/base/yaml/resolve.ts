const words: ReadonlyMap<string, boolean | null | number> = new Map<string, boolean | null | number>([
  ...['', '~', 'null', 'Null', 'NULL'].map((word) => [word, null] as const),
  ...['y', 'Y', 'yes', 'Yes', 'YES', 'true', 'True', 'TRUE', 'on', 'On', 'ON'].map((word) => [word, true] as const),
  ...['n', 'N', 'no', 'No', 'NO', 'false', 'False', 'FALSE', 'off', 'Off', 'OFF'].map((word) => [word, false] as const),
  ...['.nan', '.NaN', '.NAN'].map((word) => [word, NaN] as const),
  ...['.inf', '.Inf', '.INF', '+.inf', '+.Inf', '+.INF'].map((word) => [word, Infinity] as const),
  ...['-.inf', '-.Inf', '-.INF'].map((word) => [word, -Infinity] as const),
])

const float = /^[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?$/

const integer = (text: string): number | undefined => {
  const sign = text.startsWith('-') ? -1 : 1
  const digits = text.replace(/^[-+]/, '')
  if (/^(0|[1-9][0-9]*)$/.test(digits)) return sign * Number(digits)
  if (/^0[xX][0-9a-fA-F]+$|^0[bB][01]+$|^0[oO][0-7]+$/.test(digits)) return sign * Number(digits)
  if (/^0[0-7]+$/.test(digits)) return sign * Number.parseInt(digits, 8)
  return undefined
}

/** What a plain scalar means to Go's yaml.v2 (YAML 1.1: `yes` is true, `010` is 8); undefined if it is a text. */
export const resolvePlain = (text: string): boolean | null | number | undefined => {
  if (words.has(text)) return words.get(text)
  if (!/^[-+.0-9]/.test(text)) return undefined
  const bare = text.replaceAll('_', '')
  const whole = integer(bare)
  if (whole !== undefined) return whole
  return float.test(bare) ? Number(bare) : undefined
}

const timestamp = /^\d{4}-\d{1,2}-\d{1,2}(?:[Tt]\d{1,2}:\d{1,2}:\d{1,2}(?:\.\d+)?(?:Z|[-+]\d\d:\d\d)| \d{1,2}:\d{1,2}:\d{1,2}(?:\.\d+)?)?$/
const base60 = /^[-+]?[0-9][0-9_]*(?::[0-5]?[0-9])+(?:\.[0-9_]*)?$/

/** True if a text, written plain, would be read back as something else; such texts are printed in double quotes. */
export const needsQuotes = (text: string): boolean => {
  if (text === '' || text === '<<') return true
  const first = text.charCodeAt(0)
  const mayBeNumber = (first >= 48 && first <= 57) || first === 43 || first === 45 || first === 46
  return mayBeNumber ? resolvePlain(text) !== undefined || timestamp.test(text) || base60.test(text) : words.has(text)
}
