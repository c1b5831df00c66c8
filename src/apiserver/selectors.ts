import type { Kind, KubeObject } from '../api/index.ts'
import { badRequest } from './status.ts'

export type Selects = (object: KubeObject) => boolean

/** The requirements `a=b` of a field selector, as pairs. */
export interface FieldRequirement {
  readonly field: string
  readonly value: string
  readonly equal: boolean
}

const parseFields = (text: string): readonly FieldRequirement[] =>
  text
    .split(',')
    .filter((term) => term !== '')
    .map((term) => {
      const match = /^([^=!]*)(==|=|!=)(.*)$/.exec(term)
      if (!match) throw badRequest(`invalid selector: '${term}'; can't understand '${term}'`)
      return { field: match[1]!, value: match[3]!, equal: match[2] !== '!=' }
    })

const readField = (kind: Kind, field: string): ((object: KubeObject) => string) => {
  if (field === 'metadata.name') return (object) => object.metadata.name
  if (field === 'metadata.namespace' && kind.namespaced) return (object) => object.metadata.namespace ?? ''
  const read = kind.selectableFields?.[field]
  if (!read) throw badRequest(`field label not supported: ${field}`)
  return read
}

export interface Selection {
  readonly selects: Selects
  readonly isEmpty: boolean
  readonly fields: readonly FieldRequirement[]
}

/** What `labelSelector` and `fieldSelector` of a request select. */
export const readSelection = (kind: Kind, query: URLSearchParams): Selection => {
  const fields = parseFields(query.get('fieldSelector') ?? '')
  const tests = fields.map(({ field, value, equal }) => {
    const read = readField(kind, field)
    return (object: KubeObject) => (read(object) === value) === equal
  })
  const labels = labelTests(query.get('labelSelector') ?? '')
  const all = [...tests, ...labels]
  return { selects: (object) => all.every((test) => test(object)), isEmpty: all.length === 0, fields }
}

const labelTests = (text: string): readonly Selects[] =>
  text
    .split(',')
    .filter((term) => term !== '')
    .map((term) => {
      const match = /^([^=!]*)(==|=|!=)(.*)$/.exec(term)
      if (!match) return (object: KubeObject) => (object.metadata.labels?.[term.replace(/^!/, '')] !== undefined) === !term.startsWith('!')
      return (object: KubeObject) => (object.metadata.labels?.[match[1]!] === match[3]!) === (match[2] !== '!=')
    })
