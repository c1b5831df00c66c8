import { flag } from '../../../flags/write-flags.ts'
import { generatorVerb } from '../generator.ts'
import { serviceFromFlags, serviceResource, tcpFlag } from './service-flags.ts'

export const clusterIp = generatorVerb({
  name: 'clusterip',
  summary: 'Create a ClusterIP service',
  usage: 'create service clusterip NAME [--tcp=<port>:<targetPort>] [--dry-run=server|client|none]',
  examples: ['kubectl create service clusterip shop --tcp=80:8080'],
  flags: [tcpFlag, flag.string('clusterip', "The cluster IP, or 'None' for a headless service.")],
  resource: serviceResource,
  failure: 'failed to create ClusterIP service:',
  object: ({ flags }, name, namespace) => serviceFromFlags(flags, name, namespace, 'ClusterIP', { clusterIP: flags.string('clusterip') }),
})
