import { goNamed, goTypes } from './generated/go.ts'

/** A field of a Go struct: what it is called there and in JSON, its type, and when it is left out of JSON. */
export interface GoField {
  readonly goName: string
  /** Empty: the fields of an embedded struct stand in its place. */
  readonly name: string
  readonly type: string
  readonly omit: 'never' | 'empty' | 'zero'
}

export const remembered = <T>(compute: (type: string) => T): ((type: string) => T) => {
  const memory = new Map<string, T>()
  return (type) => {
    const known = memory.get(type)
    if (known !== undefined || memory.has(type)) return known as T
    const made = compute(type)
    memory.set(type, made)
    return made
  }
}

const parse = (text: string): GoField => {
  const [goName = '', name = '', type = '', omit] = text.split(' ')
  return { goName, name, type, omit: omit === '?' ? 'empty' : omit === '0' ? 'zero' : 'never' }
}

/** The fields of a Go struct in their order, as they are declared; undefined if it is no struct that is known. */
export const goFields: (type: string) => readonly GoField[] | undefined = remembered((type) => goTypes[type]?.map(parse))

/** The name of a struct that a field of this Go type holds, without pointers and package; undefined for scalars, lists and maps. */
export const goStruct: (type: string) => string | undefined = remembered((type) => {
  const name = /^\*?v1\.(\w+)$/.exec(type)?.[1]
  return name !== undefined && goTypes[name] ? name : undefined
})

/** What a named Go type is (`v1.Protocol` → `string`); the type itself if it has no name. */
export const goUnderlying: (type: string) => string = remembered((type) => {
  const name = /^v1\.(\w+)$/.exec(type)?.[1]
  return name === undefined ? (/^types\./.test(type) ? 'string' : type) : (goNamed[name] ?? type)
})

/** As `goFields`, but embedded structs are dissolved: the keys of the JSON object in the order in which Go writes them. */
export const goKeys: (type: string) => readonly GoField[] | undefined = remembered((type) =>
  goFields(type)?.flatMap((field) => (field.name === '' ? (goKeys(goStruct(field.type) ?? '') ?? []) : [field])),
)
