import { bodyAsText, pieceAsText } from '../../apiserver/index.ts'
import { encode } from '../../base/index.ts'
import type { HttpRequest, HttpResponse } from '../../machine/index.ts'

/** The bytes of a response's body; API objects as the server writes them. */
export const bodyBytes = (request: HttpRequest, response: HttpResponse): Uint8Array =>
  response.body instanceof Uint8Array ? response.body : encode(bodyAsText(request, response))

export const pieceBytes = (piece: unknown): Uint8Array => (piece instanceof Uint8Array ? piece : encode(pieceAsText(piece)))

const reasons: Readonly<Record<number, string>> = {
  101: 'Switching Protocols',
  200: 'OK',
  201: 'Created',
  202: 'Accepted',
  204: 'No Content',
  206: 'Partial Content',
  301: 'Moved Permanently',
  302: 'Found',
  303: 'See Other',
  304: 'Not Modified',
  307: 'Temporary Redirect',
  308: 'Permanent Redirect',
  400: 'Bad Request',
  401: 'Unauthorized',
  403: 'Forbidden',
  404: 'Not Found',
  405: 'Method Not Allowed',
  409: 'Conflict',
  410: 'Gone',
  415: 'Unsupported Media Type',
  422: 'Unprocessable Entity',
  429: 'Too Many Requests',
  500: 'Internal Server Error',
  501: 'Not Implemented',
  502: 'Bad Gateway',
  503: 'Service Unavailable',
  504: 'Gateway Timeout',
}

export const reasonOf = (status: number): string => reasons[status] ?? ''

/** `content-type` → `Content-Type`. */
export const titleCase = (header: string): string =>
  header.replace(/(^|-)([a-z])/g, (_, dash: string, letter: string) => dash + letter.toUpperCase())
