import { flag } from '../../../flags/write-flags.ts'
import { generatorVerb } from '../generator.ts'
import { serviceFromFlags, serviceResource, tcpFlag } from './service-flags.ts'

export const nodePort = generatorVerb({
  name: 'nodeport',
  summary: 'Create a NodePort service',
  usage: 'create service nodeport NAME [--tcp=port:targetPort] [--dry-run=server|client|none]',
  examples: ['kubectl create service nodeport shop --tcp=80:8080 --node-port=30080'],
  flags: [tcpFlag, flag.int('node-port', 0, 'The port on every node.')],
  resource: serviceResource,
  failure: 'failed to create NodePort service:',
  object: ({ flags }, name, namespace) => serviceFromFlags(flags, name, namespace, 'NodePort', { nodePort: flags.int('node-port') }),
})
