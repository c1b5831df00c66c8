import type { JsonObject } from '../api/index.ts'
import { parseBody } from './body.ts'
import type { ResourceCall } from './context.ts'
import { readInteger } from './options.ts'
import { badRequest, invalidOptions } from './status.ts'
import { JsonSyntaxError } from './go-json.ts'

export type Propagation = 'Foreground' | 'Background' | 'Orphan'

export interface DeletionOptions {
  readonly gracePeriodSeconds?: number
  readonly propagation?: Propagation
  readonly preconditions: { readonly uid?: string; readonly resourceVersion?: string }
  readonly dryRun: boolean
}

const policies: readonly string[] = ['Foreground', 'Background', 'Orphan']

/** DeleteOptions from the body, or from the query if there is no body. */
export const readDeleteOptions = (call: ResourceCall): DeletionOptions => {
  const body = readBody(call)
  const { query } = call.info
  const grace = typeof body.gracePeriodSeconds === 'number' ? body.gracePeriodSeconds : readInteger(query, 'gracePeriodSeconds')
  const propagation = propagationOf(body, query)
  const preconditions = (body.preconditions ?? {}) as DeletionOptions['preconditions']
  return {
    ...(grace === undefined ? {} : { gracePeriodSeconds: grace }),
    ...(propagation === undefined ? {} : { propagation }),
    preconditions,
    dryRun: call.dryRun || (Array.isArray(body.dryRun) && body.dryRun.includes('All')),
  }
}

const readBody = (call: ResourceCall): JsonObject => {
  const { body } = call.request
  if (body === undefined || body === null || body === '' || (body instanceof Uint8Array && body.length === 0)) return {}
  try {
    return parseBody(call.request).value as JsonObject
  } catch (error) {
    if (error instanceof JsonSyntaxError) throw badRequest(`couldn't get version/kind; json parse error: ${error.message}`)
    throw error
  }
}

const propagationOf = (body: JsonObject, query: URLSearchParams): Propagation | undefined => {
  const policy = body.propagationPolicy ?? query.get('propagationPolicy')
  if (typeof policy === 'string' && policy !== '') {
    if (policies.includes(policy)) return policy as Propagation
    throw invalidOptions('DeleteOptions', {
      field: 'propagationPolicy',
      reason: 'FieldValueNotSupported',
      message: `Unsupported value: "${policy}": supported values: "Foreground", "Background", "Orphan", "nil"`,
    })
  }
  if (body.orphanDependents === true) return 'Orphan'
  return body.orphanDependents === false ? 'Background' : undefined
}
