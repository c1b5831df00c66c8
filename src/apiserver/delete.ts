import type { Kind, KubeObject } from '../api/index.ts'
import type { HttpResponse } from '../machine/index.ts'
import { admitDelete } from './admission/index.ts'
import type { ResourceCall } from './context.ts'
import { readDeleteOptions, type DeletionOptions, type Propagation } from './delete-options.ts'
import { answer } from './http.ts'
import { timestamp, withMeta } from './meta.ts'
import { present } from './negotiate.ts'
import { listItems } from './read.ts'
import { apiVersionOf } from './registry.ts'
import { failure } from './status.ts'
import { put, remove } from './storage.ts'
import { mustFind } from './update.ts'

/** Kinds whose DELETE answers the object, not a Status (their REST storage sets ReturnDeletedObject). */
const returnsObject = new Set([
  'pods',
  'services',
  'persistentvolumes',
  'persistentvolumeclaims',
  'podtemplates',
  'resourcequotas',
  'serviceaccounts',
])

interface Deleted {
  readonly object: KubeObject
  /** False if it is only marked, and something must still happen before it goes. */
  readonly gone: boolean
}

/** DELETE of one object. */
export const handleDelete = (call: ResourceCall): HttpResponse => {
  const options = readDeleteOptions(call)
  admitDelete(call)
  const { object, gone } = deleteObject(call, mustFind(call), options)
  if (!gone || returnsObject.has(call.kind.plural)) return present(call, object, gone || options.propagation !== 'Foreground' ? 200 : 202)
  const { group, plural } = call.kind
  const details = { name: call.name, ...(group === '' ? {} : { group }), kind: plural, uid: object.metadata.uid }
  return answer({ kind: 'Status', apiVersion: 'v1', metadata: {}, status: 'Success', details })
}

/** DELETE of a collection: of all that the selectors match. */
export const handleDeleteCollection = (call: ResourceCall): HttpResponse => {
  const options = readDeleteOptions(call)
  const items = listItems(call)
  for (const item of items) {
    const { namespace } = item.metadata
    const each: ResourceCall = { ...call, name: item.metadata.name, namespace }
    admitDelete(each)
    deleteObject(each, item, options)
  }
  const { kind } = call
  return answer({
    kind: `${kind.kind}List`,
    apiVersion: apiVersionOf(kind),
    metadata: { resourceVersion: String(call.store.revision) },
    items,
  })
}

/** Deletes gracefully, or marks what finalizers hold back, or removes at once (`apiserver/pkg/registry/generic/registry/store.go`). */
export const deleteObject = (call: ResourceCall, current: KubeObject, options: DeletionOptions): Deleted => {
  mustMeetPreconditions(call.kind, current, options)
  if (call.kind.plural === 'namespaces' && call.kind.group === '') return deleteNamespace(call, current, options)
  const graceful = gracePeriod(current, options)
  if (graceful === 'pending') return { object: current, gone: false }
  const finalizers = finalizersFor(current, options.propagation)
  const marked = graceful === undefined ? current : withDeletion(current, deletionTime(call, current, graceful), graceful)
  if (graceful === undefined && finalizers.length > 0) return { object: mark(call, current, finalizers, options), gone: false }
  const changed = graceful === undefined ? current : save(call, withMeta(marked, { ...marked.metadata, finalizers }), current, options)
  if (finalizers.length > 0 || (graceful ?? 0) > 0) return { object: changed, gone: false }
  if (!call.dryRun && !options.dryRun) remove(call.store, call.kind, changed)
  return { object: changed, gone: true }
}

const mustMeetPreconditions = (kind: Kind, current: KubeObject, { preconditions }: DeletionOptions): void => {
  const { name, uid, resourceVersion } = current.metadata
  const refuse = (why: string) => {
    const details = { name, ...(kind.group === '' ? {} : { group: kind.group }), kind: kind.kind }
    return failure(
      409,
      'Conflict',
      `Operation cannot be fulfilled on ${kind.group === '' ? kind.kind : `${kind.kind}.${kind.group}`} "${name}": ${why}`,
      details,
    )
  }
  if (preconditions.uid && preconditions.uid !== uid) {
    throw refuse(
      `the UID in the precondition (${preconditions.uid}) does not match the UID in record (${uid}). The object might have been deleted and then recreated`,
    )
  }
  if (preconditions.resourceVersion && preconditions.resourceVersion !== resourceVersion) {
    throw refuse(
      `the ResourceVersion in the precondition (${preconditions.resourceVersion}) does not match the ResourceVersion in record (${resourceVersion}). The object might have been modified`,
    )
  }
}

interface PodLike {
  readonly spec?: { readonly nodeName?: string; readonly terminationGracePeriodSeconds?: number }
  readonly status?: { readonly phase?: string }
}

/** Seconds that a Pod gets to end; undefined for kinds that know no grace; pending if a deletion goes on that this one does not shorten. */
const gracePeriod = (current: KubeObject, options: DeletionOptions): number | 'pending' | undefined => {
  if (current.kind !== 'Pod' || current.apiVersion !== 'v1') return undefined
  const { deletionTimestamp, deletionGracePeriodSeconds: old = 0 } = current.metadata
  if (deletionTimestamp !== undefined) {
    if (old === 0) return undefined
    return options.gracePeriodSeconds !== undefined && options.gracePeriodSeconds < old ? options.gracePeriodSeconds : 'pending'
  }
  const { spec, status } = current as PodLike
  if (!spec?.nodeName || status?.phase === 'Failed' || status?.phase === 'Succeeded') return 0
  const period = options.gracePeriodSeconds ?? spec.terminationGracePeriodSeconds ?? 30
  return period < 0 ? 1 : period
}

const deletionTime = (call: ResourceCall, current: KubeObject, grace: number): number => {
  const { deletionTimestamp, deletionGracePeriodSeconds = 0 } = current.metadata
  const start = deletionTimestamp === undefined ? call.server.clock.now : Date.parse(deletionTimestamp) - deletionGracePeriodSeconds * 1000
  return start + grace * 1000
}

/** The object marked as going; the first mark counts up the generation. */
const withDeletion = (current: KubeObject, time: number, grace: number): KubeObject => {
  const { generation, deletionTimestamp } = current.metadata
  const first = deletionTimestamp === undefined && generation !== undefined && generation > 0
  return withMeta(current, {
    ...current.metadata,
    deletionTimestamp: timestamp(time),
    deletionGracePeriodSeconds: grace,
    ...(first ? { generation: generation + 1 } : {}),
  })
}

/** Marks an object that finalizers hold back. */
const mark = (call: ResourceCall, current: KubeObject, finalizers: readonly string[], options: DeletionOptions): KubeObject => {
  const again = current.metadata.deletionTimestamp !== undefined && current.metadata.deletionGracePeriodSeconds === 0
  const marked = again ? current : withDeletion(current, call.server.clock.now, 0)
  const same = again && finalizers.join() === (current.metadata.finalizers ?? []).join()
  return same ? current : save(call, withMeta(marked, { ...marked.metadata, finalizers }), current, options)
}

const save = (call: ResourceCall, next: KubeObject, current: KubeObject, options: DeletionOptions): KubeObject =>
  call.dryRun || options.dryRun ? next : put(call.store, call.kind, next, current.metadata.resourceVersion)

/** The finalizers by which the garbage collector learns what shall become of the dependents. */
const finalizersFor = (current: KubeObject, propagation: Propagation | undefined): readonly string[] => {
  const finalizers = current.metadata.finalizers ?? []
  if (propagation === undefined) return finalizers
  const others = finalizers.filter((finalizer) => finalizer !== 'orphan' && finalizer !== 'foregroundDeletion')
  if (propagation === 'Orphan') return [...others, 'orphan']
  return propagation === 'Foreground' ? [...others, 'foregroundDeletion'] : others
}

/** A namespace goes once its finalizers have: until then it is Terminating (`pkg/registry/core/namespace/storage`). */
const deleteNamespace = (call: ResourceCall, current: KubeObject, options: DeletionOptions): Deleted => {
  const namespace = current as KubeObject & { readonly spec?: { readonly finalizers?: readonly string[] }; readonly status?: object }
  if (current.metadata.deletionTimestamp === undefined) {
    const marked = withMeta(
      { ...namespace, status: { ...namespace.status, phase: 'Terminating' } },
      {
        ...current.metadata,
        deletionTimestamp: timestamp(call.server.clock.now),
        finalizers: finalizersFor(current, options.propagation),
      },
    )
    return { object: save(call, marked, current, options), gone: false }
  }
  if ((namespace.spec?.finalizers ?? []).length > 0 || (current.metadata.finalizers ?? []).length > 0)
    return { object: current, gone: false }
  if (!call.dryRun && !options.dryRun) remove(call.store, call.kind, current)
  return { object: current, gone: true }
}
