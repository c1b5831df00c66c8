import { generatorVerb } from '../generator.ts'
import { serviceFromFlags, serviceResource, tcpFlag } from './service-flags.ts'

export const loadBalancer = generatorVerb({
  name: 'loadbalancer',
  summary: 'Create a LoadBalancer service',
  usage: 'create service loadbalancer NAME [--tcp=port:targetPort] [--dry-run=server|client|none]',
  examples: ['kubectl create service loadbalancer shop --tcp=80:8080'],
  flags: [tcpFlag],
  resource: serviceResource,
  failure: 'failed to create LoadBalancer service:',
  object: ({ flags }, name, namespace) => serviceFromFlags(flags, name, namespace, 'LoadBalancer', {}),
})
