import { semanticEqual } from '../equal.ts'
import type { ConfigMap, EndpointSlice, Event, Namespace, Node, Secret } from '../generated/types.ts'
import { forbidden, immutable, invalid, invalids, none, notSupported, required, type FieldErrors } from './errors.ts'
import { validateMeta } from './meta.ts'
import { configMapKeyProblems, dnsLabelProblems, dnsSubdomainProblems, labelKeyProblems } from './names.ts'

const largestData = 1024 * 1024
const size = (map: Readonly<Record<string, string>> | undefined, part = 1): number =>
  Object.values(map ?? {}).reduce((sum, value) => sum + value.length * part, 0)
const tooLong = (field: string): FieldErrors => [
  { field, reason: 'FieldValueTooLong', message: `Too long: may not be more than ${largestData} bytes` },
]

const frozen = 'field is immutable when `immutable` is set'

const validateKeys = (map: Readonly<Record<string, string>> | undefined, field: string): FieldErrors =>
  Object.keys(map ?? {})
    .sort()
    .flatMap((key) => invalids(`${field}[${key}]`, key, configMapKeyProblems(key)))

export const validateConfigMap = (next: ConfigMap, previous?: ConfigMap): FieldErrors => {
  const both = Object.keys(next.data ?? {}).filter((key) => next.binaryData?.[key] !== undefined)
  const changes: FieldErrors = previous?.immutable
    ? [
        ...(next.immutable ? none : [forbidden('immutable', frozen)]),
        ...(semanticEqual(next.data, previous.data) ? none : [forbidden('data', frozen)]),
        ...(semanticEqual(next.binaryData, previous.binaryData) ? none : [forbidden('binaryData', frozen)]),
      ]
    : none
  return [
    ...(previous ? validateMeta(next, previous, dnsSubdomainProblems) : none),
    ...changes,
    ...(previous ? none : validateMeta(next, undefined, dnsSubdomainProblems)),
    ...validateKeys(next.data, 'data'),
    ...both.map((key) => invalid(`data[${key}]`, key, 'duplicate of key present in binaryData')),
    ...validateKeys(next.binaryData, 'binaryData'),
    ...(size(next.data) + size(next.binaryData, 0.75) > largestData ? tooLong('') : none),
  ]
}

/** The keys that a Secret of a type must have. */
const keysOfType: Readonly<Record<string, readonly string[]>> = {
  'kubernetes.io/dockercfg': ['.dockercfg'],
  'kubernetes.io/dockerconfigjson': ['.dockerconfigjson'],
  'kubernetes.io/ssh-auth': ['ssh-privatekey'],
  'kubernetes.io/tls': ['tls.crt', 'tls.key'],
}

export const validateSecret = (next: Secret, previous?: Secret): FieldErrors => {
  const basic = next.type === 'kubernetes.io/basic-auth' && next.data?.['username'] === undefined && next.data?.['password'] === undefined
  const account = next.type === 'kubernetes.io/service-account-token' && !next.metadata.annotations?.['kubernetes.io/service-account.name']
  return [
    ...validateMeta(next, previous, dnsSubdomainProblems),
    ...(previous && next.type !== previous.type ? [invalid('type', next.type, immutable)] : none),
    ...(previous?.immutable && !next.immutable ? [forbidden('immutable', frozen)] : none),
    ...(previous?.immutable && !semanticEqual(next.data, previous.data) ? [forbidden('data', frozen)] : none),
    ...validateKeys(next.data, 'data'),
    ...(size(next.data, 0.75) > largestData ? tooLong('data') : none),
    ...(keysOfType[next.type ?? ''] ?? []).flatMap((key) => (next.data?.[key] === undefined ? [required(`data[${key}]`)] : none)),
    ...(basic ? [required('data[username]'), required('data[password]')] : none),
    ...(account ? [required('metadata.annotations[kubernetes.io/service-account.name]')] : none),
  ]
}

export const validateNamespace = (next: Namespace, previous?: Namespace): FieldErrors => validateMeta(next, previous, dnsLabelProblems)

const effects = ['NoSchedule', 'PreferNoSchedule', 'NoExecute']

const validateTaints = ({ spec }: Node): FieldErrors => {
  const seen = new Set<string>()
  return (spec?.taints ?? []).flatMap((taint, index) => {
    const path = `spec.taints[${index}]`
    const key = `${taint.key}:${taint.effect}`
    const taken = seen.has(key)
    seen.add(key)
    return [
      ...invalids(`${path}.key`, taint.key, labelKeyProblems(taint.key)),
      ...(!taint.effect
        ? [required(`${path}.effect`)]
        : effects.includes(taint.effect)
          ? none
          : [notSupported(`${path}.effect`, taint.effect, effects)]),
      ...(taken
        ? [
            {
              field: path,
              reason: 'FieldValueDuplicate' as const,
              message: `Duplicate value: ${JSON.stringify(taint)}: taints must be unique by key and effect pair`,
            },
          ]
        : none),
    ]
  })
}

export const validateNode = (next: Node, previous?: Node): FieldErrors => {
  const moved = previous && (previous.spec?.podCIDRs?.length ?? 0) > 0 && !semanticEqual(next.spec?.podCIDRs, previous.spec?.podCIDRs)
  const renamed = previous?.spec?.providerID && next.spec?.providerID !== previous.spec.providerID
  const cidrClash = previous && next.spec?.podCIDR !== previous.spec?.podCIDR && (previous.spec?.podCIDR ?? '') !== ''
  return [
    ...validateMeta(next, previous, dnsSubdomainProblems),
    ...validateTaints(next),
    ...(moved || cidrClash ? [forbidden('spec.podCIDRs', 'node updates may not change podCIDR except from "" to valid')] : none),
    ...(renamed ? [forbidden('spec.providerID', 'node updates may not change providerID except from "" to valid')] : none),
  ]
}

export const validateEvent = (event: Event, previous?: Event): FieldErrors => [
  ...validateMeta(event, previous, dnsSubdomainProblems),
  ...((event.involvedObject.namespace ?? '') === '' || event.involvedObject.namespace === event.metadata.namespace
    ? none
    : [invalid('involvedObject.namespace', event.involvedObject.namespace, 'does not match event.namespace')]),
]

const addressTypes = ['FQDN', 'IPv4', 'IPv6']

export const validateEndpointSlice = (next: EndpointSlice, previous?: EndpointSlice): FieldErrors => [
  ...validateMeta(next, previous, dnsSubdomainProblems),
  ...(!next.addressType
    ? [required('addressType')]
    : addressTypes.includes(next.addressType)
      ? none
      : [notSupported('addressType', next.addressType, addressTypes)]),
  ...(previous && next.addressType !== previous.addressType ? [invalid('addressType', next.addressType, immutable)] : none),
]
