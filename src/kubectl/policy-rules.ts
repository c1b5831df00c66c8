import { valuesAt, type LooseObject } from './object.ts'

/** A rule about one resource of one group and at most one name, or about one path. */
interface Rule {
  readonly groups: readonly string[]
  readonly resources: readonly string[]
  readonly names: readonly string[]
  readonly paths: readonly string[]
  readonly verbs: readonly string[]
}

const texts = (rule: LooseObject, field: string): readonly string[] => valuesAt(rule, field).map(String)

const resourceRules = (rule: LooseObject): readonly Rule[] => {
  const names = texts(rule, 'resourceNames').map((name) => [name])
  return texts(rule, 'apiGroups').flatMap((group) =>
    texts(rule, 'resources').flatMap((resource) =>
      texts(rule, 'verbs').flatMap((verb) =>
        (names.length > 0 ? names : [[]]).map((name) => ({
          groups: [group],
          resources: [resource],
          names: name,
          paths: [],
          verbs: [verb],
        })),
      ),
    ),
  )
}

const pathRules = (rule: LooseObject): readonly Rule[] =>
  texts(rule, 'nonResourceURLs').flatMap((path) =>
    texts(rule, 'verbs').map((verb) => ({ groups: [], resources: [], names: [], paths: [path], verbs: [verb] })),
  )

/** Joins the verbs of rules about the same resource and name (pkg/util/rbac CompactRules). */
const compact = (rules: readonly Rule[]): readonly Rule[] => {
  const joined = new Map<string, Rule>()
  for (const rule of rules) {
    const key = rule.paths.length > 0 ? `path ${joined.size}` : `${rule.groups[0]} ${rule.resources[0]} ${rule.names.join(' ')}`
    const known = joined.get(key)
    joined.set(key, known ? { ...known, verbs: [...known.verbs, ...rule.verbs] } : rule)
  }
  return [...joined.values()]
}

const list = (values: readonly string[]): string => `[${values.join(' ')}]`

/** A rule as Go's generated String prints it: what kubectl sorts by. */
const goText = ({ verbs, groups, resources, names, paths }: Rule): string =>
  `Verbs:${list(verbs)},APIGroups:${list(groups)},Resources:${list(resources)},ResourceNames:${list(names)},NonResourceURLs:${list(paths)}`

const nameOf = ({ groups, resources }: Rule): string => {
  const [main = '', ...sub] = (resources[0] ?? '').split('/')
  return [groups[0] ? `${main}.${groups[0]}` : main, ...sub].join('/')
}

/** What rules allow, as describe and `auth can-i --list` print it: resources, paths, names and verbs, each thing once. */
export const policyRows = (rules: readonly LooseObject[]): readonly (readonly string[])[] => {
  const all = rules.flatMap((rule) => [...resourceRules(rule), ...pathRules(rule)])
  const sorted = compact(all).toSorted((a, b) => (goText(a) < goText(b) ? -1 : goText(a) > goText(b) ? 1 : 0))
  return sorted.map((rule) => [nameOf(rule), list(rule.paths), list(rule.names), list(rule.verbs)])
}
