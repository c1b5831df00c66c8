import type { Kind } from './kind.ts'
import type { KubeObject } from './object.ts'
import { goKeys, goStruct, goUnderlying, remembered, type GoField } from './go-types.ts'

type Fields = Readonly<Record<string, unknown>>

/** Objects that are known to be as Go writes them; only ever looked at with the type that they had then. */
const complete = new WeakSet<object>()

const isEmptyCollection = (value: unknown): boolean => typeof value === 'object' && value !== null && Object.keys(value).length === 0

/** What Go writes for a field that nobody set. */
const zero: (type: string) => unknown = remembered((type) => {
  if (type.startsWith('*') || type.startsWith('[]') || type.startsWith('map[') || /^v1\.(Micro)?Time$/.test(type)) return null
  if (type === 'resource.Quantity') return '0'
  if (type === 'intstr.IntOrString') return 0
  const struct = goStruct(type)
  if (struct !== undefined) return writtenType(struct, {})
  const scalar = goUnderlying(type)
  if (scalar.startsWith('map[') || scalar.startsWith('[]')) return null
  return scalar === 'string' ? '' : scalar === 'bool' ? false : 0
})

const memberType = remembered((type) => type.replace(/^\*?\[\]/, ''))

const isStruct = ({ type }: GoField): boolean =>
  (!type.startsWith('*') && goStruct(type) !== undefined) || /^(v1\.(Micro)?Time|resource\.Quantity|intstr\.IntOrString)$/.test(type)

/** True if Go writes the field even when nobody set it: `omitempty` does nothing for structs. */
const always = (field: GoField): boolean => field.omit === 'never' || (field.omit === 'empty' && isStruct(field))

const writtenMember = (type: string, value: unknown): unknown => {
  if (typeof value !== 'object' || value === null) return value
  if (Array.isArray(value)) {
    const inner = memberType(type)
    const struct = goStruct(inner)
    if (struct === undefined) return value
    const items: readonly unknown[] = value.map((item) => writtenMember(inner, item))
    return items.every((item, index) => item === value[index]) ? value : items
  }
  const struct = goStruct(type)
  return struct === undefined ? value : writtenType(struct, value as Fields)
}

interface Plan {
  readonly fields: ReadonlyMap<string, GoField>
  readonly always: readonly GoField[]
}
const plans = new Map<string, Plan>()
const planOf = (type: string): Plan => {
  const known = plans.get(type)
  if (known) return known
  // Kind and version are their own matter, and an object's metadata is kept tidy elsewhere.
  const fields = (goKeys(type) ?? []).filter(
    ({ name, type: goType }) => name !== 'kind' && name !== 'apiVersion' && goType !== 'v1.ObjectMeta',
  )
  const template = (goKeys(type) ?? []).filter(
    ({ type: goType }) => goType === 'v1.ObjectMeta' && !goKeys(type)!.some(({ name }) => name === 'kind'),
  )
  const plan = { fields: new Map(fields.map((field) => [field.name, field])), always: [...template, ...fields].filter(always) }
  plans.set(type, plan)
  return plan
}

/** A value of a Go struct with all that Go writes although it is empty: nil times and lists as null, structs as `{}`. */
const writtenType = (type: string, value: Fields): Fields => {
  if (complete.has(value)) return value
  const plan = planOf(type)
  let result: Record<string, unknown> | undefined
  for (const name in value) {
    const field = plan.fields.get(name)
    const given = value[name]
    if (!field || given === undefined || given === null) continue
    const nil = field.omit === 'never' && !field.type.startsWith('*') && isEmptyCollection(given) && goStruct(field.type) === undefined
    const next = nil ? null : writtenMember(field.type, given)
    if (next !== given) (result ??= { ...value })[name] = next
  }
  for (const field of plan.always) {
    if (value[field.name] === undefined) (result ??= { ...value })[field.name] = zero(field.type)
  }
  const done = result ?? value
  complete.add(done)
  return done
}

/** The object as the server writes and stores it: with what Go does not leave out (`json` tags without `omitempty`, structs). */
export const asWritten = <T extends KubeObject>(kind: Pick<Kind, 'type'>, object: T): T =>
  writtenType(kind.type, object as object as Fields) as object as T
