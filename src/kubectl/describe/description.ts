import { alignTabs } from './tab-writer.ts'

/** Collects what a describer writes; tabs become columns. */
export class Description {
  #done = ''
  #pending = ''

  /** Text after two blanks for each level; the text brings its own line ends. */
  write(level: number, text: string): void {
    this.#pending += '  '.repeat(level) + text
  }

  line(level: number, ...cells: readonly string[]): void {
    this.write(level, `${cells.join('\t')}\n`)
  }

  /** What comes is aligned on its own. */
  flush(): void {
    this.#done += alignTabs(this.#pending)
    this.#pending = ''
  }

  /** What was written since the last flush, its tabs as they are. */
  get tabbed(): string {
    return this.#pending
  }

  get text(): string {
    return this.#done + alignTabs(this.#pending)
  }
}
