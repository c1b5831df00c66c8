import type { FieldError } from '../api/index.ts'
import { readInteger } from './options.ts'
import { isTrue } from './route.ts'
import { failure, invalidOptions } from './status.ts'

export interface ListRequest {
  readonly limit?: number
  readonly continue?: string
  readonly resourceVersion?: number
  readonly match?: string
  readonly sendInitialEvents?: boolean
  readonly allowWatchBookmarks: boolean
  readonly timeoutSeconds?: number
}

/** ListOptions of a query. */
export const readListOptions = (query: URLSearchParams): ListRequest => {
  const limit = readInteger(query, 'limit')
  const timeoutSeconds = readInteger(query, 'timeoutSeconds')
  const token = query.get('continue')
  const match = query.get('resourceVersionMatch')
  const resourceVersion = readRevision(query.get('resourceVersion'))
  return {
    ...(limit === undefined ? {} : { limit }),
    ...(timeoutSeconds === undefined ? {} : { timeoutSeconds }),
    ...(token ? { continue: token } : {}),
    ...(match ? { match } : {}),
    ...(resourceVersion === undefined ? {} : { resourceVersion }),
    ...(query.has('sendInitialEvents') ? { sendInitialEvents: isTrue(query.get('sendInitialEvents')) } : {}),
    allowWatchBookmarks: isTrue(query.get('allowWatchBookmarks')),
  }
}

const readRevision = (text: string | null): number | undefined => {
  if (text === null || text === '') return undefined
  if (/^\d+$/.test(text)) return Number(text)
  throw failure(
    500,
    undefined,
    `resourceVersion: Invalid value: ${JSON.stringify(text)}: strconv.ParseUint: parsing ${JSON.stringify(text)}: invalid syntax`,
  )
}

const refuse = (message: string): never => {
  throw invalidOptions('ListOptions', { field: 'resourceVersionMatch', reason: 'FieldValueForbidden', message: `Forbidden: ${message}` })
}

/** What may not stand together (`apimachinery/pkg/apis/meta/internalversion/validation`). */
export const mustBeValidListOptions = (options: ListRequest, watching = false): void => {
  const { match } = options
  if (options.sendInitialEvents !== undefined && !watching) {
    const error: FieldError = {
      field: 'sendInitialEvents',
      reason: 'FieldValueForbidden',
      message: 'Forbidden: sendInitialEvents is forbidden for list',
    }
    throw invalidOptions('ListOptions', error)
  }
  if (match === undefined) {
    if (options.sendInitialEvents !== undefined) refuse('sendInitialEvents requires setting resourceVersionMatch to NotOlderThan')
    return
  }
  if (watching && options.sendInitialEvents === undefined)
    refuse('resourceVersionMatch is forbidden for watch unless sendInitialEvents is provided')
  if (options.resourceVersion === undefined && !watching) refuse('resourceVersionMatch is forbidden unless resourceVersion is provided')
  if (options.continue) refuse('resourceVersionMatch is forbidden when continue is provided')
  if (match !== 'Exact' && match !== 'NotOlderThan') {
    const message = `Unsupported value: "${match}": supported values: "Exact", "NotOlderThan", ""`
    throw invalidOptions('ListOptions', { field: 'resourceVersionMatch', reason: 'FieldValueNotSupported', message })
  }
  if (match === 'Exact' && options.resourceVersion === 0) refuse('resourceVersionMatch "exact" is forbidden for resourceVersion "0"')
}
