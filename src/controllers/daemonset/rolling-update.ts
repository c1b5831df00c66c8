import type { DaemonSet, Pod } from '../../api/index.ts'
import { podAvailable, scaledValue } from '../support/index.ts'
import { hashLabel } from './history.ts'

const generationLabel = 'pod-template-generation'

/** True if a Pod is of the current template. */
export const isUpdated = (daemonSet: DaemonSet, pod: Pod, hash: string): boolean => {
  const generation = daemonSet.metadata.annotations?.['deprecated.daemonset.template.generation']
  return (
    pod.metadata.labels?.[hashLabel] === hash ||
    (generation !== undefined && pod.metadata.labels?.[generationLabel] === generation && hash === '')
  )
}

interface OnNode {
  readonly name: string
  readonly updated?: Pod
  readonly outdated?: Pod
  /** More Pods than there should be: to be sorted out first. */
  readonly confused: boolean
}

const lookAt = (daemonSet: DaemonSet, name: string, all: readonly Pod[], hash: string): OnNode => {
  const present = all.filter((pod) => pod.metadata.deletionTimestamp === undefined)
  const updated = present.filter((pod) => isUpdated(daemonSet, pod, hash))
  const outdated = present.filter((pod) => !isUpdated(daemonSet, pod, hash))
  return {
    name,
    ...(updated[0] && { updated: updated[0] }),
    ...(outdated[0] && { outdated: outdated[0] }),
    confused: updated.length > 1 || outdated.length > 1,
  }
}

export interface Replacement {
  readonly remove: readonly Pod[]
  /** Nodes that get a second Pod before the first goes. */
  readonly surge: readonly string[]
}

const unavailableReplacement = (nodes: readonly OnNode[], available: (pod: Pod) => boolean, most: number): Replacement => {
  const broken: Pod[] = []
  const healthy: Pod[] = []
  let unavailable = 0
  for (const { updated, outdated, confused } of nodes) {
    if (confused || Boolean(updated) === Boolean(outdated)) unavailable++
    else if (updated) unavailable += available(updated) ? 0 : 1
    else if (!available(outdated!)) {
      broken.push(outdated!)
      unavailable++
    } else if (healthy.length < most) healthy.push(outdated!)
  }
  return { remove: [...broken, ...healthy.slice(0, Math.max(0, most - unavailable))], surge: [] }
}

const surgingReplacement = (nodes: readonly OnNode[], available: (pod: Pod) => boolean, most: number): Replacement => {
  const remove: Pod[] = []
  const broken: string[] = []
  const healthy: string[] = []
  let surging = 0
  for (const { name, updated, outdated, confused } of nodes) {
    if (confused) surging++
    else if (updated && outdated) {
      if (available(updated)) remove.push(outdated)
      else surging++
    } else if (outdated) (available(outdated) ? healthy : broken).push(name)
  }
  return { remove, surge: [...broken, ...healthy.slice(0, Math.max(0, most - surging))] }
}

/** Which outdated Pods go now, and where new ones come first (`pkg/controller/daemon/update.go`). */
export const replacement = (
  daemonSet: DaemonSet,
  byNode: ReadonlyMap<string, readonly Pod[]>,
  desired: number,
  hash: string,
  now: number,
): Replacement => {
  const rolling = daemonSet.spec?.updateStrategy?.rollingUpdate
  const surge = scaledValue(rolling?.maxSurge, desired, 'up')
  const unavailable = surge === 0 ? Math.max(1, scaledValue(rolling?.maxUnavailable, desired, 'up', 1)) : 0
  const nodes = [...byNode].map(([name, all]) => lookAt(daemonSet, name, all, hash))
  const available = (pod: Pod): boolean => podAvailable(pod, daemonSet.spec?.minReadySeconds ?? 0, now)
  return surge === 0 ? unavailableReplacement(nodes, available, unavailable) : surgingReplacement(nodes, available, surge)
}
