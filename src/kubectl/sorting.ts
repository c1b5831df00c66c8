import { UsageError, parseQuantity, compareQuantity } from '../base/index.ts'
import { PlainError } from './errors.ts'
import { findJsonPath, goType, parseJsonPath } from './jsonpath/index.ts'
import { relaxedJsonPath } from './jsonpath/relaxed.ts'
import { klogLine } from './klog.ts'
import type { Process } from '../machine/index.ts'

/** Texts with numbers in them in the order that people expect: `web-2` before `web-10` (fvbommel/sortorder). */
const naturalLess = (a: string, b: string): boolean => {
  const pieces = (text: string) => text.match(/\d+|[^\d]/gu) ?? []
  const [left, right] = [pieces(a), pieces(b)]
  for (let i = 0; i < left.length && i < right.length; i++) {
    const [x, y] = [left[i]!, right[i]!]
    if (x === y) continue
    if (/^\d/.test(x) && /^\d/.test(y)) {
      const [m, n] = [x.replace(/^0+/, ''), y.replace(/^0+/, '')]
      if (m.length !== n.length) return m.length < n.length
      if (m !== n) return m < n
      return x.length < y.length
    }
    return x < y
  }
  return left.length < right.length
}

const quantityOf = (text: string): ReturnType<typeof parseQuantity> | undefined => {
  try {
    return parseQuantity(text)
  } catch {
    return undefined
  }
}

const lessText = (a: string, b: string): boolean => {
  const [x, y] = [quantityOf(a), quantityOf(b)]
  return x !== undefined && y !== undefined ? compareQuantity(x, y) < 0 : naturalLess(a, b)
}

const less = (process: Process, field: string, a: unknown, b: unknown): boolean => {
  if (a === undefined || a === null) return true
  if (b === undefined || b === null) return false
  if (typeof a === 'number' && typeof b === 'number') return a < b
  if (typeof a === 'string' && typeof b === 'string') return lessText(a, b)
  const text = `Field {.${field}} in [][][]reflect.Value is an unsortable type: interface, err: unsortable type: ${goType(a)}`
  throw new PlainError(klogLine(process, 'F', 'sorter.go:375', text))
}

/** Sorts as `--sort-by` does; `objectOf` is what the path is looked up in. */
export const sortBy = <T>(process: Process, field: string, items: readonly T[], objectOf: (item: T) => unknown): readonly T[] => {
  const path = parseJsonPath(relaxedJsonPath(field))
  const keys = new Map(items.map((item) => [item, findJsonPath(path, objectOf(item), true)[0]?.[0]]))
  const bare = field.replace(/^\{?\.?|\}$/g, '')
  if (items.length > 0 && [...keys.values()].every((key) => key === undefined)) {
    throw new UsageError(`couldn't find any field with path "{.${bare}}" in the list of objects`)
  }
  const sorted = [...items]
  const isLess = (a: T, b: T) => less(process, bare, keys.get(a), keys.get(b))
  if (sorted.length === 1) isLess(sorted[0]!, sorted[0]!)
  if (sorted.length > 12) return sorted.sort((a, b) => (isLess(a, b) ? (isLess(b, a) ? 0 : -1) : isLess(b, a) ? 1 : 0))
  for (let i = 1; i < sorted.length; i++) {
    for (let j = i; j > 0 && isLess(sorted[j]!, sorted[j - 1]!); j--) [sorted[j], sorted[j - 1]] = [sorted[j - 1]!, sorted[j]!]
  }
  return sorted
}
