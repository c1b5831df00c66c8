/** One thing typed: a character or text to insert, or the name of a key. */
export type Key = { readonly text: string } | { readonly key: string }

const sequences: Readonly<Record<string, string>> = {
  '\x1b[A': 'up',
  '\x1b[B': 'down',
  '\x1b[C': 'right',
  '\x1b[D': 'left',
  '\x1bOA': 'up',
  '\x1bOB': 'down',
  '\x1bOC': 'right',
  '\x1bOD': 'left',
  '\x1b[H': 'home',
  '\x1b[F': 'end',
  '\x1bOH': 'home',
  '\x1bOF': 'end',
  '\x1b[1~': 'home',
  '\x1b[4~': 'end',
  '\x1b[7~': 'home',
  '\x1b[8~': 'end',
  '\x1b[3~': 'delete',
  '\x1b[1;5C': 'word-right',
  '\x1b[1;5D': 'word-left',
  '\x1b[1;3C': 'word-right',
  '\x1b[1;3D': 'word-left',
  '\x1b[5~': 'up',
  '\x1b[6~': 'down',
  '\x1bb': 'word-left',
  '\x1bf': 'word-right',
  '\x1bd': 'kill-word',
  '\x1b\x7f': 'backward-kill-word',
  '\x1b.': 'last-argument',
  '\x1b_': 'last-argument',
  '\x1bu': 'upcase-word',
  '\x1bl': 'downcase-word',
  '\x1b<': 'first-history',
  '\x1b>': 'last-history',
}

const controls: Readonly<Record<string, string>> = {
  '\x01': 'home',
  '\x02': 'left',
  '\x03': 'interrupt',
  '\x04': 'delete-or-eof',
  '\x05': 'end',
  '\x06': 'right',
  '\x07': 'abort',
  '\x08': 'backspace',
  '\x09': 'complete',
  '\x0a': 'accept',
  '\x0b': 'kill-line',
  '\x0c': 'clear',
  '\x0d': 'accept',
  '\x0e': 'down',
  '\x10': 'up',
  '\x12': 'search',
  '\x14': 'transpose',
  '\x15': 'kill-start',
  '\x17': 'backward-kill-blank',
  '\x19': 'yank',
  '\x7f': 'backspace',
  '\x1f': 'undo',
}

/** Takes typed bytes apart into keys; a sequence cut in two waits for its rest. Bracketed paste is text, line feeds and all. */
export class KeyDecoder {
  #pending = ''
  #pasting = false

  decode(text: string): Key[] {
    this.#pending += text
    const keys: Key[] = []
    for (let key = this.#next(); key; key = this.#next()) keys.push(key)
    return keys
  }

  #take(length: number): string {
    const taken = this.#pending.slice(0, length)
    this.#pending = this.#pending.slice(length)
    return taken
  }

  #next(): Key | undefined {
    if (this.#pending === '') return undefined
    if (this.#pasting) {
      const end = this.#pending.indexOf('\x1b[201~')
      if (end < 0) return undefined
      const text = this.#take(end).replace(/\r\n?/g, '\n')
      this.#take(6)
      this.#pasting = false
      return { text }
    }
    if (this.#pending[0] === '\x1b') return this.#escape()
    const control = controls[this.#pending[0]!]
    if (control) {
      this.#take(1)
      return { key: control }
    }
    const text = this.#take(/^[^\x00-\x1f\x7f]+|^[^]/.exec(this.#pending)![0].length)
    return text >= ' ' ? { text } : { key: 'none' }
  }

  #escape(): Key | undefined {
    if (this.#pending.startsWith('\x1b[200~')) {
      this.#take(6)
      this.#pasting = true
      return this.#next() ?? (this.#pasting ? undefined : { key: 'none' })
    }
    const sequence = /^\x1b(?:\[[\d;?]*[A-Za-z~]|O[A-Za-z]|[^[O])/.exec(this.#pending)?.[0]
    if (sequence === undefined) {
      if (this.#pending.length < 6) return undefined
      this.#take(1)
      return { key: 'none' }
    }
    this.#take(sequence.length)
    return { key: sequences[sequence] ?? 'none' }
  }
}
