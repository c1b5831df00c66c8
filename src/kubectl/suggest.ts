/** The number of edits between two words (`spf13/cobra`'s ld, case ignored). */
const distance = (a: string, b: string): number => {
  let row = Array.from({ length: b.length + 1 }, (_, index) => index)
  for (let i = 1; i <= a.length; i++) {
    const next = [i]
    for (let j = 1; j <= b.length; j++) {
      next.push(a[i - 1] === b[j - 1] ? row[j - 1]! : Math.min(row[j]!, next[j - 1]!, row[j - 1]!) + 1)
    }
    row = next
  }
  return row[b.length]!
}

/** The commands that somebody who typed `typed` may have meant: at most two edits away, or with it as their beginning. */
export const suggestionsFor = (typed: string, names: readonly string[]): readonly string[] => {
  const lower = typed.toLowerCase()
  return names.filter((name) => distance(lower, name.toLowerCase()) <= 2 || name.toLowerCase().startsWith(lower))
}
