import type { Kind, KubeObject } from '../api/index.ts'
import { toYaml } from '../base/index.ts'
import type { HttpResponse } from '../machine/index.ts'
import type { ResourceCall } from './context.ts'
import { answer } from './http.ts'
import type { ListBody } from './read.ts'
import { failure } from './status.ts'
import { columnDefinitions, includeObject, partialMeta, tableRow, type TableForm } from './table.ts'

export type PresentEvent = (type: 'ADDED' | 'MODIFIED' | 'DELETED', object: KubeObject) => unknown

type Form = 'object' | 'table' | 'partial' | 'yaml'

const acceptable = ['application/json', 'application/yaml', 'application/vnd.kubernetes.protobuf']
const tableTypes: Readonly<Record<string, Form>> = {
  Table: 'table',
  PartialObjectMetadata: 'partial',
  PartialObjectMetadataList: 'partial',
}

/** The first form in an Accept header that the server can give; protobuf clients get objects by reference too. */
const formOf = (accept: string): Form => {
  if (accept === '') return 'object'
  for (const part of accept.split(',')) {
    const [type, ...parameters] = part.split(';').map((each) => each.trim())
    const as = parameters.find((parameter) => parameter.startsWith('as='))?.slice(3)
    if (as !== undefined) {
      const form = tableTypes[as]
      if (form && parameters.includes('g=meta.k8s.io')) return form
      continue
    }
    if (type === 'application/yaml') return 'yaml'
    if (type === '*/*' || type === 'application/*' || acceptable.includes(type!)) return 'object'
  }
  throw failure(406, 'NotAcceptable', `406: Not Acceptable\n\nAvailable representations: ${acceptable.join(', ')}`, {})
}

/** Answers one object in the form that the client accepts. */
export const present = (call: ResourceCall, object: KubeObject, status = 200): HttpResponse => {
  const form = formOf(call.request.headers.accept ?? '')
  if (form === 'table') return answer(table(tableForm(call), { resourceVersion: object.metadata.resourceVersion }, [object]), status)
  if (form === 'yaml') return answerYaml(object, status)
  return answer(form === 'partial' ? partialMeta(object) : object, status)
}

/** Answers a list in the form that the client accepts. */
export const presentList = (call: ResourceCall, list: ListBody): HttpResponse => {
  const form = formOf(call.request.headers.accept ?? '')
  if (form === 'table') return answer(table(tableForm(call), list.metadata, list.items))
  if (form === 'yaml') return answerYaml(list, 200)
  if (form === 'object') return answer(list)
  return answer({
    kind: 'PartialObjectMetadataList',
    apiVersion: 'meta.k8s.io/v1',
    metadata: list.metadata,
    items: list.items.map(partialMeta),
  })
}

/** Gives a watch's events the form that the client accepts; only the first table describes its columns. */
export const eventPresenter = (call: ResourceCall): PresentEvent => {
  const form = formOf(call.request.headers.accept ?? '')
  if (form === 'partial') return (type, object) => ({ type, object: partialMeta(object) })
  if (form !== 'table') return (type, object) => ({ type, object })
  const shape = tableForm(call)
  let described = false
  return (type, object) => {
    const whole = table(shape, { resourceVersion: object.metadata.resourceVersion }, [object])
    const event = { type, object: described ? { ...whole, columnDefinitions: [] } : whole }
    described = true
    return event
  }
}

const answerYaml = (body: unknown, status: number): HttpResponse => ({
  status,
  headers: { 'cache-control': 'no-cache, private', 'content-type': 'application/yaml' },
  body: toYaml(body),
})

const tableForm = (call: ResourceCall): TableForm => ({
  kind: call.kind as Kind,
  include: includeObject(call.info.query),
  now: () => call.server.clock.now,
})

const table = (form: TableForm, metadata: object, objects: readonly KubeObject[]) => ({
  kind: 'Table',
  apiVersion: 'meta.k8s.io/v1',
  metadata,
  columnDefinitions: columnDefinitions(form.kind),
  rows: objects.map((object) => tableRow(form, object)),
})
