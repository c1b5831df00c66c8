import type { KubeObject } from '../api/index.ts'
import type { Clock } from '../base/index.ts'

/** What is to be told about an object. */
export interface EventFacts {
  readonly about: KubeObject
  readonly type: 'Normal' | 'Warning'
  readonly reason: string
  readonly message: string
  readonly component: string
  readonly host: string
  readonly fieldPath?: string
  readonly time: number
}

interface Observation {
  name?: string
  count: number
  first: number
}

// client-go: tools/record/events_cache.go.
const similarLimit = 10
const similarWindow = 600_000
const burst = 25
const tokenEvery = 300_000
/** How many keys each memory holds, as upstream's LRU caches. */
const remembered = 4096

/** Decides what becomes of an Event: told anew, counted, put together with similar ones, or dropped as spam. */
export class EventCorrelator {
  readonly #clock: Clock
  readonly #similar = new Map<string, { readonly messages: Set<string>; last: number }>()
  readonly #tokens = new Map<string, { count: number; at: number }>()
  readonly #seen = new Map<string, Observation>()

  constructor(clock: Clock) {
    this.#clock = clock
  }

  /** The facts as they shall be told, or undefined if there was too much of this source about this object. */
  correlate(facts: EventFacts): EventFacts | undefined {
    const aggregated = this.#aggregate(facts)
    return this.#mayPass(facts) ? aggregated : undefined
  }

  /** Counts the event: how often it was seen, and under which name it was stored. */
  observe(facts: EventFacts): Readonly<Observation> {
    const key = eventKey(facts)
    const seen = this.#seen.get(key) ?? { count: 0, first: facts.time }
    seen.count++
    remember(this.#seen, key, seen)
    return { ...seen }
  }

  /** Takes back an observation whose write failed. */
  undo(facts: EventFacts): void {
    const seen = this.#seen.get(eventKey(facts))
    if (seen) seen.count--
  }

  named(facts: EventFacts, name: string): void {
    const seen = this.#seen.get(eventKey(facts))
    if (seen) seen.name = name
  }

  /** After ten messages that differ only in their text, within ten minutes, one stands for all. */
  #aggregate(facts: EventFacts): EventFacts {
    const key = [sourceKey(facts), facts.fieldPath ?? '', facts.type, facts.reason].join('\0')
    const known = this.#similar.get(key)
    const record = known && this.#clock.now - known.last <= similarWindow ? known : { messages: new Set<string>(), last: 0 }
    record.messages.add(facts.message)
    record.last = this.#clock.now
    remember(this.#similar, key, record)
    if (record.messages.size < similarLimit) return facts
    const oldest = record.messages.values().next().value!
    record.messages.delete(oldest)
    return { ...facts, message: `(combined from similar events): ${facts.message}` }
  }

  #mayPass(facts: EventFacts): boolean {
    const key = sourceKey(facts)
    const now = this.#clock.now
    const bucket = this.#tokens.get(key) ?? { count: burst, at: now }
    const tokens = Math.min(burst, bucket.count + (now - bucket.at) / tokenEvery)
    const passes = tokens >= 1
    remember(this.#tokens, key, { count: passes ? tokens - 1 : tokens, at: now })
    return passes
  }
}

const sourceKey = ({ component, host, about }: EventFacts): string =>
  [component, host, about.kind, about.metadata.namespace ?? '', about.metadata.name, about.metadata.uid, about.apiVersion].join('\0')

/** All combined events of a kind are one, whatever their last message. */
const eventKey = (facts: EventFacts): string => {
  const combined = facts.message.startsWith('(combined from similar events): ')
  return [sourceKey(facts), facts.fieldPath ?? '', facts.type, facts.reason, combined ? '(combined)' : facts.message].join('\0')
}

const remember = <V>(map: Map<string, V>, key: string, value: V): void => {
  map.delete(key)
  map.set(key, value)
  if (map.size > remembered) map.delete(map.keys().next().value!)
}
