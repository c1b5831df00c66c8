import { knownResource } from '../../known-resource.ts'
import { generatorVerb } from './generator.ts'
import { metadata } from './objects.ts'

export const serviceAccount = generatorVerb({
  name: 'serviceaccount',
  aliases: ['sa'],
  summary: 'Create a service account with the specified name',
  usage: 'create serviceaccount NAME [--dry-run=server|client|none]',
  examples: ['kubectl create serviceaccount robot'],
  flags: [],
  resource: knownResource('v1', 'ServiceAccount', 'serviceaccounts'),
  failure: 'failed to create serviceaccount:',
  object: (_, name, namespace) => ({ kind: 'ServiceAccount', apiVersion: 'v1', metadata: metadata(name, namespace) }),
})
