import { UsageError } from '../base/index.ts'
import { at, listAt, mapAt, numberAt, textAt, type LooseObject } from './object.ts'
import { selectorText } from './describe/parts.ts'
import type { KubectlSession } from './session.ts'
import type { Info } from './resources.ts'

const restarts = (pod: LooseObject): number =>
  Math.max(0, ...listAt(pod, 'status', 'containerStatuses').map((status) => numberAt(status, 'restartCount')))
const isReady = (pod: LooseObject): boolean =>
  listAt(pod, 'status', 'conditions').some((one) => textAt(one, 'type') === 'Ready' && textAt(one, 'status') === 'True')
const phases = ['Pending', 'Unknown', 'Running']

/** The most useful Pod first: scheduled, running, ready, with few restarts, old (`controller.ActivePods`, reversed). */
const byUse = (a: LooseObject, b: LooseObject): number =>
  Number(textAt(b, 'spec', 'nodeName') !== '') - Number(textAt(a, 'spec', 'nodeName') !== '') ||
  phases.indexOf(textAt(b, 'status', 'phase')) - phases.indexOf(textAt(a, 'status', 'phase')) ||
  Number(isReady(b)) - Number(isReady(a)) ||
  restarts(a) - restarts(b) ||
  (textAt(a, 'metadata', 'creationTimestamp') < textAt(b, 'metadata', 'creationTimestamp') ? -1 : 1)

/** The Pods that an object stands for: itself, or those that its selector finds. */
export const podsOf = (session: KubectlSession, { resource, object = {}, namespace, name }: Info): readonly LooseObject[] => {
  if (resource.kind === 'Pod' && resource.group === '') return [object]
  const selector = at(object, 'spec', 'selector')
  if (!selector) throw new UsageError(`cannot attach to *unstructured.Unstructured: ${resource.plural}/${name} selects no pods`)
  const plain = resource.kind === 'Service' || resource.kind === 'ReplicationController'
  const labelSelector = plain ? selectorText({ matchLabels: mapAt(selector) }) : selectorText(selector)
  return listAt(session.list(session.resolve('pods'), namespace, { labelSelector }), 'items').toSorted(byUse)
}

const containerLists = ['initContainers', 'containers', 'ephemeralContainers']

export const containerNames = (pod: LooseObject): readonly string[] =>
  containerLists.flatMap((list) => listAt(pod, 'spec', list).map((one) => textAt(one, 'name')))

/** The container that is meant if none is named, and what kubectl says of the choice. */
export const defaultContainer = (pod: LooseObject): { readonly name: string; readonly notice: string } => {
  const annotated = String(mapAt(pod, 'metadata', 'annotations')['kubectl.kubernetes.io/default-container'] ?? '')
  if (annotated !== '' && containerNames(pod).includes(annotated)) return { name: annotated, notice: '' }
  const name = textAt(listAt(pod, 'spec', 'containers')[0], 'name')
  const all = [
    ...listAt(pod, 'spec', 'containers').map((one) => textAt(one, 'name')),
    ...listAt(pod, 'spec', 'ephemeralContainers').map((one) => `${textAt(one, 'name')} (ephem)`),
    ...listAt(pod, 'spec', 'initContainers').map((one) => `${textAt(one, 'name')} (init)`),
  ]
  return { name, notice: all.length > 1 ? `Defaulted container ${JSON.stringify(name)} out of: ${all.join(', ')}\n` : '' }
}
