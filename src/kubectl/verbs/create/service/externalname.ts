import { flag } from '../../../flags/write-flags.ts'
import { generatorVerb } from '../generator.ts'
import { serviceFromFlags, serviceResource, tcpFlag } from './service-flags.ts'

export const externalName = generatorVerb({
  name: 'externalname',
  summary: 'Create an ExternalName service',
  usage: 'create service externalname NAME --external-name external.name [--dry-run=server|client|none]',
  examples: ['kubectl create service externalname far --external-name=far.example.com'],
  flags: [tcpFlag, flag.string('external-name', 'The name that it stands for.', { required: true })],
  resource: serviceResource,
  failure: 'failed to create ExternalName service:',
  object: ({ flags }, name, namespace) =>
    serviceFromFlags(flags, name, namespace, 'ExternalName', { externalName: flags.string('external-name') }),
})
