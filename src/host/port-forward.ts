import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { Duplex } from 'node:stream'
import { SystemError, type Clock } from '../base/index.ts'
import { Pipe, type Endpoint, type HttpRequest, type HttpResponse, type PortForwardSession } from '../machine/index.ts'
import { SpdyConnection, type SpdyStream } from './spdy.ts'
import type { WebSocketConnection } from './web-socket.ts'

/** SPDY in WebSocket messages, as clients since v1.31 want it (`apimachinery/pkg/util/portforward/constants.go`). */
export const portForwardProtocol = 'SPDY/3.1+portforward.k8s.io'

export interface PortForwardOptions {
  readonly clock: Clock
  /** Reads a request of the client outside, whole. */
  readonly read: (request: IncomingMessage) => Promise<HttpRequest>
  readonly answer: (response: ServerResponse, request: HttpRequest, from: HttpResponse) => void
}

const refusal = (port: number, sandbox: string): string =>
  `error forwarding port ${port} to pod ${sandbox}, uid : failed to execute portforward in network namespace "/var/run/netns/cni-${sandbox.slice(0, 32)}": ` +
  `failed to connect to localhost:${port} inside namespace "${sandbox}", IPv4: dial tcp4 127.0.0.1:${port}: connect: connection refused IPv6 dial tcp6: address localhost: no suitable address`

/** A SPDY stream as a socket of Node. */
const socketOf = (stream: SpdyStream): Duplex => {
  const socket = new Duplex({
    read: () => undefined,
    write: (bytes: Buffer, _encoding, done) => {
      stream.write(bytes)
      done()
    },
    final: (done) => {
      stream.end()
      done()
    },
    destroy: (error, done) => {
      stream.end()
      done(error)
    },
  })
  stream.onData = (bytes) => void socket.push(bytes)
  stream.onEnd = () => void socket.push(null)
  return socket
}

/** A protocol other than HTTP: bytes both ways. */
const carry = (stream: SpdyStream, endpoint: Endpoint, clock: Clock): void => {
  const [toServer, toClient] = [new Pipe(clock), new Pipe(clock)]
  const close = (): void => {
    toServer.end()
    toClient.end()
    clock.wake()
  }
  stream.onData = (bytes) => void toServer.writer.write(new Uint8Array(bytes))
  stream.onEnd = () => toServer.end()
  endpoint.listener.accept?.({ input: toServer.reader, output: toClient.writer, close }, endpoint.local)
  const pass = async (): Promise<void> => {
    for (let bytes = await toClient.reader.read(); bytes; bytes = await toClient.reader.read()) stream.write(bytes)
    stream.end()
  }
  void pass()
}

/** Forwards every connection that the client opens: a stream for its bytes, and one for what goes wrong. */
export const servePortForward = (socket: WebSocketConnection, session: PortForwardSession, options: PortForwardOptions): void => {
  const spdy = new SpdyConnection((frame) => socket.send(frame))
  const errors = new Map<string, SpdyStream>()
  const forward = (stream: SpdyStream): void => {
    const port = Number(stream.headers['port'])
    const failures = errors.get(stream.headers['requestid'] ?? '')
    try {
      const endpoint = session.dial(port)
      if (!endpoint.listener.http) return carry(stream, endpoint, options.clock)
      const server = createServer((request, response) => {
        void options.read(request).then((inside) => {
          options.answer(response, inside, endpoint.request(inside))
          options.clock.wake()
        })
      })
      server.emit(
        'connection',
        socketOf(stream).on('close', () => endpoint.close()),
      )
      failures?.end()
    } catch (error) {
      if (!(error instanceof SystemError)) throw error
      failures?.write(Buffer.from(refusal(port, session.sandbox)))
      failures?.end()
      stream.end()
    }
  }
  spdy.onStream = (stream) => {
    if (stream.headers['streamtype'] === 'error') errors.set(stream.headers['requestid'] ?? '', stream)
    else forward(stream)
  }
  socket.onMessage = (message) => spdy.take(message)
}
