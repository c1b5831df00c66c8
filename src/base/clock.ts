import type { Interrupt } from './interrupt.ts'

/** Undoes a registration; a second call does nothing. */
export type Cancel = () => void

/**
 * Virtual time, in milliseconds since 1970. All that waits in the world waits on it, so that the same start and the
 * same input give the same bytes at any speed.
 */
export interface Clock {
  readonly now: number
  /** Runs `run` when the clock reaches `time` (at once in the next event if that is past). Equal times keep their order. */
  at(time: number, run: () => void): Cancel
  after(milliseconds: number, run: () => void): Cancel
  /** Waits; throws the interrupt's reason if that comes first. */
  sleep(milliseconds: number, interrupt?: Interrupt): Promise<void>
  /**
   * To be called by whoever settles a promise out of an event, so that the clock lets its continuations finish before
   * the next event. Calling it too often costs time, too seldom costs determinism.
   */
  wake(): void
  /** Virtual time stands still until the returned function is called: for what finishes outside of events (lazy chunks). */
  hold(): Cancel
}

interface Event {
  readonly time: number
  readonly sequence: number
  run: (() => void) | undefined
}

const before = (a: Event, b: Event): boolean => a.time < b.time || (a.time === b.time && a.sequence < b.sequence)

/** The clock itself, driven by the host. `hop` must wait for one macrotask, so that all pending continuations ran. */
export class VirtualClock implements Clock {
  now: number
  readonly #hop: () => Promise<void>
  readonly #heap: Event[] = []
  #sequence = 0
  #woken = false
  #holds = 0
  #released: (() => void) | undefined
  /** Events run so far: what a test of determinism or a bench may read. */
  events = 0

  constructor(startsAt: number, hop: () => Promise<void>) {
    this.now = startsAt
    this.#hop = hop
  }

  at(time: number, run: () => void): Cancel {
    const event: Event = { time: Math.max(time, this.now), sequence: this.#sequence++, run }
    this.#push(event)
    return () => {
      event.run = undefined
    }
  }

  after(milliseconds: number, run: () => void): Cancel {
    return this.at(this.now + milliseconds, run)
  }

  sleep(milliseconds: number, interrupt?: Interrupt): Promise<void> {
    interrupt?.throwIfRaised()
    return new Promise((resolve, reject) => {
      const forget = interrupt?.onRaise((reason) => {
        cancel()
        this.wake()
        reject(reason)
      })
      const cancel = this.after(milliseconds, () => {
        forget?.()
        this.wake()
        resolve()
      })
    })
  }

  wake(): void {
    this.#woken = true
  }

  hold(): Cancel {
    this.#holds++
    let held = true
    return () => {
      if (!held) return
      held = false
      this.wake()
      if (--this.#holds === 0) this.#released?.()
    }
  }

  /** The time of the next event, if there is one. */
  get nextAt(): number | undefined {
    while (this.#heap.length > 0 && !this.#heap[0]!.run) this.#pop()
    return this.#heap[0]?.time
  }

  /**
   * Runs all events up to and including `time`, then stands at it. Returns early, without having reached `time`, once
   * `pause` says so after an event: the host's way to keep its turns short.
   */
  async advanceTo(time: number, pause?: () => boolean): Promise<void> {
    await this.#settle()
    for (let next = this.nextAt; next !== undefined && next <= time; next = this.nextAt) {
      const { run } = this.#pop()
      this.now = next
      this.events++
      run!()
      await this.#settle()
      if (pause?.()) return
    }
    this.now = Math.max(this.now, time)
  }

  async #settle(): Promise<void> {
    while (this.#woken || this.#holds > 0) {
      this.#woken = false
      if (this.#holds > 0) await new Promise<void>((resolve) => (this.#released = resolve))
      await this.#hop()
    }
  }

  #push(event: Event): void {
    const heap = this.#heap
    let hole = heap.push(event) - 1
    while (hole > 0) {
      const parent = (hole - 1) >> 1
      if (!before(event, heap[parent]!)) break
      heap[hole] = heap[parent]!
      hole = parent
    }
    heap[hole] = event
  }

  #pop(): Event {
    const heap = this.#heap
    const top = heap[0]!
    const last = heap.pop()!
    if (heap.length === 0) return top
    let hole = 0
    for (;;) {
      let child = 2 * hole + 1
      if (child >= heap.length) break
      if (child + 1 < heap.length && before(heap[child + 1]!, heap[child]!)) child++
      if (!before(heap[child]!, last)) break
      heap[hole] = heap[child]!
      hole = child
    }
    heap[hole] = last
    return top
  }
}
