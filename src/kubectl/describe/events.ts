import { ApiError } from '../../base/index.ts'
import { at, listAt, numberAt, textAt, type LooseObject } from '../object.ts'
import type { DescribeContext } from './describer.ts'
import type { Description } from './description.ts'
import { ageOf } from './parts.ts'

/** `5s (x3 over 1m)`. */
const interval = (event: LooseObject, now: number): string => {
  const first = ageOf(at(event, 'eventTime') ?? at(event, 'firstTimestamp'), now)
  const series = at(event, 'series')
  if (series) return `${ageOf(at(series, 'lastObservedTime'), now)} (x${numberAt(series, 'count')} over ${first})`
  const count = numberAt(event, 'count')
  return count > 1 ? `${ageOf(at(event, 'lastTimestamp'), now)} (x${count} over ${first})` : first
}

const eventsAbout = (object: LooseObject, { session, resource }: DescribeContext): readonly LooseObject[] => {
  const events = session.mapper.find('events')
  if (!events) return []
  const { name = '', namespace = '', uid = '' } = object.metadata ?? {}
  const about = uid ? [`involvedObject.uid=${uid}`] : []
  const fieldSelector = [
    `involvedObject.kind=${object.kind ?? resource.kind}`,
    `involvedObject.name=${name}`,
    ...(namespace ? [`involvedObject.namespace=${namespace}`] : []),
    ...about,
  ]
  try {
    return listAt(session.list(events, namespace, { fieldSelector: fieldSelector.join(','), limit: 500 }), 'items')
  } catch (error) {
    if (error instanceof ApiError) return []
    throw error
  }
}

/** The table of events at the end of a description. */
export const writeEventTable = (write: Description, events: readonly LooseObject[], now: number): void => {
  if (events.length === 0) return write.line(0, 'Events:', '<none>')
  const sorted = events.toSorted((a, b) =>
    textAt(a, 'lastTimestamp') < textAt(b, 'lastTimestamp') ? -1 : textAt(a, 'lastTimestamp') > textAt(b, 'lastTimestamp') ? 1 : 0,
  )
  write.flush()
  write.line(0, 'Events:')
  write.line(1, 'Type', 'Reason', 'Age', 'From', 'Message')
  write.line(1, '----', '------', '----', '----', '-------')
  for (const event of sorted) {
    const path = textAt(event, 'involvedObject', 'fieldPath')
    const source = textAt(event, 'source', 'component') || textAt(event, 'reportingComponent')
    write.line(
      1,
      textAt(event, 'type'),
      textAt(event, 'reason'),
      interval(event, now),
      source,
      (path ? `${path}: ` : '') + textAt(event, 'message').trim(),
    )
  }
}

export const writeEvents = (write: Description, object: LooseObject, context: DescribeContext): void => {
  if (context.showEvents) writeEventTable(write, eventsAbout(object, context), context.now)
}

export { eventsAbout }
