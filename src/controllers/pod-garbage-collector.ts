import { nodes, pods } from '../api/index.ts'
import type { Pod } from '../api/index.ts'
import type { Controller, ControllerContext } from '../client/index.ts'
import { isStatus, keyOf, podFinished, timestamp } from './support/index.ts'

/** Looks so often, and waits so long until it believes that a node is gone (`pkg/controller/podgc`). */
const period = 20_000
const quarantine = 40_000
/** `--terminated-pod-gc-threshold` */
const mostFinished = 12_500

const round = { name: 'round' }

const remove = (pod: Pod, context: ControllerContext, why?: { readonly message: string }): void => {
  try {
    if (why) {
      const condition = {
        type: 'DisruptionTarget',
        status: 'True',
        reason: 'DeletionByPodGC',
        message: why.message,
        lastTransitionTime: timestamp(context.clock.now),
      }
      const phase = podFinished(pod) ? {} : { phase: 'Failed' }
      context.client.patch(pods, keyOf(pod), { type: 'strategic', body: { status: { ...phase, conditions: [condition] } } }, 'status')
    }
    context.client.delete(pods, keyOf(pod), { gracePeriodSeconds: 0, preconditions: { uid: pod.metadata.uid } })
  } catch (error) {
    if (!isStatus(error, 404) && !isStatus(error, 409)) throw error
  }
}

/** When each node name was first missed. */
const missedSince = (context: ControllerContext): Map<string, number> => {
  const known = context.memory.get('missed')
  if (known instanceof Map) return known
  const missed = new Map<string, number>()
  context.memory.set('missed', missed)
  return missed
}

const collectOrphans = (all: readonly Pod[], context: ControllerContext): void => {
  const missed = missedSince(context)
  const existing = context.cache(nodes)
  for (const name of missed.keys()) if (existing.get({ name })) missed.delete(name)
  for (const pod of all) {
    const name = pod.spec?.nodeName
    if (!name || existing.get({ name })) continue
    const since = missed.get(name)
    if (since === undefined) missed.set(name, context.clock.now)
    else if (context.clock.now - since >= quarantine) remove(pod, context, { message: 'PodGC: node no longer exists' })
  }
}

const collectFinished = (all: readonly Pod[], context: ControllerContext): void => {
  const finished = all.filter(podFinished)
  const surplus = finished.length - mostFinished
  if (surplus <= 0) return
  const oldest = [...finished].sort((a, b) => (a.metadata.creationTimestamp < b.metadata.creationTimestamp ? -1 : 1))
  for (const pod of oldest.slice(0, surplus)) remove(pod, context)
}

const collectUnscheduled = (all: readonly Pod[], context: ControllerContext): void => {
  for (const pod of all)
    if (pod.metadata.deletionTimestamp !== undefined && !pod.spec?.nodeName)
      remove(pod, context, { message: 'PodGC: unscheduled pod terminating' })
}

/** True if anything may have to be collected, so that a quiet cluster has no timer. */
const isSuspect = (pod: Pod, context: ControllerContext): boolean =>
  podFinished(pod) ||
  (pod.metadata.deletionTimestamp !== undefined && !pod.spec?.nodeName) ||
  (Boolean(pod.spec?.nodeName) && !context.cache(nodes).get({ name: pod.spec!.nodeName! }))

/** Removes Pods that no kubelet will remove: of nodes that are gone, never scheduled, or finished in great number. */
export const podGarbageCollector: Controller = {
  name: 'pod-garbage-collector-controller',
  watches: [
    { kind: pods, keys: (pod, context, { deleted }) => (!deleted && isSuspect(pod as Pod, context) ? [round] : []) },
    { kind: nodes, keys: (_node, _context, { deleted }) => (deleted ? [round] : []) },
  ],
  reconcile: (_key, context) => {
    const last = Number(context.memory.get('last') ?? -Infinity)
    const next = last + period
    if (context.clock.now < next) return context.requeueAt(round, next)
    context.memory.set('last', context.clock.now)
    const all = context.cache(pods).list()
    collectOrphans(all, context)
    collectFinished(all, context)
    collectUnscheduled(all, context)
    if (missedSince(context).size > 0) context.requeueAt(round, context.clock.now + period)
  },
}
