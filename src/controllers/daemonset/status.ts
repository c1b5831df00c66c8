import { daemonSets, nodes } from '../../api/index.ts'
import type { DaemonSet, DaemonSetStatus, Pod } from '../../api/index.ts'
import type { ControllerContext } from '../../client/index.ts'
import { milliseconds, podAvailable, podReady, semanticallyEqual, updateStatus, withoutZeros } from '../support/index.ts'
import { nodeSuits } from './placement.ts'
import { isUpdated } from './rolling-update.ts'

/** Counts the nodes that should have a Pod and those that do (`updateDaemonSetStatus`). */
export const countStatus = (
  daemonSet: DaemonSet,
  byNode: ReadonlyMap<string, readonly Pod[]>,
  hash: string,
  context: ControllerContext,
): DaemonSetStatus => {
  const counts = { desired: 0, current: 0, misscheduled: 0, ready: 0, available: 0, updated: 0 }
  for (const node of context.cache(nodes).list()) {
    const [...found] = byNode.get(node.metadata.name) ?? []
    if (!nodeSuits(daemonSet, node).run) {
      if (found.length > 0) counts.misscheduled++
      continue
    }
    counts.desired++
    const pod = found.sort((a, b) => milliseconds(b.metadata.creationTimestamp) - milliseconds(a.metadata.creationTimestamp))[0]
    if (!pod) continue
    counts.current++
    if (isUpdated(daemonSet, pod, hash)) counts.updated++
    const ready = found.filter((each) => each.metadata.deletionTimestamp === undefined || each === pod).filter(podReady)
    if (ready.length === 0) continue
    counts.ready++
    if (ready.some((each) => podAvailable(each, daemonSet.spec?.minReadySeconds ?? 0, context.clock.now))) counts.available++
  }
  return {
    currentNumberScheduled: counts.current,
    desiredNumberScheduled: counts.desired,
    numberMisscheduled: counts.misscheduled,
    numberReady: counts.ready,
    ...withoutZeros({
      collisionCount: daemonSet.status?.collisionCount,
      conditions: daemonSet.status?.conditions,
      numberAvailable: counts.available,
      numberUnavailable: counts.desired - counts.available,
      observedGeneration: daemonSet.metadata.generation,
      updatedNumberScheduled: counts.updated,
    }),
  }
}

export const writeStatus = (daemonSet: DaemonSet, status: DaemonSetStatus, context: ControllerContext): void => {
  if (!semanticallyEqual(daemonSet.status, status)) updateStatus(daemonSets, daemonSet, (fresh) => ({ ...fresh, status }), context)
}
