import type { Cancel, Clock } from '../base/index.ts'
import { EtcdError } from './etcd-error.ts'
import { endOfKeys } from './key-range.ts'
import { Leases } from './leases.ts'
import { SortedKeys } from './sorted-keys.ts'
import type { Compare, KeyValue, Op, Store, StoreEvent, StoreState, Txn } from './store-interface.ts'

interface Watcher {
  readonly key: string
  readonly end: string
  readonly notify: (event: StoreEvent) => void
}

const noValue = { version: 0, createRevision: 0, modRevision: 0 }

/** etcd's store in memory: values are frozen objects, kept by reference. */
export class MvccStore implements Store {
  readonly #leases: Leases
  /** All that happened since the compaction, each key's history and the log sharing the events. */
  readonly #histories = new Map<string, StoreEvent[]>()
  #log: StoreEvent[] = []
  readonly #allKeys = new SortedKeys()
  readonly #liveKeys = new SortedKeys()
  readonly #watchers = new Set<Watcher>()
  readonly #pending: StoreEvent[] = []
  #dispatching = false
  #revision = 1
  #compacted = 0

  constructor(clock: Clock) {
    this.#leases = new Leases(clock, (id) => this.revokeLease(id))
  }

  static restore(clock: Clock, state: StoreState): MvccStore {
    const store = new MvccStore(clock)
    for (const lease of state.leases) store.#leases.grant(lease.id, lease.ttl, lease.expiresAt)
    for (const entry of state.history) store.#record(entry)
    store.#revision = state.revision
    store.#compacted = state.compacted
    return store
  }

  get revision(): number {
    return this.#revision
  }

  get compacted(): number {
    return this.#compacted
  }

  get(key: string, atRevision?: number): KeyValue | undefined {
    this.#mustBeReadable(atRevision)
    return this.#read(key, atRevision)
  }

  range(key: string, end: string, options: { readonly atRevision?: number; readonly limit?: number } = {}): readonly KeyValue[] {
    const { atRevision, limit = Infinity } = options
    this.#mustBeReadable(atRevision)
    const past = atRevision !== undefined && atRevision > 0 && atRevision < this.#revision
    const found: KeyValue[] = []
    for (const each of (past ? this.#allKeys : this.#liveKeys).range(key, realEnd(end))) {
      if (found.length >= limit) break
      const entry = this.#read(each, atRevision)
      if (entry) found.push(entry)
    }
    return found
  }

  count(key: string, end: string): number {
    return this.#liveKeys.count(key, realEnd(end))
  }

  txn(when: readonly Compare[], then: readonly Op[], otherwise: readonly Op[] = []): Txn {
    const succeeded = when.every((compare) => this.#holds(compare))
    const ops = succeeded ? then : otherwise
    this.#mustBeValid(ops)
    const revision = this.#revision + 1
    const read: (readonly KeyValue[])[] = []
    let changed = false
    for (const op of ops) {
      if ('range' in op) {
        read.push(op.end === undefined ? [this.#read(op.range)].filter((entry) => entry !== undefined) : this.range(op.range, op.end))
      } else if ('put' in op) {
        this.#put(op, revision)
        changed = true
      } else if (this.#delete(op, revision)) changed = true
    }
    if (changed) this.#revision = revision
    const answer: Txn = { succeeded, revision: this.#revision, read }
    this.#dispatch()
    return answer
  }

  watch(key: string, end: string, fromRevision: number, notify: (event: StoreEvent) => void): Cancel {
    if (fromRevision > 0 && fromRevision < this.#compacted) throw new EtcdError('compacted')
    const watcher: Watcher = { key, end: realEnd(end), notify }
    if (fromRevision > 0) {
      for (let i = this.#logIndex(fromRevision); i < this.#log.length; i++) tell(watcher, this.#log[i]!)
    }
    this.#watchers.add(watcher)
    return () => this.#watchers.delete(watcher)
  }

  compact(revision: number): void {
    if (revision <= this.#compacted) throw new EtcdError('compacted')
    if (revision > this.#revision) throw new EtcdError('future')
    this.#compacted = revision
    const kept: StoreEvent[] = []
    const end = this.#logIndex(revision + 1)
    for (const event of this.#log.slice(0, end)) {
      const history = this.#histories.get(event.now.key)!
      const next = history[1]
      // Only what was the key's value at the compacted revision must remain readable.
      if (event.now.version > 0 && (!next || next.now.modRevision > revision)) {
        kept.push({ type: 'put', now: event.now })
        history[0] = kept.at(-1)!
        continue
      }
      history.shift()
      if (history.length > 0) continue
      this.#histories.delete(event.now.key)
      this.#allKeys.delete(event.now.key)
    }
    this.#log = [...kept, ...this.#log.slice(end)]
  }

  grantLease(id: number, ttlSeconds: number): void {
    this.#leases.grant(id, ttlSeconds)
  }

  keepAlive(id: number): void {
    this.#leases.keepAlive(id)
  }

  revokeLease(id: number): void {
    const keys = this.#leases.take(id)
    if (keys.length > 0)
      this.txn(
        [],
        keys.map((key) => ({ delete: key })),
      )
  }

  save(): StoreState {
    return {
      revision: this.#revision,
      compacted: this.#compacted,
      history: this.#log.map((event) => event.now),
      leases: this.#leases.list(),
    }
  }

  /** Takes the store's leases off the clock and lets go of all watchers: the end of its process. */
  close(): void {
    this.#leases.close()
    this.#watchers.clear()
  }

  #mustBeReadable(atRevision: number | undefined): void {
    if (atRevision === undefined || atRevision <= 0) return
    if (atRevision > this.#revision) throw new EtcdError('future')
    if (atRevision < this.#compacted) throw new EtcdError('compacted')
  }

  #read(key: string, atRevision?: number): KeyValue | undefined {
    const history = this.#histories.get(key)
    if (!history) return undefined
    let index = history.length - 1
    if (atRevision !== undefined && atRevision > 0) while (index >= 0 && history[index]!.now.modRevision > atRevision) index--
    const entry = history[index]?.now
    return entry && entry.version > 0 ? entry : undefined
  }

  #holds(compare: Compare): boolean {
    const entry = this.#read(compare.key)
    if ('value' in compare) return entry !== undefined && entry.value === compare.value
    const { version, createRevision, modRevision } = entry ?? noValue
    if ('version' in compare) return version === compare.version
    if ('createRevision' in compare) return createRevision === compare.createRevision
    return modRevision === compare.modRevision
  }

  #mustBeValid(ops: readonly Op[]): void {
    const puts = new Set<string>()
    for (const op of ops) {
      if (!('put' in op)) continue
      if (puts.has(op.put)) throw new EtcdError('duplicate-key')
      if (op.lease !== undefined && !this.#leases.has(op.lease)) throw new EtcdError('lease-not-found')
      puts.add(op.put)
    }
  }

  #put(op: { readonly put: string; readonly value: unknown; readonly lease?: number }, revision: number): void {
    const before = this.#read(op.put)
    const now: KeyValue = {
      key: op.put,
      value: op.value,
      version: (before?.version ?? 0) + 1,
      createRevision: before?.createRevision ?? revision,
      modRevision: revision,
      ...(op.lease === undefined ? {} : { lease: op.lease }),
    }
    this.#pending.push(this.#record(now))
  }

  #delete(op: { readonly delete: string; readonly end?: string }, revision: number): boolean {
    const keys = op.end === undefined ? [op.delete] : [...this.#liveKeys.range(op.delete, realEnd(op.end))]
    let changed = false
    for (const key of keys) {
      if (!this.#read(key)) continue
      this.#pending.push(this.#record({ key, value: undefined, version: 0, createRevision: 0, modRevision: revision }))
      changed = true
    }
    return changed
  }

  #record(now: KeyValue): StoreEvent {
    const history = this.#histories.get(now.key)
    const before = this.#read(now.key)
    const event: StoreEvent = { type: now.version > 0 ? 'put' : 'delete', now, ...(before ? { before } : {}) }
    if (history) history.push(event)
    else {
      this.#histories.set(now.key, [event])
      this.#allKeys.add(now.key)
    }
    this.#log.push(event)
    if (before?.lease !== undefined) this.#leases.detach(before.lease, now.key)
    if (now.lease !== undefined && this.#leases.has(now.lease)) this.#leases.attach(now.lease, now.key)
    if (now.version === 0) this.#liveKeys.delete(now.key)
    else if (!before) this.#liveKeys.add(now.key)
    return event
  }

  /** Tells the watchers; a write made by one of them is told after this one, so that all see the same order. */
  #dispatch(): void {
    if (this.#dispatching) return
    this.#dispatching = true
    try {
      for (let event = this.#pending.shift(); event; event = this.#pending.shift()) {
        for (const watcher of [...this.#watchers]) tell(watcher, event)
      }
    } finally {
      this.#dispatching = false
    }
  }

  /** Where in the log the first event of `revision` or later stands. */
  #logIndex(revision: number): number {
    let low = 0
    let high = this.#log.length
    while (low < high) {
      const middle = (low + high) >> 1
      if (this.#log[middle]!.now.modRevision < revision) low = middle + 1
      else high = middle
    }
    return low
  }
}

/** etcd writes an open range's end as a zero byte. */
const realEnd = (end: string): string => (end === '\0' ? endOfKeys : end)

const tell = (watcher: Watcher, event: StoreEvent): void => {
  if (event.now.key >= watcher.key && event.now.key < watcher.end) watcher.notify(event)
}
