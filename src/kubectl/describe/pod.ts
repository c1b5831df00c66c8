import { at, listAt, mapAt, numberAt, textAt, type LooseObject } from '../object.ts'
import { writeContainers } from './containers.ts'
import type { Describer } from './describer.ts'
import type { Description } from './description.ts'
import { writeEvents } from './events.ts'
import { controllerOf, joined, longTime, or, writeAnnotations, writeLabels } from './parts.ts'
import { writeTolerations } from './scheduling.ts'
import { writeVolumes } from './volumes.ts'

const statusText = (pod: LooseObject): readonly string[] => {
  const deleted = textAt(pod, 'metadata', 'deletionTimestamp')
  if (!deleted) return [textAt(pod, 'status', 'phase')]
  return ['Terminating']
}

const writeAddresses = (write: Description, pod: LooseObject): void => {
  write.line(0, 'IP:', textAt(pod, 'status', 'podIP'))
  const addresses = listAt(pod, 'status', 'podIPs')
  if (addresses.length === 0) return write.line(0, 'IPs:', '<none>')
  write.line(0, 'IPs:')
  for (const address of addresses) write.line(1, 'IP:', textAt(address, 'ip'))
}

const writeConditions = (write: Description, pod: LooseObject): void => {
  const conditions = listAt(pod, 'status', 'conditions')
  if (conditions.length === 0) return
  write.line(0, 'Conditions:')
  write.line(1, 'Type', 'Status')
  for (const condition of conditions) write.line(1, textAt(condition, 'type'), `${textAt(condition, 'status')} `)
}

const writeSpec = (write: Description, pod: LooseObject): void => {
  const statuses = (name: string) => listAt(pod, 'status', name)
  writeContainers(write, 'Init Containers', listAt(pod, 'spec', 'initContainers'), statuses('initContainerStatuses'), pod, '')
  writeContainers(write, 'Containers', listAt(pod, 'spec', 'containers'), statuses('containerStatuses'), pod, '')
  const ephemeral = listAt(pod, 'spec', 'ephemeralContainers')
  if (ephemeral.length > 0) writeContainers(write, 'Ephemeral Containers', ephemeral, statuses('ephemeralContainerStatuses'), pod, '')
  const gates = listAt(pod, 'spec', 'readinessGates')
  if (gates.length > 0) {
    write.line(0, 'Readiness Gates:')
    write.line(1, 'Type', 'Status')
    for (const gate of gates) {
      const type = textAt(gate, 'conditionType')
      const found = listAt(pod, 'status', 'conditions').find((condition) => textAt(condition, 'type') === type)
      write.line(1, type, `${found ? textAt(found, 'status') : '<none>'} `)
    }
  }
}

export const pod: Describer = {
  kind: 'Pod',
  describe(object, write, context) {
    write.line(0, 'Name:', textAt(object, 'metadata', 'name'))
    write.line(0, 'Namespace:', textAt(object, 'metadata', 'namespace'))
    if (at(object, 'spec', 'priority') !== undefined) write.line(0, 'Priority:', String(numberAt(object, 'spec', 'priority')))
    if (textAt(object, 'spec', 'priorityClassName')) write.line(0, 'Priority Class Name:', textAt(object, 'spec', 'priorityClassName'))
    if (textAt(object, 'spec', 'runtimeClassName')) write.line(0, 'Runtime Class Name:', textAt(object, 'spec', 'runtimeClassName'))
    write.line(0, 'Service Account:', textAt(object, 'spec', 'serviceAccountName'))
    const node = textAt(object, 'spec', 'nodeName')
    write.line(0, 'Node:', node ? `${node}/${textAt(object, 'status', 'hostIP')}` : '<none>')
    if (at(object, 'status', 'startTime')) write.line(0, 'Start Time:', longTime(at(object, 'status', 'startTime')))
    writeLabels(write, 0, 'Labels', mapAt(object, 'metadata', 'labels'))
    writeAnnotations(write, 0, 'Annotations', mapAt(object, 'metadata', 'annotations'))
    if (
      textAt(object, 'metadata', 'deletionTimestamp') &&
      textAt(object, 'status', 'phase') !== 'Failed' &&
      textAt(object, 'status', 'phase') !== 'Succeeded'
    ) {
      write.line(0, 'Status:', `${statusText(object)[0]} (lasts ${lasts(object, context.now)})`)
      write.line(0, 'Termination Grace Period:', `${numberAt(object, 'metadata', 'deletionGracePeriodSeconds')}s`)
    } else write.line(0, 'Status:', textAt(object, 'status', 'phase'))
    if (textAt(object, 'status', 'reason')) write.line(0, 'Reason:', textAt(object, 'status', 'reason'))
    if (textAt(object, 'status', 'message')) write.line(0, 'Message:', textAt(object, 'status', 'message'))
    const seccomp = textAt(object, 'spec', 'securityContext', 'seccompProfile', 'type')
    if (seccomp) write.line(0, 'SeccompProfile:', seccomp)
    writeAddresses(write, object)
    const owner = controllerOf(object)
    if (owner) write.line(0, 'Controlled By:', owner)
    if (textAt(object, 'status', 'nominatedNodeName')) write.line(0, 'NominatedNodeName:', textAt(object, 'status', 'nominatedNodeName'))
    writeSpec(write, object)
    writeConditions(write, object)
    writeVolumes(write, listAt(object, 'spec', 'volumes'), '')
    write.line(0, 'QoS Class:', or(textAt(object, 'status', 'qosClass'), 'BestEffort'))
    write.line(0, 'Node-Selectors:', joined(mapAt(object, 'spec', 'nodeSelector')).replaceAll(',', '\n\t'))
    writeTolerations(write, '', listAt(object, 'spec', 'tolerations'))
    writeTopologySpread(write, object)
    writeEvents(write, object, context)
  },
}

const lasts = (object: LooseObject, now: number): string => {
  const seconds = Math.max(0, Math.trunc((now - Date.parse(textAt(object, 'metadata', 'deletionTimestamp'))) / 1000))
  return `${seconds}s`
}

const writeTopologySpread = (write: Description, object: LooseObject): void => {
  const constraints = listAt(object, 'spec', 'topologySpreadConstraints')
  constraints.forEach((constraint, i) => {
    const labels = mapAt(constraint, 'labelSelector', 'matchLabels')
    const selector = Object.keys(labels).length > 0 ? ` for selector ${joined(labels)}` : ''
    const text = `${textAt(constraint, 'topologyKey')}:${textAt(constraint, 'whenUnsatisfiable')} when max skew ${numberAt(constraint, 'maxSkew')} is exceeded${selector}`
    write.line(0, i === 0 ? 'Topology Spread Constraints:' : '', text)
  })
}
