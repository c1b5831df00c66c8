import { metadata } from './objects.ts'
import { knownResource } from '../../known-resource.ts'
import { generatorVerb } from './generator.ts'

export const namespace = generatorVerb({
  name: 'namespace',
  aliases: ['ns'],
  summary: 'Create a namespace with the specified name',
  usage: 'create namespace NAME [--dry-run=server|client|none]',
  examples: ['kubectl create namespace garden'],
  flags: [],
  resource: knownResource('v1', 'Namespace', 'namespaces', false),
  object: (_, name) => ({ kind: 'Namespace', apiVersion: 'v1', metadata: metadata(name, undefined), spec: {}, status: {} }),
})
