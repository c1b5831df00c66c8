import type { Scenario } from '../world/scenario.ts'
import type { Check, Verdict } from '../teaching/lesson.ts'

/** All that comes from outside; logged with its virtual time, and replayed for undo, resume and sharing. */
export type Command =
  | { readonly do: 'type'; readonly terminal: string; readonly data: string }
  | { readonly do: 'resize'; readonly terminal: string; readonly columns: number; readonly rows: number }
  | { readonly do: 'openTerminal'; readonly terminal: string; readonly machine: string; readonly columns: number; readonly rows: number }
  | { readonly do: 'closeTerminal'; readonly terminal: string }
  | { readonly do: 'saveFile'; readonly machine: string; readonly path: string; readonly text: string }
  /** Ends an editor that a program opened; `text` is absent if nothing was written. */
  | { readonly do: 'closeEditor'; readonly editor: string; readonly text?: string }
  | { readonly do: 'power'; readonly machine: string; readonly on: boolean }
  | { readonly do: 'startLesson'; readonly checks: readonly Check[] }

export interface LogEntry {
  readonly at: number
  readonly command: Command
}

/** A session is its input. `until` is the virtual time that it had reached when saved. */
export interface Session {
  readonly format: 1
  readonly product: string
  readonly world: Scenario
  /** The lesson it belongs to, `track/lesson`; absent in the sandbox. */
  readonly lesson?: string
  readonly log: readonly LogEntry[]
  readonly until: number
  /** What the store held and the terminals had shown at `until`, in short: tells when an update of the product changed replays. */
  readonly hash?: string
}

export type PodForm =
  'pending' | 'creating' | 'notReady' | 'ready' | 'terminating' | 'pullFailing' | 'crashing' | 'failed' | 'unknown' | 'completed'

/** What the map knows of one object; about 200 bytes, replaced whole when anything in it changes. */
export type Row = NodeRow | PodRow | ServiceRow | WorkloadRow

export interface NodeRow {
  readonly kind: 'Node'
  readonly uid: string
  readonly name: string
  readonly controlPlane: boolean
  readonly ready: 'True' | 'False' | 'Unknown'
  readonly cordoned: boolean
  /** `key=value:Effect`, without the control plane's own. */
  readonly taints: readonly string[]
  readonly version: string
  readonly address: string
  /** Millicores and bytes: requested by the Pods on it, and allocatable. */
  readonly cpu: { readonly requested: number; readonly allocatable: number }
  readonly memory: { readonly requested: number; readonly allocatable: number }
  readonly lastHeartbeat: number
  readonly powered: boolean
}

export interface PodRow {
  readonly kind: 'Pod'
  readonly uid: string
  readonly namespace: string
  readonly name: string
  readonly node?: string
  /** The workload on top: `Deployment/web`, `DaemonSet/kube-proxy`, `Node/controlplane` for static Pods; absent for bare Pods. */
  readonly workload?: string
  /** The Deployment's revision that it belongs to. */
  readonly revision?: number
  readonly image: string
  readonly form: PodForm
  /** The STATUS column of `kubectl get pods`. */
  readonly status: string
  /** `1/1` */
  readonly ready: string
  readonly restarts: number
  readonly ip?: string
  /** Why it is not well, in one sentence of the cluster's own words. */
  readonly reason?: string
  /** When the kubelet tries again, if it waits for that. */
  readonly nextTryAt?: number
  readonly createdAt: number
  readonly deletingUntil?: number
  readonly labels: Readonly<Record<string, string>>
}

export interface ServiceRow {
  readonly kind: 'Service'
  readonly uid: string
  readonly namespace: string
  readonly name: string
  readonly type: string
  readonly clusterIP: string
  /** `80:30080/TCP`, as in `kubectl get services`. */
  readonly ports: string
  readonly endpoints: readonly { readonly address: string; readonly ready: boolean; readonly pod?: string }[]
}

export interface WorkloadRow {
  readonly kind: 'Deployment' | 'ReplicaSet' | 'DaemonSet'
  readonly uid: string
  readonly namespace: string
  readonly name: string
  readonly owner?: string
  readonly revision?: number
  readonly image: string
  readonly desired: number
  readonly current: number
  readonly updated: number
  readonly ready: number
  readonly available: number
  /** Bounds of a rolling update, in Pods; absent for other kinds and strategies. */
  readonly atMost?: number
  readonly atLeast?: number
  readonly paused?: boolean
}

/** One command that somebody ran in a terminal, for the time line and for undo. */
export interface Marker {
  /** Length of the log before the command was typed: `undoTo(marker.log)` goes back to there. */
  readonly log: number
  readonly at: number
  readonly terminal: string
  readonly line: string
  /** What it did to the cluster, as far as seen. */
  readonly effect: 'running' | 'read' | 'change'
  readonly code?: number
}

/** A Kubernetes event as a tick under the time axis. */
export interface Tick {
  readonly at: number
  readonly warning: boolean
  readonly text: string
}

/** The rollout chart's data: one sample per change of the focused workload. */
export interface ChartSample {
  readonly at: number
  /** Available Pods by revision. */
  readonly available: Readonly<Record<number, number>>
  readonly updated: number
  readonly total: number
  readonly desired: number
  readonly atMost: number
  readonly atLeast: number
}

export interface EditorRequest {
  readonly editor: string
  readonly terminal: string
  readonly machine: string
  readonly path: string
  readonly text: string
}

export interface TerminalInfo {
  readonly terminal: string
  readonly machine: string
  /** `user@host: ~` of the shell in front; the host differs from `machine` within ssh. */
  readonly title: string
  /** True at the shell's prompt: a chip may type. */
  readonly atPrompt: boolean
  readonly closed: boolean
}

/** Everything that goes down to the page, at most once per display frame; absent parts did not change. */
export interface Frame {
  readonly now: number
  /** When the session began (after set-up), the zero of its clock. */
  readonly startedAt: number
  readonly speed: number
  readonly pace: 'running' | 'paused' | 'settling' | 'rewinding' | 'starting'
  readonly nextEventAt?: number
  /** Drop all that earlier frames said: the state was rebuilt. */
  readonly reset?: true
  /** The session that was opened carries a hash, and its replay came out otherwise. */
  readonly differs?: true
  /** New output per terminal. */
  readonly terminals?: Readonly<Record<string, string>>
  readonly terminalList?: readonly TerminalInfo[]
  readonly rows?: readonly Row[]
  /** uids of rows that are gone. */
  readonly gone?: readonly string[]
  readonly verdicts?: readonly Verdict[]
  /** Markers that are new or changed, by `log`. */
  readonly markers?: readonly Marker[]
  readonly ticks?: readonly Tick[]
  readonly chart?: { readonly workload: string; readonly samples: readonly ChartSample[] }
  readonly editors?: readonly EditorRequest[]
  /** A bug of the simulator: the state is kept up to the last good command. */
  readonly crash?: { readonly message: string; readonly stack: string; readonly log: number }
  readonly logLength: number
}

export type Query =
  | { readonly ask: 'object'; readonly uid: string } // its YAML
  | { readonly ask: 'file'; readonly machine: string; readonly path: string }
  | { readonly ask: 'why'; readonly uid: string } // sentences that explain its state

export interface OpenRequest {
  readonly session: Session
  /** Which workload the chart follows, `deployments/NAME` (namespace default) or `deployments/NAMESPACE/NAME`. */
  readonly focus?: string
}

/** A handful of calls up. Errors of the caller reject; bugs of the simulator come as `Frame.crash`. */
export interface SimulationHost {
  open(request: OpenRequest, onFrame: (frame: Frame) => Promise<void>): Promise<void>
  do(command: Command): void
  ask(query: Query): Promise<string>
  pace(to: { readonly speed: number } | { readonly step: true } | { readonly until: 'settled' }): void
  undoTo(logLength: number): Promise<void>
  /** Judges the lesson's checks now. */
  check(): Promise<readonly Verdict[]>
  /** The session as it stands; `sealed` adds its hash. */
  save(sealed?: boolean): Promise<Session>
}
