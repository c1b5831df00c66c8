import { listAt, mapAt, textAt, type LooseObject } from '../object.ts'
import type { DescribeContext, Describer } from './describer.ts'
import { sortedNames, writeHead } from './parts.ts'

const listOf = (plural: string, namespace: string, { session }: DescribeContext): readonly LooseObject[] => {
  const resource = session.mapper.find(plural)
  return resource ? listAt(session.list(resource, namespace, { limit: 500 }), 'items') : []
}

export const namespace: Describer = {
  kind: 'Namespace',
  describe(object, write, context) {
    writeHead(write, object, { namespace: false })
    write.line(0, 'Status:', textAt(object, 'status', 'phase'))
    const conditions = listAt(object, 'status', 'conditions')
    if (conditions.length > 0) {
      write.line(0, 'Conditions:')
      write.line(1, 'Type', 'Status', 'LastTransitionTime', 'Reason', 'Message')
      write.line(1, '----', '------', '------------------', '------', '-------')
      for (const one of conditions)
        write.line(
          1,
          textAt(one, 'type'),
          textAt(one, 'status'),
          textAt(one, 'lastTransitionTime'),
          textAt(one, 'reason'),
          textAt(one, 'message'),
        )
    }
    const name = textAt(object, 'metadata', 'name')
    const quotas = listOf('resourcequotas', name, context)
    write.write(0, '\n')
    if (quotas.length === 0) write.write(0, 'No resource quota.\n')
    else write.write(0, 'Resource Quotas\n')
    for (const quota of quotas) {
      write.line(1, 'Name:', textAt(quota, 'metadata', 'name'))
      write.line(1, 'Resource', 'Used', 'Hard')
      write.line(1, '--------', '---', '---')
      const hard = mapAt(quota, 'status', 'hard')
      const used = mapAt(quota, 'status', 'used')
      for (const resource of sortedNames(hard)) write.line(1, resource, String(used[resource] ?? '0'), String(hard[resource]))
    }
    write.write(0, '\nNo LimitRange resource.\n')
  },
}
