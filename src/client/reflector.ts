import type { Kind, KubeObject } from '../api/index.ts'
import { ApiError, fraction, SystemError, type Cancel, type Clock, type Seed } from '../base/index.ts'
import type { Client, ListOptions, WatchEvent } from './client-interface.ts'

/** Where a reflector puts what it learns. */
export interface ReflectorTarget {
  replace(objects: readonly KubeObject[]): void
  event(event: WatchEvent): void
}

export interface ReflectorOptions {
  readonly kind: Kind
  readonly filter?: ListOptions
  readonly client: Client
  readonly clock: Clock
  readonly seed: Seed
  /** Who reflects: makes the latency and jitter its own. */
  readonly name: string
  readonly target: ReflectorTarget
}

// client-go: tools/cache/reflector.go, wait.Backoff of 800 ms doubling to 30 s with jitter 1.
const firstDelay = 800
const longestDelay = 30_000

/** Keeps a target like the server's state: lists, then watches, and begins again when that breaks. */
export class Reflector {
  readonly #options: ReflectorOptions
  readonly #latency: number
  readonly #queue: { readonly due: number; readonly run: () => void }[] = []
  #cancelWatch: Cancel = () => undefined
  #cancelTimer: Cancel = () => undefined
  #cancelDelivery: Cancel | undefined
  #delay = firstDelay
  #tries = 0
  #revision = ''
  #stopped = false

  constructor(options: ReflectorOptions) {
    this.#options = options
    this.#latency = 1 + (options.seed('latency', options.name, options.kind.group, options.kind.plural) % 3)
  }

  start(): void {
    this.#attempt(() => this.#list())
  }

  stop(): void {
    this.#stopped = true
    this.#cancelWatch()
    this.#cancelTimer()
    this.#cancelDelivery?.()
  }

  #attempt(run: () => void): void {
    if (this.#stopped) return
    try {
      run()
    } catch (error) {
      if (!(error instanceof ApiError) && !(error instanceof SystemError)) throw error
      if (error instanceof ApiError && error.code === 410) this.#revision = ''
      this.#retry()
    }
  }

  #list(): void {
    const { client, kind, filter, target } = this.#options
    const { items, resourceVersion } = client.list(kind, filter)
    this.#revision = resourceVersion
    this.#deliver(() => target.replace(items))
    this.#watch()
  }

  #watch(): void {
    const { client, kind, filter } = this.#options
    let expired = false
    this.#cancelWatch = client.watch(
      kind,
      { ...filter, resourceVersion: this.#revision },
      {
        event: (event) => {
          if (event.type === 'ERROR') expired = true
          else this.#receive(event)
        },
        closed: () => {
          if (expired) this.#revision = ''
          this.#retry()
        },
      },
    )
    this.#delay = firstDelay
  }

  #receive(event: WatchEvent): void {
    this.#revision = event.object.metadata.resourceVersion
    if (event.type !== 'BOOKMARK') this.#deliver(() => this.#options.target.event(event))
  }

  /** Goes on from where it was, or lists anew if that is unknown. */
  #retry(): void {
    if (this.#stopped) return
    const { clock, seed, name, kind } = this.#options
    this.#cancelTimer()
    const jitter = 1 + fraction(seed, 'backoff', name, kind.plural, this.#tries++)
    this.#cancelTimer = clock.after(this.#delay * jitter, () => this.#attempt(() => (this.#revision === '' ? this.#list() : this.#watch())))
    this.#delay = Math.min(this.#delay * 2, longestDelay)
  }

  /** News arrives a little later than it was written: a cache is always somewhat stale. */
  #deliver(run: () => void): void {
    this.#queue.push({ due: this.#options.clock.now + this.#latency, run })
    this.#armDelivery()
  }

  #armDelivery(): void {
    const next = this.#queue[0]
    if (!next || this.#cancelDelivery) return
    this.#cancelDelivery = this.#options.clock.at(next.due, () => {
      this.#cancelDelivery = undefined
      const due = this.#queue.findIndex((each) => each.due > this.#options.clock.now)
      for (const each of this.#queue.splice(0, due < 0 ? this.#queue.length : due)) each.run()
      this.#armDelivery()
    })
  }
}
