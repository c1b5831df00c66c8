import { listAt, textAt } from '../object.ts'
import type { Describer } from './describer.ts'
import { writeShortHead } from './role.ts'

const describe: Describer['describe'] = (object, write) => {
  writeShortHead(write, object)
  write.line(0, 'Role:')
  write.line(1, 'Kind:', textAt(object, 'roleRef', 'kind'))
  write.line(1, 'Name:', textAt(object, 'roleRef', 'name'))
  write.line(0, 'Subjects:')
  write.line(1, 'Kind', 'Name', 'Namespace')
  write.line(1, '----', '----', '---------')
  for (const subject of listAt(object, 'subjects'))
    write.line(1, textAt(subject, 'kind'), textAt(subject, 'name'), textAt(subject, 'namespace'))
}

export const roleBinding: Describer = { kind: 'RoleBinding.rbac.authorization.k8s.io', describe }
export const clusterRoleBinding: Describer = { kind: 'ClusterRoleBinding.rbac.authorization.k8s.io', describe }
