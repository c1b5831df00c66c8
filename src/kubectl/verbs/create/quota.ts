import { UsageError } from '../../../base/index.ts'
import { flag } from '../../flags/write-flags.ts'
import { compact } from '../../json-fields.ts'
import { knownResource } from '../../known-resource.ts'
import { parseResourceList } from '../../resource-list.ts'
import { generatorVerb } from './generator.ts'
import { metadata } from './objects.ts'

const parseScopes = (text: string): readonly string[] | undefined => {
  if (text === '') return undefined
  const scopes = text.split(',')
  if (scopes.includes('')) throw new UsageError('invalid resource quota scope ""')
  return scopes
}

export const quota = generatorVerb({
  name: 'quota',
  aliases: ['resourcequota'],
  summary: 'Create a quota with the specified name',
  usage: 'create quota NAME [--hard=key1=value1,key2=value2] [--scopes=Scope1,Scope2] [--dry-run=server|client|none]',
  examples: ['kubectl create quota small --hard=cpu=2,memory=1Gi,pods=4'],
  flags: [
    flag.string('hard', 'The limits, `resource=quantity` separated by commas.'),
    flag.string('scopes', 'The scopes, separated by commas.'),
  ],
  resource: knownResource('v1', 'ResourceQuota', 'resourcequotas'),
  failure: 'failed to create quota:',
  object: ({ flags }, name, namespace) => ({
    kind: 'ResourceQuota',
    apiVersion: 'v1',
    metadata: metadata(name, namespace),
    spec: compact({ hard: parseResourceList(flags.string('hard')), scopes: parseScopes(flags.string('scopes')) }),
    status: {},
  }),
})
