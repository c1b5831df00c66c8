import type { Cancel } from '../base/index.ts'
import type { HttpResponse, Process } from '../machine/index.ts'
import type { LooseObject } from './object.ts'

export interface WatchedEvent {
  readonly type: 'ADDED' | 'MODIFIED' | 'DELETED' | 'BOOKMARK' | 'ERROR'
  readonly object: LooseObject
}

/** The pieces of a body that goes on, kept until somebody asks for the next. */
export class PieceStream<T> {
  readonly #process: Process
  readonly #queue: T[] = []
  #ended = false
  #error: Error | undefined
  #wakeReader: (() => void) | undefined
  #cancel: Cancel | undefined

  constructor(process: Process, response: HttpResponse) {
    this.#process = process
    this.#cancel = response.stream?.({
      push: (piece) => {
        this.#queue.push(piece as T)
        this.#notify()
      },
      end: (error) => {
        this.#ended = true
        this.#error = error
        this.#notify()
      },
    })
    if (!response.stream) this.#ended = true
  }

  #notify(): void {
    const wake = this.#wakeReader
    if (!wake) return
    this.#wakeReader = undefined
    this.#process.clock.wake()
    wake()
  }

  get error(): Error | undefined {
    return this.#error
  }

  /** The next piece; undefined at the end, 'late' once the clock reaches `deadline`. */
  async next(deadline?: number): Promise<T | undefined | 'late'> {
    const { clock, interrupt } = this.#process
    while (this.#queue.length === 0 && !this.#ended) {
      if (deadline !== undefined && clock.now >= deadline) return 'late'
      await new Promise<void>((resolve, reject) => {
        const cancelTimer = deadline === undefined ? undefined : clock.at(deadline, () => this.#notify())
        const forget = interrupt.onRaise((reason) => {
          cancelTimer?.()
          this.stop()
          clock.wake()
          reject(reason)
        })
        this.#wakeReader = () => {
          cancelTimer?.()
          forget()
          resolve()
        }
      })
    }
    return this.#queue.shift()
  }

  stop(): void {
    this.#cancel?.()
    this.#cancel = undefined
    this.#ended = true
  }
}

/** A watch's events by reference. */
export class WatchStream extends PieceStream<WatchedEvent> {}
