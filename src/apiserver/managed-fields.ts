import {
  compare,
  difference,
  fieldPaths,
  fieldTree,
  intersection,
  namedFields,
  sameFields,
  union,
  withoutFields,
  type Comparison,
  type FieldTree,
  type KubeObject,
  type ManagedFieldsEntry,
} from '../api/index.ts'
import type { ResourceCall } from './context.ts'
import { timestamp } from './meta.ts'
import { apiVersionOf } from './registry.ts'
import { failure } from './status.ts'

type Entry = ManagedFieldsEntry & { readonly manager: string; readonly operation: 'Apply' | 'Update'; readonly fieldsV1: FieldTree }
type Fields = Readonly<Record<string, unknown>>

/** What nobody owns (`internal/stripmeta.go`). */
const unowned = new Set(['name', 'namespace', 'creationTimestamp', 'selfLink', 'uid', 'generation', 'managedFields', 'resourceVersion'])

const ownable = (meta: Fields | undefined): Fields => Object.fromEntries(Object.entries(meta ?? {}).filter(([name]) => !unowned.has(name)))

/** The parts of an object that this call may own: never kind and version, the status only through its subresource. */
const partsOf = (call: ResourceCall, object: KubeObject | undefined): Fields => {
  if (!object) return {}
  const { kind: _, apiVersion: __, metadata, status, ...content } = object as KubeObject & { readonly status?: unknown }
  const owned = { ...content, metadata: ownable(metadata as object as Fields) }
  return call.subresource === 'status' ? { ...owned, status } : owned
}

/** `metadata` itself is nobody's. */
const withoutRoots = (tree: FieldTree | undefined): FieldTree | undefined => {
  if (!tree?.['f:metadata']) return tree
  const { '.': _, 'f:metadata': metadata, ...others } = tree
  const { '.': __, ...inner } = metadata
  const kept = fieldTree(false, inner)
  return fieldTree(false, { ...others, ...(kept ? { 'f:metadata': kept } : {}) })
}

const comparison = (call: ResourceCall, before: KubeObject | undefined, after: KubeObject): Comparison => {
  const structure = { by: 'members', type: call.kind.type } as const
  const { changed, removed } = compare({ metadata: {}, ...partsOf(call, before) }, partsOf(call, after), structure)
  return { changed: withoutRoots(changed), removed: withoutRoots(removed) }
}

/** Who writes: the client's own name for itself, else the first word of its user agent. */
const managerOf = ({ info, request }: ResourceCall): string =>
  info.query.get('fieldManager') || (request.headers['user-agent'] ?? '').split('/')[0] || 'unknown'

const entriesOf = (object: KubeObject | undefined): readonly Entry[] =>
  (object?.metadata.managedFields ?? []) as readonly ManagedFieldsEntry[] as readonly Entry[]

const ownEntry = (call: ResourceCall, operation: Entry['operation'], fieldsV1: FieldTree): Entry => ({
  apiVersion: apiVersionOf(call.kind),
  fieldsType: 'FieldsV1',
  fieldsV1,
  manager: managerOf(call),
  operation,
  ...(call.subresource === '' ? {} : { subresource: call.subresource }),
  time: timestamp(call.server.clock.now),
})

const sameOwner = (a: Entry, b: Entry): boolean =>
  a.manager === b.manager && a.operation === b.operation && a.apiVersion === b.apiVersion && (a.subresource ?? '') === (b.subresource ?? '')

const sortKey = ({ operation, time, manager, apiVersion, subresource }: Entry): string =>
  [operation, time, manager, apiVersion, subresource ?? ''].join('\0')

const sorted = (entries: readonly Entry[]): readonly Entry[] => [...entries].sort((a, b) => (sortKey(a) < sortKey(b) ? -1 : 1))

const withFields = (entry: Entry, fieldsV1: FieldTree | undefined): readonly Entry[] =>
  !fieldsV1 ? [] : fieldsV1 === entry.fieldsV1 ? [entry] : [{ ...entry, fieldsV1 }]

/** The others' entries, without what this write takes from them. */
const bereft = (others: readonly Entry[], { changed, removed }: Comparison): readonly Entry[] =>
  others.flatMap((entry) => withFields(entry, difference(difference(entry.fieldsV1, changed), removed)))

/** The managers of the fields once a create or an update has made `before` into `after` (`Updater.Update`). */
export const managersAfterUpdate = (
  call: ResourceCall,
  before: KubeObject | undefined,
  after: KubeObject,
): readonly ManagedFieldsEntry[] => {
  const entries = entriesOf(before)
  const compared = comparison(call, before, after)
  if (!compared.changed && !compared.removed) return entries
  const fresh = ownEntry(call, 'Update', {})
  const own = entries.find((entry) => sameOwner(entry, fresh))
  const others = bereft(
    entries.filter((entry) => entry !== own),
    compared,
  )
  const fields = union(difference(own?.fieldsV1, compared.removed), compared.changed)
  if (!fields) return others
  return sorted([...others, own && sameFields(own.fieldsV1, fields) ? { ...own, fieldsV1: fields } : { ...fresh, fieldsV1: fields }])
}

/** What a server-side apply makes of an object, and who manages its fields then. */
export interface Applied<T extends KubeObject> {
  readonly object: T
  readonly managers: readonly ManagedFieldsEntry[]
}

/**
 * Applies a configuration: `merged` is the live object with it, from which goes what the applier no longer names (`Updater.Apply`).
 * Throws the conflict if others manage what changes and the call does not force it.
 */
export const applyFields = <T extends KubeObject>(
  call: ResourceCall,
  live: T | undefined,
  configuration: KubeObject,
  merged: T,
): Applied<T> => {
  const structure = { by: 'members', type: call.kind.type } as const
  const fields = withoutRoots(namedFields(partsOf(call, configuration), structure)) ?? {}
  const entries = entriesOf(live)
  const fresh = ownEntry(call, 'Apply', fields)
  const own = entries.find((entry) => sameOwner(entry, fresh))
  const others = entries.filter((entry) => entry !== own)
  const left = difference(own?.fieldsV1, fields)
  const owned = [...others.map((entry) => entry.fieldsV1), fields].reduce<FieldTree | undefined>(union, undefined)
  const object = left ? withoutFields(merged, call.kind.type, left, owned) : merged
  const compared = live ? comparison(call, live, object) : { changed: undefined, removed: undefined }
  const conflicts = others.flatMap((entry) => withFields(entry, intersection(entry.fieldsV1, compared.changed)))
  if (conflicts.length > 0 && call.info.query.get('force') !== 'true') throw conflict(conflicts)
  const unchanged = own && sameFields(own.fieldsV1, fields) && !compared.changed && !compared.removed
  return { object, managers: unchanged ? entries : sorted([...bereft(others, compared), fresh]) }
}

const told = ({ manager, operation, apiVersion, subresource }: Entry): string => {
  const name = JSON.stringify(manager) + (subresource ? ` with subresource "${subresource}"` : '')
  return operation === 'Update' ? `${name} using ${apiVersion ?? ''}` : name
}

/** 409: `fieldmanager/internal/conflict.go`. */
const conflict = (conflicts: readonly Entry[]) => {
  const byManager = [...conflicts]
    .sort((a, b) => (told(a) < told(b) ? -1 : 1))
    .map((entry) => ({ name: told(entry), paths: fieldPaths(entry.fieldsV1) }))
  const causes = byManager.flatMap(({ name, paths }) =>
    paths.map((field) => ({ reason: 'FieldManagerConflict', message: `conflict with ${name}`, field })),
  )
  const message =
    causes.length === 1
      ? `Apply failed with 1 conflict: ${causes[0]!.message}: ${causes[0]!.field}`
      : `Apply failed with ${causes.length} conflicts: ${byManager.map(({ name, paths }) => [`conflicts with ${name}:`, ...paths.map((path) => `- ${path}`)].join('\n')).join('\n')}`
  return failure(409, 'Conflict', message, { causes })
}
