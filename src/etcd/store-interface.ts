import type { Cancel } from '../base/index.ts'

/** A key at one revision. `version` counts the puts since it was created; times of change are store revisions. */
export interface KeyValue {
  readonly key: string
  readonly value: unknown
  readonly version: number
  readonly createRevision: number
  readonly modRevision: number
  readonly lease?: number
}

export interface StoreEvent {
  readonly type: 'put' | 'delete'
  /** After a delete: the key with `version` 0, `value` undefined and the delete's `modRevision`. */
  readonly now: KeyValue
  readonly before?: KeyValue
}

export type Compare =
  | { readonly key: string; readonly modRevision: number }
  | { readonly key: string; readonly version: number }
  | { readonly key: string; readonly createRevision: number }
  | { readonly key: string; readonly value: unknown }

export type Op =
  | { readonly put: string; readonly value: unknown; readonly lease?: number }
  | { readonly delete: string; readonly end?: string }
  | { readonly range: string; readonly end?: string }

export interface Txn {
  readonly succeeded: boolean
  readonly revision: number
  /** The answers of the range operations, in order. */
  readonly read: readonly (readonly KeyValue[])[]
}

export interface StoreState {
  readonly revision: number
  readonly compacted: number
  readonly history: readonly KeyValue[]
  readonly leases: readonly { readonly id: number; readonly ttl: number; readonly expiresAt: number }[]
}

/**
 * etcd's key-value model: one revision counter over all keys, every past revision readable until compacted.
 * Ranges are half open, as in etcd; `prefixEnd(key)` gives the end of a prefix.
 */
export interface Store {
  readonly revision: number
  readonly compacted: number
  get(key: string, atRevision?: number): KeyValue | undefined
  range(key: string, end: string, options?: { readonly atRevision?: number; readonly limit?: number }): readonly KeyValue[]
  count(key: string, end: string): number
  txn(when: readonly Compare[], then: readonly Op[], otherwise?: readonly Op[]): Txn
  /** Tells of every change from `fromRevision` on, in order, synchronously with the transaction. Throws if that revision is compacted. */
  watch(key: string, end: string, fromRevision: number, notify: (event: StoreEvent) => void): Cancel
  compact(revision: number): void
  grantLease(id: number, ttlSeconds: number): void
  keepAlive(id: number): void
  revokeLease(id: number): void
  save(): StoreState
}
