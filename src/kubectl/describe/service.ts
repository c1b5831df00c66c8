import { at, listAt, mapAt, numberAt, textAt, type LooseObject } from '../object.ts'
import type { DescribeContext, Describer } from './describer.ts'
import type { Description } from './description.ts'
import { writeEvents } from './events.ts'
import { joined, or, writeHead } from './parts.ts'

/** The addresses behind one port, from the Service's EndpointSlices. */
const endpointsText = (slices: readonly LooseObject[], portName: string): string => {
  const found = slices.flatMap((slice) => {
    const ports = listAt(slice, 'ports').filter((port) => textAt(port, 'name') === portName)
    const ready = listAt(slice, 'endpoints').filter((endpoint) => at(endpoint, 'conditions', 'ready') !== false)
    return ports.flatMap((port) =>
      ready.flatMap((endpoint) =>
        ((at(endpoint, 'addresses') as readonly string[] | undefined) ?? []).map(
          (address) => `${address.includes(':') ? `[${address}]` : address}:${textAt(port, 'port')}`,
        ),
      ),
    )
  })
  if (found.length === 0) return ''
  return found.length > 3 ? `${found.slice(0, 3).join(',')} + ${found.length - 3} more...` : found.join(',')
}

const slicesOf = (object: LooseObject, { session }: DescribeContext): readonly LooseObject[] => {
  const resource = session.mapper.find('endpointslices.discovery.k8s.io')
  if (!resource) return []
  return listAt(
    session.list(resource, object.metadata?.namespace, { labelSelector: `kubernetes.io/service-name=${object.metadata?.name ?? ''}` }),
    'items',
  )
}

const writePorts = (write: Description, object: LooseObject, slices: readonly LooseObject[]): void => {
  for (const port of listAt(object, 'spec', 'ports')) {
    const name = textAt(port, 'name')
    const protocol = textAt(port, 'protocol')
    write.line(0, 'Port:', or(name, '<unset>'), `${numberAt(port, 'port')}/${protocol}`)
    write.line(0, 'TargetPort:', `${textAt(port, 'targetPort')}/${protocol}`)
    if (numberAt(port, 'nodePort') > 0) write.line(0, 'NodePort:', or(name, '<unset>'), `${numberAt(port, 'nodePort')}/${protocol}`)
    write.line(0, 'Endpoints:', endpointsText(slices, name))
  }
}

const texts = (object: LooseObject, name: string): string => {
  const list = at(object, 'spec', name)
  return Array.isArray(list) && list.length > 0 ? list.join(',') : '<none>'
}

export const service: Describer = {
  kind: 'Service',
  describe(object, write, context) {
    const of = (name: string) => textAt(object, 'spec', name)
    writeHead(write, object)
    write.line(0, 'Selector:', joined(mapAt(object, 'spec', 'selector')))
    write.line(0, 'Type:', of('type'))
    if (of('ipFamilyPolicy')) write.line(0, 'IP Family Policy:', of('ipFamilyPolicy'))
    write.line(0, 'IP Families:', texts(object, 'ipFamilies'))
    write.line(0, 'IP:', of('clusterIP'))
    write.line(0, 'IPs:', texts(object, 'clusterIPs'))
    if (at(object, 'spec', 'externalIPs')) write.line(0, 'External IPs:', texts(object, 'externalIPs'))
    if (of('loadBalancerIP')) write.line(0, 'Desired LoadBalancer IP:', of('loadBalancerIP'))
    if (of('externalName')) write.line(0, 'External Name:', of('externalName'))
    const ingress = listAt(object, 'status', 'loadBalancer', 'ingress')
    if (ingress.length > 0)
      write.line(
        0,
        'LoadBalancer Ingress:',
        ingress
          .map((one) =>
            textAt(one, 'ip')
              ? `${textAt(one, 'ip')}${textAt(one, 'ipMode') ? ` (${textAt(one, 'ipMode')})` : ''}`
              : textAt(one, 'hostname'),
          )
          .join(', '),
      )
    writePorts(write, object, slicesOf(object, context))
    write.line(0, 'Session Affinity:', of('sessionAffinity'))
    if (of('externalTrafficPolicy')) write.line(0, 'External Traffic Policy:', of('externalTrafficPolicy'))
    if (of('internalTrafficPolicy')) write.line(0, 'Internal Traffic Policy:', of('internalTrafficPolicy'))
    if (numberAt(object, 'spec', 'healthCheckNodePort') > 0) write.line(0, 'HealthCheck NodePort:', of('healthCheckNodePort'))
    if (of('trafficDistribution')) write.line(0, 'Traffic Distribution:', of('trafficDistribution'))
    if (at(object, 'spec', 'loadBalancerSourceRanges'))
      write.line(0, 'LoadBalancer Source Ranges:', texts(object, 'loadBalancerSourceRanges'))
    writeEvents(write, object, context)
  },
}
