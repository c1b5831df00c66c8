import { UsageError } from '../../../base/index.ts'
import type { JsonObject } from '../../../api/index.ts'
import { flag } from '../../flags/write-flags.ts'
import { knownResource } from '../../known-resource.ts'
import { parseLabelMap } from '../../pairs.ts'
import type { Invocation } from '../../verb.ts'
import { generatorVerb } from './generator.ts'
import { metadata } from './objects.ts'
import { checkResources, policyRules, ruleOptions, type RuleOptions } from './rules.ts'

const apiVersion = 'rbac.authorization.k8s.io/v1'
const urlVerbs = ['*', 'get', 'post', 'put', 'delete', 'patch', 'head', 'options']

const checkUrls = (options: RuleOptions): void => {
  if (options.nonResourceUrls.length === 0) return
  const odd = options.verbs.find((verb) => !urlVerbs.includes(verb))
  if (odd !== undefined) throw new UsageError(`invalid verb: '${odd}' for nonResourceURL`)
  for (const url of options.nonResourceUrls) {
    if (url === '*') continue
    if (!url.startsWith('/')) throw new UsageError('nonResourceURL should start with /')
    if (url.slice(0, -1).includes('*')) throw new UsageError("nonResourceURL only supports wildcard matches when '*' is at the end")
  }
}

const aggregation = (invocation: Invocation): Readonly<Record<string, string>> | undefined => {
  const text = invocation.flags.string('aggregation-rule')
  return text === '' ? undefined : parseLabelMap(text)
}

export const clusterRole = generatorVerb({
  name: 'clusterrole',
  summary: 'Create a cluster role',
  usage: 'create clusterrole NAME --verb=verb --resource=resource.group [--resource-name=resourcename] [--dry-run=server|client|none]',
  examples: ['kubectl create clusterrole node-reader --verb=get,list --resource=nodes'],
  flags: [
    flag.string('aggregation-rule', 'Labels of the ClusterRoles to combine.'),
    flag.list('non-resource-url', 'A path that may be asked for.'),
    flag.list('resource', 'What the rule is about, `deployments.apps` or `pods/log`.'),
    flag.array('resource-name', 'The name of a single object; repeat it for more.'),
    flag.list('verb', 'What may be done.'),
  ],
  resource: knownResource(apiVersion, 'ClusterRole', 'clusterroles', false),
  object: async (invocation, name): Promise<JsonObject> => {
    const options = ruleOptions(invocation)
    const matchLabels = aggregation(invocation)
    const { verbs, resources, resourceNames, nonResourceUrls } = options
    if (matchLabels) {
      if ([verbs, resources, resourceNames, nonResourceUrls].some((list) => list.length > 0)) {
        throw new UsageError('aggregation rule must be specified without nonResourceURLs, verbs, resources or resourceNames')
      }
      return {
        kind: 'ClusterRole',
        apiVersion,
        metadata: metadata(name, undefined),
        rules: null,
        aggregationRule: { clusterRoleSelectors: [{ matchLabels }] },
      }
    }
    if (verbs.length === 0) throw new UsageError('at least one verb must be specified')
    if (resources.length === 0 && nonResourceUrls.length === 0) throw new UsageError('one of resource or nonResourceURL must be specified')
    const mapper = resources.length > 0 ? (await invocation.connect()).mapper : undefined
    if (mapper) await checkResources(invocation, options, mapper)
    checkUrls(options)
    return { kind: 'ClusterRole', apiVersion, metadata: metadata(name, undefined), rules: policyRules(options, mapper) }
  },
})
