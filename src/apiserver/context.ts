import type { Kind } from '../api/index.ts'
import type { Clock, Seed } from '../base/index.ts'
import type { Store } from '../etcd/index.ts'
import type { Endpoint, HttpRequest, Peer } from '../machine/index.ts'
import type { Registry } from './registry.ts'
import type { WatchHub } from './watch-hub.ts'

/** What an API server is started with; the daemon reads it from flags and files. */
export interface ServerOptions {
  readonly clock: Clock
  readonly seed: Seed
  /** The store as it can be reached now; throws when it can not. */
  readonly store: () => Store
  readonly kinds: readonly Kind[]
  /** `v1.35.6`. */
  readonly version: string
  /** PEM of the authority whose client certificates are believed. */
  readonly clientCa?: string
  readonly serviceAccounts?: {
    readonly issuer: string
    /** PEM of the key that signs tokens, and of those that they are checked with. */
    readonly signingKey: string
    readonly publicKeys: readonly string[]
  }
  readonly anonymousAuth?: boolean
  /** Where the server says that it is reached, `10.0.0.10` and 6443. */
  readonly advertiseAddress?: string
  readonly port?: number
  readonly serviceClusterIpRange?: string
  readonly serviceNodePortRange?: readonly [number, number]
  /** Opens a connection to a kubelet for logs, exec and the like. */
  readonly connectKubelet?: (address: string, port: number) => Endpoint
}

export interface Server extends ServerOptions {
  readonly registry: Registry
  readonly watches: WatchHub
}

export interface User {
  readonly name: string
  readonly uid?: string
  readonly groups: readonly string[]
  readonly extra?: Readonly<Record<string, readonly string[]>>
}

export type RequestVerb =
  'get' | 'list' | 'watch' | 'create' | 'update' | 'patch' | 'delete' | 'deletecollection' | 'post' | 'put' | 'head' | 'options'

/** What a path and a method ask for. */
export interface RequestInfo {
  readonly verb: RequestVerb
  readonly path: string
  readonly query: URLSearchParams
  /** Absent for paths that are no API resource (`/version`). */
  readonly resource?: {
    readonly group: string
    readonly version: string
    readonly plural: string
    readonly namespace?: string
    readonly name?: string
    readonly subresource?: string
    /** What follows the subresource (`proxy/metrics`). */
    readonly rest?: string
    /** Absent if no kind of this name is served. */
    readonly kind?: Kind
  }
}

/** One request on its way through the server. */
export interface Call {
  readonly server: Server
  readonly store: Store
  readonly request: HttpRequest
  readonly peer: Peer
  readonly info: RequestInfo
  readonly user: User
  /** Texts of the `Warning` headers of the answer. */
  readonly warnings: string[]
}

/** A call about a kind that is served. */
export interface ResourceCall extends Call {
  readonly kind: Kind
  readonly namespace: string | undefined
  readonly name: string
  readonly subresource: string
  readonly dryRun: boolean
}
