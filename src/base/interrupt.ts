import type { Cancel } from './clock.ts'

/** What a waiting task looks at to learn that it shall stop: the world's own, deterministic AbortSignal. */
export interface Interrupt {
  readonly raised: boolean
  readonly reason: unknown
  throwIfRaised(): void
  /** Runs once when raised; at once if it is raised already. */
  onRaise(run: (reason: unknown) => void): Cancel
}

/** The side that raises. Listeners run in the order in which they came. */
export class InterruptSource implements Interrupt {
  raised = false
  reason: unknown
  readonly #listeners = new Set<(reason: unknown) => void>()

  raise(reason: unknown): void {
    if (this.raised) return
    this.raised = true
    this.reason = reason
    for (const listener of [...this.#listeners]) listener(reason)
    this.#listeners.clear()
  }

  throwIfRaised(): void {
    if (this.raised) throw this.reason
  }

  onRaise(run: (reason: unknown) => void): Cancel {
    if (this.raised) {
      run(this.reason)
      return () => undefined
    }
    const listener = (reason: unknown) => run(reason)
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }
}
