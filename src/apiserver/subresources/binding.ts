import type { Binding, Pod } from '../../api/index.ts'
import type { HttpResponse } from '../../machine/index.ts'
import { parseBody } from '../body.ts'
import type { ResourceCall } from '../context.ts'
import { answer } from '../http.ts'
import { timestamp } from '../meta.ts'
import { conflict, invalid, methodNotAllowed } from '../status.ts'
import { changeObject } from '../update.ts'

/** POST to `pods/binding`: gives a Pod its node, once (`pkg/registry/core/pod/storage`). */
export const binding = (call: ResourceCall): HttpResponse => {
  if (call.info.verb !== 'create') throw methodNotAllowed()
  const { target, metadata } = parseBody(call.request).value as object as Binding
  if (!target?.name) {
    throw invalid({ group: '', kind: 'Binding' }, metadata?.name ?? '', [
      { field: 'target.name', reason: 'FieldValueRequired', message: 'Required value' },
    ])
  }
  changeObject(call, (current) => {
    const pod = current as Pod
    const refuse = (why: string) => conflict({ group: '', plural: 'pods/binding' }, call.name, why)
    if (pod.metadata.deletionTimestamp) throw refuse(`pod ${call.name} is being deleted, cannot be assigned to a host`)
    if (pod.spec?.nodeName) throw refuse(`pod ${call.name} is already assigned to node "${pod.spec.nodeName}"`)
    if (pod.spec?.schedulingGates?.length) throw refuse(`pod ${call.name} has non-empty .spec.schedulingGates`)
    return assigned(pod, target.name!, metadata?.annotations, timestamp(call.server.clock.now))
  })
  return answer({ kind: 'Status', apiVersion: 'v1', metadata: {}, status: 'Success', code: 201 }, 201)
}

const assigned = (pod: Pod, nodeName: string, annotations: Readonly<Record<string, string>> | undefined, now: string): Pod => {
  const others = (pod.status?.conditions ?? []).filter(({ type }) => type !== 'PodScheduled')
  const metadata = annotations ? { ...pod.metadata, annotations: { ...pod.metadata.annotations, ...annotations } } : pod.metadata
  const scheduled = { type: 'PodScheduled', status: 'True', lastProbeTime: null, lastTransitionTime: now }
  return {
    ...pod,
    metadata,
    spec: { ...pod.spec!, nodeName },
    status: {
      ...pod.status,
      conditions: [...others, scheduled as object as NonNullable<NonNullable<Pod['status']>['conditions']>[number]],
    },
  }
}
