import { decode, encode, type Cancel, type Clock, type Interrupt } from '../base/index.ts'
import type { Signal } from './process-interface.ts'
import type { Reader, Writer } from './stream.ts'
import type { EditRequest, EditResult, Tty, TtyMode } from './tty-interface.ts'

export interface TerminalOptions {
  readonly clock: Clock
  readonly path: string
  readonly columns: number
  readonly rows: number
  /** Sends a signal to a process group. */
  readonly signal: (group: number, signal: Signal) => void
  readonly onCommand?: (event: { readonly line: string } | { readonly code: number }) => void
  readonly edit?: (request: EditRequest) => Promise<EditResult>
}

const signalKeys: Readonly<Record<string, Signal>> = { '\x03': 'SIGINT', '\x1c': 'SIGQUIT', '\x1a': 'SIGTSTP' }

/** A pseudo terminal with Linux's line discipline. */
export class Terminal implements Tty {
  readonly path: string
  readonly edit: Tty['edit']
  readonly input: Reader
  readonly output: Writer
  mode: TtyMode = { canonical: true, echo: true, signals: true }
  foreground = 0
  columns: number
  rows: number
  readonly #options: TerminalOptions
  readonly #ready: Uint8Array[] = []
  readonly #listeners = new Set<(bytes: Uint8Array) => void>()
  readonly #waiting: (() => void)[] = []
  #line = ''
  #ends = 0
  #hungUp = false

  constructor(options: TerminalOptions) {
    this.#options = options
    this.path = options.path
    this.columns = options.columns
    this.rows = options.rows
    this.edit = options.edit
    this.input = { tty: this, read: (interrupt) => this.#read(interrupt) }
    this.output = { tty: this, write: (bytes) => this.#show(bytes) }
  }

  commandStarted(line: string): void {
    this.#options.onCommand?.({ line })
  }

  commandEnded(code: number): void {
    this.#options.onCommand?.({ code })
  }

  type(data: string): void {
    if (this.#hungUp) return
    if (!this.mode.canonical && !this.mode.signals) return this.#offer(data)
    let plain = ''
    for (const key of data) {
      const signal = this.mode.signals ? signalKeys[key] : undefined
      if (!signal && !this.mode.canonical) {
        plain += key
        continue
      }
      if (plain) this.#offer(plain)
      plain = ''
      if (signal) this.#interrupt(key, signal)
      else this.#edit(key)
    }
    if (plain) this.#offer(plain)
  }

  resize(columns: number, rows: number): void {
    if (columns === this.columns && rows === this.rows) return
    this.columns = columns
    this.rows = rows
    this.#options.signal(this.foreground, 'SIGWINCH')
  }

  hangUp(): void {
    if (this.#hungUp) return
    this.#hungUp = true
    this.#options.signal(this.foreground, 'SIGHUP')
    this.#wake()
  }

  onOutput(notify: (bytes: Uint8Array) => void): Cancel {
    this.#listeners.add(notify)
    return () => this.#listeners.delete(notify)
  }

  #interrupt(key: string, signal: Signal): void {
    this.#line = ''
    this.#ready.length = 0
    if (this.mode.echo) this.#show(encode(`^${String.fromCharCode(key.charCodeAt(0) + 64)}`))
    this.#options.signal(this.foreground, signal)
  }

  /** One key of canonical input. */
  #edit(key: string): void {
    if (key === '\r' || key === '\n') {
      this.#echo('\n')
      this.#offer(`${this.#line}\n`)
      this.#line = ''
    } else if (key === '\x7f' || key === '\b') this.#erase(1)
    else if (key === '\x15') this.#erase([...this.#line].length)
    else if (key === '\x17') this.#erase([...(/\S*\s*$/.exec(this.#line)?.[0] ?? '')].length)
    else if (key === '\x04') {
      if (this.#line) this.#offer(this.#line)
      else this.#ends++
      this.#line = ''
      this.#wake()
    } else {
      this.#line += key
      this.#echo(key < ' ' && key !== '\t' ? `^${String.fromCharCode(key.charCodeAt(0) + 64)}` : key)
    }
  }

  #erase(count: number): void {
    const characters = [...this.#line]
    for (const gone of characters.splice(Math.max(0, characters.length - count))) {
      const width = /[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]/.test(gone) ? 2 : 1
      this.#echo('\b'.repeat(width) + ' '.repeat(width) + '\b'.repeat(width))
    }
    this.#line = characters.join('')
  }

  #echo(text: string): void {
    if (this.mode.echo) this.#show(encode(text))
  }

  #offer(text: string): void {
    this.#ready.push(encode(text))
    this.#wake()
  }

  async #read(interrupt?: Interrupt): Promise<Uint8Array | undefined> {
    for (;;) {
      interrupt?.throwIfRaised()
      const chunk = this.#ready.shift()
      if (chunk) return chunk
      if (this.#hungUp) return undefined
      if (this.#ends > 0) {
        this.#ends--
        return undefined
      }
      await new Promise<void>((resolve) => this.#waiting.push(resolve))
    }
  }

  #show(bytes: Uint8Array): void {
    const shown = bytes.includes(10) ? encode(decode(bytes).replace(/\r?\n/g, '\r\n')) : bytes
    for (const listener of this.#listeners) listener(shown)
  }

  #wake(): void {
    if (this.#waiting.length === 0) return
    this.#options.clock.wake()
    for (const resolve of this.#waiting.splice(0)) resolve()
  }
}
