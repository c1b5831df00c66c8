import type { Pod } from '../api/index.ts'
import type { Cancel } from '../base/index.ts'
import type { Container, Sandbox } from './container.ts'

/** What the probes of one running container found. */
export interface ProbeResults {
  readonly containerId: string
  ready: boolean
  started: boolean
  readonly cancels: Cancel[]
  /** Makes the readiness probe's attempt out of turn. */
  lookAgain?: () => void
}

/** What a kubelet remembers about one Pod; all of it can be found again from the API and the runtime. */
export interface PodWorker {
  readonly uid: string
  readonly isStatic: boolean
  /** Its latest form: from the API, or from a manifest. */
  pod: Pod
  startTime: number
  admitted: boolean
  /** Set once the Pod is refused, evicted or past its deadline: it ends with this reason. */
  verdict?: { readonly reason: string; readonly message: string; readonly rejected: boolean }
  sandbox?: Sandbox
  /** Volumes that are set up, by name. */
  readonly mounted: Set<string>
  mountDelay: number
  /** Why a container does not run, by its name. */
  readonly waiting: Map<string, { readonly reason: string; readonly message?: string }>
  readonly probes: Map<string, ProbeResults>
  /** Something under way (a pull, a start) that will go on with the Pod. */
  busy?: Cancel
  /** The next time that it is looked at. */
  timer?: { readonly at: number; readonly cancel: Cancel }
  /** Containers that failed to start are tried again at a time. */
  readonly held: Map<string, number>
  /** Since its containers were told to stop: when the grace period ends, and what follows. */
  terminating?: { endsAt: number; readonly done: () => void; readonly stopped: Set<string> }
  /** Containers that a probe killed, with when the one before them ended (0: there was none). */
  readonly killed: Map<string, number>
  /** When the probes' tickers began. */
  probesSince?: number
  finished: boolean
  /** Readings of the last status that was sent. */
  reported?: Pod['status']
}

export const createPodWorker = (pod: Pod, isStatic: boolean, now: number): PodWorker => ({
  uid: pod.metadata.uid,
  isStatic,
  pod,
  startTime: now,
  admitted: false,
  mounted: new Set(),
  mountDelay: 500,
  waiting: new Map(),
  probes: new Map(),
  held: new Map(),
  killed: new Map(),
  finished: false,
})

/** The latest container of a name. */
export const latestContainer = (containers: readonly Container[], name: string): Container | undefined =>
  containers.findLast(({ config }) => config.name === name)
