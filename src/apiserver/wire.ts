import { toYaml } from '../base/index.ts'
import type { HttpRequest, HttpResponse } from '../machine/index.ts'

type Fields = Readonly<Record<string, unknown>>

const isList = (body: unknown): body is Fields & { readonly items: readonly Fields[] } =>
  typeof body === 'object' && body !== null && Array.isArray((body as Fields).items) && /.List$/.test(String((body as Fields).kind))

/** As the server writes it: the items of a list do not repeat their kind. */
const asWritten = (body: unknown): unknown => {
  if (!isList(body)) return body
  return { ...body, items: body.items.map(({ kind: _, apiVersion: __, ...item }) => item) }
}

// Browsers and the common command line tools get indented JSON (apiserver/pkg/endpoints/handlers/responsewriters/writers.go).
const readers = /^(curl|Wget|Mozilla\/5\.0)/

const isPretty = (request: HttpRequest): boolean => {
  const asked = /[?&]pretty=([^&]*)/.exec(request.path)?.[1]
  if (asked !== undefined) return asked !== '0' && asked !== 'false'
  return readers.test(request.headers['user-agent'] ?? '')
}

/** The body of an answer as text, for clients outside of the world and for those who show it raw. */
export const bodyAsText = (request: HttpRequest, response: HttpResponse): string => {
  const { body } = response
  if (body === undefined || body === null) return ''
  if (typeof body === 'string') return body
  if ((response.headers['content-type'] ?? '').startsWith('application/yaml')) return toYaml(body)
  const written = asWritten(body)
  return isPretty(request) ? JSON.stringify(written, null, 2) : `${JSON.stringify(written)}\n`
}

/** One piece of a stream as text: watch events are lines of JSON. */
export const pieceAsText = (piece: unknown): string => (typeof piece === 'string' ? piece : `${JSON.stringify(piece)}\n`)
