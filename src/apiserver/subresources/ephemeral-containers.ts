import type { Pod } from '../../api/index.ts'
import type { HttpResponse } from '../../machine/index.ts'
import type { ResourceCall } from '../context.ts'
import { decodeBody } from '../decode.ts'
import { present } from '../negotiate.ts'
import { readFieldValidation } from '../options.ts'
import { applyPatch, readPatch } from '../patch.ts'
import { handleGet } from '../read.ts'
import { methodNotAllowed } from '../status.ts'
import { changeObject } from '../update.ts'

/** `pods/ephemeralcontainers`: the Pod, of which only the list of ephemeral containers changes. */
export const ephemeralContainers = (call: ResourceCall): HttpResponse => {
  const only = (current: Pod, wanted: Pod): Pod => {
    const { resourceVersion = '' } = wanted.metadata
    return {
      ...current,
      metadata: { ...current.metadata, resourceVersion },
      spec: { ...current.spec!, ephemeralContainers: wanted.spec?.ephemeralContainers ?? [] },
    }
  }
  switch (call.info.verb) {
    case 'get':
      return handleGet(call)
    case 'update': {
      const wanted = call.kind.withDefaults(decodeBody(call, call.kind, readFieldValidation(call.info.query, 'UpdateOptions'))) as Pod
      return present(
        call,
        changeObject(call, (current) => only(current as Pod, wanted)),
      )
    }
    case 'patch': {
      const patch = readPatch(call)
      return present(
        call,
        changeObject(call, (current) => only(current as Pod, call.kind.withDefaults(applyPatch(call, call.kind, current, patch)) as Pod)),
      )
    }
    default:
      throw methodNotAllowed()
  }
}
