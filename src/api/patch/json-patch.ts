import type { Json } from '../object.ts'
import { jsonEqual } from '../equal.ts'

/** A patch that does not fit its document, in the words of evanphx/json-patch. */
export class PatchError extends Error {
  constructor(message: string) {
    super(message)
    this.name = 'PatchError'
  }
}

export interface JsonPatchOperation {
  readonly op: string
  readonly path: string
  readonly from?: string
  readonly value?: Json
}

const missing = (text: string): PatchError => new PatchError(`${text}: missing value`)
const invalidIndex = (index: number): PatchError => new PatchError(`Unable to access invalid index: ${index}: invalid index referenced`)

const segments = (pointer: string): readonly string[] =>
  pointer
    .split('/')
    .slice(1)
    .map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~'))

const indexOf = (key: string): number => {
  if (!/^[-+]?\d+$/.test(key)) throw new PatchError(`strconv.Atoi: parsing ${JSON.stringify(key)}: invalid syntax`)
  return Number(key)
}

const isContainer = (value: Json | undefined): value is readonly Json[] | { readonly [key: string]: Json } =>
  typeof value === 'object' && value !== null

const child = (container: Json | undefined, key: string): Json | undefined => {
  if (Array.isArray(container)) {
    const index = indexOf(key)
    if (index >= container.length || index < -container.length) throw invalidIndex(index)
    return container.at(index)
  }
  return isContainer(container) ? (container as { readonly [key: string]: Json })[key] : undefined
}

/** The value at a pointer's parent, or undefined if the way to it is not there. */
const parentOf = (document: Json, path: readonly string[]): Json | undefined => {
  let at: Json | undefined = document
  for (const part of path.slice(0, -1)) {
    try {
      at = child(at, part)
    } catch {
      return undefined
    }
    if (!isContainer(at)) return undefined
  }
  return isContainer(at) ? at : undefined
}

/** A copy of the document in which the container at the pointer's parent is changed. */
const changed = (document: Json, path: readonly string[], change: (container: Json, key: string) => Json): Json => {
  const [head, ...rest] = path
  if (rest.length === 0) return change(document, head!)
  if (Array.isArray(document)) return document.with(indexOf(head!), changed(child(document, head!)!, rest, change))
  return { ...(document as object), [head!]: changed(child(document, head!)!, rest, change) }
}

const insert = (container: Json, key: string, value: Json): Json => {
  if (!Array.isArray(container)) return { ...(container as object), [key]: value }
  if (key === '-') return [...container, value]
  if (!/^[-+]?\d+$/.test(key))
    throw new PatchError(`value was not a proper array index: '${key}': strconv.Atoi: parsing ${JSON.stringify(key)}: invalid syntax`)
  const index = Number(key)
  if (index > container.length || index < -container.length - 1) throw invalidIndex(index)
  return container.toSpliced(index < 0 ? index + container.length + 1 : index, 0, value)
}

const without = (container: Json, key: string): Json => {
  if (Array.isArray(container)) {
    const index = indexOf(key)
    if (index >= container.length || index < -container.length) throw invalidIndex(index)
    return container.toSpliced(index, 1)
  }
  if (!Object.hasOwn(container as object, key)) throw missing(`Unable to remove nonexistent key: ${key}`)
  const { [key]: _, ...rest } = container as { readonly [key: string]: Json }
  return rest
}

const wrapped = <T>(prefix: string, run: () => T): T => {
  try {
    return run()
  } catch (error) {
    throw error instanceof PatchError ? new PatchError(`${prefix}: ${error.message}`) : error
  }
}

const operations: Readonly<Record<string, (document: Json, operation: JsonPatchOperation, path: readonly string[]) => Json>> = {
  add: (document, { path: pointer, value = null }, path) => {
    if (path.length === 0) return value
    if (parentOf(document, path) === undefined) throw missing(`add operation does not apply: doc is missing path: "${pointer}"`)
    return wrapped(`error in add for path: '${pointer}'`, () => changed(document, path, (container, key) => insert(container, key, value)))
  },
  remove: (document, { path: pointer }, path) => {
    if (path.length === 0 || parentOf(document, path) === undefined)
      throw missing(`remove operation does not apply: doc is missing path: "${pointer}"`)
    return wrapped(`error in remove for path: '${pointer}'`, () => changed(document, path, without))
  },
  replace: (document, { path: pointer, value = null }, path) => {
    if (path.length === 0) return value
    const parent = parentOf(document, path)
    if (parent === undefined) throw missing(`replace operation does not apply: doc is missing path: ${pointer}`)
    const key = path.at(-1)!
    if (Array.isArray(parent) ? !(Number(key) < parent.length) : !Object.hasOwn(parent as object, key)) {
      throw missing(`replace operation does not apply: doc is missing key: ${pointer}`)
    }
    return changed(document, path, (container, last) =>
      Array.isArray(container) ? container.with(Number(last), value) : { ...(container as object), [last]: value },
    )
  },
  move: (document, operation, path) => {
    const from = segments(operation.from ?? '')
    if (from.length === 0 || parentOf(document, from) === undefined)
      throw missing(`move operation does not apply: doc is missing from path: ${operation.from}`)
    const value = wrapped(`error in move for path: '${from.at(-1)}'`, () => child(parentOf(document, from), from.at(-1)!))
    const rest = wrapped(`error in move for path: '${from.at(-1)}'`, () => changed(document, from, without))
    if (parentOf(rest, path) === undefined)
      throw missing(`move operation does not apply: doc is missing destination path: ${operation.path}`)
    return wrapped(`error in move for path: '${operation.path}'`, () =>
      changed(rest, path, (container, key) => insert(container, key, value ?? null)),
    )
  },
  copy: (document, operation, path) => {
    const from = segments(operation.from ?? '')
    if (from.length === 0 || parentOf(document, from) === undefined)
      throw missing(`copy operation does not apply: doc is missing from path: ${operation.from}`)
    const value = wrapped(`error in copy for from: '${operation.from}'`, () => child(parentOf(document, from), from.at(-1)!))
    if (parentOf(document, path) === undefined)
      throw missing(`copy operation does not apply: doc is missing destination path: ${operation.path}`)
    return wrapped('error while adding value during copy', () =>
      changed(document, path, (container, key) => insert(container, key, value ?? null)),
    )
  },
  test: (document, { path: pointer, value }, path) => {
    const parent = path.length === 0 ? document : parentOf(document, path)
    if (parent === undefined) throw missing(`test operation does not apply: is missing path: ${pointer}`)
    const found = path.length === 0 ? document : wrapped(`error in test for path: '${pointer}'`, () => child(parent, path.at(-1)!))
    if (!jsonEqual(found ?? null, value ?? null)) throw new PatchError(`testing value ${pointer} failed: test failed`)
    return document
  },
}

/** Applies an RFC 6902 patch; throws PatchError as evanphx/json-patch words it. */
export const applyJsonPatch = <T>(document: T, patch: readonly JsonPatchOperation[]): T =>
  patch.reduce<Json>((current, operation) => {
    const apply = operations[operation.op]
    if (!apply) throw new PatchError(`Unexpected kind: ${operation.op ?? 'unknown'}`)
    return apply(current, operation, segments(operation.path ?? ''))
  }, document as Json) as T
