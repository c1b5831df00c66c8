import type { Json, JsonObject } from '../../../api/index.ts'
import { compact, unlessEmpty } from '../../json-fields.ts'
import { intOrString, metadata } from './objects.ts'

export interface IngressOptions {
  readonly name: string
  readonly namespace?: string
  readonly ingressClass: string
  readonly rules: readonly string[]
  readonly defaultBackend: string
  readonly annotations: readonly string[]
}

const backend = (service: string): JsonObject => {
  const [name = '', port = ''] = service.split(':')
  const parsed = intOrString(port)
  return { service: { name, port: typeof parsed === 'number' ? { number: parsed } : { name: parsed } } }
}

const httpPath = (text: string): JsonObject => {
  const [path = '', service = ''] = text.split('=')
  const prefix = `/${path}`.endsWith('*')
  return { path: prefix ? `/${path}`.slice(0, -1) : `/${path}`, pathType: prefix ? 'Prefix' : 'Exact', backend: backend(service) }
}

const rulesOf = (rules: readonly string[]): readonly Json[] => {
  const paths = new Map<string, Json[]>()
  for (const rule of rules) {
    const plain = rule.split(',')[0]!
    const host = plain.split('/')[0]!
    paths.set(host, [...(paths.get(host) ?? []), httpPath(plain.slice(host.length + 1))])
  }
  return [...paths].map(([host, list]) => compact({ host: unlessEmpty(host), http: { paths: list } }))
}

/** Hosts that share a secret share an entry; each host counts once (pkg/cmd/create/create_ingress.go). */
const tlsOf = (rules: readonly string[]): readonly Json[] => {
  const seen = new Set<string>()
  const entries: { hosts: string[]; secret: string }[] = []
  for (const rule of rules) {
    const parts = rule.split(',')
    const host = rule.split('/')[0]!
    if (parts.length !== 2 || seen.has(host)) continue
    seen.add(host)
    const secret = parts[1]!.split('=')[1] ?? ''
    const known = entries.find((entry) => entry.secret === secret)
    if (known) known.hosts.push(host)
    else if (host !== '' || secret !== '') entries.push({ hosts: host === '' ? [] : [host], secret })
  }
  return entries.map(({ hosts, secret }) => compact({ hosts: unlessEmpty(hosts), secretName: unlessEmpty(secret) }))
}

/** The Ingress of `kubectl create ingress`. */
export const ingressObject = (options: IngressOptions): JsonObject =>
  compact({
    kind: 'Ingress',
    apiVersion: 'networking.k8s.io/v1',
    metadata: metadata(
      options.name,
      options.namespace,
      undefined,
      Object.fromEntries(options.annotations.map((text) => [text.slice(0, text.indexOf('=')), text.slice(text.indexOf('=') + 1)])),
    ),
    spec: compact({
      ingressClassName: unlessEmpty(options.ingressClass),
      defaultBackend: options.defaultBackend === '' ? undefined : backend(options.defaultBackend),
      tls: unlessEmpty(tlsOf(options.rules)),
      rules: unlessEmpty(rulesOf(options.rules)),
    }),
    status: { loadBalancer: {} },
  })
