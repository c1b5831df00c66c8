import { controllerRevisions, daemonSets, matchesSelector, nodes, pods } from '../../api/index.ts'
import type { DaemonSet, Node, ObjectKey, Pod } from '../../api/index.ts'
import type { Controller, ControllerContext } from '../../client/index.ts'
import {
  candidates,
  claim,
  controllerKey,
  controllerReference,
  expectationsOf,
  groupBy,
  keyOf,
  keyText,
  milliseconds,
  podAvailable,
  podReady,
  readyCondition,
} from '../support/index.ts'
import { cleanUpHistory, findHistory, hashOf } from './history.ts'
import { doWork, findWork } from './manage.ts'
import { nodeSuits, targetNode } from './placement.ts'
import { replacement } from './rolling-update.ts'
import { countStatus, writeStatus } from './status.ts'

const ownPods = (daemonSet: DaemonSet, context: ControllerContext): ReadonlyMap<string, readonly Pod[]> => {
  const { selector } = daemonSet.spec!
  const found = candidates(context.cache(pods), daemonSet, selector)
  return groupBy(claim({ kind: daemonSets, object: daemonSet }, selector, pods, found, context), targetNode)
}

const awaitAvailability = (daemonSet: DaemonSet, all: readonly Pod[], context: ControllerContext): void => {
  const wait = daemonSet.spec?.minReadySeconds ?? 0
  const { now } = context.clock
  if (wait === 0) return
  const times = all
    .filter((pod) => podReady(pod) && !podAvailable(pod, wait, now))
    .map((pod) => milliseconds(readyCondition(pod)?.lastTransitionTime) + wait * 1000)
  if (times.length > 0) context.requeueAt(keyOf(daemonSet), Math.min(...times))
}

const selectsAll = ({ spec }: DaemonSet): boolean =>
  Object.keys(spec?.selector.matchLabels ?? {}).length === 0 && (spec?.selector.matchExpressions ?? []).length === 0

const reconcile = (key: ObjectKey, context: ControllerContext): void => {
  const expectations = expectationsOf(context)
  const daemonSet = context.cache(daemonSets).get(key)
  if (!daemonSet?.spec) return expectations.forget(keyText(key))
  if (selectsAll(daemonSet)) {
    context.record(daemonSet, 'Warning', 'SelectingAll', 'This daemon set is selecting all pods. A non-empty selector is required.')
    return
  }
  if (daemonSet.metadata.deletionTimestamp !== undefined) return
  const history = findHistory(daemonSet, context)
  const hash = hashOf(history.current)
  const byNode = ownPods(daemonSet, context)
  const all = [...byNode.values()].flat()
  const satisfied = (): boolean => expectations.satisfied(keyText(key), context.clock.now)
  try {
    if (!satisfied()) return
    doWork(daemonSet, findWork(daemonSet, byNode, context), hash, context)
    if (satisfied() && (daemonSet.spec.updateStrategy?.type ?? 'RollingUpdate') === 'RollingUpdate') {
      const desired = context
        .cache(nodes)
        .list()
        .filter((node) => nodeSuits(daemonSet, node).run).length
      const { remove, surge } = replacement(daemonSet, byNode, desired, hash, context.clock.now)
      doWork(daemonSet, { create: surge, remove }, hash, context)
    }
    cleanUpHistory(daemonSet, history, all, context)
  } finally {
    writeStatus(daemonSet, countStatus(daemonSet, byNode, hash, context), context)
    awaitAvailability(daemonSet, all, context)
  }
}

/** Whatever of a node decides which daemon Pods it gets. */
const nodeKeys: Controller['watches'][number]['keys'] = (object, context, { previous, deleted }) => {
  const node = object as Node
  const before = previous as Node | undefined
  const concerned = context
    .cache(daemonSets)
    .list()
    .filter((daemonSet) => {
      const now = nodeSuits(daemonSet, node)
      if (!before || deleted) return now.run || now.keep
      const then = nodeSuits(daemonSet, before)
      return now.run !== then.run || now.keep !== then.keep
    })
  return concerned.map(keyOf)
}

const ownerOf = (pod: Pod, context: ControllerContext): ObjectKey | undefined => {
  const key = controllerKey(pod, 'DaemonSet')
  return key && context.cache(daemonSets).get(key)?.metadata.uid === controllerReference(pod)?.uid ? key : undefined
}

const podKeys: Controller['watches'][number]['keys'] = (object, context, { previous, deleted }) => {
  const pod = object as Pod
  const owner = ownerOf(pod, context)
  const expectations = expectationsOf(context)
  if (owner && (deleted || pod.metadata.deletionTimestamp !== undefined)) expectations.deletionObserved(keyText(owner), pod.metadata.uid)
  else if (owner && !previous) expectations.creationObserved(keyText(owner))
  if (owner) return [owner]
  if (deleted) return []
  const former = previous ? ownerOf(previous as Pod, context) : undefined
  if (former) return [former]
  if (controllerReference(pod) || !pod.metadata.labels || previous?.metadata.labels === pod.metadata.labels) return []
  const all = context.cache(daemonSets).list(pod.metadata.namespace)
  return all.filter(({ spec }) => spec && matchesSelector(spec.selector, pod.metadata.labels)).map(keyOf)
}

/** Runs one Pod on each node that suits (`pkg/controller/daemon`). */
export const daemonset: Controller = {
  name: 'daemonset-controller',
  component: 'daemonset-controller',
  watches: [
    { kind: daemonSets, keys: (object) => [keyOf(object)] },
    { kind: nodes, keys: nodeKeys },
    { kind: pods, keys: podKeys },
    {
      kind: controllerRevisions,
      keys: (revision) => {
        const owner = controllerKey(revision, 'DaemonSet')
        return owner ? [owner] : []
      },
    },
  ],
  reconcile,
}
