/**
 * A set of fields as `FieldsV1` writes it: `f:name`, `k:{"name":"web"}` and `v:"x"` lead on; a node that is empty or has `.` is itself a member.
 */
export interface FieldTree {
  readonly [segment: string]: FieldTree
}

export const leaf: FieldTree = Object.freeze({})

const isMember = (tree: FieldTree): boolean => '.' in tree || Object.keys(tree).length === 0

const made = (member: boolean, children: Record<string, FieldTree>): FieldTree | undefined => {
  const names = Object.keys(children)
  if (names.length === 0) return member ? leaf : undefined
  const sorted: Record<string, FieldTree> = member ? { '.': leaf } : {}
  for (const name of names.sort()) sorted[name] = children[name]!
  return sorted
}

/** A node of these children, which is a member itself or not; undefined for nothing at all. */
export const fieldTree = made

type Maybe = FieldTree | undefined

/** What is in either. */
export const union = (a: Maybe, b: Maybe): Maybe => {
  if (!a || a === b) return b
  if (!b) return a
  const children: Record<string, FieldTree> = {}
  for (const name in a) if (name !== '.') children[name] = b[name] ? union(a[name], b[name])! : a[name]!
  for (const name in b) if (name !== '.' && !a[name]) children[name] = b[name]!
  return made(isMember(a) || isMember(b), children)
}

/** What is in `a` and not in `b`; `a` itself if nothing goes. */
export const difference = (a: Maybe, b: Maybe): Maybe => {
  if (!a || !b) return a
  if (a === b) return undefined
  let changed = isMember(a) && isMember(b)
  const children: Record<string, FieldTree> = {}
  for (const name in a) {
    if (name === '.') continue
    const rest = b[name] ? difference(a[name], b[name]) : a[name]
    changed ||= rest !== a[name]
    if (rest) children[name] = rest
  }
  return changed ? made(isMember(a) && !isMember(b), children) : a
}

/** What is in both. */
export const intersection = (a: Maybe, b: Maybe): Maybe => {
  if (!a || !b) return undefined
  const children: Record<string, FieldTree> = {}
  for (const name in a) {
    const common = name !== '.' && b[name] ? intersection(a[name], b[name]) : undefined
    if (common) children[name] = common
  }
  return made(isMember(a) && isMember(b), children)
}

export const sameFields = (a: Maybe, b: Maybe): boolean => {
  if (a === b) return true
  if (!a || !b || isMember(a) !== isMember(b)) return false
  const names = Object.keys(a).filter((name) => name !== '.')
  return names.length === Object.keys(b).filter((name) => name !== '.').length && names.every((name) => sameFields(a[name], b[name]))
}

/** The members as error texts spell them: `.spec.containers[name="web"].image`. */
export const fieldPaths = (tree: FieldTree, path = ''): readonly string[] => [
  ...(isMember(tree) && path !== '' ? [path] : []),
  ...Object.keys(tree)
    .filter((name) => name !== '.')
    .sort()
    .flatMap((name) => fieldPaths(tree[name]!, path + spelled(name))),
]

const spelled = (segment: string): string => {
  const rest = segment.slice(2)
  if (segment.startsWith('f:')) return `.${rest}`
  if (segment.startsWith('v:')) return `[=${rest}]`
  const keys = JSON.parse(rest) as Readonly<Record<string, unknown>>
  return `[${Object.entries(keys)
    .map(([name, value]) => `${name}=${JSON.stringify(value)}`)
    .join(',')}]`
}

export { isMember as isFieldMember }
