import { UsageError } from '../../../base/index.ts'
import { flag } from '../../flags/write-flags.ts'
import { compact, unlessEmpty } from '../../json-fields.ts'
import { knownResource } from '../../known-resource.ts'
import { generatorVerb } from './generator.ts'
import { metadata } from './objects.ts'
import { bindingSubjects, roleReference, subjectFlags } from './subjects.ts'

export const roleBinding = generatorVerb({
  name: 'rolebinding',
  summary: 'Create a role binding for a particular role or cluster role',
  usage:
    'create rolebinding NAME --clusterrole=NAME|--role=NAME [--user=username] [--group=groupname] [--serviceaccount=namespace:serviceaccountname] [--dry-run=server|client|none]',
  examples: ['kubectl create rolebinding readers --role=reader --user=ana --serviceaccount=default:robot'],
  flags: [flag.string('clusterrole', 'The ClusterRole to bind.'), flag.string('role', 'The Role to bind.'), ...subjectFlags],
  resource: knownResource('rbac.authorization.k8s.io/v1', 'RoleBinding', 'rolebindings'),
  failure: 'failed to create rolebinding:',
  object: ({ flags }, name, namespace) => {
    const clusterRole = flags.string('clusterrole')
    const role = flags.string('role')
    if ((clusterRole === '') === (role === '')) throw new UsageError('exactly one of clusterrole or role must be specified')
    return compact({
      kind: 'RoleBinding',
      apiVersion: 'rbac.authorization.k8s.io/v1',
      metadata: metadata(name, namespace),
      subjects: unlessEmpty(bindingSubjects(flags)),
      roleRef: role === '' ? roleReference('ClusterRole', clusterRole) : roleReference('Role', role),
    })
  },
})
