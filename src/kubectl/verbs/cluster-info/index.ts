import { listAt, mapAt, numberAt, textAt, type LooseObject } from '../../object.ts'
import type { Verb } from '../../verb.ts'
import { dump } from './dump.ts'

const titleOf = (service: LooseObject): string =>
  String(mapAt(service, 'metadata', 'labels')['kubernetes.io/name'] ?? textAt(service, 'metadata', 'name'))

const linkOf = (server: string, service: LooseObject): string => {
  const ingress = listAt(service, 'status', 'loadBalancer', 'ingress')[0]
  const ports = listAt(service, 'spec', 'ports')
  if (ingress)
    return ports.map((port) => `http://${textAt(ingress, 'ip') || textAt(ingress, 'hostname')}:${numberAt(port, 'port')} `).join('')
  const name = textAt(service, 'metadata', 'name')
  const first = ports[0]
  const secure = textAt(first, 'name') === 'https' || numberAt(first, 'port') === 443 ? `https:${name}:` : name
  const port = textAt(first, 'name')
  return `${server}/api/v1/namespaces/${textAt(service, 'metadata', 'namespace')}/services/${secure}${port ? `${secure.endsWith(':') ? '' : ':'}${port}` : ''}/proxy`
}

const advice = "\nTo further debug and diagnose cluster problems, use 'kubectl cluster-info dump'.\n"

export const clusterInfo: Verb = {
  name: 'cluster-info',
  group: 'cluster',
  summary: 'Display cluster information',
  usage: 'cluster-info',
  examples: ['# The addresses\nkubectl cluster-info'],
  flags: [],
  commands: [dump],
  async run(invocation) {
    try {
      const session = await invocation.connect({ attempts: 0 })
      const services = session.list(session.resolve('services'), 'kube-system', {
        labelSelector: 'kubernetes.io/cluster-service=true',
        limit: 500,
      })
      const lines = listAt(services, 'items').map((service) => `${titleOf(service)} is running at ${linkOf(session.server, service)}\n`)
      await invocation.out(`Kubernetes control plane is running at ${session.server}\n${lines.join('')}`)
    } finally {
      await invocation.out(advice)
    }
    return 0
  },
}
