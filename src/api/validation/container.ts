import type { Container, ContainerPort, EnvFromSource, EnvVar, VolumeMount } from '../generated/types.ts'
import { isSidecar } from '../helpers.ts'
import { duplicate, forbidden, invalid, invalids, none, notFound, notSupported, required, type FieldErrors } from './errors.ts'
import {
  configMapKeyProblems,
  dnsLabelProblems,
  dnsSubdomainProblems,
  envNameProblems,
  portNameProblems,
  portNumberProblems,
} from './names.ts'
import { validateLifecycle, validateProbe } from './probe.ts'
import { validateResources } from './resources.ts'

const protocols = ['SCTP', 'TCP', 'UDP']
const pullPolicies = ['Always', 'IfNotPresent', 'Never']

const validatePorts = (ports: readonly ContainerPort[] | undefined, field: string): FieldErrors => {
  const names = new Set<string>()
  return (ports ?? []).flatMap((port, index) => {
    const path = `${field}[${index}]`
    const errors: FieldErrors[number][] = []
    if (port.name) {
      const wrong = portNameProblems(port.name)
      if (wrong.length > 0) errors.push(...invalids(`${path}.name`, port.name, wrong))
      else if (names.has(port.name)) errors.push(duplicate(`${path}.name`, port.name))
      names.add(port.name)
    }
    if (!port.containerPort) errors.push(required(`${path}.containerPort`))
    else errors.push(...invalids(`${path}.containerPort`, port.containerPort, portNumberProblems(port.containerPort)))
    if (port.hostPort) errors.push(...invalids(`${path}.hostPort`, port.hostPort, portNumberProblems(port.hostPort)))
    if (!port.protocol) errors.push(required(`${path}.protocol`))
    else if (!protocols.includes(port.protocol)) errors.push(notSupported(`${path}.protocol`, port.protocol, protocols))
    return errors
  })
}

const fieldPaths = [
  'metadata.name',
  'metadata.namespace',
  'metadata.uid',
  'spec.nodeName',
  'spec.serviceAccountName',
  'status.hostIP',
  'status.hostIPs',
  'status.podIP',
  'status.podIPs',
]

const validateKeyRef = (ref: { readonly name?: string; readonly key: string } | undefined, field: string): FieldErrors =>
  ref
    ? [
        ...(ref.name ? none : [required(`${field}.name`)]),
        ...(ref.key ? invalids(`${field}.key`, ref.key, configMapKeyProblems(ref.key)) : [required(`${field}.key`)]),
      ]
    : none

const validateValueFrom = (variable: EnvVar, field: string): FieldErrors => {
  const source = variable.valueFrom
  if (!source) return none
  const given = Object.keys(source)
  if (given.length === 0)
    return [invalid(field, '', 'must specify one of: `fieldRef`, `resourceFieldRef`, `configMapKeyRef`, `secretKeyRef` or `fileKeyRef`')]
  const path = source.fieldRef?.fieldPath
  return [
    ...(source.fieldRef && !path ? [required(`${field}.fieldRef.fieldPath`)] : none),
    ...(path && !fieldPaths.includes(path) && !/^metadata\.(labels|annotations)\['[^']+'\]$/.test(path)
      ? /^(metadata|spec|status)\./.test(path)
        ? [notSupported(`${field}.fieldRef.fieldPath`, path, [...fieldPaths].sort())]
        : [invalid(`${field}.fieldRef.fieldPath`, path, 'error converting fieldPath: field label not supported: ' + path)]
      : none),
    ...validateKeyRef(source.configMapKeyRef, `${field}.configMapKeyRef`),
    ...validateKeyRef(source.secretKeyRef, `${field}.secretKeyRef`),
    ...(given.length > 1 ? [invalid(field, '', 'may not have more than one field specified at a time')] : none),
    ...(variable.value ? [invalid(field, '', 'may not be specified when `value` is not empty')] : none),
  ]
}

const validateEnv = (env: readonly EnvVar[] | undefined, field: string): FieldErrors =>
  (env ?? []).flatMap((variable, index) => [
    ...(variable.name
      ? invalids(`${field}[${index}].name`, variable.name, envNameProblems(variable.name))
      : [required(`${field}[${index}].name`)]),
    ...validateValueFrom(variable, `${field}[${index}].valueFrom`),
  ])

const validateEnvFrom = (sources: readonly EnvFromSource[] | undefined, field: string): FieldErrors =>
  (sources ?? []).flatMap((source, index) => {
    const path = `${field}[${index}]`
    const named = (['configMapRef', 'secretRef'] as const).filter((name) => source[name])
    return [
      ...(source.prefix ? invalids(`${path}.prefix`, source.prefix, envNameProblems(source.prefix)) : none),
      ...named.flatMap((name) =>
        source[name]!.name
          ? invalids(`${path}.${name}.name`, source[name]!.name, dnsSubdomainProblems(source[name]!.name!))
          : [required(`${path}.${name}.name`)],
      ),
      ...(named.length === 0 ? [invalid(field, '', 'must specify one of: `configMapRef` or `secretRef`')] : none),
      ...(named.length > 1 ? [invalid(field, '', 'may not have more than one field specified at a time')] : none),
    ]
  })

const validateMounts = (mounts: readonly VolumeMount[] | undefined, volumes: ReadonlySet<string>, field: string): FieldErrors => {
  const paths = new Set<string>()
  return (mounts ?? []).flatMap((mount, index) => {
    const path = `${field}[${index}]`
    const errors: FieldErrors[number][] = []
    if (!mount.name) errors.push(required(`${path}.name`))
    else if (!volumes.has(mount.name)) errors.push(notFound(`${path}.name`, mount.name))
    if (!mount.mountPath) errors.push(required(`${path}.mountPath`))
    else if (paths.has(mount.mountPath)) errors.push(invalid(`${path}.mountPath`, mount.mountPath, 'must be unique'))
    paths.add(mount.mountPath)
    if (mount.subPath && mount.subPathExpr)
      errors.push(invalid(`${path}.subPathExpr`, mount.subPathExpr, 'subPathExpr and subPath are mutually exclusive'))
    if (mount.subPath?.startsWith('/')) errors.push(invalid(`${path}.subPath`, mount.subPath, 'must be a relative path'))
    if (mount.subPath?.split('/').includes('..')) errors.push(invalid(`${path}.subPath`, mount.subPath, "must not contain '..'"))
    return errors
  })
}

/** What holds for containers of every sort (`validateContainerCommon`). */
const validateCommon = (container: Container, volumes: ReadonlySet<string>, path: string): FieldErrors => {
  const errors: FieldErrors[number][] = []
  if (!container.name) errors.push(required(`${path}.name`))
  else errors.push(...invalids(`${path}.name`, container.name, dnsLabelProblems(container.name)))
  if (!container.image) errors.push(required(`${path}.image`))
  else if (container.image.trim() !== container.image)
    errors.push(invalid(`${path}.image`, container.image, 'must not have leading or trailing whitespace'))
  if (container.terminationMessagePolicy !== 'File' && container.terminationMessagePolicy !== 'FallbackToLogsOnError') {
    errors.push(
      notSupported(`${path}.terminationMessagePolicy`, container.terminationMessagePolicy ?? '', ['FallbackToLogsOnError', 'File']),
    )
  }
  errors.push(
    ...validatePorts(container.ports, `${path}.ports`),
    ...validateEnv(container.env, `${path}.env`),
    ...validateEnvFrom(container.envFrom, `${path}.envFrom`),
  )
  errors.push(...validateMounts(container.volumeMounts, volumes, `${path}.volumeMounts`))
  if (!pullPolicies.includes(container.imagePullPolicy ?? ''))
    errors.push(notSupported(`${path}.imagePullPolicy`, container.imagePullPolicy ?? '', pullPolicies))
  errors.push(...validateResources(container.resources, `${path}.resources`))
  const { securityContext } = container
  if (securityContext?.runAsUser !== undefined && securityContext.runAsUser < 0)
    errors.push(invalid(`${path}.securityContext.runAsUser`, securityContext.runAsUser, 'must be between 0 and 2147483647, inclusive'))
  if (securityContext?.privileged && securityContext.allowPrivilegeEscalation === false) {
    errors.push(
      invalid(`${path}.securityContext`, securityContext, 'cannot set `allowPrivilegeEscalation` to false and `privileged` to true'),
    )
  }
  return errors
}

const validateProbes = (container: Container, path: string): FieldErrors => [
  ...validateLifecycle(container.lifecycle, `${path}.lifecycle`),
  ...validateProbe(container.livenessProbe, 'livenessProbe', path),
  ...validateProbe(container.readinessProbe, 'readinessProbe', path),
  ...validateProbe(container.startupProbe, 'startupProbe', path),
]

const hostPortConflicts = (containers: readonly Container[], field: string): FieldErrors => {
  const used = new Set<string>()
  return containers.flatMap((container, index) =>
    (container.ports ?? []).flatMap(({ hostPort, hostIP, protocol }, portIndex) => {
      if (!hostPort) return none
      const key = `${protocol}/${hostIP ?? ''}/${hostPort}`
      const taken = used.has(key)
      used.add(key)
      return taken ? [duplicate(`${field}[${index}].ports[${portIndex}].hostPort`, key)] : none
    }),
  )
}

/** The containers that run for as long as their Pod does. */
export const validateContainers = (
  containers: readonly Container[] | undefined,
  volumes: ReadonlySet<string>,
  field: string,
): FieldErrors => {
  if (!containers?.length) return [required(field)]
  const names = new Set<string>()
  const errors = containers.flatMap((container, index) => {
    const path = `${field}[${index}]`
    const taken = names.has(container.name)
    names.add(container.name)
    return [
      ...validateCommon(container, volumes, path),
      ...(taken ? [duplicate(`${path}.name`, container.name)] : none),
      ...validateProbes(container, path),
    ]
  })
  return [...errors, ...hostPortConflicts(containers, field)]
}

/** Init containers; those that restart always are sidecars and may have probes. */
export const validateInitContainers = (
  containers: readonly Container[] | undefined,
  regular: readonly Container[] | undefined,
  volumes: ReadonlySet<string>,
  field: string,
): FieldErrors => {
  if (!containers?.length) return none
  const names = new Set((regular ?? []).map(({ name }) => name))
  const errors = containers.flatMap((container, index) => {
    const path = `${field}[${index}]`
    const taken = names.has(container.name)
    names.add(container.name)
    const common = [...validateCommon(container, volumes, path), ...(taken ? [duplicate(`${path}.name`, container.name)] : none)]
    if (isSidecar(container)) return [...common, ...validateProbes(container, path)]
    const prohibited = (['lifecycle', 'livenessProbe', 'readinessProbe', 'startupProbe'] as const).filter(
      (name) => container[name] !== undefined,
    )
    return [
      ...common,
      ...prohibited.map((name) => forbidden(`${path}.${name}`, 'may not be set for init containers without restartPolicy=Always')),
    ]
  })
  return [...errors, ...hostPortConflicts(containers, field)]
}
