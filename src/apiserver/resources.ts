import type { Kind } from '../api/index.ts'
import type { Registry } from './registry.ts'

/** One line of discovery: a resource, or (`pods/log`) a subresource. */
export interface ResourceEntry {
  readonly group: string
  readonly version: string
  readonly name: string
  readonly singular: string
  readonly namespaced: boolean
  /** What it speaks, if that is of another group or version than the resource. */
  readonly kind: { readonly group?: string; readonly version?: string; readonly kind: string }
  readonly verbs: readonly string[]
  readonly shortNames: readonly string[]
  readonly categories: readonly string[]
  readonly stored: boolean
}

const readWrite = ['get', 'patch', 'update']
const connectVerbs = ['create', 'get']
const proxyVerbs = ['create', 'delete', 'get', 'patch', 'update']

const subresourceFacts: Readonly<Record<string, { readonly verbs: readonly string[]; kind?(kind: Kind): ResourceEntry['kind'] }>> = {
  status: { verbs: readWrite },
  scale: { verbs: readWrite, kind: () => ({ group: 'autoscaling', version: 'v1', kind: 'Scale' }) },
  log: { verbs: ['get'] },
  exec: { verbs: connectVerbs, kind: () => ({ kind: 'PodExecOptions' }) },
  attach: { verbs: connectVerbs, kind: () => ({ kind: 'PodAttachOptions' }) },
  portforward: { verbs: connectVerbs, kind: () => ({ kind: 'PodPortForwardOptions' }) },
  eviction: { verbs: ['create'], kind: () => ({ group: 'policy', version: 'v1', kind: 'Eviction' }) },
  binding: { verbs: ['create'], kind: () => ({ kind: 'Binding' }) },
  finalize: { verbs: ['update'] },
  token: { verbs: ['create'], kind: () => ({ group: 'authentication.k8s.io', version: 'v1', kind: 'TokenRequest' }) },
  ephemeralcontainers: { verbs: readWrite },
  resize: { verbs: readWrite },
  proxy: { verbs: proxyVerbs, kind: ({ kind }) => ({ kind: `${kind}ProxyOptions` }) },
}

const entriesOf = (kind: Kind): readonly ResourceEntry[] => {
  const { group, version, plural, singular, namespaced, shortNames, categories } = kind
  const common = { group, version, namespaced }
  const resource: ResourceEntry = {
    ...common,
    name: plural,
    singular,
    kind: { kind: kind.kind },
    verbs: [...kind.verbs].sort(),
    shortNames,
    categories,
    stored: true,
  }
  const subresources = kind.subresources.map((name): ResourceEntry => {
    const facts = subresourceFacts[name]!
    const spoken = facts.kind?.(kind) ?? { kind: kind.kind }
    return {
      ...common,
      name: `${plural}/${name}`,
      singular: '',
      kind: spoken,
      verbs: facts.verbs,
      shortNames: [],
      categories: [],
      stored: false,
    }
  })
  return [resource, ...subresources]
}

const review = (group: string, name: string, kind: string, namespaced = false): ResourceEntry => ({
  group,
  version: 'v1',
  name,
  singular: kind.toLowerCase(),
  namespaced,
  kind: { kind },
  verbs: ['create'],
  shortNames: [],
  categories: [],
  stored: false,
})

/** Resources that are answered at once and never stored. */
export const virtualResources: readonly ResourceEntry[] = [
  review('', 'bindings', 'Binding', true),
  review('authentication.k8s.io', 'selfsubjectreviews', 'SelfSubjectReview'),
  review('authentication.k8s.io', 'tokenreviews', 'TokenReview'),
  review('authorization.k8s.io', 'localsubjectaccessreviews', 'LocalSubjectAccessReview', true),
  review('authorization.k8s.io', 'selfsubjectaccessreviews', 'SelfSubjectAccessReview'),
  review('authorization.k8s.io', 'subjectaccessreviews', 'SubjectAccessReview'),
]

const byName = (a: ResourceEntry, b: ResourceEntry): number => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0)

/** All that is served of one group and version, sorted by name. */
export const resourcesOf = (registry: Registry, group: string, version: string): readonly ResourceEntry[] =>
  [...registry.kinds.flatMap(entriesOf), ...virtualResources]
    .filter((entry) => entry.group === group && entry.version === version)
    .sort(byName)

// The order in which a real server lists its groups.
const groupOrder = [
  '',
  'apiregistration.k8s.io',
  'apps',
  'events.k8s.io',
  'authentication.k8s.io',
  'authorization.k8s.io',
  'autoscaling',
  'batch',
  'certificates.k8s.io',
  'networking.k8s.io',
  'policy',
  'rbac.authorization.k8s.io',
  'storage.k8s.io',
  'admissionregistration.k8s.io',
  'apiextensions.k8s.io',
  'scheduling.k8s.io',
  'coordination.k8s.io',
  'node.k8s.io',
  'discovery.k8s.io',
  'resource.k8s.io',
  'flowcontrol.apiserver.k8s.io',
]

const rank = (group: string): number => (groupOrder.includes(group) ? groupOrder.indexOf(group) : groupOrder.length)

const versionRank = (version: string): string => {
  const [, major = '0', level = '', minor = '0'] = /^v(\d+)(?:(alpha|beta)(\d+))?$/.exec(version) ?? []
  return `${{ '': 2, beta: 1, alpha: 0 }[level] ?? 0}${major.padStart(4, '0')}${minor.padStart(4, '0')}`
}

/** The groups with their versions, newest first. */
export const groupsOf = (registry: Registry): readonly { readonly group: string; readonly versions: readonly string[] }[] => {
  const versions = new Map<string, Set<string>>()
  for (const { group, version } of [...registry.kinds, ...virtualResources])
    versions.set(group, (versions.get(group) ?? new Set()).add(version))
  return [...versions]
    .map(([group, set]) => ({ group, versions: [...set].sort((a, b) => (versionRank(a) < versionRank(b) ? 1 : -1)) }))
    .sort((a, b) => rank(a.group) - rank(b.group) || (a.group < b.group ? -1 : 1))
}
