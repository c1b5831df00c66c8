import { decode } from '../../base/index.ts'
import type { Process, Tty } from '../../machine/index.ts'
import { KeyDecoder, type Key } from './keys.ts'
import { LineEditor } from './line-editor.ts'
import { Screen } from './screen.ts'

export interface Completion {
  /** Where in the text the word begins that the candidates complete. */
  readonly start: number
  /** Whole words, as they are to be inserted. */
  readonly candidates: readonly string[]
  /** What follows a completion that is the only one. */
  readonly suffix: string
  /** How lists show a candidate. */
  readonly label?: (candidate: string) => string
}

export interface ReadlineOptions {
  readonly process: Process
  readonly tty: Tty
  readonly history: readonly string[]
  readonly complete?: (text: string) => Promise<Completion>
}

export type LineResult = { readonly line: string } | 'interrupt' | 'eof'

const raw = { canonical: false, echo: false, signals: false } as const

const commonPrefix = (words: readonly string[]): string => {
  let prefix = words[0] ?? ''
  for (const word of words) while (!word.startsWith(prefix)) prefix = prefix.slice(0, -1)
  return prefix
}

/** Candidates in columns, as bash lists them. */
const listing = (labels: readonly string[], columns: number): string => {
  const width = Math.max(...labels.map(({ length }) => length)) + 2
  const count = Math.max(1, Math.floor(columns / width))
  const rows = Math.ceil(labels.length / count)
  return Array.from({ length: rows }, (_, row) =>
    labels
      .filter((_, i) => i % rows === row)
      .map((label) => label.padEnd(width))
      .join('')
      .trimEnd(),
  ).join('\n')
}

/** Reads lines from a terminal with editing. Keys typed ahead wait for the next line. */
export class Readline {
  readonly #decoder = new KeyDecoder()
  #queue: Key[] = []

  async read(prompt: string, options: ReadlineOptions): Promise<LineResult> {
    const { tty } = options
    const mode = tty.mode
    tty.mode = raw
    const screen = new Screen(tty)
    const lines = prompt.split('\n')
    const last = lines.pop()!
    screen.write(`\x1b[?2004h${lines.map((line) => `${line.replace(/[\x01\x02]/g, '')}\n`).join('')}`)
    try {
      return await this.#edit(last, screen, options)
    } finally {
      screen.write('\x1b[?2004l')
      tty.mode = mode.canonical ? mode : { canonical: true, echo: true, signals: true }
    }
  }

  async #edit(prompt: string, screen: Screen, options: ReadlineOptions): Promise<LineResult> {
    const editor = new LineEditor(options.history)
    const draw = () => {
      if (editor.search) {
        const { pattern, found } = editor.search
        screen.draw(`(reverse-i-search)\`${pattern}': `, found, found)
      } else screen.draw(prompt, editor.text, editor.text.slice(0, editor.cursor))
    }
    draw()
    let tabs = 0
    for (;;) {
      const key = await this.#key(options.process)
      if (key === undefined) return 'eof'
      const action = editor.handle(key)
      tabs = action === 'complete' ? tabs + 1 : 0
      switch (action) {
        case 'accept':
          draw()
          screen.finish(prompt, editor.text)
          return { line: editor.text }
        case 'interrupt':
          draw()
          screen.write('^C')
          screen.finish(prompt, editor.text)
          return 'interrupt'
        case 'eof':
          return 'eof'
        case 'clear':
          screen.write('\x1b[H\x1b[2J')
          screen.forget()
          break
        case 'complete':
          await this.#complete(editor, screen, prompt, options, tabs)
          break
      }
      if (this.#queue.length === 0) draw()
    }
  }

  async #complete(editor: LineEditor, screen: Screen, prompt: string, options: ReadlineOptions, tabs: number): Promise<void> {
    if (!options.complete) return
    const before = editor.text.slice(0, editor.cursor)
    const { start, candidates, suffix, label } = await options.complete(before)
    if (candidates.length === 0) return screen.write('\x07')
    const prefix = commonPrefix(candidates)
    if (candidates.length === 1) {
      const only = candidates[0]!
      const end = only.endsWith('/') || only.endsWith('=') || editor.text[editor.cursor] === ' ' ? '' : suffix
      return editor.replaceFrom(start, only + end)
    }
    if (prefix.length > before.length - start) return editor.replaceFrom(start, prefix)
    if (tabs < 2) return screen.write('\x07')
    screen.draw(prompt, editor.text, editor.text)
    screen.finish(prompt, editor.text)
    screen.write(`${listing([...candidates].sort().map(label ?? ((word) => word)), options.tty.columns)}\n`)
  }

  async #key(process: Process): Promise<Key | undefined> {
    while (this.#queue.length === 0) {
      const bytes = await process.stdin.read()
      if (!bytes) return undefined
      this.#queue = this.#decoder.decode(decode(bytes))
    }
    return this.#queue.shift()
  }
}
