import { at, mapAt, numberAt, textAt } from '../object.ts'
import type { Describer } from './describer.ts'
import { writeEvents } from './events.ts'
import { controllerOf, selectorText, writeAnnotations, writeLabels } from './parts.ts'
import { writePodTemplate } from './pod-template.ts'
import { writeConditions, writePodsStatus } from './workloads.ts'

export const replicaSet: Describer = {
  kind: 'ReplicaSet.apps',
  describe(object, write, context) {
    write.line(0, 'Name:', textAt(object, 'metadata', 'name'))
    write.line(0, 'Namespace:', textAt(object, 'metadata', 'namespace'))
    write.line(0, 'Selector:', selectorText(at(object, 'spec', 'selector')))
    writeLabels(write, 0, 'Labels', mapAt(object, 'metadata', 'labels'))
    writeAnnotations(write, 0, 'Annotations', mapAt(object, 'metadata', 'annotations'))
    const owner = controllerOf(object)
    if (owner) write.line(0, 'Controlled By:', owner)
    write.line(0, 'Replicas:', `${numberAt(object, 'status', 'replicas')} current / ${numberAt(object, 'spec', 'replicas')} desired`)
    writePodsStatus(write, object, context)
    writePodTemplate(write, at(object, 'spec', 'template'))
    writeConditions(write, object)
    writeEvents(write, object, context)
  },
}
