import type { Verdict } from '../teaching/index.ts'
import type {
  ChartSample,
  Command,
  EditorRequest,
  Frame,
  Marker,
  NodeRow,
  OpenRequest,
  PodRow,
  Query,
  Row,
  ServiceRow,
  Session,
  SimulationHost,
  TerminalInfo,
  Tick,
  WorkloadRow,
} from '../host/protocol.ts'
import { TerminalStreams } from './terminal-streams.ts'

type ReadMap<T> = ReadonlyMap<string, T>

/** How many Pods were well at a moment; drawn when no rollout is followed. */
export interface HealthSample {
  readonly at: number
  readonly ready: number
  readonly starting: number
  readonly failing: number
}

const failing = new Set(['pullFailing', 'crashing', 'failed', 'unknown'])

/** The one frame store: takes each Frame, swaps what changed, and panes derive from it. */
export class Simulation {
  now = $state.raw(0)
  startedAt = $state.raw(0)
  speed = $state.raw(1)
  pace = $state.raw<Frame['pace']>('starting')
  nextEventAt = $state.raw<number | undefined>()
  logLength = $state.raw(0)
  nodes = $state.raw<ReadMap<NodeRow>>(new Map())
  pods = $state.raw<ReadMap<PodRow>>(new Map())
  services = $state.raw<ReadMap<ServiceRow>>(new Map())
  workloads = $state.raw<ReadMap<WorkloadRow>>(new Map())
  terminals = $state.raw<readonly TerminalInfo[]>([])
  verdicts = $state.raw<ReadMap<Verdict>>(new Map())
  markers = $state.raw<readonly Marker[]>([])
  ticks = $state.raw<readonly Tick[]>([])
  chart = $state.raw<{ workload: string; samples: readonly ChartSample[] } | undefined>()
  health = $state.raw<readonly HealthSample[]>([])
  editors = $state.raw<readonly EditorRequest[]>([])
  crash = $state.raw<Frame['crash']>()
  /** The opened session's replay came out otherwise than when it was saved. */
  differs = $state.raw(false)
  /** The worker is gone: only a reload brings a new one. */
  workerLost = false
  /** Time since the session began, in virtual milliseconds. */
  readonly elapsed = $derived(this.now - this.startedAt)
  /** The revision that the workload of the chart asks for now. */
  readonly chartRevision = $derived.by(() => {
    const [, ...path] = this.chart?.workload.split('/') ?? []
    const [namespace, name] = path.length > 1 ? path : ['default', path[0]]
    return [...this.workloads.values()].find((row) => row.kind === 'Deployment' && row.name === name && row.namespace === namespace)
      ?.revision
  })
  readonly streams = new TerminalStreams()
  readonly #host: SimulationHost

  constructor(host: SimulationHost) {
    this.#host = host
  }

  open(request: OpenRequest, wrap: (take: (frame: Frame) => Promise<void>) => (frame: Frame) => Promise<void>): Promise<void> {
    this.#forget()
    this.pace = 'starting'
    return this.#host.open(
      request,
      wrap((frame) => this.#nextPaint(frame)),
    )
  }
  do(command: Command): void {
    void this.#host.do(command)
  }
  ask(query: Query): Promise<string> {
    return this.#host.ask(query)
  }
  setPace(to: Parameters<SimulationHost['pace']>[0]): void {
    void this.#host.pace(to)
  }
  undoTo(log: number): Promise<void> {
    return this.#host.undoTo(log)
  }
  async check(): Promise<readonly Verdict[]> {
    const verdicts = await this.#host.check()
    this.#judged(verdicts)
    return verdicts
  }
  #judged(verdicts: readonly Verdict[]): void {
    this.verdicts = new Map([...this.verdicts, ...verdicts.map((verdict) => [verdict.check, verdict] as const)])
  }
  save(sealed = false): Promise<Session> {
    return this.#host.save(sealed)
  }

  /** The worker itself could not go on, so that no frame will tell it. */
  fail(message: string): void {
    this.workerLost = true
    this.crash = { message, stack: '', log: this.logLength }
  }

  /** Resolves once the frame is taken, which asks the host for the next one. */
  #nextPaint(frame: Frame): Promise<void> {
    this.take(frame)
    return new Promise((resolve) => (document.hidden ? setTimeout(resolve, 200) : requestAnimationFrame(() => resolve())))
  }

  take(frame: Frame): void {
    if (frame.reset) {
      this.#forget()
      this.differs = frame.differs === true
    }
    this.now = frame.now
    this.startedAt = frame.startedAt
    this.speed = frame.speed
    this.pace = frame.pace
    this.nextEventAt = frame.nextEventAt
    this.logLength = frame.logLength
    if (frame.terminalList) this.terminals = frame.terminalList
    if (frame.terminals) for (const [terminal, output] of Object.entries(frame.terminals)) this.streams.write(terminal, output)
    if (frame.rows?.length || frame.gone?.length) this.#takeRows(frame.rows ?? [], frame.gone ?? [])
    if (frame.verdicts) this.#judged(frame.verdicts)
    if (frame.markers) this.markers = mergeMarkers(this.markers, frame.markers)
    if (frame.ticks?.length) this.ticks = [...this.ticks, ...frame.ticks].slice(-4000)
    if (frame.chart) this.#takeChart(frame.chart)
    if (frame.editors) this.editors = frame.editors
    if (frame.crash) this.crash = frame.crash
  }

  #takeRows(rows: readonly Row[], gone: readonly string[]): void {
    this.nodes = changed(this.nodes, rows, gone, (row) => row.kind === 'Node')
    this.services = changed(this.services, rows, gone, (row) => row.kind === 'Service')
    this.workloads = changed(
      this.workloads,
      rows,
      gone,
      (row) => row.kind === 'Deployment' || row.kind === 'ReplicaSet' || row.kind === 'DaemonSet',
    )
    const before = this.pods
    this.pods = changed(this.pods, rows, gone, (row) => row.kind === 'Pod')
    if (this.pods !== before) this.#sampleHealth()
  }

  #sampleHealth(): void {
    let ready = 0
    let bad = 0
    let all = 0
    for (const pod of this.pods.values()) {
      if (pod.namespace.startsWith('kube-') || pod.form === 'completed') continue
      all += 1
      if (pod.form === 'ready') ready += 1
      else if (failing.has(pod.form)) bad += 1
    }
    const last = this.health.at(-1)
    const sample = { at: this.now, ready, failing: bad, starting: all - ready - bad }
    if (last && last.ready === ready && last.failing === bad && last.starting === sample.starting) return
    this.health = [...this.health, sample].slice(-3000)
  }

  #takeChart(chart: NonNullable<Frame['chart']>): void {
    const same = this.chart?.workload === chart.workload
    const first = chart.samples[0]?.at ?? Number.POSITIVE_INFINITY
    const kept = same ? (this.chart?.samples ?? []).filter((sample) => sample.at < first) : []
    this.chart = { workload: chart.workload, samples: [...kept, ...chart.samples] }
  }

  #forget(): void {
    this.nodes = new Map()
    this.pods = new Map()
    this.services = new Map()
    this.workloads = new Map()
    this.verdicts = new Map()
    this.terminals = []
    this.markers = []
    this.ticks = []
    this.health = []
    this.editors = []
    this.chart = undefined
    this.crash = undefined
    this.streams.reset()
  }
}

function changed<T extends Row>(map: ReadMap<T>, rows: readonly Row[], gone: readonly string[], mine: (row: Row) => boolean): ReadMap<T> {
  const news = rows.filter(mine) as readonly Row[] as readonly T[]
  const old = gone.filter((uid) => map.has(uid))
  if (news.length === 0 && old.length === 0) return map
  const next = new Map(map)
  for (const uid of old) next.delete(uid)
  for (const row of news) next.set(row.uid, row)
  return next
}

function mergeMarkers(known: readonly Marker[], news: readonly Marker[]): readonly Marker[] {
  const byLog = new Map(known.map((marker) => [marker.log, marker]))
  for (const marker of news) byLog.set(marker.log, marker)
  return [...byLog.values()].sort((a, b) => a.log - b.log)
}
