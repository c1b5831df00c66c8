import type { Store } from '../etcd/index.ts'
import type { Call } from './context.ts'

const timeToLive = 3600
/** Events of the same minute share a lease, as upstream's lease manager does (apiserver/pkg/storage/etcd3/lease_manager.go). */
const reuse = 60

const leases = new WeakMap<Store, { readonly id: number; readonly since: number }>()

/** The lease that lets an Event vanish an hour after it was last written. */
export const eventLease = ({ store, server }: Pick<Call, 'store' | 'server'>): number => {
  const current = leases.get(store)
  if (current && server.clock.now < current.since + reuse * 1000) return current.id
  const id = server.seed('event-lease', store.revision, server.clock.now)
  store.grantLease(id, timeToLive + reuse)
  leases.set(store, { id, since: server.clock.now })
  return id
}
