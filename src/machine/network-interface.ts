import type { Cancel } from '../base/index.ts'
import type { Duplex } from './stream.ts'

/** Who is at the other end of a connection. */
export interface Peer {
  readonly address: string
  readonly port: number
  /** The client certificate that it showed, PEM. */
  readonly certificate?: string
  /** True for a lesson's check: answer, but keep no log and count nothing. */
  readonly probe?: boolean
}

/** One HTTP request. Inside the world a body may be an object by reference: nothing is turned to JSON and back. */
export interface HttpRequest {
  readonly method: string
  /** Path and query, `/api/v1/pods?limit=500`. */
  readonly path: string
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>
  readonly body?: unknown
}

/** Takes the pieces of a body that goes on (watch events by reference, log bytes); `end` closes it, with an error if it broke. */
export interface StreamSink {
  push(piece: unknown): void
  end(error?: Error): void
}

export interface HttpResponse {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly body?: unknown
  /** Starts the flow of a body that goes on; the returned function hangs up. */
  readonly stream?: (sink: StreamSink) => Cancel
  /** 101: the connection is now the caller's (exec, attach, port-forward). */
  readonly upgrade?: unknown
}

/** What a process listens with on a port. Answers are synchronous: only dialling takes (virtual) time. */
export interface Listener {
  /** Served over TLS: its certificate, PEM, the CA that client certificates must come from, and whether HTTP/2 is offered. */
  readonly tls?: { readonly certificate: string; readonly clientCa?: string; readonly http2?: boolean }
  readonly http?: (request: HttpRequest, peer: Peer) => HttpResponse
  /** A protocol other than HTTP: bytes. */
  readonly accept?: (connection: Duplex, peer: Peer) => void
  /** A typed protocol inside the world (DNS over UDP, etcd's gRPC, CRI): the object that callers talk to. */
  readonly service?: unknown
}

/** A connection that was dialled. It breaks (ECONNRESET, `onClose`) when the listener's process ends or the way is cut. */
export interface Endpoint {
  readonly local: Peer
  readonly remote: Peer
  readonly listener: Listener
  readonly open: boolean
  request(request: HttpRequest): HttpResponse
  onClose(run: () => void): Cancel
  close(): void
}

export interface DialOptions {
  readonly protocol?: 'tcp' | 'udp'
  /** The client certificate to show, PEM. */
  readonly certificate?: string
  /** Milliseconds until ETIMEDOUT where packets vanish; 2 minutes as Linux has it. */
  readonly timeout?: number
  /** A lesson's check looks: see Peer.probe. */
  readonly probe?: boolean
}

/** One network namespace: that of a machine, or of a Pod. */
export interface NetworkNamespace {
  /** Its addresses besides 127.0.0.1; the first is the one that it sends from. */
  readonly addresses: readonly string[]
  /** Binds a port ('' or '0.0.0.0' is every address); EADDRINUSE if it is taken. */
  listen(address: string, port: number, listener: Listener, protocol?: 'tcp' | 'udp', pid?: number): Cancel
  /** Connects at once to an IP address: the whole way (own listeners, address translation, routes, cuts) is decided now, or SystemError. */
  connect(address: string, port: number, options?: DialOptions): Endpoint
  readonly sockets: readonly { readonly protocol: 'tcp' | 'udp'; readonly address: string; readonly port: number; readonly pid?: number }[]
}

export interface NameRecord {
  readonly name: string
  readonly type: string
  readonly ttl: number
  readonly data: string
}

/** What listens on UDP port 53, as `Listener.service`: answers one question about an absolute name (without the last dot). */
export interface NameService {
  query(
    name: string,
    type: string,
    peer: Peer,
  ): { readonly code: 'NOERROR' | 'NXDOMAIN' | 'SERVFAIL' | 'REFUSED'; readonly answers: readonly NameRecord[] }
}
