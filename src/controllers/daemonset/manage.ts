import { nodes, pods } from '../../api/index.ts'
import type { DaemonSet, Draft, Pod } from '../../api/index.ts'
import type { ControllerContext } from '../../client/index.ts'
import {
  expectationsOf,
  isStatus,
  keyOf,
  keyText,
  milliseconds,
  namespaceTerminating,
  podAvailable,
  referenceTo,
  slowStart,
} from '../support/index.ts'
import { hashLabel } from './history.ts'
import { boundTo, daemonPodSpec, nodeSuits } from './placement.ts'

/** At most so many Pods are created or deleted at a time. */
const burst = 250

export interface Work {
  /** Names of nodes that need a Pod. */
  readonly create: readonly string[]
  readonly remove: readonly Pod[]
}

const byAge = (a: Pod, b: Pod): number =>
  milliseconds(a.metadata.creationTimestamp) - milliseconds(b.metadata.creationTimestamp) || (a.metadata.name < b.metadata.name ? -1 : 1)

/** Of several running Pods the oldest stays; with surge also a newer one until it is available. */
const surplus = (daemonSet: DaemonSet, running: readonly Pod[], now: number): readonly Pod[] => {
  const [oldest, ...younger] = [...running].sort(byAge)
  if (!oldest || younger.length === 0) return []
  if (!daemonSet.spec?.updateStrategy?.rollingUpdate?.maxSurge) return younger
  const newest = younger.at(-1)!
  if (oldest.metadata.labels?.[hashLabel] === newest.metadata.labels?.[hashLabel]) return younger
  const minReady = daemonSet.spec.minReadySeconds ?? 0
  return podAvailable(newest, minReady, now) ? running.filter((pod) => pod !== newest) : younger.slice(0, -1)
}

const finishedPods = (daemonSet: DaemonSet, present: readonly Pod[], node: string, context: ControllerContext): readonly Pod[] =>
  present.filter((pod) => {
    const phase = pod.status?.phase
    const { name } = pod.metadata
    if (phase === 'Failed')
      context.record(
        daemonSet,
        'Warning',
        'FailedDaemonPod',
        `Found failed daemon pod ${keyText(keyOf(pod))} on node ${node}, will try to kill it`,
      )
    if (phase === 'Succeeded')
      context.record(
        daemonSet,
        'Normal',
        'SucceededDaemonPod',
        `Found succeeded daemon pod ${keyText(keyOf(pod))} on node ${node}, will try to delete it`,
      )
    return name !== '' && (phase === 'Failed' || phase === 'Succeeded')
  })

/** Which nodes lack a Pod and which Pods are where they should not be (`podsShouldBeOnNode`). */
export const findWork = (daemonSet: DaemonSet, byNode: ReadonlyMap<string, readonly Pod[]>, context: ControllerContext): Work => {
  const create: string[] = []
  const remove: Pod[] = []
  const all = context.cache(nodes).list()
  for (const node of all) {
    const { name } = node.metadata
    const { run, keep } = nodeSuits(daemonSet, node)
    const found = byNode.get(name) ?? []
    const present = found.filter((pod) => pod.metadata.deletionTimestamp === undefined)
    if (run && found.length === 0) create.push(name)
    else if (keep) {
      const finished = finishedPods(daemonSet, present, name, context)
      remove.push(
        ...finished,
        ...surplus(
          daemonSet,
          present.filter((pod) => !finished.includes(pod)),
          context.clock.now,
        ),
      )
    } else remove.push(...present)
  }
  const known = new Set(all.map((node) => node.metadata.name))
  for (const [name, found] of byNode)
    if (!known.has(name)) remove.push(...found.filter((pod) => !pod.spec?.nodeName && pod.metadata.deletionTimestamp === undefined))
  return { create, remove }
}

const draftOf = (daemonSet: DaemonSet, hash: string): Draft<Pod> => {
  const { template } = daemonSet.spec!
  const generation = daemonSet.metadata.annotations?.['deprecated.daemonset.template.generation']
  const labels = {
    ...template.metadata?.labels,
    ...(generation !== undefined && { 'pod-template-generation': generation }),
    [hashLabel]: hash,
  }
  return {
    metadata: {
      generateName: `${daemonSet.metadata.name}-`,
      namespace: daemonSet.metadata.namespace,
      labels,
      ...(template.metadata?.annotations && { annotations: template.metadata.annotations }),
      ownerReferences: [referenceTo(daemonSet)],
    },
    spec: daemonPodSpec(template.spec!),
  }
}

const createPods = (daemonSet: DaemonSet, names: readonly string[], hash: string, context: ControllerContext): Error | undefined => {
  const key = keyText(keyOf(daemonSet))
  const draft = draftOf(daemonSet, hash)
  let next = 0
  const { succeeded, failure } = slowStart(names.length, () => {
    try {
      const pod = context.client.create(pods, { ...draft, spec: boundTo(draft.spec!, names[next++]!) })
      context.record(daemonSet, 'Normal', 'SuccessfulCreate', `Created pod: ${pod.metadata.name}`)
    } catch (error) {
      if (namespaceTerminating(error) || !(error instanceof Error)) throw error
      context.record(daemonSet, 'Warning', 'FailedCreate', `Error creating: ${error.message}`)
      throw error
    }
  })
  for (let skipped = names.length - succeeded; skipped > 0; skipped--) expectationsOf(context).creationObserved(key)
  return failure && !namespaceTerminating(failure) ? failure : undefined
}

const deletePods = (daemonSet: DaemonSet, victims: readonly Pod[], context: ControllerContext): Error | undefined => {
  let failure: Error | undefined
  for (const pod of victims) {
    try {
      context.client.delete(pods, keyOf(pod))
      context.record(daemonSet, 'Normal', 'SuccessfulDelete', `Deleted pod: ${pod.metadata.name}`)
    } catch (error) {
      if (!(error instanceof Error)) throw error
      expectationsOf(context).deletionObserved(keyText(keyOf(daemonSet)), pod.metadata.uid)
      if (isStatus(error, 404)) continue
      context.record(daemonSet, 'Warning', 'FailedDelete', `Error deleting: ${error.message}`)
      failure ??= error
    }
  }
  return failure
}

/** Creates and deletes Pods; throws the first failure after all was tried (`syncNodes`). */
export const doWork = (daemonSet: DaemonSet, work: Work, hash: string, context: ControllerContext): void => {
  const create = work.create.slice(0, burst)
  const remove = work.remove.slice(0, burst)
  if (create.length === 0 && remove.length === 0) return
  const uids = remove.map((pod) => pod.metadata.uid)
  expectationsOf(context).expect(keyText(keyOf(daemonSet)), create.length, uids, context.clock.now)
  const failure = createPods(daemonSet, create, hash, context) ?? deletePods(daemonSet, remove, context)
  if (failure) throw failure
}
