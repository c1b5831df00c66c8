import { isSidecar, type Container as ContainerSpec, type Volume } from '../api/index.ts'
import { ApiError, fraction } from '../base/index.ts'
import { startContainer } from './start-container.ts'
import type { PodManager } from './pod-manager.ts'
import { isDone, isInitialized } from './pod-status.ts'
import { latestContainer, type PodWorker } from './pod-worker.ts'
import { sandboxFiles } from './sandbox-files.ts'
import { terminatePod } from './terminate-pod.ts'
import { MountError, mountVolume } from './volumes.ts'

/** Brings a Pod one step nearer to what its spec says; each step that takes time comes back here. */
export const syncPod = (pods: PodManager, worker: PodWorker): void => {
  const runtime = pods.context.runtime()
  if (!runtime) {
    pods.report(worker)
    return pods.retry(worker)
  }
  if (isOverdue(pods, worker)) return endOverdue(pods, worker)
  if (!ensureVolumes(pods, worker)) return
  if (!worker.sandbox?.ready) {
    if (podIsDone(pods, worker)) return finish(pods, worker)
    return createSandbox(pods, worker)
  }
  const next = nextContainer(pods, worker)
  if (next) return startContainer(pods, worker, next)
  pods.report(worker)
  if (podIsDone(pods, worker)) return finish(pods, worker)
  wakeInTime(pods, worker)
}

/** Comes back for containers that failed to start, and for the Pod's deadline. */
const wakeInTime = (pods: PodManager, worker: PodWorker): void => {
  const { now } = pods.context.clock
  for (const at of worker.held.values()) if (at > now) pods.wake(worker, at - now)
  const deadline = worker.pod.spec?.activeDeadlineSeconds
  if (deadline !== undefined) pods.wake(worker, Math.max(0, worker.startTime + deadline * 1000 - now))
}

const isOverdue = ({ context }: PodManager, { pod, startTime }: PodWorker): boolean => {
  const deadline = pod.spec?.activeDeadlineSeconds
  return deadline !== undefined && context.clock.now >= startTime + deadline * 1000
}

const endOverdue = (pods: PodManager, worker: PodWorker): void => {
  worker.verdict = { reason: 'DeadlineExceeded', message: 'Pod was active on the node longer than the specified deadline', rejected: false }
  pods.record(worker, 'Normal', 'DeadlineExceeded', 'Pod was active on the node longer than the specified deadline')
  terminatePod(pods, worker, worker.pod.spec?.terminationGracePeriodSeconds ?? 30, () => {
    worker.finished = true
    delete worker.terminating
    pods.report(worker)
  })
}

/** Sets up what is missing; false if the Pod has to wait for it. */
const ensureVolumes = (pods: PodManager, worker: PodWorker): boolean => {
  const missing = (worker.pod.spec?.volumes ?? []).filter(({ name }) => !worker.mounted.has(name))
  let failed = false
  for (const volume of missing) {
    if (mount(pods, worker, volume)) worker.mounted.add(volume.name)
    else failed = true
  }
  if (!failed) return true
  pods.report(worker)
  pods.wake(worker, worker.mountDelay)
  worker.mountDelay = Math.min(worker.mountDelay * 2, 122_000)
  return false
}

const mount = (pods: PodManager, worker: PodWorker, volume: Volume): boolean => {
  try {
    mountVolume(pods.context, worker.pod, volume)
    return true
  } catch (error) {
    if (!(error instanceof MountError) && !(error instanceof ApiError)) throw error
    const text = error instanceof MountError ? error.message : `MountVolume.SetUp failed for volume "${volume.name}" : ${error.message}`
    pods.record(worker, 'Warning', 'FailedMount', text)
    return false
  }
}

const createSandbox = (pods: PodManager, worker: PodWorker): void => {
  const { context } = pods
  const { metadata, spec } = worker.pod
  pods.report(worker)
  const runtime = context.runtime()!
  if (!spec?.hostNetwork && !runtime.networkReady) {
    pods.record(
      worker,
      'Warning',
      'NetworkNotReady',
      'network is not ready: container runtime network not ready: NetworkReady=false reason:NetworkPluginNotReady message:Network plugin returns error: cni plugin not initialized',
    )
    return pods.wake(worker, 2000)
  }
  pods.after(worker, 120 + 120 * fraction(context.seed, 'sandbox', worker.uid), () => {
    const made = context.runtime()?.runSandbox({
      uid: worker.uid,
      name: metadata.name,
      namespace: metadata.namespace ?? 'default',
      hostname: spec?.hostNetwork ? context.machine.hostname : (spec?.hostname ?? metadata.name).slice(0, 63),
      hostNetwork: spec?.hostNetwork === true,
      attempt: 0,
      files: (address) => sandboxFiles(context, worker.pod, address),
    })
    if (typeof made === 'string' || made === undefined) {
      pods.record(worker, 'Warning', 'FailedCreatePodSandBox', `Failed to create pod sandbox: ${made ?? 'rpc error: code = Unavailable'}`)
      return pods.retry(worker)
    }
    worker.sandbox = made
    pods.wake(worker, 0)
  })
}

/** The container whose turn it is; undefined if all that should run does, or waits. */
const nextContainer = (pods: PodManager, worker: PodWorker): ContainerSpec | undefined => {
  const containers = pods.containersOf(worker)
  const { spec } = worker.pod
  for (const init of spec?.initContainers ?? []) {
    const container = latestContainer(containers, init.name)
    if (isSidecar(init)) {
      if (!container || container.state === 'exited') {
        if (podIsDone(pods, worker)) continue
        return mayStart(pods, worker, init) ? init : undefined
      }
      if (!(worker.probes.get(init.name)?.started ?? true)) return undefined
      continue
    }
    if (isInitialized(worker, containers)) continue
    if (container?.state === 'running' || container?.state === 'created') return undefined
    if (container?.exitCode === 0) continue
    if (container && isDone(worker.pod, init, container)) return undefined
    return mayStart(pods, worker, init) ? init : undefined
  }
  if (!isInitialized(worker, containers)) return undefined
  return spec?.containers.find((candidate) => {
    const container = latestContainer(containers, candidate.name)
    if (container && container.state !== 'exited') return false
    return !isDone(worker.pod, candidate, container) && mayStart(pods, worker, candidate)
  })
}

/** The longest that a worker waits (`resyncInterval` in pod_workers.go). */
const resyncInterval = 60_000

/** Restarts wait for their back-off (`doBackOff` in kuberuntime_manager.go). */
const mayStart = (pods: PodManager, worker: PodWorker, spec: ContainerSpec): boolean => {
  const { clock } = pods.context
  if ((worker.held.get(spec.name) ?? 0) > clock.now) return false
  const last = latestContainer(pods.containersOf(worker), spec.name)
  if (last?.state === 'exited') {
    const key = `${worker.uid}/${spec.name}`
    // A container that a probe killed is started again by the same turn, which knows only of the end before that.
    const since = worker.killed.get(spec.name) ?? last.finishedAt
    const until = pods.restarts.until(key, since, clock.now)
    worker.killed.delete(spec.name)
    if (until > clock.now) {
      const { name, namespace, uid } = worker.pod.metadata
      const text = `restarting failed container=${spec.name} pod=${name}_${namespace}(${uid})`
      worker.waiting.set(spec.name, { reason: 'CrashLoopBackOff', message: `back-off ${formatBackOff(pods.restarts.delay(key))} ${text}` })
      pods.record(
        worker,
        'Warning',
        'BackOff',
        `Back-off restarting failed container ${spec.name} in pod ${name}_${namespace}(${uid})`,
        spec.name,
      )
      const wait = Math.min(Math.max(until, last.finishedAt) - clock.now, resyncInterval)
      pods.wake(worker, wait * (1 + 0.5 * fraction(pods.context.seed, 'back-off', worker.uid, clock.now)))
      return false
    }
    if (since > 0) pods.restarts.next(key, since, clock.now)
  }
  return true
}

/** Go's words for a duration of whole seconds. */
const formatBackOff = (milliseconds: number): string => {
  const seconds = Math.round(milliseconds / 1000)
  return seconds < 60 ? `${seconds}s` : `${Math.floor(seconds / 60)}m${seconds % 60}s`
}

/** Every container ran for the last time. */
const podIsDone = (pods: PodManager, worker: PodWorker): boolean => {
  const containers = pods.containersOf(worker)
  const { spec } = worker.pod
  const policy = spec?.restartPolicy ?? 'Always'
  if (policy === 'Always') return false
  const initFailed = (spec?.initContainers ?? []).some((init) => {
    const container = latestContainer(containers, init.name)
    return !isSidecar(init) && policy === 'Never' && container?.state === 'exited' && container.exitCode !== 0
  })
  return (
    initFailed || (spec?.containers ?? []).every((candidate) => isDone(worker.pod, candidate, latestContainer(containers, candidate.name)))
  )
}

/** A Pod that reached its end keeps its containers for the logs, but neither its sidecars nor its network. */
const finish = (pods: PodManager, worker: PodWorker): void => {
  if (worker.finished) return
  terminatePod(pods, worker, worker.pod.spec?.terminationGracePeriodSeconds ?? 30, () => {
    worker.finished = true
    delete worker.terminating
    pods.report(worker)
  })
}
