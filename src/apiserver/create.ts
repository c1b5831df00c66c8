import { asWritten, type KubeObject, type ManagedFieldsEntry, type ObjectMeta } from '../api/index.ts'
import { safeString, uuid } from '../base/index.ts'
import type { HttpResponse } from '../machine/index.ts'
import { admitCreate } from './admission/index.ts'
import type { ResourceCall } from './context.ts'
import { decodeBody } from './decode.ts'
import { eventLease } from './event-lease.ts'
import { managersAfterUpdate } from './managed-fields.ts'
import { timestamp, withMeta } from './meta.ts'
import { present } from './negotiate.ts'
import { readFieldValidation } from './options.ts'
import { allocateService, completeService, isService } from './service-values.ts'
import { alreadyExists, badRequest, failure, invalid } from './status.ts'
import { find, put } from './storage.ts'

const retries = 8

/** POST of a new object. */
export const handleCreate = (call: ResourceCall): HttpResponse => {
  const object = decodeBody(call, call.kind, readFieldValidation(call.info.query, 'CreateOptions'))
  return present(call, createObject(call, inNamespace(call, object)), 201)
}

/** The object in the namespace that the path names; the two must not differ. */
export const inNamespace = (call: ResourceCall, object: KubeObject): KubeObject => {
  if (!call.kind.namespaced) return object.metadata.namespace ? withMeta(object, { ...object.metadata, namespace: '' }) : object
  const { namespace } = object.metadata
  if (namespace && namespace !== call.namespace) {
    throw badRequest('the namespace of the provided object does not match the namespace sent on the request')
  }
  return namespace ? object : withMeta(object, { ...object.metadata, namespace: call.namespace! })
}

/** Brings a new object into the store: names, defaults, admission, validation. */
export const createObject = (call: ResourceCall, draft: KubeObject, managers?: readonly ManagedFieldsEntry[]): KubeObject => {
  const { kind, store } = call
  if (draft.metadata.resourceVersion) throw badRequest('resourceVersion should not be set on objects to be created')
  for (let attempt = 0; ; attempt++) {
    const named = withSystemFields(call, draft, attempt)
    const defaulted = asWritten(kind, kind.withDefaults(named))
    const managedFields = managers ?? managersAfterUpdate(call, undefined, defaulted)
    const admitted = admitCreate(call, withMeta(defaulted, { ...defaulted.metadata, managedFields }))
    const complete = isService(call) ? completeService(admitted) : admitted
    const prepared = kind.prepare ? kind.prepare(complete) : complete
    const errors = kind.validate(prepared)
    if (errors.length > 0) throw invalid(kind, prepared.metadata.name ?? '', errors)
    call.warnings.push(...(kind.warn?.(prepared) ?? []))
    const existing = find(store, kind, prepared.metadata)
    if (!existing) {
      const finished = asWritten(kind, isService(call) ? allocateService(call, prepared) : prepared)
      if (call.dryRun) return finished
      return put(store, kind, finished, undefined, kind.plural === 'events' ? eventLease(call) : undefined)
    }
    const generated = !draft.metadata.name && draft.metadata.generateName
    if (generated && attempt + 1 < retries) continue
    throw generated
      ? nameTaken(call, draft, named)
      : alreadyExists(kind, named.metadata.name, existing.metadata.deletionTimestamp ? 'object is being deleted: ' : '')
  }
}

const nameTaken = (call: ResourceCall, draft: KubeObject, named: KubeObject) =>
  failure(
    409,
    'AlreadyExists',
    `${call.kind.plural} "${draft.metadata.generateName}" already exists, the server was not able to generate a unique name for the object`,
    {
      name: named.metadata.name,
      kind: call.kind.plural,
      retryAfterSeconds: 1,
    },
  )

// Upstream keeps 58 characters of the base, so that the name still fits a label (apiserver/pkg/storage/names/generate.go).
const maximumBase = 58

/** Name, uid, time of creation and generation, which the server alone gives; derived from the revision, so that no two creates share them. */
const withSystemFields = (call: ResourceCall, draft: KubeObject, attempt: number): KubeObject => {
  const { kind, store, server } = call
  const {
    managedFields: _,
    selfLink: __,
    deletionTimestamp: ___,
    deletionGracePeriodSeconds: ____,
    ...written
  } = draft.metadata as ObjectMeta
  const generateName = written.generateName ?? ''
  const suffix = () => safeString(server.seed, 5, written.namespace ?? '', generateName, store.revision, attempt)
  const name = written.name || (generateName ? generateName.slice(0, maximumBase) + suffix() : '')
  const meta: ObjectMeta = {
    ...written,
    name,
    uid: uuid(server.seed, kind.plural, name, store.revision),
    creationTimestamp: timestamp(server.clock.now),
  }
  return withMeta(draft, kind.changesGeneration ? { ...meta, generation: 1 } : meta)
}
