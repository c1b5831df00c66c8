import type { Cancel, Clock } from '../base/index.ts'
import { EtcdError } from './etcd-error.ts'

interface Lease {
  readonly ttl: number
  expiresAt: number
  readonly keys: Set<string>
  cancel: Cancel
}

/** Leases on the clock; `expire` is called with the id of each that ran out. */
export class Leases {
  readonly #clock: Clock
  readonly #expire: (id: number) => void
  readonly #leases = new Map<number, Lease>()

  constructor(clock: Clock, expire: (id: number) => void) {
    this.#clock = clock
    this.#expire = expire
  }

  grant(id: number, ttl: number, expiresAt = this.#clock.now + ttl * 1000): void {
    if (this.#leases.has(id)) throw new EtcdError('lease-exists')
    const lease: Lease = { ttl, expiresAt, keys: new Set(), cancel: () => undefined }
    this.#leases.set(id, lease)
    this.#arm(id, lease)
  }

  keepAlive(id: number): void {
    const lease = this.#get(id)
    lease.expiresAt = this.#clock.now + lease.ttl * 1000
  }

  /** Forgets a lease and returns the keys that were attached to it. */
  take(id: number): readonly string[] {
    const lease = this.#get(id)
    lease.cancel()
    this.#leases.delete(id)
    return [...lease.keys].sort()
  }

  attach(id: number, key: string): void {
    this.#get(id).keys.add(key)
  }

  detach(id: number, key: string): void {
    this.#leases.get(id)?.keys.delete(key)
  }

  has(id: number): boolean {
    return this.#leases.has(id)
  }

  list(): readonly { readonly id: number; readonly ttl: number; readonly expiresAt: number }[] {
    return [...this.#leases].map(([id, { ttl, expiresAt }]) => ({ id, ttl, expiresAt }))
  }

  close(): void {
    for (const lease of this.#leases.values()) lease.cancel()
  }

  #get(id: number): Lease {
    const lease = this.#leases.get(id)
    if (!lease) throw new EtcdError('lease-not-found')
    return lease
  }

  // A kept-alive lease is looked at again when its event comes, so that keeping it alive costs no event.
  #arm(id: number, lease: Lease): void {
    lease.cancel = this.#clock.at(lease.expiresAt, () => {
      if (this.#clock.now < lease.expiresAt) this.#arm(id, lease)
      else this.#expire(id)
    })
  }
}
