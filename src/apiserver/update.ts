import { asWritten, jsonEqual, type FieldError, type KubeObject, type ManagedFieldsEntry, type ObjectMeta } from '../api/index.ts'
import type { HttpResponse } from '../machine/index.ts'
import { admitUpdate } from './admission/index.ts'
import type { ResourceCall } from './context.ts'
import { decodeBody } from './decode.ts'

import { eventLease } from './event-lease.ts'
import { objectKey } from './keys.ts'
import { managersAfterUpdate } from './managed-fields.ts'
import { tidyMeta, withMeta } from './meta.ts'
import { present } from './negotiate.ts'
import { readFieldValidation } from './options.ts'
import { allocateService, completeService, isService } from './service-values.ts'
import { badRequest, conflict, invalid, modified, notFound } from './status.ts'
import { find, put, remove } from './storage.ts'
import { isDeleted } from './finalizers.ts'

/** PUT of an object, or of its status. */
export const handleUpdate = (call: ResourceCall): HttpResponse => {
  const object = decodeBody(call, call.kind, readFieldValidation(call.info.query, 'UpdateOptions'))
  mustFitPath(call, object)
  return present(
    call,
    updateObject(call, () => object),
  )
}

/** Name and namespace in the body must be those of the path. */
export const mustFitPath = (call: ResourceCall, object: KubeObject): void => {
  const { name, namespace } = object.metadata
  if (call.kind.namespaced && namespace && namespace !== call.namespace) {
    throw badRequest('the namespace of the provided object does not match the namespace sent on the request')
  }
  if (!name) throw badRequest(`the name of the object (${call.name} based on URL) was undeterminable: name must be provided`)
  if (name !== call.name) throw badRequest(`the name of the object (${name}) does not match the name on the URL (${call.name})`)
}

/** The object that the path names, if it is there. */
export const findObject = (call: ResourceCall): KubeObject | undefined =>
  find(call.store, call.kind, { name: call.name, ...(call.namespace ? { namespace: call.namespace } : {}) })

export const mustFind = (call: ResourceCall): KubeObject => {
  const found = findObject(call)
  if (!found) throw notFound(call.kind, call.name)
  return found
}

/** Gives the changed object; `manage` tells who manages its fields, if that is not as after any update. */
export type Change = (current: KubeObject, manage: (managers: readonly ManagedFieldsEntry[]) => void) => KubeObject

/** Changes a stored object: `change` gives the new one, whose resourceVersion, if it has one, must be the stored one's. */
export const updateObject = (call: ResourceCall, change: Change): KubeObject => {
  const current = mustFind(call)
  let managers: readonly ManagedFieldsEntry[] | undefined
  const wanted = change(current, (given) => (managers = given))
  mustBeCurrent(call, wanted, current)
  return store(call, checked(call, wanted, current, managers), current)
}

/** Changes a stored object without the rules of its kind, as subresources do that have rules of their own (a binding). */
export const changeObject = (call: ResourceCall, change: (current: KubeObject) => KubeObject): KubeObject => {
  const current = mustFind(call)
  const wanted = change(current)
  mustBeCurrent(call, wanted, current)
  return store(call, withStoredMeta(wanted, current), current)
}

const checked = (
  call: ResourceCall,
  wanted: KubeObject,
  current: KubeObject,
  managers: readonly ManagedFieldsEntry[] | undefined,
): KubeObject => {
  const { kind } = call
  const valid = prepare(call, withStoredMeta(wanted, current), current, managers)
  const errors = [...metaErrors(wanted, current), ...validate(call, valid, current)]
  if (errors.length > 0) throw invalid(kind, call.name, errors)
  const next = isService(call) && call.subresource === '' ? allocateService(call, valid, current) : valid
  call.warnings.push(...(kind.warn?.(next, current) ?? []))
  return next
}

/** Stores what changed, if anything did; removes what nothing holds back any more. */
const store = (call: ResourceCall, changed: KubeObject, current: KubeObject): KubeObject => {
  const { kind } = call
  const next = asWritten(kind, changed)
  if (jsonEqual(next, current)) return current
  if (isDeleted(next, current))
    return call.dryRun
      ? next
      : remove(call.store, kind, { ...next, metadata: { ...next.metadata, resourceVersion: current.metadata.resourceVersion } })
  if (call.dryRun) return next
  return put(call.store, kind, next, current.metadata.resourceVersion, kind.plural === 'events' ? eventLease(call) : undefined)
}

const mustBeCurrent = (call: ResourceCall, wanted: KubeObject, current: KubeObject): void => {
  const { uid, resourceVersion } = wanted.metadata
  if (uid && uid !== current.metadata.uid && call.info.verb === 'update') {
    const key = objectKey(call.kind, current.metadata)
    throw conflict(
      call.kind,
      call.name,
      `StorageError: invalid object, Code: 4, Key: ${key}, ResourceVersion: 0, AdditionalErrorMsg: Precondition failed: UID in precondition: ${uid}, UID in object meta: ${current.metadata.uid}`,
    )
  }
  if (resourceVersion && resourceVersion !== '0' && resourceVersion !== current.metadata.resourceVersion)
    throw modified(call.kind, call.name)
}

const metaErrors = (wanted: KubeObject, current: KubeObject): readonly FieldError[] => {
  const { uid } = wanted.metadata
  if (!uid || uid === current.metadata.uid) return []
  return [{ field: 'metadata.uid', reason: 'FieldValueInvalid', message: `Invalid value: "${uid}": field is immutable` }]
}

/** What the author may not change of the metadata stays as it was stored. */
const withStoredMeta = (wanted: KubeObject, current: KubeObject): KubeObject => {
  const { metadata } = wanted
  const kept = current.metadata
  const next: ObjectMeta = {
    ...metadata,
    name: kept.name,
    namespace: kept.namespace ?? '',
    generateName: kept.generateName ?? '',
    uid: kept.uid,
    resourceVersion: kept.resourceVersion,
    creationTimestamp: kept.creationTimestamp,
    selfLink: '',
    managedFields: kept.managedFields ?? [],
  }
  const { generation: _, deletionTimestamp: __, deletionGracePeriodSeconds: ___, ...rest } = next
  return withMeta(wanted, {
    ...rest,
    ...(kept.generation === undefined ? {} : { generation: kept.generation }),
    ...(kept.deletionTimestamp === undefined ? {} : { deletionTimestamp: kept.deletionTimestamp }),
    ...(kept.deletionGracePeriodSeconds === undefined ? {} : { deletionGracePeriodSeconds: kept.deletionGracePeriodSeconds }),
  })
}

const prepare = (
  call: ResourceCall,
  wanted: KubeObject,
  current: KubeObject,
  managers: readonly ManagedFieldsEntry[] | undefined,
): KubeObject => {
  const { kind } = call
  const managed = (object: KubeObject): KubeObject => {
    const managedFields = managers ?? managersAfterUpdate(call, current, object)
    return managedFields === object.metadata.managedFields ? object : withMeta(object, { ...object.metadata, managedFields })
  }
  if (call.subresource === 'status') return managed(asWritten(kind, onlyStatus(call, wanted, current)))
  const admitted = admitUpdate(call, managed(asWritten(kind, kind.withDefaults(wanted))), current)
  const complete = isService(call) ? completeService(admitted, current) : admitted
  const next = kind.prepare ? kind.prepare(complete, current) : complete
  if (!kind.changesGeneration?.(next, current)) return next
  return withMeta(next, { ...next.metadata, generation: (current.metadata.generation ?? 0) + 1 })
}

/** A write to `/status` changes status and annotations, finalizers and the like, nothing else (the groups' statusStrategy). */
const onlyStatus = (call: ResourceCall, wanted: KubeObject, current: KubeObject): KubeObject => {
  const { status } = wanted as { readonly status?: unknown }
  const labels = call.kind.group === '' ? wanted.metadata.labels : current.metadata.labels
  const meta = tidyMeta({ ...wanted.metadata, labels: labels ?? {} })
  const { status: _, ...rest } = current as KubeObject & { readonly status?: unknown }
  return withMeta({ ...rest, ...(status === undefined ? {} : { status }) } as KubeObject, meta)
}

const validate = (call: ResourceCall, next: KubeObject, current: KubeObject) =>
  call.subresource === 'status' ? (call.kind.validateStatus?.(next, current) ?? []) : call.kind.validate(next, current)
