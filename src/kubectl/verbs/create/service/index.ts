import type { Verb } from '../../../verb.ts'
import { clusterIp } from './clusterip.ts'
import { externalName } from './externalname.ts'
import { loadBalancer } from './loadbalancer.ts'
import { nodePort } from './nodeport.ts'

export const service: Verb = {
  name: 'service',
  aliases: ['svc'],
  summary: 'Create a service using a specified subcommand',
  description: 'Create a service using a specified subcommand.',
  usage: 'create service [flags]',
  group: 'subcommand',
  flags: [],
  commands: [clusterIp, externalName, loadBalancer, nodePort],
}
