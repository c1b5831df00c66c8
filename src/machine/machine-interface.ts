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
  /** What can be executed, by the name that executables carry (Stat.program). */
  readonly programs: ReadonlyMap<string, Program>
  readonly hardware: { readonly cpus: number; readonly memoryBytes: number; readonly diskBytes: number; readonly kernel: string; readonly os: string }
  /** Starts a process whose parent is pid 1. */
  spawn(argv: readonly string[], options?: SpawnOptions): Process
}
