import { at, isRecord, listAt, mapAt, numberAt, textAt, type LooseObject } from '../object.ts'
import type { Description } from './description.ts'
import { longTime, sortedNames } from './parts.ts'
import { probeText } from './probe.ts'

const portsText = (container: LooseObject, host: boolean): string =>
  listAt(container, 'ports')
    .map((port) => {
      const number = numberAt(port, host ? 'hostPort' : 'containerPort')
      const name = textAt(port, 'name')
      return `${number}/${textAt(port, 'protocol') || 'TCP'}${name ? ` (${name})` : ''}`
    })
    .join(', ')

const writePorts = (write: Description, container: LooseObject): void => {
  const plural = listAt(container, 'ports').length > 1 ? 's' : ''
  const ports = portsText(container, false)
  write.line(2, `Port${plural}:`, ports || '<none>')
  write.line(2, `Host Port${plural}:`, portsText(container, true) || '<none>')
}

const writeWords = (write: Description, title: string, words: unknown): void => {
  if (!Array.isArray(words) || words.length === 0) return
  write.line(2, `${title}:`)
  for (const word of words as readonly string[]) for (const line of word.split('\n')) write.line(3, line)
}

const writeState = (write: Description, title: string, state: unknown): void => {
  const running = at(state, 'running')
  const terminated = at(state, 'terminated')
  if (running) {
    write.line(2, `${title}:`, 'Running')
    write.line(3, 'Started:', longTime(at(running, 'startedAt')))
    return
  }
  if (terminated) {
    write.line(2, `${title}:`, 'Terminated')
    if (textAt(terminated, 'reason')) write.line(3, 'Reason:', textAt(terminated, 'reason'))
    if (textAt(terminated, 'message')) write.line(3, 'Message:', textAt(terminated, 'message'))
    write.line(3, 'Exit Code:', String(numberAt(terminated, 'exitCode')))
    if (numberAt(terminated, 'signal') > 0) write.line(3, 'Signal:', String(numberAt(terminated, 'signal')))
    write.line(3, 'Started:', longTime(at(terminated, 'startedAt') ?? '0001-01-01T00:00:00Z'))
    write.line(3, 'Finished:', longTime(at(terminated, 'finishedAt') ?? '0001-01-01T00:00:00Z'))
    return
  }
  write.line(2, `${title}:`, 'Waiting')
  const reason = textAt(state, 'waiting', 'reason')
  if (reason) write.line(3, 'Reason:', reason)
}

const writeStatus = (write: Description, status: LooseObject): void => {
  writeState(write, 'State', at(status, 'state'))
  if (Object.keys(mapAt(status, 'lastState')).length > 0) writeState(write, 'Last State', at(status, 'lastState'))
  write.line(2, 'Ready:', at(status, 'ready') === true ? 'True' : 'False')
  write.line(2, 'Restart Count:', String(numberAt(status, 'restartCount')))
}

const writeResources = (write: Description, container: LooseObject): void => {
  for (const [title, field] of [
    ['Limits', 'limits'],
    ['Requests', 'requests'],
  ] as const) {
    const values = mapAt(container, 'resources', field)
    if (Object.keys(values).length === 0) continue
    write.line(2, `${title}:`)
    for (const name of sortedNames(values)) write.line(3, `${name}:`, String(values[name]))
  }
}

const writeProbes = (write: Description, container: LooseObject): void => {
  for (const [title, field] of [
    ['Liveness', 'livenessProbe'],
    ['Readiness', 'readinessProbe'],
    ['Startup', 'startupProbe'],
  ] as const) {
    const probe = at(container, field)
    if (isRecord(probe)) write.line(2, `${title}:`, probeText(probe))
  }
}

const writeEnvFrom = (write: Description, container: LooseObject): void => {
  const sources = listAt(container, 'envFrom')
  if (sources.length === 0) return
  write.line(2, 'Environment Variables from:')
  for (const source of sources) {
    const kind = at(source, 'configMapRef') ? 'ConfigMap' : 'Secret'
    const ref = at(source, kind === 'ConfigMap' ? 'configMapRef' : 'secretRef')
    const prefix = textAt(source, 'prefix')
    write.line(3, textAt(ref, 'name'), `${kind}${prefix ? ` with prefix '${prefix}'` : ''}`, `Optional: ${at(ref, 'optional') === true}`)
  }
}

/** The value that a field of the downward API has, where kubectl can know it. */
const fieldValue = (pod: LooseObject | undefined, path: string): string => {
  if (path === 'metadata.name' || path === 'metadata.namespace') return textAt(pod, 'metadata', path.slice(9))
  return path === 'status.podIP' ? textAt(pod, 'status', 'podIP') : ''
}

const resourceDivided = (value: string, resource: string): string => {
  if (value === '') return '0'
  if (resource.endsWith('cpu')) return String(Math.ceil(value.endsWith('m') ? Number(value.slice(0, -1)) / 1000 : Number(value)))
  const units: Readonly<Record<string, number>> = { Ki: 1024, Mi: 1024 ** 2, Gi: 1024 ** 3, Ti: 1024 ** 4, k: 1e3, M: 1e6, G: 1e9 }
  const match = /^([\d.]+)(\D*)$/.exec(value)
  return match ? String(Math.ceil(Number(match[1]) * (units[match[2]!] ?? 1))) : value
}

const writeVariable = (write: Description, variable: LooseObject, container: LooseObject, pod: LooseObject | undefined): void => {
  const name = `${textAt(variable, 'name')}:`
  const from = at(variable, 'valueFrom')
  if (!from) {
    textAt(variable, 'value')
      .split('\n')
      .forEach((line, i) => write.line(3, i === 0 ? name : '', line))
    return
  }
  const field = at(from, 'fieldRef')
  const resource = at(from, 'resourceFieldRef')
  if (field) {
    const path = textAt(field, 'fieldPath')
    return write.line(3, name, `${fieldValue(pod, path)} (${textAt(field, 'apiVersion') || 'v1'}:${path})`)
  }
  if (resource) {
    const path = textAt(resource, 'resource')
    const [group = '', key = ''] = path.split('.')
    return write.line(3, name, `${resourceDivided(String(mapAt(container, 'resources', group)[key] ?? ''), path)} (${path})`)
  }
  const secret = at(from, 'secretKeyRef')
  const ref = secret ?? at(from, 'configMapKeyRef')
  const source = secret ? 'in secret' : 'of config map'
  write.line(
    3,
    name,
    `<set to the key '${textAt(ref, 'key')}' ${source} '${textAt(ref, 'name')}'>`,
    `Optional: ${at(ref, 'optional') === true}`,
  )
}

const writeEnvironment = (write: Description, container: LooseObject, pod: LooseObject | undefined): void => {
  writeEnvFrom(write, container)
  const variables = listAt(container, 'env')
  if (variables.length === 0) return write.line(2, 'Environment:', '<none>')
  write.line(2, 'Environment:')
  for (const variable of variables) writeVariable(write, variable, container, pod)
}

const writeMounts = (write: Description, container: LooseObject): void => {
  const mounts = listAt(container, 'volumeMounts').toSorted((a, b) => (textAt(a, 'mountPath') < textAt(b, 'mountPath') ? -1 : 1))
  if (mounts.length === 0) write.line(2, 'Mounts:', '<none>')
  else write.line(2, 'Mounts:')
  for (const mount of mounts) {
    const path = textAt(mount, 'subPath')
    const flags = `${at(mount, 'readOnly') === true ? 'ro' : 'rw'}${path ? `,path="${path}"` : ''}`
    write.line(3, `${textAt(mount, 'mountPath')} from ${textAt(mount, 'name')} (${flags})`)
  }
  const devices = listAt(container, 'volumeDevices')
  if (devices.length > 0) write.line(2, 'Devices:')
  for (const device of devices) write.line(3, `${textAt(device, 'devicePath')} from ${textAt(device, 'name')}`)
}

/** `Containers:` of a Pod or of a template (which has no statuses and is set in by one blank). */
export const writeContainers = (
  write: Description,
  title: string,
  containers: readonly LooseObject[],
  statuses: readonly LooseObject[],
  pod: LooseObject | undefined,
  space: string,
): void => {
  if (containers.length === 0 && title !== 'Containers') return
  write.line(0, containers.length === 0 ? `${space}${title}: <none>` : `${space}${title}:`)
  for (const container of containers) {
    const status = statuses.find((one) => textAt(one, 'name') === textAt(container, 'name'))
    write.line(0, space === '' ? `  ${textAt(container, 'name')}:` : `   ${textAt(container, 'name')}:`)
    if (status) write.line(2, 'Container ID:', textAt(status, 'containerID'))
    write.line(2, 'Image:', textAt(container, 'image'))
    if (status) write.line(2, 'Image ID:', textAt(status, 'imageID'))
    writePorts(write, container)
    if (textAt(container, 'securityContext', 'seccompProfile', 'type')) {
      write.line(2, 'SeccompProfile:', textAt(container, 'securityContext', 'seccompProfile', 'type'))
    }
    writeWords(write, 'Command', at(container, 'command'))
    writeWords(write, 'Args', at(container, 'args'))
    if (status) writeStatus(write, status)
    writeResources(write, container)
    writeProbes(write, container)
    writeEnvironment(write, container, pod)
    writeMounts(write, container)
  }
}
