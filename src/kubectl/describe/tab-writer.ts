/** Lines of cells, the last of each not padded; `flushes` are the line numbers at which alignment begins anew. */
const alignBlock = (lines: readonly (readonly string[])[], padding: number): readonly string[] => {
  const widths: number[][] = lines.map((cells) => cells.slice(0, -1).map((cell) => [...cell].length + padding))
  for (let i = 0; i < lines.length; i++) {
    for (let column = 0; column < widths[i]!.length; column++) {
      if (i > 0 && column < widths[i - 1]!.length) continue
      let end = i
      let width = 0
      while (end < lines.length && column < widths[end]!.length) width = Math.max(width, widths[end++]![column]!)
      for (let j = i; j < end; j++) widths[j]![column] = width
    }
  }
  return lines.map((cells, i) =>
    cells.map((cell, column) => (column === cells.length - 1 ? cell : cell + ' '.repeat(widths[i]![column]! - [...cell].length))).join(''),
  )
}

/** Aligns tab-separated text with elastic tab stops, as Go's text/tabwriter does: a column lasts as long as lines follow that have it. */
export const alignTabs = (text: string, padding = 2): string =>
  alignBlock(
    text.split('\n').map((line) => line.split('\t')),
    padding,
  ).join('\n')
