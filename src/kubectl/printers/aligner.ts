/** Aligns rows that come one after the other, keeping the widths of the rows before (tabwriter's RememberWidths), for `-w`. */
export class Aligner {
  readonly #widths: number[] = []
  readonly #padding: number

  constructor(padding = 3) {
    this.#padding = padding
  }

  print(rows: readonly (readonly string[])[]): string {
    for (const row of rows) for (let i = 0; i < row.length - 1; i++) this.#widths[i] = Math.max(this.#widths[i] ?? 3, [...row[i]!].length)
    const line = (row: readonly string[]): string =>
      row.map((cell, i) => (i === row.length - 1 ? cell : cell + ' '.repeat(this.#widths[i]! + this.#padding - [...cell].length))).join('')
    return rows.map((row) => `${line(row)}\n`).join('')
  }

  forget(): void {
    this.#widths.length = 0
  }
}
