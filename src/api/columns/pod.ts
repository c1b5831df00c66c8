import { humanDuration } from '../../base/index.ts'
import type { ContainerStateTerminated, ContainerStatus, Pod } from '../generated/types.ts'
import { getCondition, isSidecar, podIsTerminal } from '../helpers.ts'
import type { Column } from '../kind.ts'
import { ageColumn, nameColumn, text, wideText } from './common.ts'

/** What a Pod's row tells (`printPod` of pkg/printers/internalversion/printers.go). */
interface Summary {
  readonly status: string
  readonly ready: number
  readonly total: number
  readonly restarts: number
  readonly lastRestart: number | undefined
}

const exitText = ({ reason, signal, exitCode }: ContainerStateTerminated): string =>
  reason ? reason : signal ? `Signal:${signal}` : `ExitCode:${exitCode}`

const later = (a: number | undefined, status: ContainerStatus): number | undefined => {
  const finished = status.lastState?.terminated?.finishedAt
  if (!finished) return a
  const time = Date.parse(finished)
  return a === undefined || time > a ? time : a
}

interface Counts {
  ready: number
  restarts: number
  lastRestart: number | undefined
}

/** The STATUS while init containers are on; undefined once they are through. Counts sidecars into `sidecars`, all into `all`. */
const initStatus = (pod: Pod, all: Counts, sidecars: Counts): string | undefined => {
  const specs = new Map((pod.spec?.initContainers ?? []).map((container) => [container.name, container]))
  for (const [index, status] of (pod.status?.initContainerStatuses ?? []).entries()) {
    const spec = specs.get(status.name)
    const sidecar = spec !== undefined && isSidecar(spec)
    for (const counts of sidecar ? [all, sidecars] : [all]) {
      counts.restarts += status.restartCount
      counts.lastRestart = later(counts.lastRestart, status)
    }
    const { terminated, waiting } = status.state ?? {}
    if (terminated?.exitCode === 0) continue
    if (sidecar && status.started) {
      if (status.ready) {
        all.ready++
        sidecars.ready++
      }
      continue
    }
    if (terminated) return `Init:${exitText(terminated)}`
    if (waiting?.reason && waiting.reason !== 'PodInitializing') return `Init:${waiting.reason}`
    return `Init:${index}/${specs.size}`
  }
  return undefined
}

const mainStatus = (pod: Pod, before: string, counts: Counts): string => {
  let status = before
  let running = false
  for (const container of (pod.status?.containerStatuses ?? []).toReversed()) {
    counts.restarts += container.restartCount
    counts.lastRestart = later(counts.lastRestart, container)
    const { waiting, terminated } = container.state ?? {}
    if (waiting?.reason) status = waiting.reason
    else if (terminated) status = exitText(terminated)
    else if (container.ready && container.state?.running) {
      running = true
      counts.ready++
    }
  }
  if (status !== 'Completed' || !running) return status
  return getCondition(pod.status?.conditions, 'Ready')?.status === 'True' ? 'Running' : 'NotReady'
}

export const summarizePod = (pod: Pod): Summary => {
  const none = { ready: 0, restarts: 0, lastRestart: undefined }
  const [all, sidecars]: [Counts, Counts] = [{ ...none }, { ...none }]
  let status = pod.status?.reason || (pod.status?.phase ?? '')
  const gated = getCondition(pod.status?.conditions, 'PodScheduled')?.reason === 'SchedulingGated'
  if (gated) status = 'SchedulingGated'
  const init = initStatus(pod, all, sidecars)
  let counts = all
  if (init !== undefined) status = init
  if (init === undefined || getCondition(pod.status?.conditions, 'Initialized')?.status === 'True') {
    counts = { ...sidecars }
    status = mainStatus(pod, status, counts)
  }
  if (pod.metadata.deletionTimestamp) {
    if (pod.status?.reason === 'NodeLost') status = 'Unknown'
    else if (!podIsTerminal(pod)) status = 'Terminating'
  }
  const total = (pod.spec?.containers.length ?? 0) + (pod.spec?.initContainers ?? []).filter(isSidecar).length
  return { status, total, ready: counts.ready, restarts: counts.restarts, lastRestart: counts.lastRestart }
}

const summaries = new WeakMap<Pod, Summary>()
const summary = (pod: Pod): Summary => {
  let known = summaries.get(pod)
  if (!known) summaries.set(pod, (known = summarizePod(pod)))
  return known
}

const restarts = (pod: Pod, now: number): string => {
  const { restarts: count, lastRestart } = summary(pod)
  return count > 0 && lastRestart !== undefined ? `${count} (${humanDuration(now - lastRestart)} ago)` : String(count)
}

const gates = (pod: Pod): string => {
  const wanted = pod.spec?.readinessGates ?? []
  if (wanted.length === 0) return '<none>'
  const met = wanted.filter((gate) => getCondition(pod.status?.conditions, gate.conditionType)?.status === 'True')
  return `${met.length}/${wanted.length}`
}

export const podColumns: readonly Column<Pod>[] = [
  nameColumn,
  text('Ready', (pod) => `${summary(pod).ready}/${summary(pod).total}`),
  text('Status', (pod) => summary(pod).status),
  text('Restarts', restarts),
  ageColumn,
  wideText('IP', (pod) => pod.status?.podIPs?.[0]?.ip ?? pod.status?.podIP ?? '<none>'),
  wideText('Node', (pod) => pod.spec?.nodeName || '<none>'),
  wideText('Nominated Node', (pod) => pod.status?.nominatedNodeName || '<none>'),
  wideText('Readiness Gates', gates),
]
