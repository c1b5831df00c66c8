import { at, listAt, mapAt, numberAt, textAt, type LooseObject } from '../object.ts'
import { sameTemplate } from './same-template.ts'
import type { DescribeContext, Describer } from './describer.ts'
import type { Description } from './description.ts'
import { writeEvents } from './events.ts'
import { longTime, selectorText, writeAnnotations, writeLabels } from './parts.ts'
import { writePodTemplate } from './pod-template.ts'

const ownReplicaSets = (object: LooseObject, { session }: DescribeContext): readonly LooseObject[] => {
  const replicaSets = session.mapper.find('replicasets.apps')
  if (!replicaSets) return []
  const labelSelector = selectorText(at(object, 'spec', 'selector'))
  return listAt(session.list(replicaSets, object.metadata?.namespace, { labelSelector }), 'items').filter((one) =>
    one.metadata?.ownerReferences?.some(({ uid, controller }) => controller && uid === object.metadata?.uid),
  )
}

const replicaSetsText = (replicaSets: readonly LooseObject[]): string =>
  replicaSets.length === 0
    ? '<none>'
    : replicaSets
        .map(
          (one) =>
            `${textAt(one, 'metadata', 'name')} (${numberAt(one, 'status', 'replicas')}/${numberAt(one, 'spec', 'replicas')} replicas created)`,
        )
        .join(', ')

const writeReplicaSets = (write: Description, object: LooseObject, context: DescribeContext): void => {
  const all = ownReplicaSets(object, context).toSorted((a, b) =>
    textAt(a, 'metadata', 'creationTimestamp') < textAt(b, 'metadata', 'creationTimestamp') ? -1 : 1,
  )
  const current = all.find((one) => sameTemplate(at(one, 'spec', 'template'), at(object, 'spec', 'template')))
  write.line(0, 'OldReplicaSets:', replicaSetsText(all.filter((one) => one !== current)))
  write.line(0, 'NewReplicaSet:', replicaSetsText(current ? [current] : []))
}

export const deployment: Describer = {
  kind: 'Deployment.apps',
  describe(object, write, context) {
    write.line(0, 'Name:', textAt(object, 'metadata', 'name'))
    write.line(0, 'Namespace:', textAt(object, 'metadata', 'namespace'))
    write.line(0, 'CreationTimestamp:', longTime(at(object, 'metadata', 'creationTimestamp')))
    writeLabels(write, 0, 'Labels', mapAt(object, 'metadata', 'labels'))
    writeAnnotations(write, 0, 'Annotations', mapAt(object, 'metadata', 'annotations'))
    write.line(0, 'Selector:', selectorText(at(object, 'spec', 'selector')))
    const count = (name: string) => numberAt(object, 'status', name)
    const replicas = `${numberAt(object, 'spec', 'replicas')} desired | ${count('updatedReplicas')} updated | ${count('replicas')} total | ${count('availableReplicas')} available | ${count('unavailableReplicas')} unavailable`
    write.line(0, 'Replicas:', replicas)
    write.line(0, 'StrategyType:', textAt(object, 'spec', 'strategy', 'type'))
    write.line(0, 'MinReadySeconds:', String(numberAt(object, 'spec', 'minReadySeconds')))
    const rolling = at(object, 'spec', 'strategy', 'rollingUpdate')
    if (rolling)
      write.line(
        0,
        'RollingUpdateStrategy:',
        `${textAt(rolling, 'maxUnavailable')} max unavailable, ${textAt(rolling, 'maxSurge')} max surge`,
      )
    writePodTemplate(write, at(object, 'spec', 'template'))
    const conditions = listAt(object, 'status', 'conditions')
    if (conditions.length > 0) {
      write.line(0, 'Conditions:')
      write.line(1, 'Type', 'Status', 'Reason')
      write.line(1, '----', '------', '------')
      for (const condition of conditions) write.line(1, textAt(condition, 'type'), textAt(condition, 'status'), textAt(condition, 'reason'))
    }
    writeReplicaSets(write, object, context)
    writeEvents(write, object, context)
  },
}
