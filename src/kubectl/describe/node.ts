import { at, listAt, mapAt, textAt, type LooseObject } from '../object.ts'
import type { DescribeContext, Describer } from './describer.ts'
import type { Description } from './description.ts'
import { writeEventTable } from './events.ts'
import { ageOf, longTime, or, sortedNames, writeAnnotations, writeLabels } from './parts.ts'

const rolePrefix = 'node-role.kubernetes.io/'

const rolesOf = (node: LooseObject): string => {
  const labels = mapAt(node, 'metadata', 'labels')
  const roles = Object.keys(labels).flatMap((name) =>
    name.startsWith(rolePrefix) ? [name.slice(rolePrefix.length)] : name === 'kubernetes.io/role' ? [String(labels[name])] : [],
  )
  return (
    roles
      .filter((role) => role !== '')
      .sort()
      .join(',') || '<none>'
  )
}

export const taintText = (taint: LooseObject): string => {
  const value = textAt(taint, 'value')
  return `${textAt(taint, 'key')}${value ? `=${value}` : ''}:${textAt(taint, 'effect')}`
}

const writeTaints = (write: Description, node: LooseObject): void => {
  const taints = listAt(node, 'spec', 'taints').toSorted((a, b) =>
    textAt(a, 'effect') + textAt(a, 'key') < textAt(b, 'effect') + textAt(b, 'key') ? -1 : 1,
  )
  if (taints.length === 0) return write.line(0, 'Taints:', '<none>')
  taints.forEach((taint, i) => write.line(0, i === 0 ? 'Taints:' : '', taintText(taint)))
}

const writeLease = (write: Description, node: LooseObject, { session }: DescribeContext): void => {
  const leases = session.mapper.find('leases.coordination.k8s.io')
  if (!leases) return
  const name = textAt(node, 'metadata', 'name')
  const found = listAt(session.list(leases, 'kube-node-lease', { fieldSelector: `metadata.name=${name}` }), 'items')[0]
  write.line(0, 'Lease:')
  write.line(1, 'HolderIdentity:', or(at(found, 'spec', 'holderIdentity'), '<unset>'))
  write.line(1, 'AcquireTime:', longTime(at(found, 'spec', 'acquireTime')))
  write.line(1, 'RenewTime:', longTime(at(found, 'spec', 'renewTime')))
}

const writeConditions = (write: Description, node: LooseObject): void => {
  const conditions = listAt(node, 'status', 'conditions')
  if (conditions.length === 0) return
  write.line(0, 'Conditions:')
  write.line(1, 'Type', 'Status', 'LastHeartbeatTime', 'LastTransitionTime', 'Reason', 'Message')
  write.line(1, '----', '------', '-----------------', '------------------', '------', '-------')
  for (const one of conditions) {
    write.line(
      1,
      textAt(one, 'type'),
      textAt(one, 'status'),
      longTime(at(one, 'lastHeartbeatTime')),
      longTime(at(one, 'lastTransitionTime')),
      textAt(one, 'reason'),
      textAt(one, 'message'),
    )
  }
}

const writeSizes = (write: Description, title: string, sizes: Readonly<Record<string, unknown>>): void => {
  if (Object.keys(sizes).length === 0) return
  write.line(0, `${title}:`)
  for (const name of sortedNames(sizes)) write.line(1, `${name}:`, String(sizes[name]))
}

const systemInfo: readonly (readonly [string, string])[] = [
  ['Machine ID', 'machineID'],
  ['System UUID', 'systemUUID'],
  ['Boot ID', 'bootID'],
  ['Kernel Version', 'kernelVersion'],
  ['OS Image', 'osImage'],
  ['Operating System', 'operatingSystem'],
  ['Architecture', 'architecture'],
  ['Container Runtime Version', 'containerRuntimeVersion'],
  ['Kubelet Version', 'kubeletVersion'],
  ['Kube-Proxy Version', 'kubeProxyVersion'],
]

/** Requests or limits of one resource of a Pod: the sum of its containers, or the greatest init container's. */
const podTotal = (pod: LooseObject, kind: 'requests' | 'limits', resource: string): number => {
  const value = (container: LooseObject) => amount(mapAt(container, 'resources', kind)[resource])
  const sum = listAt(pod, 'spec', 'containers').reduce((total, container) => total + value(container), 0)
  const sidecars = listAt(pod, 'spec', 'initContainers').filter((one) => textAt(one, 'restartPolicy') === 'Always')
  const first = listAt(pod, 'spec', 'initContainers').filter((one) => textAt(one, 'restartPolicy') !== 'Always')
  const kept = sidecars.reduce((total, container) => total + value(container), 0)
  return Math.max(sum + kept, ...first.map(value)) + amount(mapAt(pod, 'spec', 'overhead')[resource])
}

const units: Readonly<Record<string, number>> = {
  '': 1,
  m: 1e-3,
  k: 1e3,
  M: 1e6,
  G: 1e9,
  T: 1e12,
  Ki: 2 ** 10,
  Mi: 2 ** 20,
  Gi: 2 ** 30,
  Ti: 2 ** 40,
}

const amount = (text: unknown): number => {
  const match = /^([\d.]+)([A-Za-z]*)$/.exec(String(text ?? '0'))
  return match ? Number(match[1]) * (units[match[2]!] ?? 1) : 0
}

const cpuText = (cores: number): string =>
  Math.round(cores * 1000) % 1000 === 0 ? String(Math.round(cores)) : `${Math.round(cores * 1000)}m`

const bytesText = (bytes: number): string => {
  for (const unit of ['Gi', 'Mi', 'Ki']) if (bytes > 0 && bytes % units[unit]! === 0) return `${bytes / units[unit]!}${unit}`
  return String(bytes)
}

const share = (value: number, of: number): string => `${of === 0 ? 0 : Math.trunc((value / of) * 100)}%`

const writePods = (write: Description, node: LooseObject, context: DescribeContext): void => {
  const { session, now } = context
  const resource = session.mapper.find('pods')
  if (!resource) return
  const fieldSelector = `spec.nodeName=${textAt(node, 'metadata', 'name')},status.phase!=Failed,status.phase!=Succeeded`
  const pods = listAt(session.list(resource, '', { fieldSelector }), 'items')
  const size = mapAt(node, 'status', 'allocatable')
  const [cpu, memory] = [amount(size['cpu']), amount(size['memory'])]
  write.line(0, 'Non-terminated Pods:', `(${pods.length} in total)`)
  write.line(1, 'Namespace', 'Name', '', 'CPU Requests', 'CPU Limits', 'Memory Requests', 'Memory Limits', 'Age')
  write.line(1, '---------', '----', '', '------------', '----------', '---------------', '-------------', '---')
  for (const pod of pods) {
    const cell = (kind: 'requests' | 'limits', name: string): string => {
      const total = podTotal(pod, kind, name)
      return name === 'cpu' ? `${cpuText(total)} (${share(total, cpu)})` : `${bytesText(total)} (${share(total, memory)})`
    }
    const cells = [cell('requests', 'cpu'), cell('limits', 'cpu'), cell('requests', 'memory'), cell('limits', 'memory')]
    write.line(
      1,
      textAt(pod, 'metadata', 'namespace'),
      textAt(pod, 'metadata', 'name'),
      '',
      ...cells,
      ageOf(at(pod, 'metadata', 'creationTimestamp'), now),
    )
  }
  write.line(0, 'Allocated resources:')
  write.line(1, '(Total limits may be over 100 percent, i.e., overcommitted.)')
  write.line(1, 'Resource', 'Requests', 'Limits')
  write.line(1, '--------', '--------', '------')
  const sum = (kind: 'requests' | 'limits', name: string) => pods.reduce((total, pod) => total + podTotal(pod, kind, name), 0)
  for (const name of [
    'cpu',
    'memory',
    'ephemeral-storage',
    ...Object.keys(size)
      .filter((one) => one.startsWith('hugepages-'))
      .sort(),
  ]) {
    const print = name === 'cpu' ? cpuText : bytesText
    const all = amount(size[name])
    const extended = name.startsWith('hugepages')
    const cells = (['requests', 'limits'] as const).map(
      (kind) => `${print(sum(kind, name))} (${share(sum(kind, name), extended && all === 0 ? 0 : all)})`,
    )
    write.line(1, name, ...cells)
  }
}

const nodeEvents = (node: LooseObject, { session }: DescribeContext): readonly LooseObject[] => {
  const events = session.mapper.find('events')
  const name = textAt(node, 'metadata', 'name')
  const query = (uid: string) => ({
    fieldSelector: `involvedObject.kind=Node,involvedObject.name=${name},involvedObject.uid=${uid}`,
    limit: 500,
  })
  if (!events) return []
  return [...new Set([name, textAt(node, 'metadata', 'uid')])].flatMap((uid) => listAt(session.list(events, '', query(uid)), 'items'))
}

export const node: Describer = {
  kind: 'Node',
  describe(object, write, context) {
    write.line(0, 'Name:', textAt(object, 'metadata', 'name'))
    write.line(0, 'Roles:', rolesOf(object))
    writeLabels(write, 0, 'Labels', mapAt(object, 'metadata', 'labels'))
    writeAnnotations(write, 0, 'Annotations', mapAt(object, 'metadata', 'annotations'))
    write.line(0, 'CreationTimestamp:', longTime(at(object, 'metadata', 'creationTimestamp')))
    writeTaints(write, object)
    write.line(0, 'Unschedulable:', String(at(object, 'spec', 'unschedulable') === true))
    writeLease(write, object, context)
    writeConditions(write, object)
    write.line(0, 'Addresses:')
    for (const address of listAt(object, 'status', 'addresses')) write.line(1, `${textAt(address, 'type')}:`, textAt(address, 'address'))
    writeSizes(write, 'Capacity', mapAt(object, 'status', 'capacity'))
    writeSizes(write, 'Allocatable', mapAt(object, 'status', 'allocatable'))
    write.line(0, 'System Info:')
    for (const [title, field] of systemInfo) write.line(1, `${title}:`, textAt(object, 'status', 'nodeInfo', field))
    if (textAt(object, 'spec', 'podCIDR')) write.line(0, 'PodCIDR:', textAt(object, 'spec', 'podCIDR'))
    const cidrs = at(object, 'spec', 'podCIDRs')
    if (Array.isArray(cidrs) && cidrs.length > 0) write.line(0, 'PodCIDRs:', cidrs.join(','))
    if (textAt(object, 'spec', 'providerID')) write.line(0, 'ProviderID:', textAt(object, 'spec', 'providerID'))
    writePods(write, object, context)
    if (context.showEvents) writeEventTable(write, nodeEvents(object, context), context.now)
  },
}
