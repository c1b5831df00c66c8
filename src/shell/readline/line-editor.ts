import type { Key } from './keys.ts'

/** What a key asks the caller to do. */
export type Action = 'accept' | 'interrupt' | 'eof' | 'complete' | 'clear' | undefined

/** The line that is being typed: emacs keys, history, incremental search. Knows nothing of screens. */
export class LineEditor {
  text = ''
  /** In UTF-16 units. */
  cursor = 0
  search: { pattern: string; found: string } | undefined
  readonly #history: readonly string[]
  #at: number
  #edited = new Map<number, string>()
  #killed = ''
  #undo: { text: string; cursor: number }[] = []
  #argument = 0

  constructor(history: readonly string[]) {
    this.#history = history
    this.#at = history.length
  }

  insert(text: string): void {
    this.#remember()
    this.text = this.text.slice(0, this.cursor) + text + this.text.slice(this.cursor)
    this.cursor += text.length
  }

  /** Replaces what stands between `start` and the cursor. */
  replaceFrom(start: number, text: string): void {
    this.#remember()
    this.text = this.text.slice(0, start) + text + this.text.slice(this.cursor)
    this.cursor = start + text.length
  }

  handle(key: Key): Action {
    if (this.search) {
      const action = this.#searchKey(key)
      if (action !== 'leave') return action
    }
    if ('text' in key) {
      this.insert(key.text)
      return undefined
    }
    if (key.key !== 'last-argument') this.#argument = 0
    return this.#command(key.key)
  }

  #command(name: string): Action {
    switch (name) {
      case 'accept':
        return 'accept'
      case 'interrupt':
        return 'interrupt'
      case 'complete':
        return 'complete'
      case 'clear':
        return 'clear'
      case 'delete-or-eof':
        if (this.text === '') return 'eof'
        this.#cut(this.cursor, this.#right(), false)
        return undefined
      case 'left':
        this.cursor = this.#left()
        return undefined
      case 'right':
        this.cursor = this.#right()
        return undefined
      case 'home':
        this.cursor = 0
        return undefined
      case 'end':
        this.cursor = this.text.length
        return undefined
      case 'word-left':
        this.cursor = this.#wordLeft()
        return undefined
      case 'word-right':
        this.cursor = this.#wordRight()
        return undefined
      case 'up':
        this.#go(this.#at - 1)
        return undefined
      case 'down':
        this.#go(this.#at + 1)
        return undefined
      case 'first-history':
        this.#go(0)
        return undefined
      case 'last-history':
        this.#go(this.#history.length)
        return undefined
      case 'search':
        this.search = { pattern: '', found: '' }
        return undefined
      default:
        this.#change(name)
        return undefined
    }
  }

  #change(name: string): void {
    switch (name) {
      case 'backspace':
        return this.#cut(this.#left(), this.cursor, false)
      case 'delete':
        return this.#cut(this.cursor, this.#right(), false)
      case 'kill-line':
        return this.#cut(this.cursor, this.text.length, true)
      case 'kill-start':
        return this.#cut(0, this.cursor, true)
      case 'kill-word':
        return this.#cut(this.cursor, this.#wordRight(), true)
      case 'backward-kill-word':
        return this.#cut(this.#wordLeft(), this.cursor, true)
      case 'backward-kill-blank':
        return this.#cut(this.cursor - /\S*\s*$/.exec(this.text.slice(0, this.cursor))![0].length, this.cursor, true)
      case 'yank':
        return this.insert(this.#killed)
      case 'undo': {
        const before = this.#undo.pop()
        if (before) Object.assign(this, before)
        return
      }
      case 'transpose': {
        const at = this.cursor === this.text.length ? this.cursor - 1 : this.cursor
        if (at < 1) return
        this.#remember()
        this.text = this.text.slice(0, at - 1) + this.text[at]! + this.text[at - 1]! + this.text.slice(at + 1)
        this.cursor = at + 1
        return
      }
      case 'upcase-word':
      case 'downcase-word': {
        const end = this.#wordRight()
        const word = this.text.slice(this.cursor, end)
        this.#remember()
        this.text =
          this.text.slice(0, this.cursor) + (name === 'upcase-word' ? word.toUpperCase() : word.toLowerCase()) + this.text.slice(end)
        this.cursor = end
        return
      }
      case 'last-argument': {
        const line = this.#history[this.#history.length - 1 - this.#argument]
        const word = line?.trim().split(/\s+/).at(-1)
        if (word === undefined) return
        if (this.#argument > 0) {
          const before = this.#undo.pop()
          if (before) Object.assign(this, before)
        }
        this.#argument++
        return this.insert(word)
      }
    }
  }

  /** In a search: `leave` lets the key do what it does outside. */
  #searchKey(key: Key): Action | 'leave' {
    const search = this.search!
    if ('text' in key) {
      search.pattern += key.text
      this.#find(this.#history.length - 1)
      return undefined
    }
    switch (key.key) {
      case 'search':
        this.#find((this.#searchedAt ?? this.#history.length) - 1)
        return undefined
      case 'backspace':
        search.pattern = search.pattern.slice(0, -1)
        this.#find(this.#history.length - 1)
        return undefined
      case 'abort':
      case 'interrupt':
        this.search = undefined
        return key.key === 'interrupt' ? 'interrupt' : undefined
      default:
        this.search = undefined
        if (search.found !== '') {
          this.text = search.found
          this.cursor = Math.max(0, search.found.indexOf(search.pattern))
          if (this.#searchedAt !== undefined) this.#at = this.#searchedAt
        }
        return 'leave'
    }
  }

  #searchedAt: number | undefined

  #find(from: number): void {
    const { pattern } = this.search!
    for (let at = from; at >= 0; at--) {
      if (pattern === '' || !this.#history[at]!.includes(pattern)) continue
      this.search!.found = this.#history[at]!
      this.#searchedAt = at
      return
    }
  }

  #go(at: number): void {
    if (at < 0 || at > this.#history.length) return
    this.#edited.set(this.#at, this.text)
    this.#at = at
    this.text = this.#edited.get(at) ?? this.#history[at] ?? ''
    this.cursor = this.text.length
  }

  #cut(from: number, to: number, keeps: boolean): void {
    if (from >= to) return
    this.#remember()
    if (keeps) this.#killed = this.text.slice(from, to)
    this.text = this.text.slice(0, from) + this.text.slice(to)
    this.cursor = from
  }

  #remember(): void {
    this.#undo.push({ text: this.text, cursor: this.cursor })
    if (this.#undo.length > 200) this.#undo.shift()
  }

  #left(): number {
    return this.cursor - ([...this.text.slice(0, this.cursor)].at(-1)?.length ?? 0)
  }

  #right(): number {
    return this.cursor + (this.text.slice(this.cursor).match(/^[^]/u)?.[0].length ?? 0)
  }

  #wordLeft(): number {
    return this.cursor - /[\p{L}\p{N}]*[^\p{L}\p{N}]*$/u.exec(this.text.slice(0, this.cursor))![0].length
  }

  #wordRight(): number {
    return this.cursor + /^[^\p{L}\p{N}]*[\p{L}\p{N}]*/u.exec(this.text.slice(this.cursor))![0].length
  }
}
