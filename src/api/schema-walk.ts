import { schema } from './generated/schema.ts'
import type { FieldSchema, TypeSchema } from './schema.ts'

/** The type of a list's or a map's members; undefined for anything else. */
export const memberType = (type: string): string | undefined => (type.startsWith('[]') || type.startsWith('{}') ? type.slice(2) : undefined)

/** The fields of an object type; undefined for scalars, lists and maps. */
export const typeSchema = (type: string): TypeSchema | undefined => schema[type]

export const fieldSchema = (type: string | undefined, field: string): FieldSchema | undefined => {
  if (type === undefined) return undefined
  if (type.startsWith('{}')) return { type: type.slice(2) }
  return schema[type]?.[field]
}
