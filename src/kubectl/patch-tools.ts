import {
  applyJsonPatch,
  applyMergePatch,
  applyStrategicMergePatch,
  createJsonMergePatch,
  createMergePatch,
  createThreeWayMergePatch,
  createTwoWayMergePatch,
  schema,
  type Json,
  type JsonObject,
} from '../api/index.ts'
import type { Resource } from './discovery.ts'
import type { PatchContentType } from './session.ts'

export interface Patch {
  readonly type: PatchContentType
  readonly body: JsonObject
}

const builtInGroups = ['', 'apps', 'autoscaling', 'batch', 'extensions', 'policy']

/** The schema type of a kind that kubectl has compiled in; undefined for custom resources, which know no strategic merge. */
export const schemaTypeOf = (resource: Pick<Resource, 'group' | 'kind'>): string | undefined =>
  (builtInGroups.includes(resource.group) || resource.group.endsWith('.k8s.io')) && resource.kind in schema ? resource.kind : undefined

export const isEmptyPatch = (patch: Patch): boolean => Object.keys(patch.body).length === 0

/** What turns one object into the other: a strategic merge patch where the type is known. */
export const twoWayPatch = (resource: Pick<Resource, 'group' | 'kind'>, before: JsonObject, after: JsonObject): Patch => {
  const type = schemaTypeOf(resource)
  if (type === undefined) return { type: 'merge', body: createMergePatch(before, after) as JsonObject }
  return { type: 'strategic', body: createTwoWayMergePatch(before, after, type) as JsonObject }
}

/** What apply sends: changes from the live object to the new configuration, removals from the last configuration to it. */
export const threeWayPatch = (
  resource: Pick<Resource, 'group' | 'kind'>,
  original: JsonObject | undefined,
  modified: JsonObject,
  current: JsonObject,
): Patch => {
  const type = schemaTypeOf(resource)
  if (type !== undefined)
    return { type: 'strategic', body: createThreeWayMergePatch(original ?? {}, modified, current, type) as JsonObject }
  return { type: 'merge', body: createJsonMergePatch(original ?? {}, modified, current) as JsonObject }
}

/** The object as the patch would leave it, worked out here. */
export const patchLocally = (
  resource: Pick<Resource, 'group' | 'kind'>,
  object: JsonObject,
  type: PatchContentType,
  body: Json,
): JsonObject => {
  if (type === 'json') return applyJsonPatch(object, body as never) as JsonObject
  if (type === 'merge') return applyMergePatch(object, body) as JsonObject
  return applyStrategicMergePatch(object, body as JsonObject, schemaTypeOf(resource) ?? '') as JsonObject
}
