import type { Kind, KubeObject } from '../api/index.ts'
import { deepFreeze, type Cancel, type Clock } from '../base/index.ts'
import { prefixEnd, type Store, type StoreEvent } from '../etcd/index.ts'
import { kindPrefix, registryPrefix } from './keys.ts'

/** What a watcher is told; `before` is the object as it was. */
export interface Change {
  readonly revision: number
  readonly key: string
  /** Absent after a delete. */
  readonly now?: KubeObject
  readonly before?: KubeObject
}

export interface Watcher {
  readonly kind: Kind
  /** Only keys that begin so. */
  readonly prefix: string
  /** Only the object of this key, or only those on this node: how the hub finds the watcher without asking all of them. */
  readonly key?: string
  readonly nodeName?: string
  readonly bookmarks: boolean
  change(change: Change): void
  bookmark(revision: number): void
  /** The server lost the history that the watcher needs, or ends. */
  closed(): void
}

class WatcherSet {
  readonly #general = new Set<Watcher>()
  readonly #byIndex = new Map<string, Set<Watcher>>()

  add(watcher: Watcher): Cancel {
    const index = indexOf(watcher)
    const set = index === undefined ? this.#general : (this.#byIndex.get(index) ?? new Set())
    if (index !== undefined) this.#byIndex.set(index, set)
    set.add(watcher)
    return () => {
      set.delete(watcher)
      if (index !== undefined && set.size === 0) this.#byIndex.delete(index)
    }
  }

  concernedBy(change: Change): readonly Watcher[] {
    const nodes = new Set([nodeNameOf(change.before), nodeNameOf(change.now)])
    const indexes = [`key:${change.key}`, ...[...nodes].filter((node) => node !== undefined).map((node) => `node:${node}`)]
    return [...this.#general, ...indexes.flatMap((index) => [...(this.#byIndex.get(index) ?? [])])]
  }

  all(): readonly Watcher[] {
    return [...this.#general, ...[...this.#byIndex.values()].flatMap((set) => [...set])]
  }
}

const indexOf = (watcher: Watcher): string | undefined => {
  if (watcher.key !== undefined) return `key:${watcher.key}`
  return watcher.nodeName ? `node:${watcher.nodeName}` : undefined
}

const nodeNameOf = (object: KubeObject | undefined): string | undefined =>
  (object as { readonly spec?: { readonly nodeName?: string } } | undefined)?.spec?.nodeName

/** Hands the store's changes to the watchers whom they concern: one watch on the store for all of them. */
export class WatchHub {
  readonly #clock: Clock
  readonly #sets = new Map<string, WatcherSet>()
  #store: Store | undefined
  #detach: Cancel = () => undefined
  #seen = 0
  #cancelBookmarks: Cancel | undefined

  constructor(clock: Clock) {
    this.#clock = clock
  }

  /** Follows this store from now on; if it knows less than was seen already, all watchers must begin anew. */
  follow(store: Store): void {
    if (store === this.#store) return
    this.#detach()
    const goesOn = this.#store !== undefined && store.revision >= this.#seen && store.compacted <= this.#seen + 1
    if (!goesOn) this.#closeAll()
    this.#store = store
    this.#detach = store.watch(registryPrefix, prefixEnd(registryPrefix), goesOn ? this.#seen + 1 : 0, (event) => this.#dispatch(event))
    this.#seen = store.revision
  }

  add(watcher: Watcher): Cancel {
    const prefix = kindPrefix(watcher.kind)
    const set = this.#sets.get(prefix) ?? new WatcherSet()
    this.#sets.set(prefix, set)
    if (watcher.bookmarks) this.#armBookmarks()
    return set.add(watcher)
  }

  stop(): void {
    this.#detach()
    this.#cancelBookmarks?.()
    this.#closeAll()
    this.#store = undefined
  }

  #dispatch(event: StoreEvent): void {
    this.#seen = event.now.modRevision
    const set = this.#sets.get(prefixOf(event.now.key)) ?? this.#sets.get(longPrefixOf(event.now.key))
    if (!set) return
    const change = toChange(event)
    for (const watcher of set.concernedBy(change)) if (change.key.startsWith(watcher.prefix)) watcher.change(change)
  }

  #closeAll(): void {
    for (const set of this.#sets.values()) for (const watcher of set.all()) watcher.closed()
  }

  // The real watch cache sends them about once a minute too (apiserver/pkg/storage/cacher: defaultBookmarkFrequency).
  #armBookmarks(): void {
    this.#cancelBookmarks ??= this.#clock.after(60_000, () => {
      this.#cancelBookmarks = undefined
      const watchers = [...this.#sets.values()].flatMap((set) => set.all()).filter((watcher) => watcher.bookmarks)
      for (const watcher of watchers) watcher.bookmark(this.#seen)
      if (watchers.length > 0) this.#armBookmarks()
    })
  }
}

/** An event of the store as a change; a deleted object carries the revision of its deletion. */
export const toChange = (event: StoreEvent): Change => {
  const before = event.before?.value as KubeObject | undefined
  const now = event.type === 'put' ? (event.now.value as KubeObject) : undefined
  return { revision: event.now.modRevision, key: event.now.key, ...(now ? { now } : {}), ...(before ? { before } : {}) }
}

/** The object as it was, at the revision at which it went out of sight. */
export const lastSeen = (object: KubeObject, revision: number): KubeObject =>
  deepFreeze({ ...object, metadata: { ...object.metadata, resourceVersion: String(revision) } })

const prefixOf = (key: string): string => key.slice(0, key.indexOf('/', registryPrefix.length) + 1)
const longPrefixOf = (key: string): string => key.slice(0, key.indexOf('/', prefixOf(key).length) + 1)
