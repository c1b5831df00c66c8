import type { ObjectKey } from '../api/index.ts'
import type { Cancel, Clock } from '../base/index.ts'

const idOf = (key: ObjectKey): string => (key.namespace ? `${key.namespace}/${key.name}` : key.name)

// client-go: util/workqueue/default_rate_limiters.go, NewTypedItemExponentialFailureRateLimiter(5 ms, 1000 s).
const firstDelay = 5
const longestDelay = 1_000_000

/** Keys that wait to be worked on: each at most once, in the order in which they came. */
export class Workqueue {
  readonly #clock: Clock
  readonly #ready: () => void
  readonly #waiting = new Map<string, ObjectKey>()
  readonly #delayed = new Map<string, { readonly time: number; readonly cancel: Cancel }>()
  readonly #failures = new Map<string, number>()
  readonly #held = new Map<string, number>()

  /** `ready` is called when a key has come. */
  constructor(clock: Clock, ready: () => void) {
    this.#clock = clock
    this.#ready = ready
  }

  get size(): number {
    return this.#waiting.size
  }

  add(key: ObjectKey): void {
    const id = idOf(key)
    if (this.#waiting.has(id)) return
    const held = this.#held.get(id)
    if (held !== undefined) {
      if (held > this.#clock.now) return this.addAt(key, held)
      this.#held.delete(id)
    }
    this.#waiting.set(id, key)
    this.#ready()
  }

  /** Adds the key at a time; of several such times the earliest counts. */
  addAt(key: ObjectKey, time: number): void {
    if (time <= this.#clock.now) return this.add(key)
    const id = idOf(key)
    const planned = this.#delayed.get(id)
    if (planned && planned.time <= time) return
    planned?.cancel()
    const cancel = this.#clock.at(time, () => {
      this.#delayed.delete(id)
      this.add(key)
    })
    this.#delayed.set(id, { time, cancel })
  }

  /** Adds the key after a delay that doubles with each failure. */
  addAfterFailure(key: ObjectKey): void {
    const id = idOf(key)
    const failures = this.#failures.get(id) ?? 0
    this.#failures.set(id, failures + 1)
    this.addAt(key, this.#clock.now + Math.min(firstDelay * 2 ** failures, longestDelay))
  }

  /** Somebody works on the key until `time`: it can be taken again after that. */
  hold(key: ObjectKey, time: number): void {
    if (time > this.#clock.now) this.#held.set(idOf(key), time)
    else this.#held.delete(idOf(key))
  }

  /** The key succeeded: its next failure waits the shortest time again. */
  forget(key: ObjectKey): void {
    this.#failures.delete(idOf(key))
  }

  take(): ObjectKey | undefined {
    for (const [id, key] of this.#waiting) {
      this.#waiting.delete(id)
      return key
    }
    return undefined
  }

  stop(): void {
    for (const { cancel } of this.#delayed.values()) cancel()
    this.#delayed.clear()
    this.#waiting.clear()
  }
}
