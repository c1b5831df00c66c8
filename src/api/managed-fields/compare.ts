import { fieldTree, leaf, union, type FieldTree } from './field-tree.ts'
import { itemName, memberField, structureOf, type Structure } from './structure.ts'

type Fields = Readonly<Record<string, unknown>>
type Maybe = FieldTree | undefined

/** What differs between two versions of an object: fields that came or changed, and fields that went. */
export interface Comparison {
  readonly changed: Maybe
  readonly removed: Maybe
}

const isEmpty = (value: unknown): boolean => value === undefined || value === null || Object.keys(value).length === 0

const whole = new WeakMap<object, Map<string, Maybe>>()

/** All fields of a value that was not there before, the containers themselves too; remembered, so that replicas share it. */
const everything = (value: unknown, structure: Structure): Maybe => {
  if (value === undefined) return undefined
  if (structure.by === 'whole' || typeof value !== 'object' || value === null || isEmpty(value)) return leaf
  const key = structure.by === 'members' ? structure.type : structure.field.type
  let known = whole.get(value)
  if (!known) whole.set(value, (known = new Map()))
  const remembered = known.get(key)
  if (remembered) return remembered
  const made = fieldTree(true, children(value, structure))
  known.set(key, made)
  return made
}

const children = (value: object, structure: Exclude<Structure, { readonly by: 'whole' }>): Record<string, FieldTree> => {
  const result: Record<string, FieldTree> = {}
  for (const [name, { value: inner, structure: of }] of members(value, structure)) {
    const tree = everything(inner, of)
    if (tree) result[name] = tree
  }
  return result
}

interface Member {
  readonly value: unknown
  readonly structure: Structure
}

/** The members of a map or a list of named items, by their names in FieldsV1. */
export const members = (value: unknown, structure: Exclude<Structure, { readonly by: 'whole' }>): Map<string, Member> => {
  const result = new Map<string, Member>()
  if (structure.by === 'members') {
    const fields = (value ?? {}) as Fields
    for (const name in fields) {
      if (fields[name] !== undefined)
        result.set(`f:${name}`, { value: fields[name], structure: structureOf(memberField(structure.type, name)) })
    }
    return result
  }
  const type = structure.field.type.slice(2)
  const inner: Structure = structure.field.listType === 'set' ? { by: 'whole' } : structureOf({ type })
  for (const item of (value ?? []) as readonly unknown[]) result.set(itemName(structure.field, item), { value: item, structure: inner })
  return result
}

const same = (a: unknown, b: unknown): boolean => {
  if (a === b) return true
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false
  const [left, right] = [a as Fields, b as Fields]
  const names = Object.keys(left).filter((name) => left[name] !== undefined)
  return (
    names.length === Object.keys(right).filter((name) => right[name] !== undefined).length &&
    names.every((name) => same(left[name], right[name]))
  )
}

const nothing: Comparison = { changed: undefined, removed: undefined }

/** Compares two values as structured-merge-diff does; what both share by reference costs nothing. */
export const compare = (before: unknown, after: unknown, structure: Structure): Comparison => {
  if (before === after) return nothing
  if (before === undefined) return { changed: everything(after, structure), removed: undefined }
  if (after === undefined) return { changed: undefined, removed: everything(before, structure) }
  const scalar = [before, after].some((value) => typeof value !== 'object' && value !== null)
  if (structure.by === 'whole' || scalar || (isEmpty(before) && isEmpty(after)))
    return same(before, after) ? nothing : { changed: leaf, removed: undefined }
  const [left, right] = [members(before, structure), members(after, structure)]
  const changed: Record<string, FieldTree> = {}
  const removed: Record<string, FieldTree> = {}
  for (const name of new Set([...left.keys(), ...right.keys()])) {
    const member = right.get(name) ?? left.get(name)!
    const inner = compare(left.get(name)?.value, right.get(name)?.value, member.structure)
    if (inner.changed) changed[name] = inner.changed
    if (inner.removed) removed[name] = inner.removed
  }
  return { changed: fieldTree(false, changed), removed: fieldTree(false, removed) }
}

/** The fields that a configuration names (`ToFieldSet`): its leaves, and the items of lists. */
export const namedFields = (value: unknown, structure: Structure): Maybe => {
  if (structure.by === 'whole' || typeof value !== 'object' || value === null || isEmpty(value)) return leaf
  const result: Record<string, FieldTree> = {}
  for (const [name, member] of members(value, structure)) {
    const tree = namedFields(member.value, member.structure)
    const named = structure.by === 'items' ? union(tree, leaf) : tree
    if (named) result[name] = named
  }
  return fieldTree(false, result)
}
