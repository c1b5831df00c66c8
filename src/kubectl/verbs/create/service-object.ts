import { UsageError } from '../../../base/index.ts'
import type { Json, JsonObject } from '../../../api/index.ts'
import { compact, unlessEmpty } from '../../json-fields.ts'
import { portNameErrors, portNumberErrors } from '../../name-rules.ts'
import { metadata } from './objects.ts'

export interface ServiceOptions {
  readonly name: string
  readonly namespace?: string
  readonly type: 'ClusterIP' | 'NodePort' | 'LoadBalancer' | 'ExternalName'
  readonly tcp: readonly string[]
  readonly clusterIP?: string
  readonly nodePort?: number
  readonly externalName?: string
}

const parsePort = (text: string): number => {
  const quoted = JSON.stringify(text)
  if (!/^\d+$/.test(text)) throw new UsageError(`strconv.ParseUint: parsing ${quoted}: invalid syntax`)
  if (Number(text) > 65535) throw new UsageError(`strconv.ParseUint: parsing ${quoted}: value out of range`)
  return Number(text)
}

const parseTarget = (text: string): string | number => {
  const errors = /^[-+]?\d+$/.test(text) ? portNumberErrors(Number(text)) : portNameErrors(text)
  if (errors.length > 0) throw new UsageError(errors.join(','))
  return /^[-+]?\d+$/.test(text) ? Number(text) : text
}

const servicePort = (spec: string, nodePort: number): Json => {
  const [first, second] = spec.split(':')
  const port = parsePort(first!)
  return compact({
    name: spec.replaceAll(':', '-'),
    protocol: 'TCP',
    port: unlessEmpty(port) ?? 0,
    targetPort: second === undefined ? port : parseTarget(second),
    nodePort: unlessEmpty(nodePort),
  })
}

/** The Service of `kubectl create service TYPE` (pkg/cmd/create/create_service.go). */
export const serviceObject = (options: ServiceOptions): JsonObject => {
  const labels = { app: options.name }
  return compact({
    kind: 'Service',
    apiVersion: 'v1',
    metadata: metadata(options.name, options.namespace, labels),
    spec: compact({
      ports: unlessEmpty(options.tcp.map((spec) => servicePort(spec, options.nodePort ?? 0))),
      selector: labels,
      clusterIP: unlessEmpty(options.clusterIP),
      type: options.type,
      externalName: unlessEmpty(options.externalName),
    }),
    status: { loadBalancer: {} },
  })
}
