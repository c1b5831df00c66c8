import { jsonEqual, pods as podKind, type Pod } from '../api/index.ts'
import { ApiError, fraction, SystemError } from '../base/index.ts'
import { admissionProblem } from './admission.ts'
import { BackOff } from './back-off.ts'
import type { EventSubject, KubeletContext } from './kubelet-context.ts'
import { isMirrorPod } from './mirror.ts'
import { computePodStatus } from './pod-status.ts'
import { createPodWorker, type PodWorker } from './pod-worker.ts'
import { createProber, type Prober } from './prober.ts'
import { createImagePuller, type ImagePuller } from './image-puller.ts'
import type { Container } from './container.ts'
import type { ContainerRuntime } from './runtime.ts'
import { syncPod } from './sync-pod.ts'
import { continueTermination, terminatePod } from './terminate-pod.ts'

/** How long the pod lifecycle event generator takes to notice that a container ended. */
const noticeDelay = 150
/** The interval after a failed attempt to bring a Pod about, half as much again by chance. */
const retryDelay = 10_000

/** The Pods of one kubelet: a worker each, woken by the clock and by what happens. */
export class PodManager {
  readonly context: KubeletContext
  readonly restarts = new BackOff()
  readonly pulls = new BackOff()
  readonly prober: Prober
  readonly puller: ImagePuller
  readonly workers = new Map<string, PodWorker>()
  readonly #startedAt: number
  #stopped = false

  constructor(context: KubeletContext) {
    this.context = context
    this.#startedAt = context.clock.now
    this.prober = createProber(this)
    this.puller = createImagePuller(context)
  }

  /** A Pod that is to run here, new or changed. */
  update(pod: Pod, isStatic: boolean): void {
    const { uid } = pod.metadata
    const known = this.workers.get(uid)
    if (!known) {
      if (isFinal(pod) && pod.metadata.deletionTimestamp === undefined) return
      const worker = createPodWorker(pod, isStatic, startTimeOf(pod) ?? this.context.clock.now)
      this.workers.set(uid, worker)
      this.#adopt(worker)
      return this.wake(worker, 0)
    }
    const before = known.pod
    known.pod = isStatic ? { ...pod, ...(before.status ? { status: before.status } : {}) } : pod
    const changed = before.spec !== pod.spec || before.metadata.deletionTimestamp !== pod.metadata.deletionTimestamp
    if (changed || before.metadata.deletionGracePeriodSeconds !== pod.metadata.deletionGracePeriodSeconds) this.wake(known, 0)
  }

  /** A Pod that nobody wants any more: deleted by force, or its manifest is gone. */
  remove(uid: string, graceSeconds?: number): void {
    const worker = this.workers.get(uid)
    if (!worker) return
    if (worker.finished) return this.forget(worker)
    terminatePod(this, worker, graceSeconds ?? worker.pod.spec?.terminationGracePeriodSeconds ?? 30, () => this.forget(worker))
  }

  forget(worker: PodWorker): void {
    this.#rest(worker)
    this.prober.stop(worker)
    const runtime = this.context.runtime()
    if (worker.sandbox && runtime) runtime.removeSandbox(worker.sandbox)
    this.restarts.forget(worker.uid)
    this.pulls.forget(worker.uid)
    this.workers.delete(worker.uid)
    const directory = `/var/lib/kubelet/pods/${worker.uid}`
    if (this.context.machine.files.exists(directory)) this.context.machine.files.remove(directory, { recursive: true })
  }

  /** Looks at a Pod after a time, or earlier if that was asked for already. */
  wake(worker: PodWorker, milliseconds: number): void {
    if (this.#stopped) return
    // Rounded up: whoever waits for a point in time must find it reached.
    const at = Math.ceil(this.context.clock.now + milliseconds)
    if (worker.timer && worker.timer.at <= at) return
    worker.timer?.cancel()
    const cancel = this.context.clock.at(at, () => {
      delete worker.timer
      if (!worker.busy) this.#sync(worker)
    })
    worker.timer = { at, cancel }
  }

  /** How much of a period the probes of a Pod are spread over: all of it if the kubelet had just begun. */
  probesSpread({ probesSince }: PodWorker, period: number): number {
    return period > (probesSince ?? this.context.clock.now) - this.#startedAt ? period : 0
  }

  /** Goes on with a Pod after a piece of work that takes time; nothing else happens to it meanwhile. */
  after(worker: PodWorker, milliseconds: number, run: () => void): void {
    worker.busy = this.context.clock.after(Math.round(milliseconds), () => {
      delete worker.busy
      run()
    })
  }

  retry(worker: PodWorker): void {
    this.wake(worker, retryDelay * (1 + 0.5 * fraction(this.context.seed, 'retry', worker.uid, this.context.clock.now)))
  }

  /** A container of a Pod here ended. */
  containerEnded(container: Container): void {
    const worker = this.workers.get(container.sandbox.podUid)
    if (!worker || this.#stopped) return
    this.prober.stopContainer(worker, container.config.name)
    this.wake(worker, noticeDelay)
  }

  record(worker: PodWorker, type: 'Normal' | 'Warning', reason: string, message: string, container?: string): void {
    const about: EventSubject = container === undefined ? worker.pod : { ...worker.pod, fieldPath: this.#fieldPath(worker, container) }
    this.context.record(about, type, reason, message)
  }

  #fieldPath(worker: PodWorker, name: string): string {
    const isInit = worker.pod.spec?.initContainers?.some((container) => container.name === name)
    return `spec.${isInit ? 'initContainers' : 'containers'}{${name}}`
  }

  containersOf(worker: PodWorker): readonly Container[] {
    return this.context.runtime()?.containersOf(worker.uid) ?? []
  }

  /** Sends the status if it differs from what the API server has. */
  report(worker: PodWorker): void {
    const { context } = this
    const { ip } = this.#host()
    const status = computePodStatus(worker, this.containersOf(worker), { ip, now: context.clock.now, deleted: false })
    if (jsonEqual(status, worker.reported ?? worker.pod.status)) return
    worker.reported = status
    if (worker.isStatic) worker.pod = { ...worker.pod, status }
    this.send(worker)
  }

  /** Writes the latest status to the API server; a Pod that is gone there is none of our business. */
  send(worker: PodWorker): void {
    if (!worker.reported) return
    const { name, namespace } = worker.pod.metadata
    try {
      const client = this.context.client()
      const current = client.get(podKind, { name, namespace: namespace! })
      if (worker.isStatic ? !isMirrorPod(current, worker.pod) : current.metadata.uid !== worker.uid) return
      const others = (current.status?.conditions ?? []).filter(
        ({ type }) => !worker.reported!.conditions?.some((condition) => condition.type === type),
      )
      const status = {
        ...worker.reported,
        ...(others.length > 0 ? { conditions: [...(worker.reported.conditions ?? []), ...others] } : {}),
      }
      const written = client.update(podKind, { ...current, status }, 'status')
      if (!worker.isStatic) worker.pod = { ...worker.pod, status: written.status ?? status }
    } catch (error) {
      if (error instanceof ApiError && error.code === 404) return
      if (!(error instanceof ApiError) && !(error instanceof SystemError)) throw error
      this.context.log('W', `status_manager.go: "Failed to update status for pod" pod="${namespace}/${name}" err="${error.message}"`)
      this.#resend(worker)
    }
  }

  #resend(worker: PodWorker): void {
    this.context.clock.after(10_000, () => {
      if (!this.#stopped && this.workers.get(worker.uid) === worker) this.send(worker)
    })
  }

  /** The kubelet's process ends: containers go on. */
  stop(): void {
    this.#stopped = true
    for (const worker of this.workers.values()) {
      this.#rest(worker)
      this.prober.stop(worker)
    }
  }

  #rest(worker: PodWorker): void {
    worker.timer?.cancel()
    worker.busy?.()
    delete worker.timer
    delete worker.busy
  }

  #host(): { readonly ip: string } {
    return { ip: this.context.machine.network.addresses[0] ?? '' }
  }

  /** Finds what an earlier kubelet started. */
  #adopt(worker: PodWorker): void {
    const runtime: ContainerRuntime | undefined = this.context.runtime()
    const sandbox = runtime?.sandboxOf(worker.uid)
    if (!sandbox) return
    worker.sandbox = sandbox
    for (const volume of worker.pod.spec?.volumes ?? []) worker.mounted.add(volume.name)
    this.prober.adopt(worker)
  }

  #sync(worker: PodWorker): void {
    if (this.workers.get(worker.uid) !== worker || this.#stopped) return
    const { metadata, spec } = worker.pod
    if (metadata.deletionTimestamp !== undefined) {
      worker.finished = false
      return terminatePod(this, worker, metadata.deletionGracePeriodSeconds ?? spec?.terminationGracePeriodSeconds ?? 30, () =>
        this.#delete(worker),
      )
    }
    if (worker.terminating) return continueTermination(this, worker)
    if (worker.finished) return
    if (!worker.admitted && !this.#admit(worker)) return
    worker.probesSince ??= this.context.clock.now
    try {
      syncPod(this, worker)
    } catch (error) {
      if (!(error instanceof SystemError) && !(error instanceof ApiError)) throw error
      this.context.log(
        'E',
        `pod_workers.go: "Error syncing pod, skipping" err="${error.message}" pod="${metadata.namespace}/${metadata.name}"`,
      )
      this.retry(worker)
    }
  }

  #admit(worker: PodWorker): boolean {
    if (worker.sandbox === undefined) {
      const others = [...this.workers.values()]
        .filter((other) => other !== worker && other.admitted && !other.finished)
        .map(({ pod }) => pod)
      const problem = admissionProblem(this.context, worker.pod, others)
      if (problem) {
        worker.verdict = { ...problem, rejected: true }
        worker.finished = true
        this.record(worker, 'Warning', problem.reason, problem.message)
        this.report(worker)
        return false
      }
    }
    worker.admitted = true
    return true
  }

  /** Takes the Pod's object away once nothing of it runs any more. */
  #delete(worker: PodWorker): void {
    const { name, namespace, uid } = worker.pod.metadata
    try {
      this.context.client().delete(podKind, { name, namespace: namespace! }, { gracePeriodSeconds: 0, preconditions: { uid } })
    } catch (error) {
      if (!(error instanceof ApiError) && !(error instanceof SystemError)) throw error
      if (!(error instanceof ApiError && (error.code === 404 || error.code === 409))) {
        this.context.clock.after(retryDelay, () => {
          if (!this.#stopped && this.workers.get(worker.uid) === worker) this.#delete(worker)
        })
        return
      }
    }
    this.forget(worker)
  }
}

const isFinal = (pod: Pod): boolean => pod.status?.phase === 'Succeeded' || pod.status?.phase === 'Failed'

const startTimeOf = (pod: Pod): number | undefined => (pod.status?.startTime === undefined ? undefined : Date.parse(pod.status.startTime))
