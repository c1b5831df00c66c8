/** One line of a comparison: kept, gone or come. */
export interface LineEdit {
  readonly kind: ' ' | '-' | '+'
  readonly line: string
}

/** Lines with their ends; the last may lack one. */
const splitLines = (text: string): readonly string[] => text.match(/[^\n]*\n|[^\n]+$/g) ?? []

/** The lengths of the longest common subsequence of all tails of the two lists. */
const commonTails = (from: readonly string[], to: readonly string[]): readonly Uint32Array[] => {
  const table = Array.from({ length: from.length + 1 }, () => new Uint32Array(to.length + 1))
  for (let i = from.length - 1; i >= 0; i--) {
    for (let j = to.length - 1; j >= 0; j--) {
      table[i]![j] = from[i] === to[j] ? table[i + 1]![j + 1]! + 1 : Math.max(table[i + 1]![j]!, table[i]![j + 1]!)
    }
  }
  return table
}

/** How one text becomes the other; lines with the same `key` are equal. @simplified: where several shortest ways lead there, diff(1) may show another */
export const editsBetween = (fromText: string, toText: string, key: (line: string) => string = (line) => line): readonly LineEdit[] => {
  const from = splitLines(fromText)
  const to = splitLines(toText)
  const fromKeys = from.map(key)
  const toKeys = to.map(key)
  // Equal ends are left out of the table, which is as large as the product of what remains.
  let start = 0
  while (start < from.length && start < to.length && fromKeys[start] === toKeys[start]) start++
  let end = 0
  while (end < Math.min(from.length, to.length) - start && fromKeys.at(-1 - end) === toKeys.at(-1 - end)) end++
  const middle = [fromKeys.slice(start, from.length - end), toKeys.slice(start, to.length - end)] as const
  const table = commonTails(...middle)
  const edits: LineEdit[] = from.slice(0, start).map((line) => ({ kind: ' ', line }))
  let i = 0
  let j = 0
  while (i < middle[0].length || j < middle[1].length) {
    if (i < middle[0].length && j < middle[1].length && middle[0][i] === middle[1][j]) {
      edits.push({ kind: ' ', line: from[start + i]! })
      i++
      j++
    } else if (j >= middle[1].length || (i < middle[0].length && table[i + 1]![j]! >= table[i]![j + 1]!))
      edits.push({ kind: '-', line: from[start + i++]! })
    else edits.push({ kind: '+', line: to[start + j++]! })
  }
  return deletionsFirst([...edits, ...from.slice(from.length - end).map((line) => ({ kind: ' ', line }) as const)])
}

/** In each run of changes diff(1) prints what goes before what comes. */
const deletionsFirst = (edits: readonly LineEdit[]): readonly LineEdit[] => {
  const ordered: LineEdit[] = []
  let run: LineEdit[] = []
  const flush = () => {
    ordered.push(...run.filter((edit) => edit.kind === '-'), ...run.filter((edit) => edit.kind === '+'))
    run = []
  }
  for (const edit of edits) {
    if (edit.kind !== ' ') run.push(edit)
    else {
      flush()
      ordered.push(edit)
    }
  }
  flush()
  return ordered
}

/** Where hunks begin and end: changes with lines of context, joined where the contexts meet. */
export const hunkRanges = (edits: readonly LineEdit[], context: number): readonly (readonly [number, number])[] => {
  const ranges: [number, number][] = []
  edits.forEach((edit, index) => {
    if (edit.kind === ' ') return
    const start = Math.max(0, index - context)
    const end = Math.min(edits.length, index + context + 1)
    const last = ranges.at(-1)
    if (last && start <= last[1]) last[1] = end
    else ranges.push([start, end])
  })
  return ranges
}

const rangeText = (start: number, count: number): string => (count === 1 ? `${start + 1}` : `${count === 0 ? start : start + 1},${count}`)

/** The body of `diff -u`: hunks without the two header lines; empty if the texts are equal. */
export const unifiedHunks = (from: string, to: string, context = 3, key?: (line: string) => string): string => {
  const edits = editsBetween(from, to, key)
  const count = (range: readonly LineEdit[], other: '-' | '+') => range.filter((edit) => edit.kind !== other).length
  return hunkRanges(edits, context)
    .map(([start, end]) => {
      const before = edits.slice(0, start)
      const hunk = edits.slice(start, end)
      const head = `@@ -${rangeText(count(before, '+'), count(hunk, '+'))} +${rangeText(count(before, '-'), count(hunk, '-'))} @@\n`
      return head + hunk.map(({ kind, line }) => kind + (line.endsWith('\n') ? line : `${line}\n\\ No newline at end of file\n`)).join('')
    })
    .join('')
}

const two = (value: number): string => String(value).padStart(2, '0')

/** diff's time stamp, `2026-11-20 20:45:49.000000000 +0000`. */
export const diffTime = (milliseconds: number): string => {
  const at = new Date(milliseconds)
  const date = `${at.getUTCFullYear()}-${two(at.getUTCMonth() + 1)}-${two(at.getUTCDate())}`
  const time = `${two(at.getUTCHours())}:${two(at.getUTCMinutes())}:${two(at.getUTCSeconds())}`
  return `${date} ${time}.${String(at.getUTCMilliseconds()).padStart(3, '0')}000000 +0000`
}
