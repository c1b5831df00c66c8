import type { Json } from '../api/index.ts'
import { decode as decodeText, parseYaml } from '../base/index.ts'
import type { HttpRequest } from '../machine/index.ts'
import { JsonSyntaxError, parseJson } from './go-json.ts'
import { failure } from './status.ts'

export interface Body {
  readonly value: Json
  readonly duplicates: readonly string[]
  /** What was sent, for error texts; absent for an object that was handed over by reference. */
  readonly text?: string
}

const accepted = ['application/json', 'application/yaml', 'application/vnd.kubernetes.protobuf']

export const mediaType = (request: HttpRequest): string => (request.headers['content-type'] ?? '').split(';')[0]!.trim()

const unsupportedBody = () =>
  failure(
    415,
    'UnsupportedMediaType',
    `the body of the request was in an unknown format - accepted media types include: ${accepted.join(', ')}`,
  )

/** The body's text; undefined if it is an object already. */
export const bodyText = (request: HttpRequest): string | undefined => {
  if (request.body === undefined || request.body === null) return ''
  if (typeof request.body === 'string') return request.body
  return request.body instanceof Uint8Array ? decodeText(request.body) : undefined
}

/** Reads a body of JSON or YAML, or takes the object as it is. Throws JsonSyntaxError. */
export const parseBody = (request: HttpRequest): Body => {
  const text = bodyText(request)
  if (text === undefined) return { value: request.body as Json, duplicates: [] }
  const type = mediaType(request)
  if (type !== '' && !accepted.includes(type)) throw unsupportedBody()
  if (type === 'application/yaml') return { value: yamlValue(text), duplicates: [], text }
  return { ...parseJson(text), text }
}

const yamlValue = (text: string): Json => {
  try {
    return parseYaml(text) as Json
  } catch (error) {
    throw new JsonSyntaxError(error instanceof Error ? error.message : String(error))
  }
}
