import type { Container, PodSpec } from '../generated/types.ts'

const duplicateEnv = (container: Container, field: string): readonly string[] => {
  const seen = new Set<string>()
  return (container.env ?? []).flatMap(({ name, value }, index) => {
    const hidden = seen.has(name) && !value?.includes(`$(${name})`)
    seen.add(name)
    return hidden ? [`${field}.env[${index}]: hides previous definition of ${JSON.stringify(name)}, which may be unexpected`] : []
  })
}

const duplicatePorts = (container: Container, field: string): readonly string[] => {
  const seen = new Map<string, number>()
  return (container.ports ?? []).flatMap(({ containerPort, protocol, hostPort, hostIP }, index) => {
    const key = `${containerPort}/${protocol}/${hostPort ?? 0}/${hostIP ?? ''}`
    const first = seen.get(key)
    if (first === undefined) {
      seen.set(key, index)
      return []
    }
    return [`${field}.ports[${index}]: duplicate port definition with ${field}.ports[${first}]`]
  })
}

const deprecatedSources = {
  gitRepo: 'deprecated in v1.11',
  glusterfs: 'deprecated in v1.25, this feature will be removed soon after in a subsequent release',
} as const

/** What the server warns of in a Pod's spec (`pkg/api/pod/warnings.go`). */
export const podWarnings = (spec: PodSpec | undefined, field: string): readonly string[] => {
  if (!spec) return []
  const volumes = (spec.volumes ?? []).flatMap((volume, index) =>
    (Object.keys(deprecatedSources) as (keyof typeof deprecatedSources)[]).flatMap((name) =>
      volume[name] ? [`${field}.volumes[${index}].${name}: ${deprecatedSources[name]}`] : [],
    ),
  )
  const grace = spec.terminationGracePeriodSeconds
  return [
    ...volumes,
    ...(spec.containers ?? []).flatMap((container, index) => [
      ...duplicateEnv(container, `${field}.containers[${index}]`),
      ...duplicatePorts(container, `${field}.containers[${index}]`),
    ]),
    ...(grace !== undefined && grace < 0
      ? [`${field}.terminationGracePeriodSeconds: must be >= 0; negative values are invalid and will be treated as 1`]
      : []),
  ]
}
