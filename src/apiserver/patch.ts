import {
  applyJsonPatch,
  applyMergePatch,
  applyStrategicMergePatch,
  decode,
  DecodeError,
  goValue,
  PatchError,
  type Json,
  type JsonObject,
  type JsonPatchOperation,
  type Kind,
  type KubeObject,
} from '../api/index.ts'
import { parseYaml } from '../base/index.ts'
import type { HttpResponse } from '../machine/index.ts'
import { bodyText, mediaType } from './body.ts'
import type { Call, ResourceCall } from './context.ts'
import { createObject, inNamespace } from './create.ts'
import { applyFields } from './managed-fields.ts'
import { complain, decodeValue } from './decode.ts'
import { JsonSyntaxError, parseJson } from './go-json.ts'
import { present } from './negotiate.ts'
import { readFieldValidation, type FieldValidation } from './options.ts'
import { badRequest, failure, invalid, invalidOptions } from './status.ts'
import { findObject, mustFitPath, updateObject } from './update.ts'

export type PatchKind = 'json' | 'merge' | 'strategic' | 'apply'

const types: Readonly<Record<string, PatchKind>> = {
  'application/json-patch+json': 'json',
  'application/merge-patch+json': 'merge',
  'application/strategic-merge-patch+json': 'strategic',
  'application/apply-patch+yaml': 'apply',
}

const noKind = { group: '', kind: '' }
/** What the server says of a patch that does not fit the object. */
const rejected = () => failure(422, 'Invalid', 'the server rejected our request due to an error in our request', {})

export interface Patch {
  readonly type: PatchKind
  readonly value: Json
  readonly text: string
  readonly validation: FieldValidation
}

/** PATCH of an object, or of its status. */
export const handlePatch = (call: ResourceCall): HttpResponse => {
  const patch = readPatch(call)
  if (patch.type === 'apply') return handleApply(call, patch)
  const changed = updateObject(call, (current) => {
    const next = applyPatch(call, call.kind, current, patch)
    mustFitPath(call, next)
    return next
  })
  return present(call, changed)
}

/** Server-side apply: what is not there is created, what is there takes the configuration's fields. */
const handleApply = (call: ResourceCall, patch: Patch): HttpResponse => {
  const configuration = applied(call, patch)
  if (configuration.metadata.managedFields) throw badRequest('metadata.managedFields must be nil')
  if (call.subresource === '' && !findObject(call)) {
    const { managers } = applyFields(call, undefined, configuration, configuration)
    return present(call, createObject(call, configuration, managers), 201)
  }
  const changed = updateObject(call, (current, manage) => {
    const { object, managers } = applyFields(call, current, configuration, applyPatch(call, call.kind, current, patch))
    manage(managers)
    return object
  })
  return present(call, changed)
}

/** The object that an apply of nothing yet stored creates. */
const applied = (call: ResourceCall, patch: Patch): KubeObject => {
  const object = decodeValue(call, call.kind, patch.value as JsonObject, patch.validation)
  const named = { ...object, metadata: { ...object.metadata, name: object.metadata.name || call.name } }
  mustFitPath(call, named)
  return inNamespace(call, named)
}

/** The patch in the body of a request, and what kind of patch it is. */
export const readPatch = (call: Call): Patch => {
  const type = types[mediaType(call.request)]
  if (!type) throw failure(415, 'UnsupportedMediaType', '415: Unsupported Media Type', {})
  const { query } = call.info
  const validation = readFieldValidation(query, 'PatchOptions')
  if (type === 'apply' && !query.get('fieldManager')) {
    throw invalidOptions('PatchOptions', {
      field: 'fieldManager',
      reason: 'FieldValueRequired',
      message: 'Required value: is required for apply patch',
    })
  }
  if (type !== 'apply' && query.has('force')) {
    throw invalidOptions('PatchOptions', {
      field: 'force',
      reason: 'FieldValueForbidden',
      message: 'Forbidden: may not be specified for non-apply patch',
    })
  }
  const text = bodyText(call.request)
  return {
    type,
    validation,
    text: text ?? '',
    value: text === undefined ? (call.request.body as Json) : parsePatch(call, type, text, validation),
  }
}

const parsePatch = (call: Call, type: PatchKind, text: string, validation: FieldValidation): Json => {
  try {
    if (type === 'apply') return parseYaml(text) as Json
    const { value, duplicates } = parseJson(text)
    complain(
      call,
      duplicates.map((path) => `duplicate field "${path}"`),
      validation,
      badRequest,
    )
    return value
  } catch (error) {
    if (!(error instanceof JsonSyntaxError)) throw error
    throw badRequest(type === 'strategic' ? error.message : `error decoding patch: ${error.message}`)
  }
}

/** The object after the patch, decoded as its kind. */
export const applyPatch = (call: Call, kind: Kind, current: KubeObject, patch: Patch): KubeObject => {
  const patched = patchDocument(kind, current, patch)
  const shown = patch.type === 'strategic' ? goValue(patch.value) : patch.text || JSON.stringify(patch.value)
  const refuse = (why: string) =>
    invalid(noKind, '', [{ field: 'patch', reason: 'FieldValueInvalid', message: `Invalid value: ${JSON.stringify(shown)}: ${why}` }])
  try {
    const { object, strictErrors } = decode(kind, patched, { words: patch.type === 'strategic' ? 'converter' : 'json' })
    complain(call, strictErrors, patch.validation, refuse)
    return object
  } catch (error) {
    if (error instanceof DecodeError) throw refuse(error.message)
    throw error
  }
}

const patchDocument = (kind: Kind, current: KubeObject, patch: Patch): object => {
  try {
    switch (patch.type) {
      case 'json':
        return applyJsonPatch(current, operations(patch.value))
      case 'merge':
        return applyMergePatch(current, patch.value)
      default:
        return applyStrategicMergePatch(current, patch.value as JsonObject, kind.type)
    }
  } catch (error) {
    if (error instanceof PatchError) throw rejected()
    if (error instanceof Error && error.constructor === Error) throw badRequest(error.message)
    throw error
  }
}

const operations = (value: Json): readonly JsonPatchOperation[] => {
  if (Array.isArray(value)) return value as readonly JsonPatchOperation[]
  throw badRequest(`error decoding patch: json: cannot unmarshal ${typeof value} into Go value of type []handlers.jsonPatchOp`)
}
