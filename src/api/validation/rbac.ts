import { jsonEqual } from '../equal.ts'
import type { ClusterRole, ClusterRoleBinding, PolicyRule, RbacSubject, Role, RoleBinding, RoleRef } from '../generated/types.ts'
import { invalid, invalids, none, notSupported, required, type FieldErrors } from './errors.ts'
import { validateMeta } from './meta.ts'
import { dnsSubdomainProblems } from './names.ts'

/** Names of roles and bindings may be whatever fits into a path (`path.ValidatePathSegmentName`). */
const pathSegmentProblems = (name: string): readonly string[] => {
  if (name === '.' || name === '..') return [`may not be '${name}'`]
  return ['/', '%'].filter((character) => name.includes(character)).map((character) => `may not contain '${character}'`)
}

const validateRule = (rule: PolicyRule, field: string, namespaced: boolean): FieldErrors => {
  const empty = (list: readonly string[] | undefined): boolean => (list ?? []).length === 0
  const verbs = empty(rule.verbs) ? [required(`${field}.verbs`, 'verbs must contain at least one value')] : none
  if (!empty(rule.nonResourceURLs)) {
    const misplaced = namespaced
      ? [invalid(`${field}.nonResourceURLs`, rule.nonResourceURLs, 'namespaced rules cannot apply to non-resource URLs')]
      : none
    const mixed =
      empty(rule.apiGroups) && empty(rule.resources) && empty(rule.resourceNames)
        ? none
        : [invalid(`${field}.nonResourceURLs`, rule.nonResourceURLs, 'rules cannot apply to both regular resources and non-resource URLs')]
    return [...verbs, ...misplaced, ...mixed]
  }
  return [
    ...verbs,
    ...(empty(rule.apiGroups) ? [required(`${field}.apiGroups`, 'resource rules must supply at least one api group')] : none),
    ...(empty(rule.resources) ? [required(`${field}.resources`, 'resource rules must supply at least one resource')] : none),
  ]
}

const validateRules = (rules: readonly PolicyRule[] | null | undefined, namespaced: boolean): FieldErrors =>
  (rules ?? []).flatMap((rule, index) => validateRule(rule, `rules[${index}]`, namespaced))

/** `pkg/apis/rbac/validation`. */
export const validateRole = (next: Role, previous?: Role): FieldErrors => [
  ...validateMeta(next, previous, pathSegmentProblems),
  ...validateRules(next.rules, true),
]

export const validateClusterRole = (next: ClusterRole, previous?: ClusterRole): FieldErrors => [
  ...validateMeta(next, previous, pathSegmentProblems),
  ...validateRules(next.rules, false),
  ...(next.aggregationRule && (next.aggregationRule.clusterRoleSelectors ?? []).length === 0
    ? [required('aggregationRule.clusterRoleSelectors', 'at least one clusterRoleSelector required if aggregationRule is non-nil')]
    : none),
]

const rbacGroup = 'rbac.authorization.k8s.io'

const validateSubject = (subject: RbacSubject, field: string, namespaced: boolean): FieldErrors => {
  const name = subject.name ? none : [required(`${field}.name`)]
  const group = (wanted: string): FieldErrors =>
    (subject.apiGroup ?? '') === wanted ? none : [notSupported(`${field}.apiGroup`, subject.apiGroup ?? '', [wanted])]
  switch (subject.kind) {
    case 'ServiceAccount':
      return [
        ...name,
        ...(subject.name ? invalids(`${field}.name`, subject.name, dnsSubdomainProblems(subject.name)) : none),
        ...group(''),
        ...(!namespaced && !subject.namespace ? [required(`${field}.namespace`)] : none),
      ]
    case 'User':
    case 'Group':
      return [...name, ...group(rbacGroup)]
    default:
      return [...name, notSupported(`${field}.kind`, subject.kind ?? '', ['ServiceAccount', 'User', 'Group'])]
  }
}

const validateRoleRef = ({ apiGroup, kind, name }: RoleRef, kinds: readonly string[]): FieldErrors => [
  ...(apiGroup === rbacGroup ? none : [notSupported('roleRef.apiGroup', apiGroup ?? '', [rbacGroup])]),
  ...(kinds.includes(kind ?? '') ? none : [notSupported('roleRef.kind', kind ?? '', kinds)]),
  ...(name ? invalids('roleRef.name', name, pathSegmentProblems(name)) : [required('roleRef.name')]),
]

const validateBinding =
  (kinds: readonly string[], namespaced: boolean) =>
  <T extends RoleBinding | ClusterRoleBinding>(next: T, previous?: T): FieldErrors => [
    ...validateMeta(next, previous, pathSegmentProblems),
    ...validateRoleRef(next.roleRef, kinds),
    ...(next.subjects ?? []).flatMap((subject, index) => validateSubject(subject, `subjects[${index}]`, namespaced)),
    ...(previous && !jsonEqual(next.roleRef, previous.roleRef)
      ? [invalid('roleRef', { APIGroup: next.roleRef.apiGroup, Kind: next.roleRef.kind, Name: next.roleRef.name }, 'cannot change roleRef')]
      : none),
  ]

export const validateRoleBinding = validateBinding(['Role', 'ClusterRole'], true)
export const validateClusterRoleBinding = validateBinding(['ClusterRole'], false)
