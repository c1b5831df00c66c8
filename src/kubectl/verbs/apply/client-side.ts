import { ApiError, UsageError } from '../../../base/index.ts'
import type { Json, JsonObject } from '../../../api/index.ts'
import { loose, sourceError, withSource, type ObjectInfo } from '../../action.ts'
import { deleteOptions, pollUntilGone, type Propagation } from '../../deletion.ts'
import { isNotFound, isReason } from '../../errors.ts'
import { goJson } from '../../go-json.ts'
import { isJsonObject } from '../../json-fields.ts'
import { lastApplied, lastAppliedAnnotation, withLastApplied } from '../../last-applied.ts'
import { isEmptyPatch, patchLocally, threeWayPatch, type Patch } from '../../patch-tools.ts'
import type { KubectlSession, Query } from '../../session.ts'
import type { Invocation } from '../../verb.ts'
import type { DryRun } from '../../write-options.ts'

export interface ApplyOptions {
  readonly dryRun: DryRun
  /** dryRun, fieldManager and fieldValidation of every write. */
  readonly query: Query
  readonly force: boolean
  readonly propagation: Propagation
  readonly gracePeriod: number
  /** Milliseconds. */
  readonly timeout: number
}

export interface Applied {
  readonly object: JsonObject
  readonly operation: 'created' | 'configured' | 'unchanged' | 'serverside-applied'
}

/** Nulls go when an object is created: as applying it a second time would have it. */
const withoutNulls = (value: Json): Json => {
  if (Array.isArray(value)) return value.map((item: Json) => (item === null ? null : withoutNulls(item)))
  if (!isJsonObject(value)) return value
  return Object.fromEntries(
    Object.entries(value).flatMap(([name, inner]): [string, Json][] => (inner === null ? [] : [[name, withoutNulls(inner)]])),
  )
}

/** resource.Info as Go prints it in errors. */
export const infoText = ({ resource, name, namespace }: ObjectInfo): string =>
  `Resource: "${resource.group}/${resource.version}, Resource=${resource.plural}", GroupVersionKind: "${resource.group}/${resource.version}, Kind=${resource.kind}"\nName: ${JSON.stringify(name)}, Namespace: ${JSON.stringify(namespace)}`

const readLive = (session: KubectlSession, info: ObjectInfo): JsonObject | undefined => {
  if (info.name === '')
    throw sourceError(
      `retrieving current configuration of:\n${infoText(info)}\nfrom server for:`,
      info.source,
      new UsageError('resource name may not be empty'),
    )
  try {
    return session.get(info.resource, info.namespace, info.name) as JsonObject
  } catch (error) {
    if (isNotFound(error)) return undefined
    throw sourceError(`retrieving current configuration of:\n${infoText(info)}\nfrom server for:`, info.source, error)
  }
}

const createNew = (session: KubectlSession, info: ObjectInfo, options: ApplyOptions): Applied => {
  const object = withoutNulls(withLastApplied(info.object)) as JsonObject
  if (options.dryRun === 'client') return { object, operation: 'created' }
  const created = withSource('creating', info.source, () => session.create(info.resource, info.namespace, loose(object), options.query))
  return { object: created as JsonObject, operation: 'created' }
}

/** The patch from the annotation, the file and the live object. */
export const patchFor = (info: ObjectInfo, modified: JsonObject, live: JsonObject): Patch => {
  const original = lastApplied(live)
  let parsed: JsonObject | undefined
  try {
    parsed = original === undefined || original === '' ? undefined : (JSON.parse(original) as JsonObject)
  } catch (error) {
    throw new UsageError(
      `creating patch with:\noriginal:\n${original}\nmodified:\n${goJson(modified)}\ncurrent:\n${goJson(live)}\nfor: ${(error as Error).message}`,
    )
  }
  return threeWayPatch(info.resource, parsed, modified, live)
}

const isConflict = (error: unknown): boolean => error instanceof ApiError && error.reason === 'Conflict'

/** Sends the patch; after a conflict it is made anew, five times, at last with pauses (pkg/cmd/apply/patcher.go). */
const sendPatch = async (
  invocation: Invocation,
  info: ObjectInfo,
  modified: JsonObject,
  live: JsonObject,
  options: ApplyOptions,
): Promise<{ patch: Patch; object: JsonObject }> => {
  const session = await invocation.connect()
  let current = live
  for (let tries = 0; ; tries++) {
    const patch = patchFor(info, modified, current)
    if (isEmptyPatch(patch)) return { patch, object: current }
    try {
      return { patch, object: session.patch(info.resource, info.namespace, info.name, patch.type, patch.body, options.query) as JsonObject }
    } catch (error) {
      if (isConflict(error) && tries < 5) {
        if (tries >= 1) await invocation.process.sleep(1000)
        current = session.get(info.resource, info.namespace, info.name) as JsonObject
      } else if (options.force && (isConflict(error) || isReason(error, 'Invalid'))) {
        return { patch, object: await deleteAndCreate(invocation, info, modified, options) }
      } else throw patchError(info, patch, error)
    }
  }
}

const patchError = (info: ObjectInfo, patch: Patch, error: unknown): unknown =>
  sourceError(
    `applying patch:\n${goJson(patch.body)}\nto:\n${infoText(info)}\nfor:`,
    info.source,
    sourceError('patching', info.source, error),
  )

const deleteAndCreate = async (
  invocation: Invocation,
  info: ObjectInfo,
  modified: JsonObject,
  options: ApplyOptions,
): Promise<JsonObject> => {
  const session = await invocation.connect()
  session.delete(info.resource, info.namespace, info.name, deleteOptions(options))
  await pollUntilGone(invocation, info, options.timeout || 7 * 24 * 3_600_000)
  return session.create(info.resource, info.namespace, loose(modified), options.query) as JsonObject
}

/** Applies one object from here: creates it, or patches what differs. */
export const applyFromClient = async (invocation: Invocation, info: ObjectInfo, options: ApplyOptions): Promise<Applied> => {
  const session = await invocation.connect()
  const live = readLive(session, info)
  if (!live) return createNew(session, info, options)
  if (lastApplied(live) === undefined) {
    await invocation.error(
      `Warning: resource ${info.resource.plural}/${info.name} is missing the ${lastAppliedAnnotation} annotation which is required by kubectl apply. kubectl apply should only be used on resources created declaratively by either kubectl create --save-config or kubectl apply. The missing annotation will be patched automatically.\n`,
    )
  }
  const modified = withLastApplied(info.object)
  let patch: Patch
  let object: JsonObject
  if (options.dryRun === 'client') {
    patch = patchFor(info, modified, live)
    object = isEmptyPatch(patch) ? live : patchLocally(info.resource, live, patch.type, patch.body)
  } else ({ patch, object } = await sendPatch(invocation, info, modified, live, options))
  return { object, operation: isEmptyPatch(patch) ? 'unchanged' : 'configured' }
}
