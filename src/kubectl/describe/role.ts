import { listAt, mapAt, nameOf, type LooseObject } from '../object.ts'
import { policyRows } from '../policy-rules.ts'
import type { Describer } from './describer.ts'
import type { Description } from './description.ts'
import { writeAnnotations, writeLabels } from './parts.ts'

/** The head of objects that describe shows without their namespace. */
export const writeShortHead = (write: Description, object: LooseObject): void => {
  write.line(0, 'Name:', nameOf(object))
  writeLabels(write, 0, 'Labels', mapAt(object, 'metadata', 'labels'))
  writeAnnotations(write, 0, 'Annotations', mapAt(object, 'metadata', 'annotations'))
}

const describe: Describer['describe'] = (object, write) => {
  writeShortHead(write, object)
  write.line(0, 'PolicyRule:')
  write.line(1, 'Resources', 'Non-Resource URLs', 'Resource Names', 'Verbs')
  write.line(1, '---------', '-----------------', '--------------', '-----')
  for (const row of policyRows(listAt(object, 'rules'))) write.line(1, ...row)
}

export const role: Describer = { kind: 'Role.rbac.authorization.k8s.io', describe }
export const clusterRole: Describer = { kind: 'ClusterRole.rbac.authorization.k8s.io', describe }
