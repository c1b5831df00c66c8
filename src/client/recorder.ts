import { events, type Event, type KubeObject } from '../api/index.ts'
import { ApiError, createSeed, SystemError, type Cancel, type Clock } from '../base/index.ts'
import type { Client } from './client-interface.ts'
import { EventCorrelator, type EventFacts } from './event-correlator.ts'

export interface Recorder {
  /** Records an Event about an object; `fieldPath` names a part of it (`spec.containers{web}`). */
  record(about: KubeObject, type: 'Normal' | 'Warning', reason: string, message: string, fieldPath?: string): void
  stop(): void
}

export interface RecorderOptions {
  readonly client: Client
  readonly clock: Clock
  readonly component: string
  readonly host?: string
}

const hash = createSeed(0)
// client-go: tools/record/event.go, maxTriesPerEvent and defaultSleepDuration.
const tries = 12
const pause = 10_000

/** Records Events as client-go does: alike ones are counted, floods are cut off, an absent server is tried again. */
export const createRecorder = ({ client, clock, component, host = '' }: RecorderOptions): Recorder => {
  const correlator = new EventCorrelator(clock)
  const waiting: { readonly facts: EventFacts; tries: number }[] = []
  let cancel: Cancel | undefined
  const arm = (milliseconds: number): void => {
    if (!cancel && waiting.length > 0) cancel = clock.after(milliseconds, flush)
  }
  const flush = (): void => {
    cancel = undefined
    while (waiting.length > 0) {
      const next = waiting[0]!
      if (!write(client, clock, correlator, next.facts) && ++next.tries < tries) return arm(pause)
      waiting.shift()
    }
  }
  return {
    record: (about, type, reason, message, fieldPath) => {
      const facts: EventFacts = { about, type, reason, message, component, host, time: clock.now, ...(fieldPath ? { fieldPath } : {}) }
      const told = correlator.correlate(facts)
      if (told) waiting.push({ facts: told, tries: 0 })
      arm(1)
    },
    stop: () => {
      cancel?.()
      waiting.length = 0
    },
  }
}

/** False if the server could not be reached and it is worth trying again. */
const write = (client: Client, clock: Clock, correlator: EventCorrelator, facts: EventFacts): boolean => {
  const seen = correlator.observe(facts)
  try {
    if (seen.name !== undefined) {
      const body = { count: seen.count, lastTimestamp: timestamp(clock.now), message: facts.message }
      client.patch(events, { namespace: namespaceOf(facts), name: seen.name }, { type: 'strategic', body })
      return true
    }
  } catch (error) {
    if (error instanceof SystemError) return (correlator.undo(facts), false)
    if (!(error instanceof ApiError)) throw error
    if (error.code !== 404) return true
  }
  return create(client, correlator, facts, seen.count, seen.first)
}

const create = (client: Client, correlator: EventCorrelator, facts: EventFacts, count: number, first: number): boolean => {
  const event = toEvent(facts, count, first)
  try {
    client.create(events, event)
    correlator.named(facts, event.metadata.name!)
    return true
  } catch (error) {
    if (error instanceof SystemError) return (correlator.undo(facts), false)
    if (error instanceof ApiError) return true
    throw error
  }
}

const timestamp = (time: number): string => `${new Date(time).toISOString().slice(0, 19)}Z`

const namespaceOf = (facts: EventFacts): string => facts.about.metadata.namespace || 'default'

/** `web.18e9de92a968ba7b`: the object and the nanosecond; what is below a millisecond is a hash of the Event. */
const nameOf = (facts: EventFacts): string => {
  const nanoseconds =
    BigInt(Math.floor(facts.time)) * 1_000_000n +
    BigInt(hash(facts.component, facts.host, facts.reason, facts.message, facts.fieldPath ?? '') % 1_000_000)
  return `${facts.about.metadata.name}.${nanoseconds.toString(16)}`
}

const toEvent = (
  facts: EventFacts,
  count: number,
  first: number,
): Omit<Event, 'metadata'> & { readonly metadata: { readonly name: string; readonly namespace: string } } => {
  const { about, type, reason, message, component, host, fieldPath } = facts
  const { namespace, name, uid, resourceVersion } = about.metadata
  return {
    apiVersion: 'v1',
    kind: 'Event',
    metadata: { name: nameOf(facts), namespace: namespaceOf(facts) },
    involvedObject: {
      kind: about.kind,
      ...(namespace ? { namespace } : {}),
      name,
      uid,
      apiVersion: about.apiVersion,
      resourceVersion,
      ...(fieldPath ? { fieldPath } : {}),
    },
    reason,
    message,
    source: { component, ...(host ? { host } : {}) },
    firstTimestamp: timestamp(first),
    lastTimestamp: timestamp(facts.time),
    count,
    type,
    reportingComponent: component,
    reportingInstance: host,
  }
}
