import { namespaces, nodes, pods } from '../api/index.ts'
import type { Node, Pod } from '../api/index.ts'
import type { Clock, Seed } from '../base/index.ts'
import { createInformers, createSeriesRecorder, ReconnectingClient } from '../client/index.ts'
import type { Client } from '../client/index.ts'
import { lookupsOf, storageKinds } from './lookups.ts'
import { Scheduler } from './scheduler.ts'
import type { Decision } from './scheduler.ts'

export interface StartSchedulerOptions {
  readonly clock: Clock
  readonly seed: Seed
  /** Makes a connection; called again when one broke. */
  readonly connect: () => Client
  /** Schedules Pods of this `spec.schedulerName`; by default `default-scheduler`. */
  readonly schedulerName?: string
  /** Where it runs, as its Events tell. */
  readonly hostname?: string
}

export interface RunningScheduler {
  stop(): void
  /** The last decision about a Pod, by its uid. */
  decision(uid: string): Decision | undefined
}

/** Runs a scheduler until stopped. Pods wait until all caches have their first list. */
export const startScheduler = ({
  clock,
  seed,
  connect,
  schedulerName = 'default-scheduler',
  hostname = 'controlplane',
}: StartSchedulerOptions): RunningScheduler => {
  const client = new ReconnectingClient(connect)
  const informers = createInformers({ client, clock, seed, name: 'kube-scheduler' })
  const recorder = createSeriesRecorder({ client, clock, component: schedulerName, instance: `${schedulerName}-${hostname}` })
  const scheduler = new Scheduler({ clock, seed, client, schedulerName, record: recorder.record, lookups: lookupsOf(informers) })
  let synced = false
  const begin = (): void => {
    synced = true
    for (const node of informers.cache(nodes).list()) scheduler.nodeChanged(node, undefined, false)
    for (const pod of informers.cache(pods).list()) scheduler.podChanged(pod, undefined, false)
  }
  informers.informer(nodes).onChange((object, { previous, deleted }) => {
    if (synced) scheduler.nodeChanged(object as Node, previous as Node | undefined, deleted)
  })
  informers.informer(pods).onChange((object, { previous, deleted }) => {
    if (synced) scheduler.podChanged(object as Pod, previous as Pod | undefined, deleted)
  })
  informers.informer(namespaces).onChange((object, { previous }) => {
    if (previous && object.metadata.labels !== previous.metadata.labels) scheduler.cluster.counts.forgetAll()
  })
  for (const kind of storageKinds) {
    informers.informer(kind).onChange((object) => {
      if (synced) scheduler.storageChanged(object)
    })
  }
  informers.whenSynced(begin)
  return {
    decision: (uid) => scheduler.decisions.get(uid),
    stop: () => {
      scheduler.stop()
      informers.stop()
      recorder.stop()
    },
  }
}
