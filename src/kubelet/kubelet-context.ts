import type { KubeObject, Node, Service } from '../api/index.ts'
import type { Clock, Seed } from '../base/index.ts'
import type { Client } from '../client/index.ts'
import type { Computer } from '../machine/index.ts'
import type { KubeletConfiguration } from './configuration.ts'
import type { ContainerRuntime } from './runtime.ts'

/** What an event is about: an object, or a container of a Pod by `fieldPath`. */
export type EventSubject = KubeObject & { readonly fieldPath?: string }

/** What the parts of a kubelet share; closed on purpose. */
export interface KubeletContext {
  readonly clock: Clock
  readonly seed: Seed
  readonly nodeName: string
  readonly version: string
  readonly machine: Computer
  readonly config: KubeletConfiguration
  /** The API server; throws SystemError while it cannot be reached. */
  readonly client: () => Client
  /** containerd; undefined while nothing listens on its socket. */
  readonly runtime: () => ContainerRuntime | undefined
  readonly node: () => Node | undefined
  readonly services: () => readonly Service[]
  readonly servicesSynced: () => boolean
  readonly record: (about: EventSubject, type: 'Normal' | 'Warning', reason: string, message: string) => void
  /** klog, to the journal. */
  readonly log: (severity: 'I' | 'W' | 'E', text: string) => void
}
