import { isFieldMember, type FieldTree } from './field-tree.ts'
import { members } from './compare.ts'
import { itemName, memberField, structureOf, type Structure } from './structure.ts'

type Fields = Readonly<Record<string, unknown>>

const gone = Symbol('gone')

/** A value without the fields of `remove`, unless somebody in `owned` has them or something within them. */
const without = (value: unknown, structure: Structure, remove: FieldTree, owned: FieldTree | undefined): unknown => {
  if (isFieldMember(remove) && !owned) return gone
  if (structure.by === 'whole' || typeof value !== 'object' || value === null) return value
  const found = members(value, structure)
  const kept = new Map<string, unknown>()
  for (const [name, member] of found) {
    const next = remove[name] ? without(member.value, member.structure, remove[name], owned?.[name]) : member.value
    if (next !== gone) kept.set(name, next)
  }
  if (kept.size === 0 && found.size > 0 && !owned) return gone
  if (structure.by === 'items') {
    return (value as readonly unknown[]).flatMap((item) => {
      const name = itemName(structure.field, item)
      return kept.has(name) ? [kept.get(name)] : []
    })
  }
  return Object.fromEntries([...kept].map(([name, inner]) => [name.slice(2), inner]))
}

/** The object without what its applier no longer names and nobody else owns (`Updater.prune`). */
export const withoutFields = <T extends object>(object: T, type: string, remove: FieldTree, owned: FieldTree | undefined): T => {
  const result: Record<string, unknown> = { ...(object as Fields) }
  for (const segment in remove) {
    const name = segment.slice(2)
    if (!segment.startsWith('f:') || (object as Fields)[name] === undefined) continue
    const next = without((object as Fields)[name], structureOf(memberField(type, name)), remove[segment]!, owned?.[segment])
    if (next === gone) delete result[name]
    else result[name] = next
  }
  return result as T
}
