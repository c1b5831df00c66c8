import { listAt, mapAt, textAt, type LooseObject } from '../object.ts'
import { writeContainers } from './containers.ts'
import type { Description } from './description.ts'
import { joined, writeAnnotations, writeLabels } from './parts.ts'
import { writeTolerations } from './scheduling.ts'
import { writeVolumes } from './volumes.ts'

/** `Pod Template:` of what makes Pods. */
export const writePodTemplate = (write: Description, template: unknown): void => {
  write.line(0, 'Pod Template:')
  if (!template) return write.line(1, '<unset>')
  const labels = mapAt(template, 'metadata', 'labels')
  const annotations = mapAt(template, 'metadata', 'annotations')
  writeLabels(write, 1, 'Labels', labels)
  if (Object.keys(annotations).length > 0) writeAnnotations(write, 1, 'Annotations', annotations)
  if (textAt(template, 'spec', 'serviceAccountName')) write.line(1, 'Service Account:', textAt(template, 'spec', 'serviceAccountName'))
  const none: readonly LooseObject[] = []
  writeContainers(write, 'Init Containers', listAt(template, 'spec', 'initContainers'), none, undefined, '  ')
  writeContainers(write, 'Containers', listAt(template, 'spec', 'containers'), none, undefined, '  ')
  writeVolumes(write, listAt(template, 'spec', 'volumes'), '  ')
  if (textAt(template, 'spec', 'priorityClassName')) write.line(1, 'Priority Class Name:', textAt(template, 'spec', 'priorityClassName'))
  write.line(1, 'Node-Selectors:', joined(mapAt(template, 'spec', 'nodeSelector')))
  writeTolerations(write, '  ', listAt(template, 'spec', 'tolerations'))
}
