import { decode, type Cancel, type Clock } from '../base/index.ts'
import type { FileSystem, Writer } from '../machine/index.ts'

/** RFC 3339 with nanoseconds, without the zeros at their end, as Go writes it. */
export const formatNanoTime = (milliseconds: number, nanoseconds: number): string => {
  const fraction = `${String((milliseconds % 1000) | 0).padStart(3, '0')}${String(nanoseconds).padStart(6, '0')}`.replace(/0+$/, '')
  return `${new Date(milliseconds).toISOString().slice(0, 19)}${fraction === '' ? '' : `.${fraction}`}Z`
}

/** A container's log on the node's disk, in the format of the CRI: `TIME stdout F text`. */
export class ContainerLog {
  readonly path: string
  readonly #files: FileSystem
  readonly #clock: Clock
  readonly #rest = new Map<string, string>()
  readonly #followers = new Set<() => void>()
  readonly #listeners = new Set<(stream: 'stdout' | 'stderr', bytes: Uint8Array) => void>()
  #nanoseconds = 0
  #last = 0

  constructor(options: { readonly path: string; readonly files: FileSystem; readonly clock: Clock }) {
    this.path = options.path
    this.#files = options.files
    this.#clock = options.clock
  }

  writer(stream: 'stdout' | 'stderr'): Writer {
    return {
      write: (bytes) => {
        for (const notify of [...this.#listeners]) notify(stream, bytes)
        this.#append(stream, decode(bytes))
      },
    }
  }

  /** Tells of the bytes as they are written, for whoever is attached. */
  listen(notify: (stream: 'stdout' | 'stderr', bytes: Uint8Array) => void): Cancel {
    this.#listeners.add(notify)
    return () => this.#listeners.delete(notify)
  }

  /** Writes what is left of a line that never ended. */
  close(): void {
    for (const [stream, rest] of this.#rest) if (rest !== '') this.#write([`${this.#time()} ${stream} P ${rest}\n`])
    this.#rest.clear()
  }

  /** Tells of every write. */
  follow(notify: () => void): Cancel {
    this.#followers.add(notify)
    return () => this.#followers.delete(notify)
  }

  #append(stream: 'stdout' | 'stderr', text: string): void {
    const lines = ((this.#rest.get(stream) ?? '') + text).split('\n')
    this.#rest.set(stream, lines.pop()!)
    if (lines.length > 0) this.#write(lines.map((line) => `${this.#time()} ${stream} F ${line}\n`))
  }

  #time(): string {
    const { now } = this.#clock
    this.#nanoseconds = Math.floor(now) === this.#last ? Math.min(this.#nanoseconds + 1783, 999_999) : (Math.floor(now) * 7919) % 500_000
    this.#last = Math.floor(now)
    return formatNanoTime(now, this.#nanoseconds)
  }

  #write(lines: readonly string[]): void {
    this.#files.write(this.path, lines.join(''), { append: true })
    for (const notify of [...this.#followers]) notify()
  }
}
