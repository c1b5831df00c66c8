import { pods, replicaSets } from '../../api/index.ts'
import type { ObjectKey, Pod, ReplicaSet, ReplicaSetStatus } from '../../api/index.ts'
import type { Controller, ControllerContext } from '../../client/index.ts'
import {
  candidates,
  claim,
  expectationsOf,
  keyOf,
  keyText,
  milliseconds,
  podActive,
  podAvailable,
  podFinished,
  podTerminating,
  readyCondition,
  semanticallyEqual,
  updateStatus,
} from '../support/index.ts'
import { podKeys } from './pod-events.ts'
import { manageReplicas } from './replicas.ts'
import { replicaSetStatus } from './status.ts'

const writeStatus = (replicaSet: ReplicaSet, status: ReplicaSetStatus, context: ControllerContext): void => {
  if (semanticallyEqual(replicaSet.status, status)) return
  updateStatus(replicaSets, replicaSet, (fresh) => ({ ...fresh, status }), context)
}

/** Looks again when the next ready Pod has been so for `minReadySeconds`. */
const awaitAvailability = (replicaSet: ReplicaSet, active: readonly Pod[], context: ControllerContext): void => {
  const wait = replicaSet.spec?.minReadySeconds ?? 0
  if (wait === 0) return
  const now = context.clock.now
  const times = active
    .filter((pod) => readyCondition(pod)?.status === 'True' && !podAvailable(pod, wait, now))
    .map((pod) => milliseconds(readyCondition(pod)?.lastTransitionTime) + wait * 1000)
  if (times.length > 0) context.requeueAt(keyOf(replicaSet), Math.min(...times))
}

const reconcile = (key: ObjectKey, context: ControllerContext): void => {
  const expectations = expectationsOf(context)
  const replicaSet = context.cache(replicaSets).get(key)
  if (!replicaSet?.spec) {
    expectations.forget(keyText(key))
    return
  }
  const needsSync = expectations.satisfied(keyText(key), context.clock.now)
  const selector = replicaSet.spec.selector
  const found = candidates(context.cache(pods), replicaSet, selector).filter((pod) => !podFinished(pod))
  const claimed = claim({ kind: replicaSets, object: replicaSet }, selector, pods, found, context)
  const active = claimed.filter(podActive)
  const mayAct = needsSync && replicaSet.metadata.deletionTimestamp === undefined
  const failure = mayAct ? manageReplicas(replicaSet, active, context) : undefined
  writeStatus(replicaSet, replicaSetStatus(replicaSet, active, claimed.filter(podTerminating), failure, context.clock.now), context)
  awaitAvailability(replicaSet, active, context)
  if (failure) throw failure
}

/** Keeps as many Pods as each ReplicaSet wants (`pkg/controller/replicaset`). */
export const replicaset: Controller = {
  name: 'replicaset-controller',
  component: 'replicaset-controller',
  watches: [
    {
      kind: replicaSets,
      keys: (object, context, { previous, deleted }) => {
        if (previous && previous.metadata.uid !== object.metadata.uid) expectationsOf(context).forget(keyText(keyOf(object)))
        if (deleted) expectationsOf(context).forget(keyText(keyOf(object)))
        return [keyOf(object)]
      },
    },
    { kind: pods, keys: podKeys },
  ],
  reconcile,
}
