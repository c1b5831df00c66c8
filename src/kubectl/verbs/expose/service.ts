import { UsageError } from '../../../base/index.ts'
import type { Json, JsonObject } from '../../../api/index.ts'
import { compact, mapAt, textAt, unlessEmpty } from '../../json-fields.ts'
import { parseLabelMap } from '../../pairs.ts'
import type { FlagValues } from '../../verb.ts'
import { intOrString } from '../create/objects.ts'
import { portsOf, selectorOf } from './introspect.ts'

const parsePort = (text: string): number => {
  if (!/^[-+]?\d+$/.test(text)) throw new UsageError(`strconv.Atoi: parsing ${JSON.stringify(text)}: invalid syntax`)
  return Number(text)
}

/** --port, else the ports of the object; several are separated by commas. */
const portTexts = (flags: FlagValues, object: JsonObject): readonly string[] => {
  if (flags.string('port') !== '') return flags.string('port').split(',')
  const { ports } = portsOf(object)
  if (ports.length === 0 && flags.string('cluster-ip') !== 'None')
    throw new UsageError("couldn't find port via --port flag or introspection")
  return ports
}

/** One entry for each port, or for each of its protocols where it has several (expose.go createService). */
const servicePorts = (flags: FlagValues, object: JsonObject): readonly Json[] => {
  const texts = portTexts(flags, object)
  const { protocols } = portsOf(object)
  const target = flags.string('target-port')
  return texts.flatMap((text, index) => {
    const port = parsePort(text)
    const targetPort = target === '' ? port : intOrString(target)
    const name = texts.length > 1 ? `port-${index + 1}` : undefined
    const given = flags.string('protocol')
    const own = given === '' ? (protocols.get(text) ?? []) : []
    if (own.length > 1) return own.map((protocol) => ({ name: `port-${index + 1}-${protocol.toLowerCase()}`, protocol, port, targetPort }))
    return [compact({ name, protocol: given || own[0] || 'TCP', port, targetPort })]
  })
}

const affinity = (text: string): string | undefined => {
  if (text !== '' && text !== 'None' && text !== 'ClientIP') throw new UsageError(`unknown session affinity: ${text}`)
  return unlessEmpty(text)
}

/** The Service of `kubectl expose`. */
export const exposeService = (flags: FlagValues, object: JsonObject): JsonObject => {
  const selector = flags.string('selector') === '' ? selectorOf(object) : parseLabelMap(flags.string('selector'))
  const ports = servicePorts(flags, object)
  const labels = flags.string('labels') === '' ? mapAt(object, 'metadata', 'labels') : parseLabelMap(flags.string('labels'))
  const type = flags.string('type')
  const externalIP = flags.string('external-ip')
  return {
    kind: 'Service',
    apiVersion: 'v1',
    metadata: compact({ name: flags.string('name') || textAt(object, 'metadata', 'name').slice(0, 63), labels: unlessEmpty(labels) }),
    spec: compact({
      ports: unlessEmpty(ports),
      selector,
      clusterIP: unlessEmpty(flags.string('cluster-ip')),
      type: unlessEmpty(type),
      externalIPs: externalIP === '' ? undefined : [externalIP],
      sessionAffinity: affinity(flags.string('session-affinity')),
      loadBalancerIP: type === 'LoadBalancer' ? unlessEmpty(flags.string('load-balancer-ip')) : undefined,
    }),
    status: { loadBalancer: {} },
  }
}
