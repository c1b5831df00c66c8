import type { Draft, Json, Kind, KubeObject, ObjectKey } from '../api/index.ts'
import { SystemError, type Cancel } from '../base/index.ts'
import type { HttpRequest, HttpResponse } from '../machine/index.ts'
import type { Client, DeleteOptions, ListOptions, PatchType, WatchHandler } from './client-interface.ts'

/** A client that connects when it is first used, and anew after its connection failed. */
export class ReconnectingClient implements Client {
  readonly #connect: () => Client
  #current: Client | undefined

  constructor(connect: () => Client) {
    this.#connect = connect
  }

  /** Forgets the connection: the next request makes a new one. */
  drop(): void {
    this.#current = undefined
  }

  #try<R>(use: (client: Client) => R): R {
    try {
      this.#current ??= this.#connect()
      return use(this.#current)
    } catch (error) {
      if (error instanceof SystemError) this.#current = undefined
      throw error
    }
  }

  get<T extends KubeObject>(kind: Kind<T>, key: ObjectKey, subresource?: string): T {
    return this.#try((client) => client.get(kind, key, subresource))
  }

  list<T extends KubeObject>(kind: Kind<T>, options?: ListOptions): { readonly items: readonly T[]; readonly resourceVersion: string } {
    return this.#try((client) => client.list(kind, options))
  }

  create<T extends KubeObject>(kind: Kind<T>, object: Draft<T>): T {
    return this.#try((client) => client.create(kind, object))
  }

  post(kind: Kind, key: ObjectKey, subresource: string, body: unknown): unknown {
    return this.#try((client) => client.post(kind, key, subresource, body))
  }

  update<T extends KubeObject>(kind: Kind<T>, object: T, subresource?: 'status' | 'scale' | 'finalize'): T {
    return this.#try((client) => client.update(kind, object, subresource))
  }

  patch<T extends KubeObject>(
    kind: Kind<T>,
    key: ObjectKey,
    patch: { readonly type: PatchType; readonly body: Json | object },
    subresource?: string,
  ): T {
    return this.#try((client) => client.patch(kind, key, patch, subresource))
  }

  delete<T extends KubeObject>(kind: Kind<T>, key: ObjectKey, options?: DeleteOptions): void {
    this.#try((client) => client.delete(kind, key, options))
  }

  watch<T extends KubeObject>(
    kind: Kind<T>,
    options: ListOptions & { readonly resourceVersion?: string },
    handler: WatchHandler<T>,
  ): Cancel {
    return this.#try((client) => client.watch(kind, options, handler))
  }

  request(request: HttpRequest): HttpResponse {
    return this.#try((client) => client.request(request))
  }
}
