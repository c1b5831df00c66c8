import { UsageError } from '../../../base/index.ts'
import { flag } from '../../flags/write-flags.ts'
import { knownResource } from '../../known-resource.ts'
import { generatorVerb } from './generator.ts'
import { metadata } from './objects.ts'
import { checkResources, policyRules, ruleOptions } from './rules.ts'

export const role = generatorVerb({
  name: 'role',
  summary: 'Create a role with single rule',
  usage: 'create role NAME --verb=verb --resource=resource.group/subresource [--resource-name=resourcename] [--dry-run=server|client|none]',
  examples: ['kubectl create role reader --verb=get,list,watch --resource=pods'],
  flags: [
    flag.list('resource', 'What the rule is about, `deployments.apps` or `pods/log`.'),
    flag.array('resource-name', 'The name of a single object; repeat it for more.'),
    flag.list('verb', 'What may be done.'),
  ],
  resource: knownResource('rbac.authorization.k8s.io/v1', 'Role', 'roles'),
  object: async (invocation, name, namespace) => {
    const options = ruleOptions(invocation)
    const { mapper } = await invocation.connect()
    if (options.verbs.length === 0) throw new UsageError('at least one verb must be specified')
    if (options.resources.length === 0) throw new UsageError('at least one resource must be specified')
    await checkResources(invocation, options, mapper)
    return {
      kind: 'Role',
      apiVersion: 'rbac.authorization.k8s.io/v1',
      metadata: metadata(name, namespace),
      rules: policyRules(options, mapper),
    }
  },
})
