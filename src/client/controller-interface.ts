import type { Kind, KubeObject, ObjectKey } from '../api/index.ts'
import type { Clock, Seed } from '../base/index.ts'
import type { Client } from './client-interface.ts'

/** A read-only, indexed view of one kind, kept by an informer. Objects are shared and frozen. */
export interface Lister<T extends KubeObject = KubeObject> {
  get(key: ObjectKey): T | undefined
  list(namespace?: string): readonly T[]
  /** Objects whose label `name` has this value. */
  byLabels(namespace: string, labels: Readonly<Record<string, string>>): readonly T[]
  /** Objects with a controller ownerReference of this uid. */
  byOwner(uid: string): readonly T[]
  /** Pods by spec.nodeName (kinds with `spec.nodeName` only). */
  byNode(nodeName: string): readonly T[]
}

/** What a controller may use; closed on purpose. */
export interface ControllerContext {
  readonly clock: Clock
  readonly seed: Seed
  readonly client: Client
  /** The informer's cache of a kind named in `watches`. */
  cache<T extends KubeObject>(kind: Kind<T>): Lister<T>
  /** Records an Event about an object, aggregated as client-go does (`x3 over 10s`). */
  record(about: KubeObject, type: 'Normal' | 'Warning', reason: string, message: string): void
  /** Puts a key of this controller's queue back at a time. */
  requeueAt(key: ObjectKey, time: number): void
  /** Memory of this run of the controller (expectations and the like); lost, as it should be, when the process ends. */
  readonly memory: Map<string, unknown>
}

/** A reconciler. An error thrown by `reconcile` puts the key back with growing delay (5 ms doubling to 1000 s). */
export interface Controller {
  readonly name: string
  /** The `component` of its events. */
  readonly component?: string
  readonly watches: readonly {
    readonly kind: Kind
    /** Keys to reconcile when an object of the kind changes; `previous` is absent on add, `deleted` true on delete. */
    readonly keys: (
      object: KubeObject,
      context: ControllerContext,
      change: { readonly previous?: KubeObject; readonly deleted: boolean },
    ) => readonly ObjectKey[]
  }[]
  /** Called for each key that came up; level-triggered: look at the state, not at what happened. */
  reconcile(key: ObjectKey, context: ControllerContext): void
}
