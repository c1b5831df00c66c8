import type { FieldSchema } from '../schema.ts'
import { fieldSchema, typeSchema } from '../schema-walk.ts'

type Fields = Readonly<Record<string, unknown>>

/** How a value is owned: as a whole, by its members, or by its items, which have names of their own. */
export type Structure =
  { readonly by: 'whole' } | { readonly by: 'members'; readonly type: string } | { readonly by: 'items'; readonly field: FieldSchema }

// `+structType=atomic` in k8s.io/api and apimachinery.
const atomicStructs = new Set(
  `ConfigMapKeySelector EndpointAddress EndpointPort DiscoveryEndpointPort FileKeySelector LabelSelector LocalObjectReference NodeSelector
  NodeSelectorTerm ObjectFieldSelector ObjectReference OwnerReference ResourceFieldSelector RoleRef RbacSubject ScopeSelector
  SecretKeySelector SecretReference ServiceBackendPort TopologySelectorTerm TypedLocalObjectReference`.split(/\s+/),
)

const whole: Structure = { by: 'whole' }

/** Of a field, as `x-kubernetes-list-type` and the like tell. */
export const structureOf = (field: FieldSchema): Structure => {
  const { type } = field
  if (type.startsWith('[]')) return field.listType === 'map' || field.listType === 'set' ? { by: 'items', field } : whole
  if (type.startsWith('{}')) return field.mapType === 'atomic' ? whole : { by: 'members', type }
  if (typeSchema(type) && !atomicStructs.has(type)) return { by: 'members', type }
  return whole
}

/** What a member of an object is, by name; anything unknown is owned as a whole. */
export const memberField = (type: string, name: string): FieldSchema => fieldSchema(type, name) ?? { type: 'any' }

const defaults: Readonly<Record<string, string>> = { protocol: 'TCP' }

/** The name of an item in a list of the kind `map` or `set`: `k:{"name":"web"}`, `v:"x"`. */
export const itemName = (field: FieldSchema, item: unknown): string => {
  if (field.listType === 'set') return `v:${JSON.stringify(item)}`
  const keys = [...(field.listMapKeys ?? [])].sort()
  return `k:${JSON.stringify(Object.fromEntries(keys.map((key) => [key, (item as Fields)[key] ?? defaults[key]])))}`
}
