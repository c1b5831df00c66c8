import type { Json, JsonObject, Kind, KubeObject } from '../api/index.ts'
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
  badRequest(`the object provided is unrecognized (must be of type ${kind.kind}): couldn't get version/kind; json parse error: ${why} (${summary(body)})`)

/** Reads the body of a request as an object of a kind: right kind, right version, known fields. */
export const decodeBody = (call: Call, kind: Kind, validation: FieldValidation): KubeObject => {
  let body: Body
  try {
    body = parseBody(call.request)
  } catch (error) {
    if (error instanceof JsonSyntaxError) throw unrecognised(kind, String(call.request.body instanceof Uint8Array ? textOf(call.request.body) : call.request.body), error.message)
    throw error
  }
  if (!isObject(body.value)) throw unrecognised(kind, body.text ?? '', `json: cannot unmarshal ${goType(body.value)} into Go value of type struct { APIVersion string "json:\\"apiVersion,omitempty\\""; Kind string "json:\\"kind,omitempty\\"" }`)
  mustBeOfKind(call, kind, body.value)
  return decodeValue(call, kind, body.value, validation, body.duplicates)
}

const textOf = (bytes: Uint8Array): string => new TextDecoder().decode(bytes)

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

/** Checks a JSON value against the kind's schema; complaints become an error, warnings or nothing. */
export const decodeValue = (call: Call, kind: Kind, value: JsonObject, validation: FieldValidation, duplicates: readonly string[] = []): KubeObject => {
  const complaints = duplicates.map((path) => `duplicate field "${path}"`)
  if (complaints.length > 0 && validation === 'Strict') {
    throw badRequest(`${kind.kind} in version "${kind.version}" cannot be handled as a ${kind.kind}: strict decoding error: ${complaints.join(', ')}`)
  }
  if (validation === 'Warn') call.warnings.push(...complaints)
  const { kind: _, apiVersion: __, metadata, ...content } = value
  return { kind: kind.kind, apiVersion: apiVersionOf(kind), metadata: (metadata ?? {}) as object as KubeObject['metadata'], ...content }
}
