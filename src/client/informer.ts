import type { Kind, KubeObject } from '../api/index.ts'
import type { Cancel, Clock, Seed } from '../base/index.ts'
import { Cache } from './cache.ts'
import type { Client, ListOptions, WatchEvent } from './client-interface.ts'
import type { Lister } from './controller-interface.ts'
import { Reflector } from './reflector.ts'

/** Told of each change of a cache, after the cache took it. */
export type ChangeHandler = (object: KubeObject, change: { readonly previous?: KubeObject; readonly deleted: boolean }) => void

/** A cache of one kind with those who listen to its changes. */
export class Informer {
  readonly cache = new Cache()
  readonly #handlers: ChangeHandler[] = []
  readonly #syncHandlers: (() => void)[] = []
  synced = false

  onChange(handler: ChangeHandler): void {
    this.#handlers.push(handler)
  }

  /** Runs once the first list has arrived. */
  onSync(handler: () => void): void {
    if (this.synced) handler()
    else this.#syncHandlers.push(handler)
  }

  /** A list: what is not in it was deleted while nobody looked. */
  replace(objects: readonly KubeObject[]): void {
    const present = new Set(objects.map((object) => `${object.metadata.namespace ?? ''}/${object.metadata.name}`))
    for (const object of this.cache.list())
      if (!present.has(`${object.metadata.namespace ?? ''}/${object.metadata.name}`)) this.#remove(object)
    for (const object of objects) this.#set(object)
    if (this.synced) return
    this.synced = true
    for (const handler of this.#syncHandlers.splice(0)) handler()
  }

  event(event: WatchEvent): void {
    if (event.type === 'DELETED') this.#remove(event.object)
    else this.#set(event.object)
  }

  #set(object: KubeObject): void {
    const previous = this.cache.get(object.metadata)
    if (previous === object) return
    this.cache.set(object)
    for (const handler of this.#handlers) handler(object, { ...(previous ? { previous } : {}), deleted: false })
  }

  #remove(object: KubeObject): void {
    this.cache.delete(object.metadata)
    for (const handler of this.#handlers) handler(object, { previous: object, deleted: true })
  }
}

export interface Informers {
  /** The cache of a kind; an informer is started for it if there is none. */
  cache<T extends KubeObject>(kind: Kind<T>): Lister<T>
  informer(kind: Kind): Informer
  /** Runs `run` once all informers that exist now have their first list. */
  whenSynced(run: () => void): void
  stop(): void
}

export interface InformersOptions {
  readonly client: Client
  readonly clock: Clock
  readonly seed: Seed
  /** The component, for its own latency and jitter. */
  readonly name: string
  /** Narrows what is listed and watched of a kind (a kubelet's Pods: `spec.nodeName=node01`). */
  readonly filter?: (kind: Kind) => ListOptions | undefined
}

/** Informers for any kinds over one client, each started when first asked for. */
export const createInformers = (options: InformersOptions): Informers => {
  const informers = new Map<string, Informer>()
  const stops: Cancel[] = []
  const informer = (kind: Kind): Informer => {
    const id = `${kind.group}/${kind.plural}`
    const existing = informers.get(id)
    if (existing) return existing
    const created = new Informer()
    informers.set(id, created)
    const filter = options.filter?.(kind)
    const { client, clock, seed, name } = options
    const reflector = new Reflector({ kind, client, clock, seed, name, target: created, ...(filter ? { filter } : {}) })
    stops.push(() => reflector.stop())
    reflector.start()
    return created
  }
  return {
    informer,
    cache: <T extends KubeObject>(kind: Kind<T>) => informer(kind as object as Kind).cache as Lister<KubeObject> as Lister<T>,
    whenSynced: (run) => {
      let missing = informers.size
      if (missing === 0) run()
      for (const each of informers.values()) {
        each.onSync(() => {
          if (--missing === 0) run()
        })
      }
    },
    stop: () => {
      for (const stop of stops) stop()
    },
  }
}
