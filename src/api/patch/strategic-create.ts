import { jsonEqual } from '../equal.ts'
import {
  deleteFromPrimitiveList,
  directive,
  type Fields,
  isFields,
  isList,
  keyOf,
  type List,
  type PatchMeta,
  patchMeta,
  retainKeys,
  setElementOrder,
  sortByOrder,
} from './strategic-common.ts'
import { mergeStrategic } from './strategic-merge.ts'

/** Which differences a patch is to contain. */
interface Options {
  readonly deletions: boolean
  readonly changes: boolean
  readonly order: boolean
  readonly retainKeys?: boolean
}

const sameShape = (a: unknown, b: unknown): boolean => typeof a === typeof b && isList(a) === isList(b) && (a === null) === (b === null)

/** The strategic patch from one object to another (upstream's `diffMaps`). */
const diff = (original: Fields, modified: Fields, type: string | undefined, options: Options): Record<string, unknown> => {
  const patch: Record<string, unknown> = {}
  for (const [key, value] of Object.entries(modified)) {
    if (value === undefined) continue
    const before = original[key]
    if (before === undefined || !sameShape(before, value)) {
      if (options.changes) patch[key] = value
      continue
    }
    if (isFields(before) && isFields(value)) {
      const meta = patchMeta(type, key)
      if (meta.replace) {
        if (options.changes && !jsonEqual(before, value)) patch[key] = value
        continue
      }
      const inner = diff(before, value, meta.type, { ...options, retainKeys: meta.retainKeys })
      if (Object.keys(inner).length > 0) patch[key] = inner
    } else if (isList(before) && isList(value) && patchMeta(type, key).merge) {
      diffList(patch, key, before, value, patchMeta(type, key), options)
    } else if (options.changes && !jsonEqual(before, value)) {
      patch[key] = value
    }
  }
  if (options.deletions) for (const key of Object.keys(original)) if (modified[key] === undefined) patch[key] = null
  const keys = Object.keys(modified).filter((key) => modified[key] !== undefined && modified[key] !== null)
  const added = keys.some((key) => original[key] === undefined)
  if (options.retainKeys && keys.length > 0 && (Object.keys(patch).length > 0 || added)) patch[retainKeys] = keys.sort()
  return patch
}

const diffList = (patch: Record<string, unknown>, key: string, original: List, modified: List, meta: PatchMeta, options: Options): void => {
  if (original.length === 0) {
    if (modified.length > 0 && options.changes) patch[key] = modified
    return
  }
  const ofObjects = isFields(original[0] ?? modified[0])
  if (ofObjects) diffListOfObjects(patch, key, original, modified, meta, options)
  else diffListOfScalars(patch, key, original, modified, options)
}

const diffListOfObjects = (
  patch: Record<string, unknown>,
  key: string,
  original: List,
  modified: List,
  meta: PatchMeta,
  options: Options,
): void => {
  const { mergeKey } = meta
  const inner = { ...options, retainKeys: meta.retainKeys }
  const before = new Map(original.map((item) => [String(keyOf(item, mergeKey)), item as Fields]))
  const after = new Map(modified.map((item) => [String(keyOf(item, mergeKey)), item as Fields]))
  const changes: Fields[] = []
  const deletions: Fields[] = []
  for (const [id, item] of after) {
    const previous = before.get(id)
    if (!previous) {
      if (options.changes) changes.push(item)
      continue
    }
    const change = diff(previous, item, meta.type, inner)
    if (Object.keys(change).length > 0) changes.push({ ...change, [mergeKey]: item[mergeKey] })
  }
  if (options.deletions) {
    for (const id of [...before.keys()].sort())
      if (!after.has(id)) deletions.push({ [directive]: 'delete', [mergeKey]: before.get(id)![mergeKey] })
  }
  const list = [...sortByOrder(changes, modified, mergeKey), ...deletions]
  if (list.length > 0) patch[key] = list
  const sameOrder =
    original.length === modified.length && modified.every((item, index) => keyOf(item, mergeKey) === keyOf(original[index], mergeKey))
  const ordered = (options.changes && (list.length > 0 || !sameOrder)) || (options.deletions && list.length > 0)
  if (options.order && ordered && modified.length > 0)
    patch[setElementOrder + key] = modified.map((item) => ({ [mergeKey]: keyOf(item, mergeKey) }))
}

/** How often each text occurs beyond those of the other list. */
const surplus = (list: List, other: List): List => {
  const counts = new Map<string, number>()
  for (const item of other) counts.set(String(item), (counts.get(String(item)) ?? 0) + 1)
  return list.filter((item) => {
    const left = counts.get(String(item)) ?? 0
    counts.set(String(item), left - 1)
    return left <= 0
  })
}

const diffListOfScalars = (patch: Record<string, unknown>, key: string, original: List, modified: List, options: Options): void => {
  const added = options.changes ? surplus(modified, original) : []
  const deleted = options.deletions ? [...new Set(surplus(original, modified))].sort() : []
  if (added.length > 0) patch[key] = sortByOrder(added, modified, '')
  if (deleted.length > 0) patch[deleteFromPrimitiveList + key] = deleted
  const ordered = deleted.length > 0 || (options.changes && !jsonEqual(original, modified))
  if (options.order && ordered && modified.length > 0) patch[setElementOrder + key] = modified
}

/** The strategic merge patch that turns `original` into `modified`. */
export const createTwoWayMergePatch = (original: Fields, modified: Fields, type: string): Fields =>
  diff(original, modified, type, { deletions: true, changes: true, order: true })

/** The patch that `kubectl apply` sends: from `current` to `modified`, with what left `modified` since `original` deleted. */
export const createThreeWayMergePatch = (original: Fields, modified: Fields, current: Fields, type: string): Fields => {
  const changes = diff(current, modified, type, { deletions: false, changes: true, order: true })
  const deletions = diff(original, modified, type, { deletions: true, changes: false, order: true })
  return mergeStrategic(deletions, changes, type, { applied: false })
}
