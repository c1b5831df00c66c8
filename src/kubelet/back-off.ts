/** client-go's flow control back-off: 10 s that double up to 300 s, and begin anew after twice the maximum without a failure. */
export class BackOff {
  readonly #initial: number
  readonly #maximum: number
  readonly #entries = new Map<string, { delay: number; updatedAt: number }>()

  constructor(initial = 10_000, maximum = 300_000) {
    this.#initial = initial
    this.#maximum = maximum
  }

  delay(key: string): number {
    return this.#entries.get(key)?.delay ?? 0
  }

  /** Records a failure that happened at `since` and is dealt with now. */
  next(key: string, since: number, now: number): void {
    const entry = this.#entries.get(key)
    const fresh = !entry || this.#hasExpired(since, entry.updatedAt)
    this.#entries.set(key, { delay: fresh ? this.#initial : Math.min(entry.delay * 2, this.#maximum), updatedAt: now })
  }

  /** When the back-off that a failure at `since` began is over; 0 if there is none. */
  until(key: string, since: number, now: number): number {
    const entry = this.#entries.get(key)
    if (!entry || this.#hasExpired(since, entry.updatedAt) || now - since >= entry.delay) return 0
    return since + entry.delay
  }

  #hasExpired(since: number, updatedAt: number): boolean {
    return since - updatedAt > 2 * this.#maximum
  }

  /** The same, counted from the latest failure. */
  untilSinceUpdate(key: string, now: number): number {
    const entry = this.#entries.get(key)
    return entry ? this.until(key, entry.updatedAt, now) : 0
  }

  forget(prefix: string): void {
    for (const key of [...this.#entries.keys()]) if (key.startsWith(prefix)) this.#entries.delete(key)
  }
}
