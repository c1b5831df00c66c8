import { parseFieldSelector, parseLabelSelector, type FieldTerm, type Kind, type KubeObject } from '../api/index.ts'
import { badRequest } from './status.ts'

/** What `labelSelector` and `fieldSelector` of a request select. */
export interface Selection {
  selects(object: KubeObject): boolean
  readonly isEmpty: boolean
  readonly fields: readonly FieldTerm[]
}

const readField = (kind: Kind, field: string): ((object: KubeObject) => string) => {
  if (field === 'metadata.name') return (object) => object.metadata.name
  if (field === 'metadata.namespace' && kind.namespaced) return (object) => object.metadata.namespace ?? ''
  const read = kind.selectableFields?.[field]
  if (!read && kind.selectableFields) throw badRequest(`field label not supported: ${field}`)
  if (!read) throw badRequest(`"${field}" is not a known field selector: only "metadata.name", "metadata.namespace"`)
  return read
}

/** The parsers throw plain errors; to the client they are all bad requests. */
const parsed = <T>(parse: () => T): T => {
  try {
    return parse()
  } catch (error) {
    throw badRequest(error instanceof Error ? error.message : String(error))
  }
}

export const readSelection = (kind: Kind, query: URLSearchParams): Selection => {
  const labelText = query.get('labelSelector') ?? ''
  const fields = parsed(() => parseFieldSelector(query.get('fieldSelector') ?? ''))
  const labels = parsed(() => parseLabelSelector(labelText))
  const tests = fields.map(({ field, value, equal }) => {
    const read = readField(kind, field)
    return (object: KubeObject) => (read(object) === value) === equal
  })
  const byLabels = labels.requirements.length > 0
  return {
    selects: (object) => (!byLabels || labels.matches(object.metadata.labels)) && tests.every((test) => test(object)),
    isEmpty: !byLabels && tests.length === 0,
    fields,
  }
}
