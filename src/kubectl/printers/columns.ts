/** How many cells of a terminal a text takes, as Go's tabwriter counts: its runes. */
const width = (text: string): number => [...text].length

/**
 * Lays rows out as kubectl's tabwriter does (`printers.GetNewTabWriter`): columns as wide as their widest cell and three blanks;
 * the last column is not padded.
 */
export const alignColumns = (rows: readonly (readonly string[])[], padding = 3, minimum = 6): string => {
  const widths: number[] = []
  for (const row of rows) for (let i = 0; i < row.length - 1; i++) widths[i] = Math.max(widths[i] ?? minimum - padding, width(row[i]!))
  const line = (row: readonly string[]): string =>
    row.map((cell, i) => (i === row.length - 1 ? cell : cell + ' '.repeat(widths[i]! + padding - width(cell)))).join('')
  return rows.map((row) => `${line(row)}\n`).join('')
}
