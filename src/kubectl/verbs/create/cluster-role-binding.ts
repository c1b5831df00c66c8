import { flag } from '../../flags/write-flags.ts'
import { compact, unlessEmpty } from '../../json-fields.ts'
import { knownResource } from '../../known-resource.ts'
import { generatorVerb } from './generator.ts'
import { metadata } from './objects.ts'
import { bindingSubjects, roleReference, subjectFlags } from './subjects.ts'

export const clusterRoleBinding = generatorVerb({
  name: 'clusterrolebinding',
  summary: 'Create a cluster role binding for a particular cluster role',
  usage:
    'create clusterrolebinding NAME --clusterrole=NAME [--user=username] [--group=groupname] [--serviceaccount=namespace:serviceaccountname] [--dry-run=server|client|none]',
  examples: ['kubectl create clusterrolebinding admins --clusterrole=cluster-admin --group=operators'],
  flags: [flag.string('clusterrole', 'The ClusterRole to bind.', { required: true }), ...subjectFlags],
  resource: knownResource('rbac.authorization.k8s.io/v1', 'ClusterRoleBinding', 'clusterrolebindings', false),
  failure: 'failed to create clusterrolebinding:',
  object: ({ flags }, name) =>
    compact({
      kind: 'ClusterRoleBinding',
      apiVersion: 'rbac.authorization.k8s.io/v1',
      metadata: metadata(name, undefined),
      subjects: unlessEmpty(bindingSubjects(flags)),
      roleRef: roleReference('ClusterRole', flags.string('clusterrole')),
    }),
})
