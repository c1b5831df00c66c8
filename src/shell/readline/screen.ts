import { encode } from '../../base/index.ts'
import type { Tty } from '../../machine/index.ts'
import { widthOf } from './width.ts'

/** Shows the prompt and the line on a terminal, and keeps the cursor where it belongs. */
export class Screen {
  readonly #tty: Tty
  #shown = ''
  /** The row of the cursor, counted from the prompt's last line. */
  #row = 0

  constructor(tty: Tty) {
    this.#tty = tty
  }

  write(text: string): void {
    void this.#tty.output.write(encode(text))
  }

  /** Draws the prompt's last line with the text; earlier lines of the prompt must be on the screen already. */
  draw(prompt: string, text: string, cursor: string): void {
    const { columns } = this.#tty
    const visible = prompt.replace(/[\x01\x02]/g, '')
    const whole = visible + text
    // Typing at the end just adds a character.
    if (
      this.#shown !== '' &&
      whole.startsWith(this.#shown) &&
      cursor === text &&
      whole.length - this.#shown.length <= 4 &&
      this.#row === this.#rowOf(prompt, text) &&
      widthOf(prompt + text) % columns !== 0 &&
      !whole.slice(this.#shown.length).includes('\n')
    ) {
      if (whole !== this.#shown && this.#atEnd) this.write(whole.slice(this.#shown.length))
      if (this.#atEnd) {
        this.#shown = whole
        return
      }
    }
    // The first time it begins where the cursor stands: a last line of output without its end stays on the screen.
    const home = this.#shown === '' ? '' : `${this.#row > 0 ? `\x1b[${this.#row}A` : ''}\r\x1b[J`
    let output = home + whole
    const endRow = this.#rowOf(prompt, text)
    if (this.#columnOf(prompt, text) === 0 && endRow > 0 && !text.endsWith('\n')) output += '\r\n'
    const row = this.#rowOf(prompt, cursor)
    const column = this.#columnOf(prompt, cursor)
    if (cursor !== text) output += `${endRow > row ? `\x1b[${endRow - row}A` : ''}\r${column > 0 ? `\x1b[${column}C` : ''}`
    this.write(output)
    this.#row = row
    this.#shown = whole
    this.#atEnd = cursor === text
  }

  #atEnd = true

  /** Leaves the line: the cursor goes below it. */
  finish(prompt: string, text: string): void {
    const endRow = this.#rowOf(prompt, text)
    this.write(`${endRow > this.#row ? `\x1b[${endRow - this.#row}B` : ''}\r\n`)
    this.forget()
  }

  forget(): void {
    this.#row = 0
    this.#shown = ''
    this.#atEnd = true
  }

  #rowOf(prompt: string, text: string): number {
    return this.#place(prompt, text).row
  }

  #columnOf(prompt: string, text: string): number {
    return this.#place(prompt, text).column
  }

  #place(prompt: string, text: string): { row: number; column: number } {
    const { columns } = this.#tty
    let row = 0
    let column = widthOf(prompt)
    row += Math.floor(column / columns)
    column %= columns
    for (const character of text) {
      if (character === '\n') {
        row++
        column = 0
        continue
      }
      const width = widthOf(character)
      if (column + width > columns) {
        row++
        column = 0
      }
      column += width
      if (column >= columns) {
        row++
        column = 0
      }
    }
    return { row, column }
  }
}
