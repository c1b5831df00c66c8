import type { ObjectMeta } from './generated/types.ts'

/** Metadata as the API server gives it out: named, and with what the server itself set. */
export type StoredMeta = ObjectMeta & {
  readonly name: string
  readonly uid: string
  readonly resourceVersion: string
  readonly creationTimestamp: string
}

/** What every API object has. Objects are frozen and shared: a change is a new object. */
export interface KubeObject {
  readonly apiVersion: string
  readonly kind: string
  readonly metadata: StoredMeta
}

/** An object before the server took it: apiVersion and kind may be left to the client, metadata is as the author wrote it. */
export type Draft<T extends KubeObject> = Omit<T, 'apiVersion' | 'kind' | 'metadata'> & {
  readonly apiVersion?: string
  readonly kind?: string
  readonly metadata: ObjectMeta
}

/** JSON that nobody has checked yet. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json }
export type JsonObject = { readonly [key: string]: Json }

export interface ObjectKey {
  readonly namespace?: string
  readonly name: string
}
