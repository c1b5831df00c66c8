import { concat, decode, encode, SystemError, type Clock, type Interrupt } from '../base/index.ts'
import type { Reader, Writer } from './stream.ts'

/** As on Linux. */
const capacity = 65_536

/** A pipe: `reader` and `writer` are its ends, each open as long as some process holds it. */
export class Pipe {
  readonly #clock: Clock
  readonly #chunks: Uint8Array[] = []
  #size = 0
  #writers = 0
  #readers = 0
  #ended = false
  #broken = false
  readonly #waiting: (() => void)[] = []
  readonly reader: Reader
  readonly writer: Writer

  constructor(clock: Clock) {
    this.#clock = clock
    this.reader = {
      read: (interrupt) => this.#read(interrupt),
      retain: () => void this.#readers++,
      release: () => {
        if (--this.#readers <= 0) this.breakOff()
      },
    }
    this.writer = {
      write: (bytes) => this.#write(bytes),
      retain: () => void this.#writers++,
      release: () => {
        if (--this.#writers <= 0) this.end()
      },
    }
  }

  /** No more will be written. */
  end(): void {
    this.#ended = true
    this.#wake()
  }

  /** Nobody will read any more. */
  breakOff(): void {
    this.#broken = true
    this.#chunks.length = 0
    this.#wake()
  }

  async #read(interrupt?: Interrupt): Promise<Uint8Array | undefined> {
    while (this.#chunks.length === 0 && !this.#ended && !this.#broken) await this.#wait()
    interrupt?.throwIfRaised()
    const chunk = this.#chunks.shift()
    if (!chunk) return undefined
    this.#size -= chunk.length
    this.#wake()
    return chunk
  }

  #write(bytes: Uint8Array): void | Promise<void> {
    if (this.#broken) throw new SystemError('EPIPE')
    if (bytes.length === 0) return
    this.#chunks.push(bytes)
    this.#size += bytes.length
    this.#wake()
    if (this.#size > capacity) return this.#drained()
  }

  async #drained(): Promise<void> {
    while (this.#size > capacity && !this.#broken) await this.#wait()
    if (this.#broken) throw new SystemError('EPIPE')
  }

  #wait(): Promise<void> {
    return new Promise((resolve) => this.#waiting.push(resolve))
  }

  #wake(): void {
    if (this.#waiting.length === 0) return
    this.#clock.wake()
    for (const resolve of this.#waiting.splice(0)) resolve()
  }
}

/** Reads what is there already. */
export const bufferReader = (content: Uint8Array | string): Reader => {
  let rest: Uint8Array | undefined = typeof content === 'string' ? encode(content) : content
  return {
    read: () => {
      const chunk = rest?.length ? rest : undefined
      rest = undefined
      return Promise.resolve(chunk)
    },
  }
}

export const emptyReader: Reader = { read: () => Promise.resolve(undefined) }

/** Swallows everything, as /dev/null. */
export const nullWriter: Writer = { write: () => undefined }

/** Keeps all that is written. */
export class CollectingWriter implements Writer {
  readonly #chunks: Uint8Array[] = []

  write(bytes: Uint8Array): void {
    this.#chunks.push(bytes)
  }

  get bytes(): Uint8Array {
    return concat(this.#chunks)
  }

  get text(): string {
    return decode(this.bytes)
  }
}

export const readAll = async (reader: Reader): Promise<Uint8Array> => {
  const chunks: Uint8Array[] = []
  for (let chunk = await reader.read(); chunk; chunk = await reader.read()) chunks.push(chunk)
  return concat(chunks)
}

/** The lines of a stream without their line feeds, as they come; a last line without line feed too. */
export async function* lines(reader: Reader): AsyncGenerator<string, void, void> {
  const decoder = new TextDecoder()
  let rest = ''
  for (let chunk = await reader.read(); chunk; chunk = await reader.read()) {
    rest += decoder.decode(chunk, { stream: true })
    const parts = rest.split('\n')
    rest = parts.pop()!
    yield* parts
  }
  rest += decoder.decode()
  if (rest !== '') yield rest
}
