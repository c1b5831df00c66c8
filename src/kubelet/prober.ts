import type { Container as ContainerSpec, Probe } from '../api/index.ts'
import type { Cancel } from '../base/index.ts'
import { fraction } from '../base/index.ts'
import type { PodManager } from './pod-manager.ts'
import { latestContainer, type ProbeResults, type PodWorker } from './pod-worker.ts'
import { runProbe, type ProbeOutcome } from './run-probe.ts'
import type { Container } from './container.ts'
import { stopWithHook } from './terminate-pod.ts'

/** How long it takes until the status tells of a container that just started. */
const noticeDelay = 50

type ProbeKind = 'startup' | 'liveness' | 'readiness'

export interface Prober {
  /** Begins with the probes of a container that just started. */
  start(worker: PodWorker, spec: ContainerSpec, container: Container): void
  /** Goes on with those of containers that an earlier kubelet started. */
  adopt(worker: PodWorker): void
  stopContainer(worker: PodWorker, name: string): void
  stop(worker: PodWorker): void
}

/** The probes of all containers of a kubelet (`pkg/kubelet/prober`). */
export const createProber = (pods: PodManager): Prober => {
  const start = (worker: PodWorker, spec: ContainerSpec, container: Container): void => {
    stopContainer(worker, spec.name)
    const { startupProbe, livenessProbe, readinessProbe } = spec
    if (!startupProbe && !livenessProbe && !readinessProbe) return
    const results: ProbeResults = { containerId: container.id, ready: !readinessProbe, started: !startupProbe, cancels: [] }
    worker.probes.set(spec.name, results)
    const target = { worker, spec, container, results }
    if (startupProbe) watch(pods, 'startup', startupProbe, target)
    if (livenessProbe) watch(pods, 'liveness', livenessProbe, target)
    if (readinessProbe) watch(pods, 'readiness', readinessProbe, target)
  }
  const stopContainer = (worker: PodWorker, name: string): void => {
    for (const cancel of worker.probes.get(name)?.cancels.splice(0) ?? []) cancel()
  }
  return {
    start,
    stopContainer,
    stop: (worker) => {
      for (const name of worker.probes.keys()) stopContainer(worker, name)
    },
    adopt: (worker) => {
      const containers = pods.containersOf(worker)
      for (const spec of [...(worker.pod.spec?.initContainers ?? []), ...(worker.pod.spec?.containers ?? [])]) {
        const container = latestContainer(containers, spec.name)
        if (container?.state !== 'running') continue
        start(worker, spec, container)
        const results = worker.probes.get(spec.name)
        const status = worker.pod.status?.containerStatuses?.find(({ name }) => name === spec.name)
        if (results && status) {
          results.ready = status.ready
          results.started = status.started ?? results.started
        }
      }
    },
  }
}

interface Target {
  readonly worker: PodWorker
  readonly spec: ContainerSpec
  readonly container: Container
  readonly results: ProbeResults
}

/** One probe of one container: asks every period, and acts once a threshold of like answers in a row is reached. */
const watch = (pods: PodManager, kind: ProbeKind, probe: Probe, target: Target): void => {
  const { clock, seed } = pods.context
  const { worker, container, results, spec } = target
  const period = (probe.periodSeconds ?? 10) * 1000
  let last: boolean | undefined
  let run = 0
  let cancel: Cancel = () => undefined
  results.cancels.push(() => cancel())
  const look = (): void => {
    if (container.state !== 'running') return
    if (kind === 'startup' ? results.started : !results.started) return
    // Times in a status are whole seconds.
    if (clock.now < Math.floor(container.startedAt / 1000) * 1000 + (probe.initialDelaySeconds ?? 0) * 1000) return
    runProbe(pods.context, worker, container, probe, (outcome) => {
      if (container.state === 'running' && worker.probes.get(spec.name) === results && results.cancels.length > 0) take(outcome)
    })
  }
  const tick = (): void => {
    if (container.state !== 'running') return
    cancel = clock.after(period, tick)
    look()
  }
  const take = (outcome: ProbeOutcome): void => {
    const title = `${kind[0]!.toUpperCase()}${kind.slice(1)} probe`
    if (!outcome.ok) {
      const text = outcome.unknown
        ? `${title} errored and resulted in unknown state: ${outcome.message}`
        : `${title} failed: ${outcome.message}`
      pods.record(worker, 'Warning', 'Unhealthy', text, spec.name)
    }
    run = last === outcome.ok ? run + 1 : 1
    last = outcome.ok
    if (run < (outcome.ok ? (probe.successThreshold ?? 1) : (probe.failureThreshold ?? 3))) return
    conclude(pods, kind, target, outcome.ok, probe)
    if (!outcome.ok && kind !== 'readiness') run = 0
  }
  // Tickers belong to the Pod and go on from container to container; a new kubelet spreads them (`run` in pkg/kubelet/prober/worker.go).
  const begin =
    (worker.probesSince ?? clock.now) + Math.round(pods.probesSpread(worker, period) * fraction(seed, 'probe', worker.uid, spec.name, kind))
  cancel = clock.at(begin >= clock.now ? begin : begin + Math.ceil((clock.now - begin) / period) * period, tick)
  if (kind !== 'readiness') return
  // A container that runs but is not known to be ready is looked at without waiting for the ticker (`UpdatePodStatus`).
  const soon = clock.after(noticeDelay, look)
  results.cancels.push(soon)
  results.lookAgain = look
}

const conclude = (pods: PodManager, kind: ProbeKind, { worker, spec, container, results }: Target, ok: boolean, probe: Probe): void => {
  if (kind === 'readiness') {
    if (results.ready === ok) return
    results.ready = ok
    return pods.report(worker)
  }
  if (ok) {
    if (kind !== 'startup' || results.started) return
    results.started = true
    results.lookAgain?.()
    return pods.wake(worker, 0)
  }
  pods.record(worker, 'Normal', 'Killing', `Container ${spec.name} failed ${kind} probe, will be restarted`, spec.name)
  const grace = probe.terminationGracePeriodSeconds ?? worker.pod.spec?.terminationGracePeriodSeconds ?? 30
  for (const cancel of results.cancels.splice(0)) cancel()
  const before = pods.containersOf(worker).findLast(({ config, state }) => config.name === spec.name && state === 'exited')
  worker.killed.set(spec.name, before?.finishedAt ?? 0)
  stopWithHook(pods, worker, container, spec, pods.context.clock.now + grace * 1000)
}
