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

/** `pods/resize`: the Pod, of which only the containers' resources change. */
export const resize = (call: ResourceCall): HttpResponse => {
  switch (call.info.verb) {
    case 'get':
      return handleGet(call)
    case 'update': {
      const wanted = decodeBody(call, call.kind, readFieldValidation(call.info.query, 'UpdateOptions')) as Pod
      return present(
        call,
        changeObject(call, (current) => resized(current as Pod, wanted)),
      )
    }
    case 'patch': {
      const patch = readPatch(call)
      return present(
        call,
        changeObject(call, (current) => resized(current as Pod, applyPatch(call, call.kind, current, patch) as Pod)),
      )
    }
    default:
      throw methodNotAllowed()
  }
}

const resized = (current: Pod, wanted: Pod): Pod => {
  const byName = new Map((wanted.spec?.containers ?? []).map((container) => [container.name, container]))
  const containers = (current.spec?.containers ?? []).map((container) => {
    const { resources } = byName.get(container.name) ?? container
    return resources ? { ...container, resources } : container
  })
  const { resourceVersion = '' } = wanted.metadata
  const { generation = 1 } = current.metadata
  return {
    ...current,
    metadata: { ...current.metadata, resourceVersion, generation: generation + 1 },
    spec: { ...current.spec!, containers },
  }
}
