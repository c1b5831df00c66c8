/** The longest common subsequence's lengths, from the ends of both lists. */
const commonLengths = (a: readonly string[], b: readonly string[]): readonly Uint16Array[] => {
  const lengths = Array.from({ length: a.length + 1 }, () => new Uint16Array(b.length + 1))
  for (let i = a.length - 1; i >= 0; i--) {
    for (let j = b.length - 1; j >= 0; j--) {
      lengths[i]![j] = a[i] === b[j] ? lengths[i + 1]![j + 1]! + 1 : Math.max(lengths[i + 1]![j]!, lengths[i]![j + 1]!)
    }
  }
  return lengths
}

interface Line {
  readonly sign: ' ' | '-' | '+'
  readonly text: string
}

const edits = (a: readonly string[], b: readonly string[]): readonly Line[] => {
  let start = 0
  while (start < a.length && start < b.length && a[start] === b[start]) start++
  let end = 0
  while (end < a.length - start && end < b.length - start && a[a.length - 1 - end] === b[b.length - 1 - end]) end++
  const [x, y] = [a.slice(start, a.length - end), b.slice(start, b.length - end)]
  const lengths = commonLengths(x, y)
  const middle: Line[] = []
  let [i, j] = [0, 0]
  while (i < x.length || j < y.length) {
    if (i < x.length && j < y.length && x[i] === y[j]) {
      middle.push({ sign: ' ', text: x[i]! })
      i++
      j++
    } else if (i < x.length && (j >= y.length || lengths[i + 1]![j]! >= lengths[i]![j + 1]!)) middle.push({ sign: '-', text: x[i++]! })
    else middle.push({ sign: '+', text: y[j++]! })
  }
  const same = (text: string): Line => ({ sign: ' ', text })
  return [...a.slice(0, start).map(same), ...middle, ...a.slice(a.length - end).map(same)]
}

/** Where hunks begin and end: changes with `context` lines around, joined where they touch. */
const hunks = (lines: readonly Line[], context: number): readonly (readonly [number, number])[] => {
  const ranges: [number, number][] = []
  lines.forEach(({ sign }, index) => {
    if (sign === ' ') return
    const [from, to] = [Math.max(0, index - context), Math.min(lines.length, index + context + 1)]
    const last = ranges.at(-1)
    if (last && from <= last[1]) last[1] = to
    else ranges.push([from, to])
  })
  return ranges
}

const range = (before: number, count: number): string =>
  count === 1 ? String(before + 1) : `${count === 0 ? before : before + 1},${count}`

/** A unified diff with three lines of context and without file names. */
export const unifiedDiff = (a: readonly string[], b: readonly string[], context = 3): string => {
  const lines = edits(a, b)
  return hunks(lines, context)
    .map(([from, to]) => {
      const count = (part: readonly Line[], sign: '-' | '+'): number =>
        part.filter((line) => line.sign === ' ' || line.sign === sign).length
      const [earlier, part] = [lines.slice(0, from), lines.slice(from, to)]
      const header = `@@ -${range(count(earlier, '-'), count(part, '-'))} +${range(count(earlier, '+'), count(part, '+'))} @@`
      return [header, ...part.map(({ sign, text }) => sign + text)].map((line) => `${line}\n`).join('')
    })
    .join('')
}
