import type { Clock, Seed } from '../base/index.ts'
import type { FileSystem } from './files-interface.ts'
import type { NetworkNamespace } from './network-interface.ts'
import type { Process, Program, SpawnOptions, User } from './process-interface.ts'

export interface UserDatabase {
  /** From /etc/passwd and /etc/group as they stand; undefined if there is no such user. */
  find(name: string): User | undefined
  byId(uid: number): User | undefined
}

export interface JournalEntry {
  readonly at: number
  readonly unit: string
  readonly identifier: string
  readonly pid: number
  readonly priority: number
  readonly message: string
}

export interface Journal {
  readonly entries: readonly JournalEntry[]
  append(entry: JournalEntry): void
  follow(notify: (entry: JournalEntry) => void): () => void
}

export type UnitState = 'active' | 'inactive' | 'failed' | 'activating' | 'deactivating'

/** What `systemctl show` knows of a service unit. */
export interface UnitStatus {
  readonly name: string
  readonly description: string
  readonly path: string
  readonly dropIns: readonly string[]
  readonly load: 'loaded' | 'not-found' | 'masked' | 'bad-setting'
  readonly enabled: 'enabled' | 'disabled' | 'static' | 'masked'
  readonly state: UnitState
  /** `running`, `dead`, `exited`, `failed`, `auto-restart`, `start-pre` */
  readonly subState: string
  readonly since: number
  readonly mainPid: number
  readonly exitCode?: number
  readonly result: 'success' | 'exit-code' | 'signal' | 'start-limit-hit'
  /** Its files changed on disk after they were loaded. */
  readonly needsReload: boolean
  readonly restarts: number
  readonly execStart: string
}

/** systemd, as far as service units go. Names may omit `.service`. Errors are texts as systemctl prints them. */
export interface ServiceManager {
  readonly units: readonly string[]
  status(name: string): UnitStatus
  /** Starts and waits until it is up or failed; returns the error's text if it failed. */
  start(name: string): Promise<string | undefined>
  stop(name: string): Promise<string | undefined>
  restart(name: string): Promise<string | undefined>
  reload(): void
  /** Returns the lines that systemctl prints (`Created symlink ...`). */
  enable(name: string): readonly string[]
  disable(name: string): readonly string[]
  mask(name: string): readonly string[]
  unmask(name: string): readonly string[]
  resetFailed(name: string): void
}

/** A computer, or a container: something with a host name, files, processes and a network. It knows no Kubernetes. */
export interface Machine {
  readonly hostname: string
  readonly clock: Clock
  readonly seed: Seed
  readonly bootedAt: number
  readonly on: boolean
  /** As root sees them. */
  readonly files: FileSystem
  readonly users: UserDatabase
  readonly processes: ReadonlyMap<number, Process>
  readonly network: NetworkNamespace
  readonly journal: Journal
  /** Absent in containers. */
  readonly systemd?: ServiceManager
  /** What can be executed, by the name that executables carry (Stat.program). */
  readonly programs: ReadonlyMap<string, Program>
  readonly hardware: {
    readonly cpus: number
    readonly memoryBytes: number
    readonly diskBytes: number
    readonly kernel: string
    readonly os: string
  }
  /** Starts a process whose parent is pid 1. */
  spawn(argv: readonly string[], options?: SpawnOptions): Process
}
