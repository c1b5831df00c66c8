import { humanDuration } from '../../base/index.ts'
import type { Column } from '../kind.ts'
import type { KubeObject } from '../object.ts'

/** The time since an RFC 3339 time stamp, as tables show it. */
export const age = (timestamp: string | undefined, now: number): string =>
  timestamp ? humanDuration(now - Date.parse(timestamp)) : '<unknown>'

export const nameColumn: Column = { name: 'Name', type: 'string', format: 'name', cell: (object) => object.metadata.name }
export const ageColumn: Column = { name: 'Age', type: 'string', cell: (object, now) => age(object.metadata.creationTimestamp, now) }

const column =
  (type: Column['type'], wide: boolean) =>
  <T extends KubeObject>(name: string, cell: (object: T, now: number) => string | number | boolean): Column<T> =>
    wide ? { name, type, wide, cell } : { name, type, cell }

export const text = column('string', false)
export const wideText = column('string', true)
export const integer = column('integer', false)

/** Items joined by commas, or `<none>`. */
export const joined = (items: readonly string[]): string => (items.length > 0 ? items.join(',') : '<none>')
