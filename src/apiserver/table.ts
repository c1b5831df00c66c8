import type { Column, Kind, KubeObject } from '../api/index.ts'
import { badRequest } from './status.ts'

type Include = 'Metadata' | 'Object' | 'None'

/** How the rows of a table are made. */
export interface TableForm {
  readonly kind: Kind
  readonly include: Include
  readonly now: () => number
}

/** What each row carries beside its cells. */
export const includeObject = (query: URLSearchParams): Include => {
  const value = query.get('includeObject') ?? ''
  if (value === '') return 'Metadata'
  if (value === 'Metadata' || value === 'Object' || value === 'None') return value
  throw badRequest(
    `Unable to convert to Table as requested: includeObject: Invalid value: "${value}": must be 'Metadata', 'Object', 'None', or empty`,
  )
}

/** Our own short words for the columns that most kinds have. */
const descriptions: Readonly<Record<string, string>> = {
  Name: 'The name of the object, unique within its namespace.',
  Age: 'How long ago the object was created.',
  Ready: 'How many are ready, of how many.',
  Status: 'The state in one word.',
}

const definitions = new WeakMap<readonly Column[], readonly object[]>()

export const columnDefinitions = (kind: Kind): readonly object[] => {
  const known = definitions.get(kind.columns)
  if (known) return known
  const made = kind.columns.map(({ name, type, format, wide }) => ({
    name,
    type: type === 'date' ? 'string' : type,
    format: format ?? '',
    description: descriptions[name] ?? `The ${name.toLowerCase()} of the ${kind.kind}.`,
    priority: wide ? 1 : 0,
  }))
  definitions.set(kind.columns, made)
  return made
}

export const partialMeta = (object: KubeObject) => ({
  kind: 'PartialObjectMetadata',
  apiVersion: 'meta.k8s.io/v1',
  metadata: object.metadata,
})

export const tableRow = (form: TableForm, object: KubeObject) => {
  const now = form.now()
  const cells = form.kind.columns.map((column) => column.cell(object, now))
  if (form.include === 'None') return { cells, object: null }
  return { cells, object: form.include === 'Object' ? object : partialMeta(object) }
}
