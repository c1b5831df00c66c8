type Edit = { readonly kind: ' ' | '-' | '+'; readonly line: string }

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

/** @simplified: where several shortest ways lead from one text to the other, kubectl diff may show another than diff(1) */
const editsBetween = (from: readonly string[], to: readonly string[]): readonly Edit[] => {
  const table = commonTails(from, to)
  const edits: Edit[] = []
  let i = 0
  let j = 0
  while (i < from.length || j < to.length) {
    if (i < from.length && j < to.length && from[i] === to[j]) {
      edits.push({ kind: ' ', line: from[i]! })
      i++
      j++
    } else if (j >= to.length || (i < from.length && table[i + 1]![j]! >= table[i]![j + 1]!)) edits.push({ kind: '-', line: from[i++]! })
    else edits.push({ kind: '+', line: to[j++]! })
  }
  return deletionsFirst(edits)
}

/** In each run of changes diff(1) prints what goes before what comes. */
const deletionsFirst = (edits: readonly Edit[]): readonly Edit[] => {
  const ordered: Edit[] = []
  let run: Edit[] = []
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

/** Where hunks begin and end: changes with three lines of context, joined where the contexts meet. */
const hunkRanges = (edits: readonly Edit[]): readonly (readonly [number, number])[] => {
  const ranges: [number, number][] = []
  edits.forEach((edit, index) => {
    if (edit.kind === ' ') return
    const start = Math.max(0, index - 3)
    const end = Math.min(edits.length, index + 4)
    const last = ranges.at(-1)
    if (last && start <= last[1]) last[1] = end
    else ranges.push([start, end])
  })
  return ranges
}

const rangeText = (start: number, count: number): string => (count === 1 ? `${start + 1}` : `${count === 0 ? start : start + 1},${count}`)

/** The body of `diff -u`: hunks without the two header lines; empty if the texts are equal. */
export const unifiedHunks = (from: string, to: string): string => {
  const edits = editsBetween(splitLines(from), splitLines(to))
  const count = (range: readonly Edit[], other: '-' | '+') => range.filter((edit) => edit.kind !== other).length
  return hunkRanges(edits)
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
