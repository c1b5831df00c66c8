import type { Draft, Json, Kind, KubeObject, ObjectKey } from '../api/index.ts'
import type { Cancel } from '../base/index.ts'
import type { HttpRequest, HttpResponse } from '../machine/index.ts'

export interface WatchEvent<T = KubeObject> {
  readonly type: 'ADDED' | 'MODIFIED' | 'DELETED' | 'BOOKMARK' | 'ERROR'
  readonly object: T
}

export interface ListOptions {
  readonly namespace?: string
  readonly labelSelector?: string
  readonly fieldSelector?: string
}

export interface DeleteOptions {
  readonly propagationPolicy?: 'Background' | 'Foreground' | 'Orphan'
  readonly gracePeriodSeconds?: number
  readonly preconditions?: { readonly uid?: string; readonly resourceVersion?: string }
  readonly dryRun?: boolean
}

export type PatchType = 'json' | 'merge' | 'strategic' | 'apply'

/** Where a watch's events go; `closed` tells that the connection ended (the server is gone, or it answered an error). */
export interface WatchHandler<T = KubeObject> {
  event(event: WatchEvent<T>): void
  closed(error?: Error): void
}

/**
 * A client of one API server over one connection. Synchronous, as only dialling waits; every failure is an ApiError (the
 * server's Status) or a SystemError (no server).
 */
export interface Client {
  get<T extends KubeObject>(kind: Kind<T>, key: ObjectKey, subresource?: string): T
  list<T extends KubeObject>(kind: Kind<T>, options?: ListOptions): { readonly items: readonly T[]; readonly resourceVersion: string }
  create<T extends KubeObject>(kind: Kind<T>, object: Draft<T>): T
  /** POST of a body to a subresource (`binding`, `eviction`, `token`). */
  post(kind: Kind, key: ObjectKey, subresource: string, body: unknown): unknown
  update<T extends KubeObject>(kind: Kind<T>, object: T, subresource?: 'status' | 'scale' | 'finalize'): T
  patch<T extends KubeObject>(
    kind: Kind<T>,
    key: ObjectKey,
    patch: { readonly type: PatchType; readonly body: Json | object },
    subresource?: string,
  ): T
  delete(kind: Kind, key: ObjectKey, options?: DeleteOptions): void
  watch<T extends KubeObject>(kind: Kind<T>, options: ListOptions & { readonly resourceVersion?: string }, handler: WatchHandler<T>): Cancel
  /** Any request, as `kubectl get --raw` and kubectl's own resource code make it. Adds the credentials; throws ApiError for a Status of 400 and above. */
  request(request: HttpRequest): HttpResponse
}
