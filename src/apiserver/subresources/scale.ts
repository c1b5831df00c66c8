import {
  ageColumn,
  applyJsonPatch,
  applyMergePatch,
  nameColumn,
  type Column,
  type JsonObject,
  type JsonPatchOperation,
  type KubeObject,
} from '../../api/index.ts'
import type { HttpResponse } from '../../machine/index.ts'
import { parseBody } from '../body.ts'
import type { ResourceCall } from '../context.ts'
import { present } from '../negotiate.ts'
import { readPatch } from '../patch.ts'
import { tidyMeta } from '../meta.ts'
import { badRequest, invalid, methodNotAllowed, unknownResource } from '../status.ts'
import { mustFind, updateObject } from '../update.ts'

interface Scale {
  readonly kind: 'Scale'
  readonly apiVersion: 'autoscaling/v1'
  readonly metadata: KubeObject['metadata']
  readonly spec: { readonly replicas?: number }
  readonly status: { readonly replicas: number; readonly selector: string }
}

/** GET, PUT and PATCH of `/scale`: replicas of any kind that has them, as autoscaling/v1 Scale. */
export const scale = (call: ResourceCall): HttpResponse => {
  if (!call.kind.scale) throw unknownResource()
  switch (call.info.verb) {
    case 'get':
      return presentScale(call, toScale(call, mustFind(call)))
    case 'update': {
      const wanted = parseBody(call.request).value as object as Scale
      if (wanted.metadata?.name && wanted.metadata.name !== call.name) {
        throw badRequest(`the name of the object (${wanted.metadata.name}) does not match the name on the URL (${call.name})`)
      }
      return write(call, () => wanted)
    }
    case 'patch': {
      const patch = readPatch(call)
      return write(call, (current) =>
        patch.type === 'json'
          ? applyJsonPatch(current, patch.value as object as readonly JsonPatchOperation[])
          : applyMergePatch(current, patch.value as JsonObject),
      )
    }
    default:
      throw methodNotAllowed()
  }
}

const count = (name: string, read: (scale: Scale) => number): Column => ({
  name,
  type: 'integer',
  cell: (object) => read(object as object as Scale),
})
const columns: readonly Column[] = [
  nameColumn,
  count('Desired', ({ spec }) => spec.replicas ?? 0),
  count('Available', ({ status }) => status.replicas),
  ageColumn,
]

const presentScale = (call: ResourceCall, scaled: Scale): HttpResponse =>
  present({ ...call, kind: { ...call.kind, columns } }, scaled as object as KubeObject)

const toScale = (call: ResourceCall, object: KubeObject): Scale => {
  const { name, namespace, uid, resourceVersion, creationTimestamp } = object.metadata
  const { spec, status, selector } = call.kind.scale!.read(object)
  const metadata = tidyMeta({ name, ...(namespace ? { namespace } : {}), uid, resourceVersion, creationTimestamp })
  // Zero replicas are left out, as Go's omitempty does.
  return {
    kind: 'Scale',
    apiVersion: 'autoscaling/v1',
    metadata,
    spec: spec === 0 ? {} : { replicas: spec },
    status: { replicas: status, selector },
  }
}

const write = (call: ResourceCall, change: (current: Scale) => Scale): HttpResponse => {
  const changed = updateObject(call, (current) => {
    const wanted = change(toScale(call, current))
    const replicas = wanted.spec?.replicas ?? 0
    if (replicas < 0) {
      const error = {
        field: 'spec.replicas',
        reason: 'FieldValueInvalid' as const,
        message: `Invalid value: ${replicas}: must be greater than or equal to 0`,
      }
      throw invalid({ group: 'autoscaling', kind: 'Scale' }, call.name, [error])
    }
    const next = call.kind.scale!.write(current, replicas)
    return { ...next, metadata: { ...next.metadata, resourceVersion: wanted.metadata?.resourceVersion ?? '' } }
  })
  return presentScale(call, toScale(call, changed))
}
