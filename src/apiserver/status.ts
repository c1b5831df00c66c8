import type { FieldError, Kind } from '../api/index.ts'
import { ApiError, type StatusBody } from '../base/index.ts'

type Details = NonNullable<StatusBody['details']>

/** A failure Status, fields in the order in which the real server writes them. */
export const failure = (code: number, reason: string | undefined, message: string, details?: Details): ApiError =>
  new ApiError({
    kind: 'Status',
    apiVersion: 'v1',
    metadata: {},
    status: 'Failure',
    message,
    ...(reason === undefined ? {} : { reason }),
    ...(details ? { details } : {}),
    code,
  })

/** `deployments.apps`, `pods`: how errors name a resource. */
export const qualified = (name: string, group: string): string => (group === '' ? name : `${name}.${group}`)

const about = (kind: Pick<Kind, 'group' | 'plural'>, name: string): Details => ({
  ...(name === '' ? {} : { name }),
  ...(kind.group === '' ? {} : { group: kind.group }),
  kind: kind.plural,
})

type Resource = Pick<Kind, 'group' | 'plural'>

export const notFound = (kind: Resource, name: string): ApiError =>
  failure(404, 'NotFound', `${qualified(kind.plural, kind.group)} "${name}" not found`, about(kind, name))

export const alreadyExists = (kind: Resource, name: string, prefix = ''): ApiError =>
  failure(409, 'AlreadyExists', `${prefix}${qualified(kind.plural, kind.group)} "${name}" already exists`, about(kind, name))

export const conflict = (kind: Resource, name: string, why: string): ApiError =>
  failure(409, 'Conflict', `Operation cannot be fulfilled on ${qualified(kind.plural, kind.group)} "${name}": ${why}`, about(kind, name))

export const modified = (kind: Resource, name: string): ApiError =>
  conflict(kind, name, 'the object has been modified; please apply your changes to the latest version and try again')

export const forbidden = (kind: Resource, name: string, why: string): ApiError => {
  const resource = qualified(kind.plural, kind.group)
  const message = name === '' ? `${resource} is forbidden: ${why}` : `${resource} "${name}" is forbidden: ${why}`
  return failure(403, 'Forbidden', message, about(kind, name))
}

export const badRequest = (message: string): ApiError => failure(400, 'BadRequest', message)

export const internalError = (message: string): ApiError =>
  failure(500, 'InternalError', `Internal error occurred: ${message}`, { causes: [{ message }] })

/** What answers a path that no API serves under a group that exists. */
export const unknownResource = (): ApiError => failure(404, 'NotFound', 'the server could not find the requested resource', {})

export const methodNotAllowed = (): ApiError =>
  failure(405, 'MethodNotAllowed', 'the server does not allow this method on the requested resource', {})

/** A list of field errors as one Invalid Status (`apimachinery/pkg/api/errors`, `apimachinery/pkg/util/errors`: equal texts are told once). */
export const invalid = (kind: Pick<Kind, 'group' | 'kind'>, name: string, errors: readonly FieldError[]): ApiError => {
  const texts = [...new Set(errors.map((error) => `${error.field}: ${error.message}`))]
  const text = texts.length === 1 ? texts[0]! : `[${texts.join(', ')}]`
  return failure(422, 'Invalid', `${qualified(kind.kind, kind.group)} "${name}" is invalid: ${text}`, {
    ...(name === '' ? {} : { name }),
    ...(kind.group === '' ? {} : { group: kind.group }),
    kind: kind.kind,
    causes: errors.map(({ reason, message, field }) => ({ reason, message, field })),
  })
}

/** An Invalid Status about the options of a request (`CreateOptions.meta.k8s.io "" is invalid: ...`). */
export const invalidOptions = (kind: string, error: FieldError): ApiError => invalid({ group: 'meta.k8s.io', kind }, '', [error])
