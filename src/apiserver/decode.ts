import { decode, DecodeError, type Json, type JsonObject, type Kind, type KubeObject } from '../api/index.ts'
import { decode as decodeText, type ApiError } from '../base/index.ts'
import { parseBody, type Body } from './body.ts'
import type { Call } from './context.ts'
import { JsonSyntaxError } from './go-json.ts'
import { apiVersionOf } from './registry.ts'
import { badRequest } from './status.ts'
import type { FieldValidation } from './options.ts'

const isObject = (value: Json): value is JsonObject => typeof value === 'object' && value !== null && !Array.isArray(value)

const hex = (text: string): string => [...text].map((each) => each.charCodeAt(0).toString(16).padStart(2, '0')).join('')

/** How error texts show a body (`apiserver/pkg/endpoints/handlers/rest.go`, summarizeData). */
const summary = (text: string): string => {
  if (text === '') return '<empty>'
  const whole = text.length <= 30
  const shown = whole ? text : text.slice(0, 30)
  return `${text.startsWith('{') ? shown : hex(shown)}${whole ? '' : ' ...'}`
}

const unrecognised = (kind: Kind, body: string, why: string) =>
  badRequest(
    `the object provided is unrecognized (must be of type ${kind.kind}): couldn't get version/kind; json parse error: ${why} (${summary(body)})`,
  )

/** Reads the body of a request as an object of a kind: right kind, right version, known fields. */
export const decodeBody = (call: Call, kind: Kind, validation: FieldValidation): KubeObject => {
  let body: Body
  try {
    body = parseBody(call.request)
  } catch (error) {
    if (error instanceof JsonSyntaxError)
      throw unrecognised(
        kind,
        String(call.request.body instanceof Uint8Array ? decodeText(call.request.body) : call.request.body),
        error.message,
      )
    throw error
  }
  if (!isObject(body.value))
    throw unrecognised(
      kind,
      body.text ?? '',
      `json: cannot unmarshal ${goType(body.value)} into Go value of type struct { APIVersion string "json:\\"apiVersion,omitempty\\""; Kind string "json:\\"kind,omitempty\\"" }`,
    )
  mustBeOfKind(call, kind, body.value)
  return decodeValue(call, kind, body.value, validation, body.duplicates)
}

const goType = (value: Json): string => (Array.isArray(value) ? 'array' : typeof value === 'boolean' ? 'bool' : typeof value)

/** `core` for '', `rbac` for `rbac.authorization.k8s.io`: the name of the Go package of a group's internal types. */
const packageOf = (group: string): string => (group === '' ? 'core' : group.split('.')[0]!)

const mustBeOfKind = (call: Call, kind: Kind, value: JsonObject): void => {
  const apiVersion = typeof value.apiVersion === 'string' && value.apiVersion !== '' ? value.apiVersion : apiVersionOf(kind)
  const name = typeof value.kind === 'string' && value.kind !== '' ? value.kind : kind.kind
  const version = apiVersion.split('/').at(-1)!
  if (apiVersion === apiVersionOf(kind) && name === kind.kind) return
  const known = call.server.registry.kinds.find((each) => each.kind === name && apiVersionOf(each) === apiVersion)
  if (known && name === kind.kind) {
    throw badRequest(`the API version in the data (${apiVersion}) does not match the expected API version (${apiVersionOf(kind)})`)
  }
  const why = known
    ? `converting (${version}.${name}) to (${packageOf(kind.group)}.${kind.kind}): unknown conversion`
    : `no kind "${name}" is registered for version "${apiVersion}" in scheme "pkg/api/legacyscheme/scheme.go:30"`
  throw badRequest(`${name} in version "${version}" cannot be handled as a ${kind.kind}: ${why}`)
}

/** Decodes a JSON value as the kind; unknown and duplicate fields become an error, warnings or nothing. */
export const decodeValue = (
  call: Call,
  kind: Kind,
  value: JsonObject,
  validation: FieldValidation,
  duplicates: readonly string[] = [],
): KubeObject => {
  const refused = (why: string) => badRequest(`${kind.kind} in version "${kind.version}" cannot be handled as a ${kind.kind}: ${why}`)
  try {
    const { object, strictErrors } = decode(kind, value)
    complain(call, [...strictErrors, ...duplicates.map((path) => `duplicate field "${path}"`)], validation, refused)
    return object
  } catch (error) {
    if (error instanceof DecodeError) throw refused(error.message)
    throw error
  }
}

/** Refuses the request, warns, or is silent about fields that a strict decoder minds. */
export const complain = (
  call: Call,
  complaints: readonly string[],
  validation: FieldValidation,
  refused: (why: string) => ApiError,
): void => {
  if (complaints.length === 0) return
  if (validation === 'Strict') throw refused(`strict decoding error: ${complaints.join(', ')}`)
  if (validation === 'Warn') call.warnings.push(...complaints)
}
