import { events, type Event, type KubeObject } from '../api/index.ts'
import { ApiError, createSeed, SystemError, type Clock } from '../base/index.ts'
import type { Client } from './client-interface.ts'

/** What a recorder of events.k8s.io/v1 takes: the action beside the reason. */
export interface SeriesRecorder {
  record(about: KubeObject, type: 'Normal' | 'Warning', reason: string, action: string, message: string): void
  stop(): void
}

export interface SeriesRecorderOptions {
  readonly client: Client
  readonly clock: Clock
  /** `default-scheduler`, and the process that it is: `default-scheduler-controlplane`. */
  readonly component: string
  readonly instance: string
}

interface Series {
  readonly name: string
  readonly namespace: string
  count: number
  last: number
}

// client-go: tools/events/event_broadcaster.go, finishTime; a series that rests for so long is over.
const finishTime = 360_000
const hash = createSeed(0)

const microTime = (time: number): string => `${new Date(time).toISOString().slice(0, 23)}000Z`

/**
 * Records Events as client-go's tools/events does: the first of its kind is created, the second makes it a series, more are only counted.
 * @simplified: the count of a long series is not refreshed every half hour.
 */
export const createSeriesRecorder = ({ client, clock, component, instance }: SeriesRecorderOptions): SeriesRecorder => {
  const series = new Map<string, Series>()
  const waiting: (() => void)[] = []
  let armed = false
  let stopped = false
  const flush = (): void => {
    armed = false
    for (const write of waiting.splice(0)) if (!stopped) attempt(write)
  }
  const later = (write: () => void): void => {
    waiting.push(write)
    if (!armed) clock.after(1, flush)
    armed = true
  }
  return {
    record: (about, type, reason, action, message) => {
      const { namespace = 'default', name: subject, uid } = about.metadata
      const key = [uid, type, action, reason].join('/')
      const known = series.get(key)
      const now = clock.now
      if (known && now - known.last < finishTime) {
        known.count++
        known.last = now
        if (known.count > 2) return
        const body = { series: { count: known.count, lastObservedTime: microTime(now) } }
        return later(() => void client.patch(events, { namespace, name: known.name }, { type: 'strategic', body }))
      }
      const name = eventName(subject, now, [uid, reason, message])
      series.set(key, { name, namespace, count: 1, last: now })
      const event = { metadata: { name, namespace }, involvedObject: referenceOf(about), reason, message, type, action }
      const source = { source: {}, eventTime: microTime(now), reportingComponent: component, reportingInstance: instance }
      later(
        () => void client.create(events, { ...event, ...source } as Omit<Event, 'metadata'> & { readonly metadata: typeof event.metadata }),
      )
    },
    stop: () => {
      stopped = true
    },
  }
}

/** Events are told once; a server that can not be reached or refuses loses them. */
const attempt = (write: () => void): void => {
  try {
    write()
  } catch (error) {
    if (!(error instanceof ApiError) && !(error instanceof SystemError)) throw error
  }
}

const eventName = (subject: string, now: number, facts: readonly string[]): string =>
  `${subject}.${(BigInt(Math.floor(now)) * 1_000_000n + BigInt(hash(...facts) % 1_000_000)).toString(16)}`

const referenceOf = ({ kind, apiVersion, metadata: { namespace, name, uid, resourceVersion } }: KubeObject): Event['involvedObject'] => ({
  kind,
  ...(namespace ? { namespace } : {}),
  name,
  uid,
  apiVersion,
  resourceVersion,
})
