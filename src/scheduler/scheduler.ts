import { pods } from '../api/index.ts'
import type { KubeObject, Node, Pod, PodCondition } from '../api/index.ts'
import { ApiError } from '../base/index.ts'
import type { Clock, Seed } from '../base/index.ts'
import type { Client } from '../client/index.ts'
import { Cluster } from './cluster.ts'
import type { Lookups } from './cluster.ts'
import { fitMessage, preemptionMessage } from './diagnosis.ts'
import type { Diagnosis } from './diagnosis.ts'
import type { NodeInfo } from './node-info.ts'
import { place } from './placement.ts'
import type { ClusterEvent } from './plugin.ts'
import { plugins } from './plugins/index.ts'
import { podInfo } from './pod-info.ts'
import type { PodInfo } from './pod-info.ts'
import { findVictims, ineligible } from './preemption.ts'
import type { Candidate } from './preemption.ts'
import { backOff, SchedulingQueue } from './queue.ts'
import type { Queued } from './queue.ts'

/** What was decided about a Pod, and why. */
export interface Decision {
  readonly at: number
  readonly node?: string
  readonly message?: string
  /** Reasons against each node that was looked at. */
  readonly reasons: ReadonlyMap<string, readonly string[]>
  /** Total scores of the nodes that would have done. */
  readonly scores: ReadonlyMap<string, number>
}

export type Recorder = (about: KubeObject, type: 'Normal' | 'Warning', reason: string, action: string, message: string) => void

export interface SchedulerOptions {
  readonly clock: Clock
  readonly seed: Seed
  readonly client: Client
  readonly record: Recorder
  readonly lookups: Lookups
  readonly schedulerName: string
}

/** Deciding about one Pod takes so long; whole milliseconds, so that time moves. */
const decisionTime = 1

const isFinished = (pod: Pod): boolean => pod.status?.phase === 'Succeeded' || pod.status?.phase === 'Failed'

const timestamp = (now: number): string => `${new Date(now).toISOString().slice(0, 19)}Z`

/** Two versions of a Pod that mean the same to all plugins. */
const sameForScheduling = (a: Pod, b: Pod): boolean =>
  a.spec === b.spec &&
  a.metadata.labels === b.metadata.labels &&
  a.metadata.deletionTimestamp === b.metadata.deletionTimestamp &&
  a.status?.startTime === b.status?.startTime

const sameNode = (a: Node, b: Node): boolean =>
  a.spec === b.spec &&
  a.metadata.labels === b.metadata.labels &&
  JSON.stringify(a.status?.allocatable) === JSON.stringify(b.status?.allocatable)

/** Assigns Pods to nodes (`pkg/scheduler`). Fed by informers; what it assumes it forgets when it ends. */
export class Scheduler {
  readonly cluster: Cluster
  /** The last decision about each Pod that still exists, by uid. */
  readonly decisions = new Map<string, Decision>()
  readonly #options: SchedulerOptions
  readonly #queue = new SchedulingQueue()
  /** Pods that await the end of their victims, by uid, with their node. */
  readonly #nominated = new Map<string, { readonly pod: PodInfo; readonly node: string }>()
  #start = 0
  #cancel: (() => void) | undefined
  #wakesAt = Infinity
  #stopped = false

  constructor(options: SchedulerOptions) {
    this.#options = options
    this.cluster = new Cluster(options.lookups)
  }

  stop(): void {
    this.#stopped = true
    this.#cancel?.()
  }

  podChanged(pod: Pod, previous: Pod | undefined, deleted: boolean): void {
    const { uid } = pod.metadata
    if (previous && previous.metadata.uid !== uid) this.#forget(previous.metadata.uid)
    if (deleted || isFinished(pod)) this.#forget(uid)
    else if (pod.spec?.nodeName) this.#assigned(pod, pod.spec.nodeName)
    else if (pod.spec?.schedulerName === undefined || pod.spec.schedulerName === this.#options.schedulerName) this.#waiting(pod)
    this.#arm()
  }

  nodeChanged(node: Node, previous: Node | undefined, deleted: boolean): void {
    if (deleted) this.cluster.removeNode(node.metadata.name)
    else {
      this.cluster.setNode(node)
      if (!previous || !sameNode(node, previous)) this.#happened({ what: 'node', node, ...(previous && { previous }) })
    }
    this.#arm()
  }

  storageChanged(object: KubeObject): void {
    this.#happened({ what: 'storage', object })
    this.#arm()
  }

  #forget(uid: string): void {
    this.#queue.remove(uid)
    this.#nominated.delete(uid)
    this.decisions.delete(uid)
    const removed = this.cluster.removePod(uid)
    if (removed) this.#happened({ what: 'pod-removed', pod: removed })
  }

  #assigned(pod: Pod, node: string): void {
    this.#queue.remove(pod.metadata.uid)
    this.#nominated.delete(pod.metadata.uid)
    const known = this.cluster.nodes.get(this.cluster.placed(pod.metadata.uid) ?? '')?.pods.get(pod.metadata.uid)
    if (known && this.cluster.placed(pod.metadata.uid) === node && sameForScheduling(known.pod, pod)) return
    const info = podInfo(pod)
    this.cluster.addPod(info, node)
    if (known) this.#happened({ what: 'pod-updated', pod: info, previous: known })
    else this.#happened({ what: 'pod-added', pod: info })
  }

  #waiting(pod: Pod): void {
    if ((pod.spec?.schedulingGates ?? []).length > 0) return
    const { uid } = pod.metadata
    // A binding whose event is still on its way.
    if (this.cluster.placed(uid)) return
    const queued = this.#queue.get(uid)
    if (!queued) this.#queue.activate({ pod: podInfo(pod), attempts: 0, since: this.#options.clock.now, plugins: new Set() })
    else if (sameForScheduling(queued.pod.pod, pod)) this.#queue.refresh({ ...queued.pod, pod })
    else this.#queue.activate({ ...queued, pod: podInfo(pod) })
  }

  #happened(event: ClusterEvent): void {
    this.#queue.wake(({ pod, plugins: objecting }) =>
      plugins.some((plugin) => objecting.has(plugin.name) && (plugin.mayHelp?.(event, pod, this.cluster) ?? false)),
    )
  }

  #arm(): void {
    if (this.#stopped) return
    const { clock } = this.#options
    const next = this.#queue.nextAt(clock.now)
    if (next === undefined) return
    const at = Math.max(next, clock.now + decisionTime)
    if (this.#wakesAt <= at && this.#wakesAt > clock.now) return
    this.#cancel?.()
    this.#wakesAt = at
    this.#cancel = clock.at(at, () => {
      this.#wakesAt = Infinity
      const queued = this.#queue.take(clock.now)
      if (queued) this.#schedule(queued)
      this.#arm()
    })
  }

  #schedule(queued: Queued): void {
    const { pod } = queued
    if (pod.pod.metadata.deletionTimestamp !== undefined) {
      this.#options.record(
        pod.pod,
        'Warning',
        'FailedScheduling',
        'Scheduling',
        `skip schedule deleting pod: ${pod.namespace}/${pod.pod.metadata.name}`,
      )
      return
    }
    const attempt = queued.attempts + 1
    const nominated = (node: NodeInfo, candidate: PodInfo): readonly PodInfo[] => this.#nominatedTo(node, candidate)
    const { node, diagnosis, scores, examined } = place(pod, this.cluster, {
      start: this.#start,
      seed: this.#options.seed,
      attempt,
      nominated,
    })
    this.#start += examined
    const reasons = new Map([...diagnosis.rejections].map(([name, rejection]) => [name, rejection.reasons]))
    const again = { ...queued, attempts: attempt, since: this.#options.clock.now, plugins: diagnosis.plugins }
    const decided = { at: this.#options.clock.now, reasons, scores }
    if (node) {
      this.decisions.set(pod.uid, { ...decided, node: node.name })
      this.#bind(again, node.name)
    } else this.decisions.set(pod.uid, { ...decided, message: this.#unschedulable(again, diagnosis) })
  }

  #nominatedTo(node: NodeInfo, { uid, priority }: PodInfo): readonly PodInfo[] {
    if (this.#nominated.size === 0) return []
    return [...this.#nominated.values()]
      .filter((each) => each.node === node.name && each.pod.uid !== uid && each.pod.priority >= priority)
      .map((each) => each.pod)
  }

  #bind(queued: Queued, node: string): void {
    const { pod } = queued.pod
    const { name, namespace, uid } = pod.metadata
    this.cluster.addPod(queued.pod, node)
    try {
      const body = { apiVersion: 'v1', kind: 'Binding', metadata: { name, namespace, uid }, target: { kind: 'Node', name: node } }
      this.#options.client.post(pods, { namespace, name }, 'binding', body)
    } catch (error) {
      if (!(error instanceof Error)) throw error
      this.cluster.removePod(uid)
      if (error instanceof ApiError && error.code === 404) return
      this.#failed(queued, `binding rejected: running Bind plugin "DefaultBinder": ${error.message}`, 'SchedulerError')
      return
    }
    this.#nominated.delete(uid)
    this.#options.record(pod, 'Normal', 'Scheduled', 'Binding', `Successfully assigned ${namespace}/${name} to ${node}`)
    this.#happened({ what: 'pod-added', pod: queued.pod })
  }

  /** Tells of an error, and tries again after a while. */
  #failed(queued: Queued, message: string, reason: string): void {
    this.#options.record(queued.pod.pod, 'Warning', 'FailedScheduling', 'Scheduling', message)
    this.#queue.delay(queued, this.#options.clock.now + backOff(queued.attempts))
    this.#writeCondition(queued.pod.pod, reason, message, undefined)
  }

  #unschedulable(queued: Queued, diagnosis: Diagnosis): string {
    const { pod } = queued
    const refusal = ineligible(pod, this.cluster)
    const candidate = diagnosis.refusal || refusal ? undefined : findVictims(pod, this.cluster, diagnosis)
    const preemption = diagnosis.refusal ? 'not found' : `no new claims to deallocate, ${refusal ?? preemptionMessage(diagnosis)}`
    const message = fitMessage(diagnosis, candidate ? '' : preemption)
    this.#queue.park(queued)
    if (candidate) this.#preempt(pod, candidate)
    this.#options.record(pod.pod, 'Warning', 'FailedScheduling', 'Scheduling', message)
    this.#writeCondition(pod.pod, 'Unschedulable', message, candidate?.node)
    return message
  }

  /** Ends a candidate's victims, and keeps their room for the Pod (`prepareCandidate`). */
  #preempt(pod: PodInfo, { node, victims }: Candidate): void {
    const { client, clock, record } = this.#options
    this.#nominated.set(pod.uid, { pod, node })
    const condition = {
      type: 'DisruptionTarget',
      status: 'True',
      reason: 'PreemptionByScheduler',
      message: `${this.#options.schedulerName}: preempting to accommodate a higher priority pod`,
      lastTransitionTime: timestamp(clock.now),
    }
    for (const { pod: victim } of victims) {
      const key = { namespace: victim.metadata.namespace, name: victim.metadata.name }
      try {
        client.patch(pods, key, { type: 'strategic', body: { status: { conditions: [condition] } } }, 'status')
        client.delete(pods, key)
      } catch (error) {
        if (!(error instanceof Error)) throw error
        if (!(error instanceof ApiError && error.code === 404)) continue
      }
      record(victim, 'Normal', 'Preempted', 'Preempting', `Preempted by pod ${pod.uid} on node ${node}`)
    }
  }

  #writeCondition(pod: Pod, reason: string, message: string, nominatedNodeName: string | undefined): void {
    const current = pod.status?.conditions?.find((condition) => condition.type === 'PodScheduled')
    const same = current?.status === 'False' && current.reason === reason && current.message === message
    if (same && (nominatedNodeName === undefined || pod.status?.nominatedNodeName === nominatedNodeName)) return
    const condition: PodCondition = {
      type: 'PodScheduled',
      status: 'False',
      // As Go writes the zero of a time.
      ...({ lastProbeTime: null } as object),
      reason,
      message,
      lastTransitionTime: current?.status === 'False' ? current.lastTransitionTime : timestamp(this.#options.clock.now),
      ...(pod.metadata.generation !== undefined && { observedGeneration: pod.metadata.generation }),
    }
    const { client } = this.#options
    try {
      const fresh = client.get(pods, { namespace: pod.metadata.namespace, name: pod.metadata.name })
      if (fresh.metadata.uid !== pod.metadata.uid) return
      const others = (fresh.status?.conditions ?? []).filter(({ type }) => type !== 'PodScheduled')
      const nominated = nominatedNodeName !== undefined && { nominatedNodeName }
      client.update(pods, { ...fresh, status: { ...fresh.status, conditions: [...others, condition], ...nominated } }, 'status')
    } catch (error) {
      // The Pod is gone, or the server is: either way there is nothing to tell it.
      if (!(error instanceof Error)) throw error
    }
  }
}
