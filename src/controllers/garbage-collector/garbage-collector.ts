import { kinds } from '../../api/index.ts'
import type { Kind, KubeObject, ObjectKey, OwnerReference } from '../../api/index.ts'
import type { Controller, ControllerContext } from '../../client/index.ts'
import { isStatus, keyOf } from '../support/index.ts'
import { OwnerGraph } from './graph.ts'
import type { Vertex } from './graph.ts'

const foreground = 'foregroundDeletion'
const orphan = 'orphan'

const graphOf = (context: ControllerContext): OwnerGraph => {
  const known = context.memory.get('graph')
  if (known instanceof OwnerGraph) return known
  const graph = new OwnerGraph()
  context.memory.set('graph', graph)
  return graph
}

const finalizing = (object: KubeObject, finalizer: string): boolean =>
  object.metadata.deletionTimestamp !== undefined && (object.metadata.finalizers ?? []).includes(finalizer)

/** Keys of this controller's queue are uids. */
const byUid = (uid: string): ObjectKey => ({ name: uid })

const kindOf = ({ apiVersion = '', kind }: OwnerReference): Kind | undefined =>
  kinds.find(
    (candidate) =>
      candidate.kind === kind && (candidate.group === '' ? candidate.version : `${candidate.group}/${candidate.version}`) === apiVersion,
  )

/** Takes a change into the graph, and tells whose fate it may touch. */
const keysOf =
  (kind: Kind): Controller['watches'][number]['keys'] =>
  (object, context, { previous, deleted }) => {
    const graph = graphOf(context)
    const { uid, ownerReferences = [] } = object.metadata
    const replaced = previous && previous.metadata.uid !== uid ? [...orphaned(graph, previous.metadata.uid)] : []
    const owners = ownerReferences.filter((owner) => waitsForDependents(graph, owner.uid)).map((owner) => byUid(owner.uid))
    if (deleted) return [...orphaned(graph, uid), ...owners]
    const known = graph.get(uid)?.object
    graph.set({ kind, object })
    const ends = finalizing(object, foreground) || finalizing(object, orphan)
    const newOwners = known?.metadata.ownerReferences !== object.metadata.ownerReferences
    const suspect = newOwners && ownerReferences.some((owner) => !graph.get(owner.uid) || waitsForDependents(graph, owner.uid))
    return [...replaced, ...owners, ...(ends || suspect ? [byUid(uid)] : [])]
  }

const waitsForDependents = (graph: OwnerGraph, uid: string): boolean => {
  const owner = graph.get(uid)
  return owner !== undefined && finalizing(owner.object, foreground)
}

const orphaned = (graph: OwnerGraph, uid: string): readonly ObjectKey[] => {
  const dependents = graph.dependents(uid)
  graph.delete(uid)
  return dependents.map(({ object }) => byUid(object.metadata.uid))
}

/** True if an owner exists; asks the server when the caches do not know it. */
const exists = (reference: OwnerReference, dependent: KubeObject, context: ControllerContext): boolean => {
  if (graphOf(context).get(reference.uid)) return true
  const kind = kindOf(reference)
  // An owner of a kind that is not known can not be said to be gone.
  if (!kind) return true
  try {
    const key = kind.namespaced ? { namespace: dependent.metadata.namespace, name: reference.name } : { name: reference.name }
    return context.client.get(kind, key).metadata.uid === reference.uid
  } catch (error) {
    if (isStatus(error, 404)) return false
    throw error
  }
}

const withoutFinalizer = ({ kind, object }: Vertex, finalizer: string, context: ControllerContext): void => {
  try {
    const fresh = context.client.get(kind, keyOf(object))
    if (fresh.metadata.uid !== object.metadata.uid) return
    const finalizers = (fresh.metadata.finalizers ?? []).filter((each) => each !== finalizer)
    const { uid, resourceVersion } = fresh.metadata
    context.client.patch(kind, keyOf(object), { type: 'merge', body: { metadata: { uid, resourceVersion, finalizers } } })
  } catch (error) {
    if (!isStatus(error, 404)) throw error
  }
}

/** Removes references to some owners. */
const release = ({ kind, object }: Vertex, owners: ReadonlySet<string>, context: ControllerContext): void => {
  try {
    const fresh = context.client.get(kind, keyOf(object))
    if (fresh.metadata.uid !== object.metadata.uid) return
    const ownerReferences = (fresh.metadata.ownerReferences ?? []).filter(({ uid }) => !owners.has(uid))
    const { uid, resourceVersion } = fresh.metadata
    context.client.patch(kind, keyOf(object), {
      type: 'merge',
      body: { metadata: { uid, resourceVersion, ownerReferences: ownerReferences.length > 0 ? ownerReferences : null } },
    })
  } catch (error) {
    if (!isStatus(error, 404)) throw error
  }
}

const remove = ({ kind, object }: Vertex, propagationPolicy: 'Background' | 'Foreground' | 'Orphan', context: ControllerContext): void => {
  try {
    context.client.delete(kind, keyOf(object), { propagationPolicy, preconditions: { uid: object.metadata.uid } })
  } catch (error) {
    if (!isStatus(error, 404) && !isStatus(error, 409)) throw error
  }
}

const blocks = (dependent: KubeObject, owner: string): boolean =>
  (dependent.metadata.ownerReferences ?? []).some((reference) => reference.uid === owner && reference.blockOwnerDeletion === true)

/** Deletes the dependents of an object that waits for them, and lets it go when none holds it back (`processDeletingDependentsItem`). */
const finishForeground = (vertex: Vertex, context: ControllerContext): void => {
  const { uid } = vertex.object.metadata
  const holding = graphOf(context)
    .dependents(uid)
    .filter(({ object }) => blocks(object, uid))
  if (holding.length === 0) return withoutFinalizer(vertex, foreground, context)
  for (const dependent of holding) if (dependent.object.metadata.deletionTimestamp === undefined) collect(dependent, context)
}

const finishOrphaning = (vertex: Vertex, context: ControllerContext): void => {
  const { uid } = vertex.object.metadata
  for (const dependent of graphOf(context).dependents(uid)) release(dependent, new Set([uid]), context)
  withoutFinalizer(vertex, orphan, context)
}

const policyOf = (object: KubeObject): 'Background' | 'Foreground' | 'Orphan' => {
  const finalizers = object.metadata.finalizers ?? []
  return finalizers.includes(orphan) ? 'Orphan' : finalizers.includes(foreground) ? 'Foreground' : 'Background'
}

/** Deletes an object without owners; of one that keeps some, removes the references to those that are gone (`attemptToDeleteItem`). */
const collect = (vertex: Vertex, context: ControllerContext): void => {
  const { object } = vertex
  const references = object.metadata.ownerReferences ?? []
  if (references.length === 0) return
  const graph = graphOf(context)
  const dangling = references.filter((reference) => !exists(reference, object, context))
  const waiting = references.filter(
    (reference) => !dangling.includes(reference) && reference.blockOwnerDeletion === true && waitsForDependents(graph, reference.uid),
  )
  const solid = references.length - dangling.length - waiting.length
  if (solid > 0) {
    if (dangling.length + waiting.length > 0) release(vertex, new Set([...dangling, ...waiting].map(({ uid }) => uid)), context)
  } else if (waiting.length > 0 && graph.dependents(object.metadata.uid).length > 0) remove(vertex, 'Foreground', context)
  else remove(vertex, policyOf(object), context)
}

/** Events and the like own nothing and are owned by nothing. */
const watched = kinds.filter(({ kind, verbs }) => kind !== 'Event' && verbs.includes('delete') && verbs.includes('watch'))

/** Deletes what its owners leave behind (`pkg/controller/garbagecollector`). */
export const garbageCollector: Controller = {
  name: 'garbage-collector-controller',
  watches: watched.map((kind) => ({ kind, keys: keysOf(kind) })),
  reconcile: ({ name: uid }, context) => {
    const vertex = graphOf(context).get(uid)
    if (!vertex) return
    if (finalizing(vertex.object, foreground)) return finishForeground(vertex, context)
    if (finalizing(vertex.object, orphan)) return finishOrphaning(vertex, context)
    if (vertex.object.metadata.deletionTimestamp === undefined) collect(vertex, context)
  },
}
