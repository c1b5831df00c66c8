import { createServer, type Server } from 'node:https'
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { TLSSocket } from 'node:tls'
import { bodyAsText, pieceAsText } from '../apiserver/index.ts'
import { SystemError } from '../base/index.ts'
import type { Endpoint, HttpRequest, HttpResponse } from '../machine/index.ts'

const pemOf = (der: Buffer): string => `-----BEGIN CERTIFICATE-----\n${der.toString('base64').replace(/.{64}(?=.)/g, '$&\n')}\n-----END CERTIFICATE-----\n`

const readBody = async (request: IncomingMessage): Promise<Uint8Array | undefined> => {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk as Buffer)
  return chunks.length > 0 ? new Uint8Array(Buffer.concat(chunks)) : undefined
}

const answer = (response: ServerResponse, request: HttpRequest, from: HttpResponse): void => {
  response.writeHead(from.status, from.headers)
  if (!from.stream) {
    response.end(from.body instanceof Uint8Array ? from.body : bodyAsText(request, from))
    return
  }
  response.flushHeaders()
  const hangUp = from.stream({ push: (piece) => void response.write(piece instanceof Uint8Array ? piece : pieceAsText(piece)), end: () => void response.end() })
  response.on('close', hangUp)
}

/** The world's API server over real HTTPS; `connect` dials it inside the world with the caller's certificate. */
export const createHttpsServer = (options: {
  readonly certificate: string
  readonly key: string
  readonly connect: (certificate: string | undefined) => Endpoint
}): Server =>
  createServer({ cert: options.certificate, key: options.key, requestCert: true, rejectUnauthorized: false }, (request, response) => {
    const serve = async (): Promise<void> => {
      const peer = (request.socket as TLSSocket).getPeerCertificate()
      const body = await readBody(request)
      const headers = Object.fromEntries(Object.entries(request.headers).map(([name, value]) => [name, Array.isArray(value) ? value.join(', ') : (value ?? '')]))
      const endpoint = options.connect('raw' in peer ? pemOf(peer.raw) : undefined)
      const inside: HttpRequest = { method: request.method ?? 'GET', path: request.url ?? '/', headers, ...(body ? { body } : {}) }
      answer(response, inside, endpoint.request(inside))
    }
    serve().catch((error: unknown) => {
      if (error instanceof SystemError) request.socket.destroy()
      else {
        console.error(error)
        response.destroy()
      }
    })
  })
