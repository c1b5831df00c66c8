import type { Kind, KubeObject } from '../api/index.ts'
import { EtcdError, prefixEnd, type KeyValue, type Store } from '../etcd/index.ts'
import type { HttpResponse } from '../machine/index.ts'
import { createContinue, readContinue } from './continue-token.ts'
import type { Call, ResourceCall } from './context.ts'
import { listPrefix } from './keys.ts'
import { mustBeValidListOptions, readListOptions, type ListRequest } from './list-options.ts'
import { present, presentList } from './negotiate.ts'
import { apiVersionOf } from './registry.ts'
import { readSelection, type Selection } from './selectors.ts'
import { failure } from './status.ts'
import { mustFind } from './update.ts'

/** GET of one object. */
export const handleGet = (call: ResourceCall): HttpResponse => {
  readListOptions(call.info.query)
  return present(call, mustFind(call))
}

export interface ListBody {
  readonly kind: string
  readonly apiVersion: string
  readonly metadata: { readonly resourceVersion: string; readonly continue?: string; readonly remainingItemCount?: number }
  readonly items: readonly KubeObject[]
}

/** GET of a collection. */
export const handleList = (call: ResourceCall): HttpResponse => {
  const options = readListOptions(call.info.query)
  mustBeValidListOptions(options)
  return presentList(call, listPage(call, options, readSelection(call.kind, call.info.query)))
}

/** All that the request's selectors match, now. */
export const listItems = (call: ResourceCall): readonly KubeObject[] => {
  const { selects } = readSelection(call.kind, call.info.query)
  const prefix = listPrefix(call.kind, call.namespace)
  return call.store.range(prefix, prefixEnd(prefix)).map(valueOf).filter(selects)
}

const valueOf = (entry: KeyValue): KubeObject => entry.value as KubeObject

const listPage = (call: ResourceCall, options: ListRequest, selection: Selection): ListBody => {
  const { kind, store } = call
  const prefix = listPrefix(kind, call.namespace)
  const from = options.continue ? readContinue(options.continue, prefix) : undefined
  const revision = from?.revision ?? exactRevision(store, options)
  const start = from ? prefix + from.start : prefix
  const entries = readRange(call, start, prefixEnd(prefix), revision, options)
  const found: KubeObject[] = []
  let last = -1
  for (let index = 0; index < entries.length && (!options.limit || found.length < options.limit); index++) {
    const object = valueOf(entries[index]!)
    if (selection.selects(object)) found.push(object)
    last = index
  }
  const listRevision = revision ?? store.revision
  const remaining = entries.length - last - 1
  const more = remaining > 0 && options.limit ? { continue: createContinue(listRevision, entries[last]!.key.slice(prefix.length)) } : {}
  const count = remaining > 0 && options.limit && selection.isEmpty ? { remainingItemCount: remaining } : {}
  return listBody(kind, { resourceVersion: String(listRevision), ...more, ...count }, found)
}

export const listBody = (kind: Kind, metadata: ListBody['metadata'], items: readonly KubeObject[]): ListBody => ({
  kind: `${kind.kind}List`,
  apiVersion: apiVersionOf(kind),
  metadata,
  items,
})

/** The past revision that the list shall show; undefined is now. */
const exactRevision = (store: Store, options: ListRequest): number | undefined => {
  const wanted = options.resourceVersion
  if (wanted === undefined || wanted === 0) return undefined
  const exact = options.match === 'Exact' || (options.match === undefined && options.limit !== undefined && options.limit > 0)
  if (wanted > store.revision) throw tooLarge(wanted, store.revision)
  return exact ? wanted : undefined
}

/** 504 for a revision that is not there yet. */
const tooLarge = (wanted: number, current: number) =>
  failure(504, 'Timeout', `Timeout: Too large resource version: ${wanted}, current: ${current}`, {
    causes: [{ reason: 'ResourceVersionTooLarge', message: 'Too large resource version' }],
    retryAfterSeconds: 1,
  })

export const expired = (message: string) => failure(410, 'Expired', message)

// apiserver/pkg/storage/etcd3/errors.go
const listTooOld = 'The resourceVersion for the provided list is too old.'
const continueTooOld =
  'The provided continue parameter is too old to display a consistent list result. You can start a new list without the continue parameter, or use the continue token in this response to retrieve the remainder of the results. Continuing with the provided token results in an inconsistent list - objects that were created, modified, or deleted between the time the first chunk was returned and now may show up in the list.'

const readRange = (call: Call, start: string, end: string, revision: number | undefined, options: ListRequest): readonly KeyValue[] => {
  try {
    return call.store.range(start, end, revision === undefined ? {} : { atRevision: revision })
  } catch (error) {
    if (!(error instanceof EtcdError) || error.reason !== 'compacted') throw error
    throw expired(options.continue ? continueTooOld : listTooOld)
  }
}
