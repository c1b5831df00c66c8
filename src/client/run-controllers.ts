import type { Kind, KubeObject, ObjectKey } from '../api/index.ts'
import { ApiError, SystemError, type Cancel, type Clock, type Seed } from '../base/index.ts'
import type { Client } from './client-interface.ts'
import type { Controller, ControllerContext, Lister } from './controller-interface.ts'
import { CountedLister } from './counted-lister.ts'
import { createInformers, type Informers } from './informer.ts'
import { ReconnectingClient } from './reconnecting-client.ts'
import { createRecorder, type Recorder } from './recorder.ts'
import { Workqueue } from './workqueue.ts'

export interface ControllersOptions {
  readonly controllers: readonly Controller[]
  readonly clock: Clock
  readonly seed: Seed
  /** Makes a connection; called again when one broke. Throws SystemError while there is no way. */
  readonly connect: () => Client
  /** `kube-controller-manager`. */
  readonly component: string
}

/** Keys that one controller works on per event: as many as it has workers. */
const workers = 5
/** Virtual milliseconds that they take for it. */
const duration = 1
/**
 * Virtual milliseconds more for each object that a reconciliation lists. Its key waits meanwhile, and changes gather: so a set of n
 * Pods that all become ready at about the same time costs n and not n² in all, here as in a real controller.
 */
const durationPerObject = 0.02

/** Runs controllers over shared informers until stopped. */
export const runControllers = (options: ControllersOptions): { stop(): void } => {
  const { clock, seed, component } = options
  const client = new ReconnectingClient(options.connect)
  const informers = createInformers({ client, clock, seed, name: component })
  const runs = options.controllers.map((controller) => new ControllerRun(controller, client, informers, options))
  return {
    stop: () => {
      for (const run of runs) run.stop()
      informers.stop()
    },
  }
}

/** One controller at work: its queue and its memory. */
class ControllerRun {
  readonly #controller: Controller
  readonly #clock: Clock
  readonly #queue: Workqueue
  readonly #recorder: Recorder
  readonly #context: ControllerContext
  readonly #listers = new Map<Kind, Lister>()
  #listed = 0
  #missing: number
  #cancel: Cancel | undefined
  #stopped = false

  constructor(controller: Controller, client: Client, informers: Informers, { clock, seed, component }: ControllersOptions) {
    this.#controller = controller
    this.#clock = clock
    this.#queue = new Workqueue(clock, () => this.#arm())
    this.#recorder = createRecorder({ client, clock, component: controller.component ?? component })
    this.#missing = controller.watches.length
    const recorder = this.#recorder
    const queue = this.#queue
    this.#context = {
      clock,
      seed,
      client,
      cache: <T extends KubeObject>(kind: Kind<T>) => this.#lister(kind as object as Kind, informers) as Lister<KubeObject> as Lister<T>,
      record: (about, type, reason, message) => recorder.record(about, type, reason, message),
      requeueAt: (key: ObjectKey, time: number) => queue.addAt(key, time),
      memory: new Map(),
    }
    for (const watch of controller.watches) {
      const informer = informers.informer(watch.kind)
      informer.onChange((object, change) => {
        if (this.#stopped) return
        for (const key of watch.keys(object, this.#context, change)) queue.add(key)
      })
      informer.onSync(() => {
        this.#missing--
        this.#arm()
      })
    }
  }

  stop(): void {
    this.#stopped = true
    this.#cancel?.()
    this.#queue.stop()
    this.#recorder.stop()
  }

  /** Works only once all caches have their first list. */
  #arm(): void {
    if (this.#stopped || this.#cancel || this.#missing > 0 || this.#queue.size === 0) return
    this.#cancel = this.#clock.after(duration, () => {
      this.#cancel = undefined
      for (let worked = 0; worked < workers && !this.#stopped; worked++) {
        const key = this.#queue.take()
        if (!key) break
        this.#work(key)
      }
      this.#arm()
    })
  }

  #lister(kind: Kind, informers: Informers): Lister {
    const known = this.#listers.get(kind)
    if (known) return known
    const lister = new CountedLister(informers.cache(kind), (objects) => (this.#listed += objects))
    this.#listers.set(kind, lister)
    return lister
  }

  #work(key: ObjectKey): void {
    this.#listed = 0
    try {
      this.#controller.reconcile(key, this.#context)
      this.#queue.forget(key)
      this.#queue.hold(key, this.#clock.now + Math.floor(this.#listed * durationPerObject))
    } catch (error) {
      if (!(error instanceof ApiError) && !(error instanceof SystemError)) throw error
      this.#queue.addAfterFailure(key)
    }
  }
}
