import { at, listAt, textAt, type LooseObject } from '../object.ts'
import type { DescribeContext } from './describer.ts'
import type { Description } from './description.ts'
import { selectorText } from './parts.ts'

/** `Pods Status:  1 Running / 0 Waiting / 0 Succeeded / 0 Failed`, by the Pods that the object controls. */
export const writePodsStatus = (write: Description, object: LooseObject, { session }: DescribeContext): void => {
  const pods = session.mapper.find('pods')
  if (!pods) return
  const selector = at(object, 'spec', 'selector')
  const list = session.list(pods, object.metadata?.namespace, { labelSelector: selectorText(selector) })
  const own = listAt(list, 'items').filter((one) =>
    one.metadata?.ownerReferences?.some(({ uid, controller }) => controller && uid === object.metadata?.uid),
  )
  const count = (phase: string) => own.filter((one) => textAt(one, 'status', 'phase') === phase).length
  write.line(
    0,
    'Pods Status:',
    `${count('Running')} Running / ${count('Pending')} Waiting / ${count('Succeeded')} Succeeded / ${count('Failed')} Failed`,
  )
}

export const writeConditions = (write: Description, object: LooseObject): void => {
  const conditions = listAt(object, 'status', 'conditions')
  if (conditions.length === 0) return
  write.line(0, 'Conditions:')
  write.line(1, 'Type', 'Status', 'Reason')
  write.line(1, '----', '------', '------')
  for (const condition of conditions) write.line(1, textAt(condition, 'type'), textAt(condition, 'status'), textAt(condition, 'reason'))
}
