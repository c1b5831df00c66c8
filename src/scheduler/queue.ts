import type { PodInfo } from './pod-info.ts'

export interface Queued {
  readonly pod: PodInfo
  readonly attempts: number
  /** When it was queued first or last failed. */
  readonly since: number
  /** The plugins that objected last time. */
  readonly plugins: ReadonlySet<string>
}

const before = (a: Queued, b: Queued): boolean =>
  a.pod.priority > b.pod.priority || (a.pod.priority === b.pod.priority && a.since < b.since)

/** After so long a Pod is tried again even if nothing happened. */
const patience = 5 * 60_000

/** Waits 1 s after the first failed try, 2 after the second ... 10 at most. */
export const backOff = (attempts: number): number => Math.min(10_000, 1000 * 2 ** Math.max(0, attempts - 1))

/** A heap by priority, then age, then order of arrival. */
class Heap {
  readonly #items: { readonly queued: Queued; readonly order: number }[] = []
  #order = 0

  push(queued: Queued): void {
    const items = this.#items
    let hole = items.push({ queued, order: this.#order++ }) - 1
    for (let parent = (hole - 1) >> 1; hole > 0 && this.#less(hole, parent); parent = (hole - 1) >> 1) {
      this.#swap(hole, parent)
      hole = parent
    }
  }

  pop(): Queued | undefined {
    const items = this.#items
    if (items.length === 0) return undefined
    this.#swap(0, items.length - 1)
    const { queued } = items.pop()!
    for (let hole = 0; ;) {
      let child = 2 * hole + 1
      if (child >= items.length) break
      if (child + 1 < items.length && this.#less(child + 1, child)) child++
      if (!this.#less(child, hole)) break
      this.#swap(child, hole)
      hole = child
    }
    return queued
  }

  #less(a: number, b: number): boolean {
    const [left, right] = [this.#items[a]!, this.#items[b]!]
    return before(left.queued, right.queued) || (!before(right.queued, left.queued) && left.order < right.order)
  }

  #swap(a: number, b: number): void {
    const kept = this.#items[a]!
    this.#items[a] = this.#items[b]!
    this.#items[b] = kept
  }
}

/** Pods that await a node: those to try now, by priority and age, and those that wait for a change or a time. */
export class SchedulingQueue {
  readonly #heap = new Heap()
  readonly #active = new Map<string, Queued>()
  readonly #waiting = new Map<string, { readonly queued: Queued; readonly until: number; readonly wakes: boolean }>()
  #earliest = Infinity

  get(uid: string): Queued | undefined {
    return this.#active.get(uid) ?? this.#waiting.get(uid)?.queued
  }

  activate(queued: Queued): void {
    this.remove(queued.pod.uid)
    this.#active.set(queued.pod.uid, queued)
    this.#heap.push(queued)
  }

  /** Tries again at a time, whatever happens before. */
  delay(queued: Queued, until: number): void {
    this.#wait(queued, until, false)
  }

  /** Tries again when something happened that may help, or after five minutes. */
  park(queued: Queued): void {
    this.#wait(queued, queued.since + patience, true)
  }

  /** Takes a newer version of a Pod that is queued, where it stands. */
  refresh(pod: PodInfo): void {
    const active = this.#active.get(pod.uid)
    if (active) this.activate({ ...active, pod })
    const waiting = this.#waiting.get(pod.uid)
    if (waiting) this.#waiting.set(pod.uid, { ...waiting, queued: { ...waiting.queued, pod } })
  }

  remove(uid: string): void {
    this.#active.delete(uid)
    this.#waiting.delete(uid)
  }

  /** Moves those waiting Pods to be tried again for which `helped` holds. */
  wake(helped: (queued: Queued) => boolean): void {
    for (const { queued, wakes } of [...this.#waiting.values()]) if (wakes && helped(queued)) this.activate(queued)
  }

  /** The next Pod to try; Pods whose waiting is over have come back. */
  take(now: number): Queued | undefined {
    if (this.#earliest <= now) this.#endWaits(now)
    for (let next = this.#heap.pop(); next; next = this.#heap.pop()) {
      // What was removed or replaced since is still in the heap.
      if (this.#active.get(next.pod.uid) !== next) continue
      this.#active.delete(next.pod.uid)
      return next
    }
    return undefined
  }

  /** When there may next be something to take. */
  nextAt(now: number): number | undefined {
    if (this.#active.size > 0) return now
    return this.#waiting.size === 0 || this.#earliest === Infinity ? undefined : Math.max(now, this.#earliest)
  }

  #wait(queued: Queued, until: number, wakes: boolean): void {
    this.remove(queued.pod.uid)
    this.#waiting.set(queued.pod.uid, { queued, until, wakes })
    this.#earliest = Math.min(this.#earliest, until)
  }

  #endWaits(now: number): void {
    this.#earliest = Infinity
    for (const { queued, until } of [...this.#waiting.values()]) {
      if (until <= now) this.activate(queued)
      else this.#earliest = Math.min(this.#earliest, until)
    }
  }
}
