import type { Pod, PodSpec } from '../generated/types.ts'
import { validateContainers, validateInitContainers } from './container.ts'
import { invalid, invalids, none, notSupported, required, type FieldErrors } from './errors.ts'
import { validateLabels, validateMeta } from './meta.ts'
import { dnsLabelProblems, dnsSubdomainProblems, ipProblems } from './names.ts'
import { validateAffinity, validateSpread, validateTolerations } from './scheduling.ts'
import { validateVolumes } from './volume.ts'
import { podChanges } from './pod-update.ts'

const restartPolicies = ['Always', 'OnFailure', 'Never']
const dnsPolicies = ['ClusterFirstWithHostNet', 'ClusterFirst', 'Default', 'None']
const largestSeconds = 2147483647

const validateDns = (spec: PodSpec, field: string): FieldErrors => {
  const servers = spec.dnsConfig?.nameservers ?? []
  if (spec.dnsPolicy === 'None' && !spec.dnsConfig)
    return [required(`${field}.dnsConfig`, 'must provide `dnsConfig` when `dnsPolicy` is None')]
  if (spec.dnsPolicy === 'None' && servers.length === 0)
    return [required(`${field}.dnsConfig.nameservers`, 'must provide at least one DNS nameserver when `dnsPolicy` is None')]
  return servers.flatMap((server, index) => invalids(`${field}.dnsConfig.nameservers[${index}]`, server, ipProblems(server)))
}

const named = (value: string | undefined, field: string, problems: (name: string) => readonly string[]): FieldErrors =>
  value ? invalids(field, value, problems(value)) : none

const validateHostNetwork = (spec: PodSpec, field: string): FieldErrors => {
  if (!spec.hostNetwork) return none
  return (['containers', 'initContainers'] as const).flatMap((list) =>
    (spec[list] ?? []).flatMap((container, index) =>
      (container.ports ?? []).flatMap((port, portIndex) =>
        port.hostPort !== port.containerPort
          ? [
              invalid(
                `${field}.${list}[${index}].ports[${portIndex}].hostPort`,
                port.hostPort ?? 0,
                'must match `containerPort` when `hostNetwork` is true',
              ),
            ]
          : none,
      ),
    ),
  )
}

const compute = (spec: PodSpec, field: string): FieldErrors => {
  const volumes = validateVolumes(spec.volumes, `${field}.volumes`)
  const { activeDeadlineSeconds: deadline, securityContext } = spec
  return [
    ...volumes.errors,
    ...validateContainers(spec.containers, volumes.names, `${field}.containers`),
    ...validateInitContainers(spec.initContainers, spec.containers, volumes.names, `${field}.initContainers`),
    ...validateHostNetwork(spec, field),
    ...(restartPolicies.includes(spec.restartPolicy ?? '')
      ? none
      : [notSupported(`${field}.restartPolicy`, spec.restartPolicy, restartPolicies)]),
    ...(dnsPolicies.includes(spec.dnsPolicy ?? '') ? none : [notSupported(`${field}.dnsPolicy`, spec.dnsPolicy, dnsPolicies)]),
    ...validateLabels(spec.nodeSelector, `${field}.nodeSelector`),
    ...(securityContext?.runAsUser !== undefined && securityContext.runAsUser < 0
      ? [invalid(`${field}.securityContext.runAsUser`, securityContext.runAsUser, 'must be between 0 and 2147483647, inclusive')]
      : none),
    ...validateAffinity(spec.affinity, `${field}.affinity`),
    ...validateDns(spec, field),
    ...validateSpread(spec.topologySpreadConstraints, `${field}.topologySpreadConstraints`),
    ...named(spec.serviceAccountName, `${field}.serviceAccountName`, dnsSubdomainProblems),
    ...named(spec.nodeName, `${field}.nodeName`, dnsSubdomainProblems),
    ...(deadline !== undefined && (deadline < 1 || deadline > largestSeconds)
      ? [invalid(`${field}.activeDeadlineSeconds`, deadline, 'must be between 1 and 2147483647, inclusive')]
      : none),
    ...named(spec.hostname, `${field}.hostname`, dnsLabelProblems),
    ...named(spec.subdomain, `${field}.subdomain`, dnsLabelProblems),
    ...validateTolerations(spec.tolerations, `${field}.tolerations`),
    ...(spec.hostAliases ?? []).flatMap((alias, index) => [
      ...invalids(`${field}.hostAliases[${index}].ip`, alias.ip, ipProblems(alias.ip)),
      ...(alias.hostnames ?? []).flatMap((name, position) =>
        invalids(`${field}.hostAliases[${index}].hostnames[${position}]`, name, dnsSubdomainProblems(name)),
      ),
    ]),
    ...named(spec.priorityClassName, `${field}.priorityClassName`, dnsSubdomainProblems),
    ...named(spec.runtimeClassName, `${field}.runtimeClassName`, dnsSubdomainProblems),
  ]
}

const known = new WeakMap<PodSpec, Map<string, FieldErrors>>()

/** Validates a Pod's spec or a template's (`ValidatePodSpec`); remembered by reference, since replicas share their spec. */
export const validatePodSpec = (spec: PodSpec | undefined, field: string): FieldErrors => {
  if (!spec) return [required(`${field}.containers`)]
  let byField = known.get(spec)
  if (!byField) known.set(spec, (byField = new Map()))
  let errors = byField.get(field)
  if (!errors) byField.set(field, (errors = compute(spec, field)))
  return errors
}

export const validatePod = (pod: Pod): FieldErrors => [
  ...validateMeta(pod, undefined, dnsSubdomainProblems),
  ...validatePodSpec(pod.spec, 'spec'),
]

/** An update of a Pod: its metadata, its spec, and that only what may change has changed (`ValidatePodUpdate`). */
export const validatePodUpdate = (next: Pod, previous: Pod): FieldErrors => {
  const errors = [
    ...validateMeta(next, previous, dnsSubdomainProblems),
    ...(next.spec === previous.spec ? none : validatePodSpec(next.spec, 'spec')),
  ]
  return next.spec === previous.spec ? errors : [...errors, ...podChanges(next, previous)]
}
