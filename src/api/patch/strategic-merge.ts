import {
  deleteFromPrimitiveList,
  directive,
  badType,
  type Fields,
  goValue,
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

/** `applied`: the patch is applied to an object; otherwise it is joined to another patch, and directives stay. */
interface Options {
  readonly applied: boolean
}

/** What a patch leaves where nothing was before: directives and, when applied, nulls go. Undefined if all of it is a directive. */
const withoutDirectives = (value: unknown, options: Options): unknown => {
  if (isList(value)) return value.map((item) => withoutDirectives(item, options)).filter((item) => item !== undefined)
  if (!isFields(value)) return value
  if (Object.hasOwn(value, directive)) return undefined
  const result: Record<string, unknown> = {}
  for (const [key, inner] of Object.entries(value)) {
    if (
      options.applied &&
      (inner === null || key === retainKeys || key.startsWith(setElementOrder) || key.startsWith(deleteFromPrimitiveList))
    )
      continue
    const kept = withoutDirectives(inner, options)
    if (kept !== undefined) result[key] = kept
  }
  return result
}

const retained = (original: Fields, patch: Fields): Fields => {
  const names = patch[retainKeys]
  if (!isList(names)) throw new Error('invalid patch format of retainKeys')
  for (const [key, value] of Object.entries(patch)) {
    if (value === null || key.startsWith('$') || names.includes(key)) continue
    throw new Error('invalid patch format of retainKeys')
  }
  return Object.fromEntries(Object.entries(original).filter(([key]) => names.includes(key)))
}

/** Joins server-only members to the patch's, each as near as it was to its neighbours (upstream's `mergeSortedSlice`). */
const weave = (serverOnly: List, patched: List, serverOrder: List, mergeKey: string): List => {
  const position = new Map(serverOrder.map((item, index) => [keyOf(item, mergeKey), index] as const).reverse())
  const result: unknown[] = []
  let [i, j] = [0, 0]
  while (i < serverOnly.length && j < patched.length) {
    const left = position.get(keyOf(serverOnly[i], mergeKey))
    const right = position.get(keyOf(patched[j], mergeKey))
    result.push(left !== undefined && right !== undefined && left < right ? serverOnly[i++] : patched[j++])
  }
  return [...result, ...serverOnly.slice(i), ...patched.slice(j)]
}

const isDelete = (item: unknown): boolean => isFields(item) && item[directive] === 'delete'

/**
 * The server's order as upstream has it by the time it weaves: `mergePatchIntoOriginal` still holds the slice that the
 * merge deleted from and appended to in place, so members that took a deleted one's room count as the server's.
 */
const orderLeftBehind = (server: List, changes: List, merged: List, mergeKey: string): List => {
  const order = [...server]
  let length = order.length
  for (const change of changes) {
    if (!isDelete(change)) continue
    const index = order.slice(0, length).findIndex((item) => keyOf(item, mergeKey) === keyOf(change, mergeKey))
    if (index >= 0) order.copyWithin(index, index + 1, length--)
  }
  const added = merged.slice(length)
  for (let i = 0; length < order.length && i < added.length; i++) order[length++] = added[i]
  return order
}

const checkOrder = (patchList: List, order: List, mergeKey: string): void => {
  const items = mergeKey === '' ? patchList : patchList.filter((item) => !(isFields(item) && Object.hasOwn(item, directive)))
  let at = 0
  for (const wanted of order) if (at < items.length && keyOf(items[at], mergeKey) === keyOf(wanted, mergeKey)) at++
  if (at < items.length)
    throw new Error(`The order in patch list:\n${goValue(patchList)}\n doesn't match $setElementOrder list:\n${goValue(order)}\n`)
}

/** A list after its patch and the order that comes with it. */
const mergeOrdered = (original: unknown, patch: unknown, order: unknown, meta: PatchMeta, options: Options): List | undefined => {
  for (const list of [order, original ?? [], patch ?? []]) if (!isList(list)) throw badType('[]interface {}', list)
  const [wanted, server, changes] = [order as List, (original ?? []) as List, (patch ?? []) as List]
  checkOrder(changes, wanted, meta.mergeKey)
  if (original === undefined && patch === undefined) return undefined
  const merged =
    original === undefined
      ? (withoutDirectives(changes, options) as List)
      : patch === undefined
        ? server
        : mergeList(server, changes, meta, false, options)
  const names = new Set(wanted.map((item) => keyOf(item, meta.mergeKey)))
  const inPatch = merged.filter((item) => names.has(keyOf(item, meta.mergeKey)))
  const serverOnly = merged.filter((item) => !names.has(keyOf(item, meta.mergeKey)))
  const serverOrder = options.applied && meta.mergeKey !== '' ? orderLeftBehind(server, changes, merged, meta.mergeKey) : server
  return weave(sortByOrder(serverOnly, server, meta.mergeKey), sortByOrder(inPatch, wanted, meta.mergeKey), serverOrder, meta.mergeKey)
}

const mergeObjectsInto = (original: List, patch: List, meta: PatchMeta, options: Options): List => {
  const replace = patch.some((item) => isFields(item) && item[directive] === 'replace')
  if (replace) return patch.filter((item) => !(isFields(item) && Object.hasOwn(item, directive)))
  const result = [...original]
  const find = (item: unknown): number => {
    const wanted = keyOf(item, meta.mergeKey)
    return result.findIndex((other) => keyOf(other, meta.mergeKey) === wanted)
  }
  const deletesFirst = patch.toSorted((a, b) => Number(isDelete(b)) - Number(isDelete(a)))
  for (const item of options.applied ? deletesFirst : patch) {
    if (!isFields(item)) throw badType('map[string]interface {}', item)
    const action = item[directive]
    const index = find(item)
    if (action === 'delete' && options.applied) {
      if (index >= 0) result.splice(index, 1)
    } else if (action !== undefined && action !== 'delete') {
      if (action === 'merge') throw new Error('merging list cannot yet be specified in the patch')
      throw new Error(`unknown patch type: ${goValue(action)} in map: ${goValue(item)}`)
    } else if (index >= 0) {
      result[index] = mergeStrategic(result[index] as Fields, item, meta.type, options)
    } else {
      result.push(options.applied ? withoutDirectives(item, options) : item)
    }
  }
  return result
}

const mergeList = (original: List, patch: List, meta: PatchMeta, isDeleteList: boolean, options: Options): List => {
  if (isDeleteList) return original.filter((item) => !patch.includes(item))
  if (!meta.merge) return patch
  if (patch.length === 0 && original.length === 0) return patch
  const ofObjects = isFields(original[0] ?? patch[0])
  if (!ofObjects) return [...new Set([...original, ...patch])]
  if (meta.mergeKey === '') throw new Error('cannot merge lists without merge key for ' + (meta.type ?? 'unknown'))
  return mergeObjectsInto(original, patch, meta, options)
}

/** Merges a strategic patch into an object; what is untouched is shared. */
export const mergeStrategic = (document: Fields, whole: Fields, type: string | undefined, options: Options): Fields => {
  const action = whole[directive]
  if (action === 'replace') return Object.fromEntries(Object.entries(whole).filter(([key]) => key !== directive))
  if (action === 'delete') return options.applied ? {} : whole
  if (action !== undefined) throw new Error(`unknown patch type: ${goValue(action)} in map: ${goValue(whole)}`)
  const patch: Record<string, unknown> = { ...whole }
  const retains = Object.hasOwn(patch, retainKeys)
  const result: Record<string, unknown> = { ...(retains && options.applied ? retained(document, patch) : document) }
  if (options.applied) delete patch[retainKeys]
  for (const [key, order] of Object.entries(whole)) {
    if (!key.startsWith(setElementOrder)) continue
    const field = key.slice(setElementOrder.length)
    if (!options.applied) result[key] = order
    const merged = mergeOrdered(result[field], patch[field], order, patchMeta(type, field), options)
    delete patch[key]
    delete patch[field]
    if (merged && (merged.length > 0 || result[field] !== undefined || whole[field] !== undefined)) result[field] = merged
  }
  for (const [key, value] of Object.entries(patch)) mergeField(result, key, value, type, options)
  return result
}

const mergeField = (
  result: Record<string, unknown>,
  patchKey: string,
  value: unknown,
  type: string | undefined,
  options: Options,
): void => {
  const isDeleteList = options.applied && patchKey.startsWith(deleteFromPrimitiveList)
  const key = isDeleteList ? patchKey.slice(deleteFromPrimitiveList.length) : patchKey
  if (!options.applied && patchKey.startsWith('$')) {
    result[key] = value
    return
  }
  if (value === null) {
    delete result[key]
    if (!options.applied) result[key] = null
    return
  }
  const before = result[key]
  if (isFields(before) && isFields(value)) {
    const meta = patchMeta(type, key)
    result[key] = meta.replace ? value : mergeStrategic(before, value, meta.type, options)
  } else if (isList(before) && isList(value)) {
    result[key] = mergeList(before, value, patchMeta(type, key), isDeleteList, options)
  } else if (!isDeleteList) {
    const kept = withoutDirectives(value, options)
    if (kept === undefined) delete result[key]
    else result[key] = kept
  }
}

/** Applies a strategic merge patch to an object of a type of the schema (`Deployment`). */
export const applyStrategicMergePatch = <T>(document: T, patch: unknown, type: string): T => {
  if (!isFields(patch)) throw new Error('invalid JSON document')
  return mergeStrategic(document as Fields, patch, type, { applied: true }) as T
}
