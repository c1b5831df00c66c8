import type { HttpResponse } from '../../machine/index.ts'
import type { ResourceCall } from '../context.ts'
import { methodNotAllowed } from '../status.ts'
import { handlePatch } from '../patch.ts'
import { handleGet } from '../read.ts'
import { handleUpdate } from '../update.ts'

/** `pods/ephemeralcontainers` and `pods/resize` read and write the Pod itself. */
export const ephemeralContainers = (call: ResourceCall): HttpResponse => {
  if (call.info.verb === 'get') return handleGet(call)
  if (call.info.verb === 'update') return handleUpdate(call)
  if (call.info.verb === 'patch') return handlePatch(call)
  throw methodNotAllowed()
}
