import { createServer, type Server } from 'node:https'
import { STATUS_CODES, type IncomingMessage, type ServerResponse } from 'node:http'
import type { Duplex } from 'node:stream'
import type { TLSSocket } from 'node:tls'
import { bodyAsText, pieceAsText } from '../apiserver/index.ts'
import { SystemError, type Clock } from '../base/index.ts'
import type { Endpoint, ExecSession, HttpRequest, HttpResponse, PortForwardSession } from '../machine/index.ts'
import { decodeProtobuf } from './protobuf/decode-protobuf.ts'
import { portForwardProtocol, servePortForward } from './port-forward.ts'
import { remoteCommandProtocols, serveRemoteCommand, tellFailure } from './remote-command.ts'
import { acceptKey, WebSocketConnection } from './web-socket.ts'

export interface HttpsServerOptions {
  readonly certificate: string
  readonly key: string
  readonly clock: Clock
  /** Dials the API server inside the world with the caller's certificate. */
  readonly connect: (certificate: string | undefined) => Endpoint
}

const pemOf = (der: Buffer): string =>
  `-----BEGIN CERTIFICATE-----\n${der.toString('base64').replace(/.{64}(?=.)/g, '$&\n')}\n-----END CERTIFICATE-----\n`

const readBody = async (request: IncomingMessage): Promise<Uint8Array | undefined> => {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk as Buffer)
  return chunks.length > 0 ? new Uint8Array(Buffer.concat(chunks)) : undefined
}

/** Clients in Go send protobuf where they can; inside the world an object goes by reference. */
const understood = (request: IncomingMessage, body: Uint8Array | undefined): unknown =>
  body && request.headers['content-type']?.startsWith('application/vnd.kubernetes.protobuf') ? (decodeProtobuf(body) ?? body) : body

const insideRequest = (request: IncomingMessage, body: unknown): HttpRequest => {
  const headers = Object.fromEntries(
    Object.entries(request.headers).map(([name, value]) => [name, Array.isArray(value) ? value.join(', ') : (value ?? '')]),
  )
  return { method: request.method ?? 'GET', path: request.url ?? '/', headers, ...(body === undefined ? {} : { body }) }
}

const certificateOf = (request: IncomingMessage): string | undefined => {
  const peer = (request.socket as TLSSocket).getPeerCertificate()
  return 'raw' in peer ? pemOf(peer.raw) : undefined
}

const answer = (response: ServerResponse, request: HttpRequest, from: HttpResponse): void => {
  response.writeHead(from.status, from.headers)
  if (!from.stream) {
    response.end(from.body instanceof Uint8Array ? from.body : bodyAsText(request, from))
    return
  }
  response.flushHeaders()
  const hangUp = from.stream({
    push: (piece) => void response.write(piece instanceof Uint8Array ? piece : pieceAsText(piece)),
    end: () => void response.end(),
  })
  response.on('close', hangUp)
}

const refuseUpgrade = (socket: Duplex, request: HttpRequest, { status, headers, body }: HttpResponse): void => {
  const text = body instanceof Uint8Array ? Buffer.from(body) : Buffer.from(bodyAsText(request, { status, headers, body }))
  const lines = Object.entries({ ...headers, 'content-length': String(text.length), connection: 'close' }).map(
    ([name, value]) => `${name}: ${value}\r\n`,
  )
  socket.end(Buffer.concat([Buffer.from(`HTTP/1.1 ${status} ${STATUS_CODES[status] ?? ''}\r\n${lines.join('')}\r\n`), text]))
}

const protocols = [...remoteCommandProtocols, portForwardProtocol] as const

const readRequest = async (request: IncomingMessage): Promise<HttpRequest> => insideRequest(request, await readBody(request))

/** exec, attach and port-forward: the connection becomes a WebSocket. @simplified: SPDY without a WebSocket is not spoken to clients outside. */
const upgrade = (options: HttpsServerOptions, request: IncomingMessage, socket: Duplex): void => {
  const inside = insideRequest(request, undefined)
  const offered = (inside.headers['sec-websocket-protocol'] ?? '').split(',').map((each) => each.trim())
  const protocol = protocols.find((each) => offered.includes(each))
  const key = inside.headers['sec-websocket-key']
  if (key === undefined || protocol === undefined) {
    const message = `Expected a WebSocket with one of ${protocols.join(', ')} but found ${inside.headers['upgrade']} with ${offered.join(', ') || 'none'}.`
    return refuseUpgrade(socket, inside, {
      status: 400,
      headers: { 'content-type': 'application/json' },
      body: { kind: 'Status', apiVersion: 'v1', metadata: {}, status: 'Failure', message, reason: 'BadRequest', code: 400 },
    })
  }
  const response = options.connect(certificateOf(request)).request(inside)
  // What goes wrong at the kubelet is told on the error channel, once the client's connection is upgraded.
  if (response.status !== 101 && response.status !== 500) return refuseUpgrade(socket, inside, response)
  socket.write(
    `HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: ${acceptKey(key)}\r\nSec-WebSocket-Protocol: ${protocol}\r\n\r\n`,
  )
  const connection = new WebSocketConnection(socket)
  if (response.status === 500) tellFailure(connection, response.body)
  else if (protocol === portForwardProtocol)
    servePortForward(connection, response.upgrade as PortForwardSession, { clock: options.clock, read: readRequest, answer })
  else serveRemoteCommand(connection, response.upgrade as ExecSession, options.clock)
  options.clock.wake()
}

/** The world's API server over real HTTPS. */
export const createHttpsServer = (options: HttpsServerOptions): Server => {
  const server = createServer(
    { cert: options.certificate, key: options.key, requestCert: true, rejectUnauthorized: false },
    (request, response) => {
      const serve = async (): Promise<void> => {
        const body = understood(request, await readBody(request))
        const inside = insideRequest(request, body)
        answer(response, inside, options.connect(certificateOf(request)).request(inside))
        options.clock.wake()
      }
      serve().catch((error: unknown) => {
        if (!(error instanceof SystemError)) console.error(error)
        request.socket.destroy()
      })
    },
  )
  server.on('upgrade', (request, socket) => {
    try {
      upgrade(options, request, socket)
    } catch (error) {
      if (!(error instanceof SystemError)) console.error(error)
      socket.destroy()
    }
  })
  return server
}

/** A kubeconfig of the world for clients outside: the server is here, but its certificate names the one inside. */
export const kubeconfigForOutside = (kubeconfig: string, port: number): string =>
  kubeconfig.replace(/^( *)server: .*/m, `$1server: https://127.0.0.1:${port}\n$1tls-server-name: kubernetes`)
