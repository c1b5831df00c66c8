/** The end of a quoted or nested construct that begins at `at`, or `at` if none does. */
const skipped = (text: string, at: number): number => {
  const character = text[at]
  if (character === '\\') return Math.min(at + 2, text.length)
  if (character === "'") return endOf(text, "'", at + 1, false)
  if (character === '"' || character === '`') return endOf(text, character, at + 1, true)
  if (character === '$' && text[at + 1] === "'") return endOf(text, "'", at + 2, true)
  if (character === '$' && (text[at + 1] === '{' || text[at + 1] === '(')) return nested(text, at + 1)
  return at
}

const endOf = (text: string, quote: string, from: number, escapes: boolean): number => {
  for (let at = from; at < text.length; at++) {
    if (escapes && text[at] === '\\') at++
    else if (text[at] === quote) return at + 1
  }
  return text.length
}

const nested = (text: string, open: number): number => {
  const opener = text[open]
  const closer = opener === '{' ? '}' : ')'
  let depth = 0
  for (let at = open; at < text.length;) {
    if (text[at] === opener) depth++
    if (text[at] === closer && --depth === 0) return at + 1
    const next = at === open ? at : skipped(text, at)
    at = next > at ? next : at + 1
  }
  return text.length
}

interface Group {
  readonly end: number
  readonly parts: readonly string[]
}

/** The `{...}` that begins at `open`, split at its commas; undefined if it does not close. */
const groupAt = (text: string, open: number): Group | undefined => {
  const parts: string[] = []
  let depth = 0
  let start = open + 1
  for (let at = open + 1; at < text.length;) {
    const next = skipped(text, at)
    if (next > at) {
      at = next
      continue
    }
    const character = text[at]
    if (character === '{') depth++
    else if (character === '}' && depth-- === 0) return { end: at + 1, parts: [...parts, text.slice(start, at)] }
    else if (character === ',' && depth === 0) {
      parts.push(text.slice(start, at))
      start = at + 1
    }
    at++
  }
  return undefined
}

const sequence = (text: string): string[] | undefined => {
  const numbers = /^(-?\d+)\.\.(-?\d+)(?:\.\.(-?\d+))?$/.exec(text)
  const letters = numbers ? null : /^([A-Za-z])\.\.([A-Za-z])(?:\.\.(-?\d+))?$/.exec(text)
  const found = numbers ?? letters
  if (!found) return undefined
  const [from, to] = [found[1]!, found[2]!].map((end) => (numbers ? Number(end) : end.charCodeAt(0))) as [number, number]
  const step = Math.max(1, Math.abs(Number(found[3] ?? 1)))
  const width = numbers && [found[1]!, found[2]!].some((end) => /^-?0\d/.test(end)) ? Math.max(found[1]!.length, found[2]!.length) : 0
  const values: string[] = []
  for (let value = from; from <= to ? value <= to : value >= to; value += from <= to ? step : -step) {
    const digits = String(Math.abs(value)).padStart(value < 0 ? width - 1 : width, '0')
    values.push(numbers ? `${value < 0 ? '-' : ''}${digits}` : String.fromCharCode(value))
  }
  return values
}

/** Brace expansion, which bash does on a word's text before anything else. */
export const expandBraces = (text: string): readonly string[] => {
  for (let at = 0; at < text.length;) {
    const next = skipped(text, at)
    if (next > at) {
      at = next
      continue
    }
    const group = text[at] === '{' ? groupAt(text, at) : undefined
    if (group) {
      const inner = group.parts.length > 1 ? group.parts.flatMap((part) => expandBraces(part)) : sequence(group.parts[0]!)
      if (inner) {
        const before = text.slice(0, at)
        const after = expandBraces(text.slice(group.end))
        return inner.flatMap((middle) => after.map((end) => before + middle + end))
      }
    }
    at++
  }
  return [text]
}
