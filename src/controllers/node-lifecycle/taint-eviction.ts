import { nodes, pods, toleratesTaint } from '../../api/index.ts'
import type { Node, ObjectKey, Pod, Taint } from '../../api/index.ts'
import type { Controller, ControllerContext } from '../../client/index.ts'
import { isStatus, keyOf, keyText, semanticallyEqual, timestamp } from '../support/index.ts'

/** How long a Pod bears these taints in seconds: 0 if not at all, Infinity if for good (`getMinTolerationTime`). */
export const toleratedFor = (pod: Pod, taints: readonly Taint[]): number => {
  const tolerations = pod.spec?.tolerations ?? []
  const used = taints.map((taint) => tolerations.find((toleration) => toleratesTaint(toleration, taint)))
  if (used.some((toleration) => !toleration)) return 0
  const times = used.flatMap((toleration) =>
    toleration?.tolerationSeconds === undefined ? [] : [Math.max(0, toleration.tolerationSeconds)],
  )
  return times.length === 0 ? Infinity : Math.min(...times)
}

const evict = (pod: Pod, context: ControllerContext): void => {
  const condition = {
    type: 'DisruptionTarget',
    status: 'True',
    reason: 'DeletionByTaintManager',
    message: 'Taint manager: deleting due to NoExecute taint',
    lastTransitionTime: timestamp(context.clock.now),
  }
  context.record(pod, 'Normal', 'TaintManagerEviction', `Marking for deletion Pod ${keyText(keyOf(pod))}`)
  try {
    context.client.patch(pods, keyOf(pod), { type: 'strategic', body: { status: { conditions: [condition] } } }, 'status')
    context.client.delete(pods, keyOf(pod))
  } catch (error) {
    if (!isStatus(error, 404)) throw error
  }
}

/** Since when a Pod bears its node's taints, kept until they or it are gone. */
const since = (pod: Pod): string => `since ${pod.metadata.uid}`

const noExecute = (node: Node | undefined): readonly Taint[] => (node?.spec?.taints ?? []).filter(({ effect }) => effect === 'NoExecute')

const spare = (pod: Pod, context: ControllerContext): void => {
  if (!context.memory.delete(since(pod))) return
  context.record(pod, 'Normal', 'TaintManagerEviction', `Cancelling deletion of Pod ${keyText(keyOf(pod))}`)
}

const reconcile = (key: ObjectKey, context: ControllerContext): void => {
  const pod = context.cache(pods).get(key)
  if (!pod?.spec?.nodeName || pod.metadata.deletionTimestamp !== undefined) return
  const taints = noExecute(context.cache(nodes).get({ name: pod.spec.nodeName }))
  const seconds = taints.length === 0 ? Infinity : toleratedFor(pod, taints)
  if (seconds === Infinity) return spare(pod, context)
  const begun = context.memory.get(since(pod))
  const start = typeof begun === 'number' ? begun : context.clock.now
  const at = start + seconds * 1000
  if (at <= context.clock.now) return evict(pod, context)
  context.memory.set(since(pod), start)
  context.requeueAt(key, at)
}

/** Ends Pods that do not bear their node's NoExecute taints, or no longer (`pkg/controller/tainteviction`). */
export const taintEviction: Controller = {
  name: 'taint-eviction-controller',
  component: 'taint-eviction-controller',
  watches: [
    {
      kind: nodes,
      keys: (object, context, { previous, deleted }) => {
        const taints = noExecute(object as Node)
        const before = noExecute(previous as Node | undefined)
        if (deleted || (previous ? semanticallyEqual(taints, before) : taints.length === 0)) return []
        return context.cache(pods).byNode(object.metadata.name).map(keyOf)
      },
    },
    {
      kind: pods,
      keys: (object, context, { deleted }) => {
        const pod = object as Pod
        if (deleted) context.memory.delete(since(pod))
        const node = pod.spec?.nodeName ? context.cache(nodes).get({ name: pod.spec.nodeName }) : undefined
        return !deleted && noExecute(node).length > 0 ? [keyOf(pod)] : []
      },
    },
  ],
  reconcile,
}
