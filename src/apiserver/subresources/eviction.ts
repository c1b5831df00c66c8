import type { JsonObject } from '../../api/index.ts'
import type { HttpResponse } from '../../machine/index.ts'
import { parseBody } from '../body.ts'
import type { ResourceCall } from '../context.ts'
import { deleteObject } from '../delete.ts'
import type { DeletionOptions } from '../delete-options.ts'
import { answer } from '../http.ts'
import { badRequest, methodNotAllowed } from '../status.ts'
import { mustFind } from '../update.ts'

/**
 * POST to `pods/eviction`: deletes the Pod as its disruption budgets allow.
 * @simplified: PodDisruptionBudgets are not looked at yet.
 */
export const eviction = (call: ResourceCall): HttpResponse => {
  if (call.info.verb !== 'create') throw methodNotAllowed()
  const body = parseBody(call.request).value as JsonObject
  const name = (body.metadata as JsonObject | undefined)?.name
  if (name && name !== call.name) throw badRequest('name in URL does not match name in Eviction object: BadRequest')
  const given = (body.deleteOptions ?? {}) as object as Partial<DeletionOptions> & { readonly dryRun?: unknown }
  const dryRun = call.dryRun || (Array.isArray(given.dryRun) && given.dryRun.includes('All'))
  deleteObject(call, mustFind(call), { ...given, preconditions: given.preconditions ?? {}, dryRun })
  return answer({ kind: 'Status', apiVersion: 'v1', metadata: {}, status: 'Success', code: 201 }, 201)
}
