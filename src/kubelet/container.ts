import type { Computer, Namespace, Pipe, Process, Terminal } from '../machine/index.ts'
import type { ContainerLog } from './container-log.ts'
import type { ResolvedImage } from './registry.ts'

/** A pod sandbox: what the pause container holds together. */
export interface Sandbox {
  readonly id: string
  readonly podUid: string
  readonly podName: string
  readonly podNamespace: string
  readonly hostname: string
  readonly createdAt: number
  /** Absent on the host's network. */
  readonly address?: string
  readonly network: Namespace
  readonly logDirectory: string
  /** /etc/hosts and the like, by path, as all its containers see them. */
  readonly files: Readonly<Record<string, string>>
  ready: boolean
}

/** Shows a place of the node's file tree in a container. */
export interface ContainerMount {
  readonly path: string
  readonly hostPath: string
  readonly readOnly: boolean
}

export interface ContainerConfig {
  readonly name: string
  readonly attempt: number
  readonly image: ResolvedImage
  readonly command?: readonly string[]
  readonly args?: readonly string[]
  readonly env: ReadonlyMap<string, string>
  readonly workingDir?: string
  readonly user?: string | number
  readonly mounts: readonly ContainerMount[]
  readonly stdin?: boolean
  readonly tty?: boolean
  /** Stdin ends with the first client that attached. */
  readonly stdinOnce?: boolean
  readonly terminationMessagePath: string
  /** `init`, `sidecar` or `app`: lets a new kubelet know what it finds. */
  readonly role: 'init' | 'sidecar' | 'app' | 'ephemeral'
  /** The hash of the container's spec that it was made from. */
  readonly hash: string
}

export interface Container {
  readonly id: string
  readonly sandbox: Sandbox
  readonly config: ContainerConfig
  readonly createdAt: number
  readonly log: ContainerLog
  state: 'created' | 'running' | 'exited'
  startedAt: number
  finishedAt: number
  exitCode: number
  /** `Completed`, `Error`, `OOMKilled`, `StartError`, `ContainerStatusUnknown` */
  reason: string
  message: string
  computer?: Computer
  main?: Process
  /** Where `kubectl attach -i` writes to, in containers that ask for stdin. */
  input?: Pipe
  /** In containers that ask for a tty. */
  terminal?: Terminal
}
