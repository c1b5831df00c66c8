import { at, mapAt, numberAt, textAt } from '../object.ts'
import type { Describer } from './describer.ts'
import { writeEvents } from './events.ts'
import { selectorText, writeAnnotations, writeLabels } from './parts.ts'
import { writePodTemplate } from './pod-template.ts'
import { writePodsStatus } from './workloads.ts'

export const daemonSet: Describer = {
  kind: 'DaemonSet.apps',
  describe(object, write, context) {
    const count = (name: string) => String(numberAt(object, 'status', name))
    write.line(0, 'Name:', textAt(object, 'metadata', 'name'))
    write.line(0, 'Namespace:', textAt(object, 'metadata', 'namespace'))
    write.line(0, 'Selector:', selectorText(at(object, 'spec', 'selector')))
    write.line(
      0,
      'Node-Selector:',
      Object.entries(mapAt(object, 'spec', 'template', 'spec', 'nodeSelector'))
        .map(([name, value]) => `${name}=${String(value)}`)
        .join(',') || '<none>',
    )
    writeLabels(write, 0, 'Labels', mapAt(object, 'metadata', 'labels'))
    writeAnnotations(write, 0, 'Annotations', mapAt(object, 'metadata', 'annotations'))
    write.line(0, `Desired Number of Nodes Scheduled: ${count('desiredNumberScheduled')}`)
    write.line(0, `Current Number of Nodes Scheduled: ${count('currentNumberScheduled')}`)
    write.line(0, `Number of Nodes Scheduled with Up-to-date Pods: ${count('updatedNumberScheduled')}`)
    write.line(0, `Number of Nodes Scheduled with Available Pods: ${count('numberAvailable')}`)
    write.line(0, `Number of Nodes Misscheduled: ${count('numberMisscheduled')}`)
    writePodsStatus(write, object, context)
    writePodTemplate(write, at(object, 'spec', 'template'))
    writeEvents(write, object, context)
  },
}
