import { kinds, namespaces } from '../api/index.ts'
import type { Kind, KubeObject, Namespace, NamespaceCondition, Pod } from '../api/index.ts'
import type { Controller, ControllerContext } from '../client/index.ts'
import { conditionOf, deleteIfThere, isStatus, keyOf, timestamp } from './support/index.ts'

/** How long content with finalizers is expected to take (`pkg/controller/namespace/deletion`). */
const finalizerEstimate = 15

/** Servers and caches get so long to learn that nothing may be created in the namespace any more. */
const deletionDelay = 5000

const contents = kinds.filter(({ namespaced, verbs }) => namespaced && verbs.includes('delete') && verbs.includes('list'))

/** As upstream writes a resource here: a core resource ends in its dot. */
const resourceName = ({ group, plural }: Kind): string => `${plural}.${group}`

interface Remains {
  readonly counts: ReadonlyMap<string, number>
  readonly finalizers: ReadonlyMap<string, number>
  /** Seconds until it is worth looking again. */
  readonly estimate: number
}

const graceOf = (kind: Kind, object: KubeObject): number => {
  if ((object.metadata.finalizers ?? []).length > 0) return finalizerEstimate
  if (kind.plural !== 'pods') return 0
  const pod = object as Pod
  return pod.status?.phase === 'Succeeded' || pod.status?.phase === 'Failed' ? 0 : (pod.spec?.terminationGracePeriodSeconds ?? 30)
}

/** Deletes all that is in a namespace and tells what is still there afterwards. */
const deleteContents = (namespace: string, context: ControllerContext): Remains => {
  const counts = new Map<string, number>()
  const finalizers = new Map<string, number>()
  let estimate = 0
  for (const kind of contents) {
    const { items } = context.client.list(kind, { namespace })
    if (items.length === 0) continue
    for (const object of items) if (object.metadata.deletionTimestamp === undefined) deleteIfThere(kind, object, context)
    const left = context.client.list(kind, { namespace }).items
    if (left.length > 0) counts.set(resourceName(kind), left.length)
    for (const object of left) {
      estimate = Math.max(estimate, graceOf(kind, object))
      for (const name of object.metadata.finalizers ?? []) finalizers.set(name, (finalizers.get(name) ?? 0) + 1)
    }
  }
  return { counts, finalizers, estimate }
}

const listed = (counts: ReadonlyMap<string, number>, each: (name: string, count: number) => string): string =>
  [...counts]
    .map(([name, count]) => each(name, count))
    .sort()
    .join(', ')

const conditionsOf = ({ counts, finalizers }: Remains): readonly Omit<NamespaceCondition, 'lastTransitionTime'>[] => [
  {
    type: 'NamespaceDeletionDiscoveryFailure',
    status: 'False',
    reason: 'ResourcesDiscovered',
    message: 'All resources successfully discovered',
  },
  {
    type: 'NamespaceDeletionGroupVersionParsingFailure',
    status: 'False',
    reason: 'ParsedGroupVersions',
    message: 'All legacy kube types successfully parsed',
  },
  {
    type: 'NamespaceDeletionContentFailure',
    status: 'False',
    reason: 'ContentDeleted',
    message: 'All content successfully deleted, may be waiting on finalization',
  },
  counts.size === 0
    ? { type: 'NamespaceContentRemaining', status: 'False', reason: 'ContentRemoved', message: 'All content successfully removed' }
    : {
        type: 'NamespaceContentRemaining',
        status: 'True',
        reason: 'SomeResourcesRemain',
        message: `Some resources are remaining: ${listed(counts, (name, count) => `${name} has ${count} resource instances`)}`,
      },
  finalizers.size === 0
    ? {
        type: 'NamespaceFinalizersRemaining',
        status: 'False',
        reason: 'ContentHasNoFinalizers',
        message: 'All content-preserving finalizers finished',
      }
    : {
        type: 'NamespaceFinalizersRemaining',
        status: 'True',
        reason: 'SomeFinalizersRemain',
        message: `Some content in the namespace has finalizers remaining: ${listed(finalizers, (name, count) => `${name} in ${count} resource instances`)}`,
      },
]

const writeConditions = (namespace: Namespace, remains: Remains, context: ControllerContext): Namespace => {
  const at = timestamp(context.clock.now)
  const current = namespace.status?.conditions
  const conditions = conditionsOf(remains).map((wanted) => {
    const known = conditionOf(current, wanted.type)
    if (known?.status === wanted.status && known.reason === wanted.reason && known.message === wanted.message) return known
    return { ...wanted, lastTransitionTime: known?.status === wanted.status ? known.lastTransitionTime : at }
  })
  if (current?.length === conditions.length && conditions.every((condition) => current.includes(condition))) return namespace
  return context.client.update(namespaces, { ...namespace, status: { ...namespace.status, phase: 'Terminating', conditions } }, 'status')
}

const terminating = (namespace: Namespace, context: ControllerContext): Namespace =>
  namespace.status?.phase === 'Terminating'
    ? namespace
    : context.client.update(namespaces, { ...namespace, status: { ...namespace.status, phase: 'Terminating' } }, 'status')

const finalize = (namespace: Namespace, context: ControllerContext): void => {
  const finalizers = (namespace.spec?.finalizers ?? []).filter((name) => name !== 'kubernetes')
  const { finalizers: _, ...spec } = namespace.spec ?? {}
  context.client.update(namespaces, { ...namespace, spec: { ...spec, ...(finalizers.length > 0 && { finalizers }) } }, 'finalize')
}

/** Empties namespaces that are being deleted and then lets them go (`pkg/controller/namespace`). */
export const namespace: Controller = {
  name: 'namespace-controller',
  watches: [
    {
      kind: namespaces,
      keys: ({ metadata }, context) => {
        if (metadata.deletionTimestamp !== undefined) context.requeueAt({ name: metadata.name }, context.clock.now + deletionDelay)
        return []
      },
    },
  ],
  reconcile: (key, context) => {
    const cached = context.cache(namespaces).get(key)
    if (!cached || cached.metadata.deletionTimestamp === undefined) return
    try {
      const fresh = context.client.get(namespaces, keyOf(cached))
      if (fresh.metadata.uid !== cached.metadata.uid || !(fresh.spec?.finalizers ?? []).includes('kubernetes')) return
      const next = terminating(fresh, context)
      const remains = deleteContents(key.name, context)
      if (remains.counts.size === 0) return finalize(next, context)
      writeConditions(next, remains, context)
      context.requeueAt(key, context.clock.now + (Math.floor(remains.estimate / 2) + 1) * 1000)
    } catch (error) {
      if (!isStatus(error, 404)) throw error
    }
  },
}
