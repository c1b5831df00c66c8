import { isSidecar, type Container as ContainerSpec } from '../api/index.ts'
import { runHook } from './hooks.ts'
import type { PodManager } from './pod-manager.ts'
import type { PodWorker } from './pod-worker.ts'
import type { Container } from './container.ts'

/** What the kubelet does after the last container is gone, before it lets the Pod go: volumes, cgroups, the sandbox. */
const cleanUpTime = 180

/** Ends a Pod's containers within `graceSeconds`, then does `done`. Asked again, it only ever shortens the time. */
export const terminatePod = (pods: PodManager, worker: PodWorker, graceSeconds: number, done: () => void): void => {
  const endsAt = pods.context.clock.now + graceSeconds * 1000
  const { terminating } = worker
  if (terminating && terminating.endsAt <= endsAt) return continueTermination(pods, worker)
  if (terminating) {
    worker.terminating = { endsAt, done, stopped: new Set() }
  } else {
    worker.busy?.()
    delete worker.busy
    pods.prober.stop(worker)
    worker.terminating = { endsAt, done, stopped: new Set() }
  }
  continueTermination(pods, worker)
}

/** Takes the next step of an ending that began. */
export const continueTermination = (pods: PodManager, worker: PodWorker): void => {
  const runtime = pods.context.runtime()
  if (!runtime) return pods.retry(worker)
  const running = pods.containersOf(worker).filter(({ state }) => state === 'running')
  const specs = new Map(
    [...(worker.pod.spec?.containers ?? []), ...(worker.pod.spec?.initContainers ?? [])].map((spec) => [spec.name, spec]),
  )
  const sidecars = running.filter(({ config }) => isSidecar(specs.get(config.name) ?? { name: '' }))
  const others = running.filter((container) => !sidecars.includes(container))
  // Sidecars end after all others, the last one first.
  for (const container of others.length > 0 ? others : sidecars.slice(-1)) stop(pods, worker, container, specs.get(container.config.name))
  if (running.length > 0) return pods.report(worker)
  if (pods.containersOf(worker).length > 0 || worker.sandbox) pods.report(worker)
  const { terminating } = worker
  pods.after(worker, worker.sandbox ? cleanUpTime : 20, () => {
    if (worker.sandbox) runtime.stopSandbox(worker.sandbox)
    terminating?.done()
  })
}

/** Runs preStop, then asks the container to end; what is left of the grace period counts from now. */
const stop = (pods: PodManager, worker: PodWorker, container: Container, spec: ContainerSpec | undefined): void => {
  const { terminating } = worker
  if (!terminating || terminating.stopped.has(container.id)) return
  terminating.stopped.add(container.id)
  pods.record(worker, 'Normal', 'Killing', `Stopping container ${container.config.name}`, container.config.name)
  stopWithHook(pods, worker, container, spec, terminating.endsAt)
}

/** Stops one container by `endsAt`, its preStop hook first. */
export const stopWithHook = (
  pods: PodManager,
  worker: PodWorker,
  container: Container,
  spec: ContainerSpec | undefined,
  endsAt: number,
): void => {
  const { clock } = pods.context
  const runtime = pods.context.runtime()
  const signal = (): void => runtime?.stopContainer(container, Math.max(endsAt - clock.now, 0))
  const hook = spec?.lifecycle?.preStop
  if (!hook || endsAt <= clock.now) return signal()
  let done = false
  const end = (problem?: string): void => {
    if (done) return
    done = true
    timeout()
    if (problem !== undefined) pods.record(worker, 'Warning', 'FailedPreStopHook', 'PreStopHook failed', container.config.name)
    // A hook that used up the grace period leaves the container two seconds (`minimumGracePeriodInSeconds`).
    runtime?.stopContainer(container, Math.max(endsAt - clock.now, 2000))
  }
  const timeout = clock.at(endsAt, () => end())
  runHook(pods.context, worker, container, hook, end)
}
