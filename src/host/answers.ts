import type { KubeObject } from '../api/index.ts'
import { toYaml } from '../base/index.ts'
import type { Query } from './protocol.ts'
import type { Simulation } from './simulation.ts'

interface EventObject extends KubeObject {
  readonly involvedObject: { readonly uid?: string }
  readonly type?: string
  readonly reason?: string
  readonly message?: string
  readonly count?: number
}

/** The object as `kubectl get -o yaml` shows it. */
const objectYaml = (object: KubeObject): string => {
  const { managedFields: _, ...metadata } = object.metadata
  return toYaml({ ...object, metadata })
}

/** What the cluster itself said about an object, the newest first. */
const why = (simulation: Simulation, uid: string): string => {
  const events = (simulation.world.store?.range('/registry/events/', '/registry/events0') ?? [])
    .map(({ value, modRevision }) => ({ event: value as EventObject, modRevision }))
    .filter(({ event }) => event.involvedObject.uid === uid)
    .sort((a, b) => b.modRevision - a.modRevision)
  return events.map(({ event }) => `${event.reason}: ${event.message}${(event.count ?? 1) > 1 ? ` (×${event.count})` : ''}`).join('\n')
}

/** Answers a question of the page; throws an Error if there is no such thing. */
export const answer = (simulation: Simulation, query: Query): string => {
  if (query.ask === 'file') return simulation.world.machine(query.machine).files.readText(query.path)
  const object = simulation.rows.object(query.uid)
  if (!object) throw new Error(`Expected an object with uid ${query.uid} but found none.`)
  return query.ask === 'object' ? objectYaml(object) : why(simulation, query.uid)
}
