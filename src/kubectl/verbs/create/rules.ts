import { UsageError } from '../../../base/index.ts'
import type { Json } from '../../../api/index.ts'
import type { ResourceMapper } from '../../discovery.ts'
import { PlainError } from '../../errors.ts'
import { compact, unlessEmpty } from '../../json-fields.ts'
import type { Invocation } from '../../verb.ts'

/** `deployments.apps/scale` as --resource takes it. */
interface ResourceOption {
  readonly group: string
  readonly resource: string
  readonly subresource: string
}

export interface RuleOptions {
  readonly verbs: readonly string[]
  readonly resources: readonly ResourceOption[]
  readonly resourceNames: readonly string[]
  readonly nonResourceUrls: readonly string[]
}

const unique = (list: readonly string[]): readonly string[] => [...new Set(list)]

const parseResource = (text: string): ResourceOption => {
  const slash = text.indexOf('/')
  const name = slash < 0 ? text : text.slice(0, slash)
  const dot = name.indexOf('.')
  return {
    group: dot < 0 ? '' : name.slice(dot + 1),
    resource: dot < 0 ? name : name.slice(0, dot),
    subresource: slash < 0 ? '' : text.slice(slash + 1),
  }
}

/** What --verb, --resource, --resource-name and --non-resource-url say (pkg/cmd/create/create_role.go). */
export const ruleOptions = ({ flags }: Invocation): RuleOptions => {
  const verbs = flags.list('verb')
  const all = flags.list('resource')
  return {
    verbs: verbs.includes('*') ? ['*'] : unique(verbs),
    resources: all.includes('*') ? [parseResource('*')] : all.map(parseResource),
    resourceNames: unique(flags.list('resource-name')),
    nonResourceUrls: flags.has('non-resource-url') ? unique(flags.list('non-resource-url')) : [],
  }
}

const usualVerbs = [
  '*',
  'get',
  'delete',
  'list',
  'create',
  'update',
  'patch',
  'watch',
  'proxy',
  'deletecollection',
  'use',
  'bind',
  'escalate',
  'impersonate',
]

/** Verbs that mean something for certain resources only: verb → `resource.group`. */
const specialVerbs: Readonly<Record<string, readonly string[]>> = {
  use: ['podsecuritypolicies.policy', 'podsecuritypolicies.extensions'],
  bind: ['roles.rbac.authorization.k8s.io', 'clusterroles.rbac.authorization.k8s.io'],
  escalate: ['roles.rbac.authorization.k8s.io', 'clusterroles.rbac.authorization.k8s.io'],
  impersonate: ['users.', 'serviceaccounts.', 'groups.', 'userextras.authentication.k8s.io'],
}

const lookUp = (mapper: ResourceMapper, option: ResourceOption): { readonly group: string; readonly plural: string } | undefined =>
  mapper.find(option.group === '' ? option.resource : `${option.resource}.${option.group}`)

const notServed = (option: ResourceOption): UsageError =>
  new PlainError(`the server doesn't have a resource type "${option.resource}"${option.group === '' ? '' : ` in group "${option.group}"`}`)

/** Warns of odd verbs and checks that the resources are there and go with the verbs. */
export const checkResources = async (invocation: Invocation, options: RuleOptions, mapper: ResourceMapper): Promise<void> => {
  for (const verb of options.verbs) {
    if (!usualVerbs.includes(verb)) await invocation.error(`Warning: '${verb}' is not a standard resource verb\n`)
  }
  for (const option of options.resources) {
    if (option.resource === '') throw new UsageError('resource must be specified if apiGroup/subresource specified')
    if (option.resource === '*') return
    const found = lookUp(mapper, option)
    const { group, plural } = found ?? { group: option.group, plural: option.resource }
    const special = options.verbs.filter((verb) => verb in specialVerbs)
    for (const verb of special) {
      if (!specialVerbs[verb]!.includes(`${plural}.${group}`))
        throw new UsageError(`can not perform '${verb}' on '${plural}' in group '${group}'`)
    }
    if (!found && special.length === 0) throw notServed(option)
  }
}

/** One rule for each API group, and one for the non-resource URLs. */
export const policyRules = (options: RuleOptions, mapper: ResourceMapper | undefined): readonly Json[] => {
  const byGroup = new Map<string, Set<string>>()
  for (const option of options.resources) {
    const found = mapper ? lookUp(mapper, option) : undefined
    const { group, plural } = found ?? { group: option.group, plural: option.resource }
    const name = option.subresource === '' ? plural : `${plural}/${option.subresource}`
    byGroup.set(group, (byGroup.get(group) ?? new Set()).add(name))
  }
  const groups = [...byGroup].toSorted(([a], [b]) => (a < b ? -1 : 1))
  const rules: Json[] = groups.map(([group, resources]) =>
    compact({ verbs: options.verbs, apiGroups: [group], resources: [...resources], resourceNames: unlessEmpty(options.resourceNames) }),
  )
  return options.nonResourceUrls.length === 0 ? rules : [...rules, { verbs: options.verbs, nonResourceURLs: options.nonResourceUrls }]
}
