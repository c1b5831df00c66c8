/** Deep equality of JSON values; what is absent equals undefined. */
export const jsonEqual = (a: unknown, b: unknown): boolean => {
  if (a === b) return true
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false
  if (Array.isArray(a) || Array.isArray(b)) {
    return Array.isArray(a) && Array.isArray(b) && a.length === b.length && a.every((item, index) => jsonEqual(item, b[index]))
  }
  const [left, right] = [a as Record<string, unknown>, b as Record<string, unknown>]
  for (const key in left) if (left[key] !== undefined && !jsonEqual(left[key], right[key])) return false
  for (const key in right) if (right[key] !== undefined && left[key] === undefined) return false
  return true
}

/** As equal, but what is empty (`{}`, `[]`, '') equals what is absent (`apiequality.Semantic.DeepEqual`). */
export const semanticEqual = (a: unknown, b: unknown): boolean => jsonEqual(a, b) || (isEmpty(a) && isEmpty(b))

const isEmpty = (value: unknown): boolean =>
  value === undefined || value === null || value === '' || (typeof value === 'object' && Object.keys(value).length === 0)
