import { addQuantity, compareQuantity, formatQuantity } from '../base/index.ts'
import type { Container, OwnerReference, Pod, PodSpec } from './generated/types.ts'
import type { KubeObject } from './object.ts'

/** The condition of a type, if there is one. */
export const getCondition = <C extends { readonly type: string }>(conditions: readonly C[] | undefined, type: string): C | undefined =>
  conditions?.find((condition) => condition.type === type)

/** The owner reference whose `controller` is true. */
export const controllerOf = (object: KubeObject): OwnerReference | undefined =>
  object.metadata.ownerReferences?.find((owner) => owner.controller === true)

export const podIsReady = (pod: Pod): boolean => getCondition(pod.status?.conditions, 'Ready')?.status === 'True'

/** True once a Pod will never run again. */
export const podIsTerminal = (pod: Pod): boolean => pod.status?.phase === 'Failed' || pod.status?.phase === 'Succeeded'

/** An init container that goes on running beside the others (a sidecar). */
export const isSidecar = (container: Container): boolean => container.restartPolicy === 'Always'

type Amounts = Readonly<Record<string, string>>
const combined = (a: Amounts, b: Amounts | undefined, join: (x: string, y: string) => string): Amounts => {
  if (!b) return a
  const result: Record<string, string> = { ...a }
  for (const [name, amount] of Object.entries(b)) result[name] = result[name] === undefined ? amount : join(result[name], amount)
  return result
}
const sum = (a: Amounts, b: Amounts | undefined): Amounts => combined(a, b, (x, y) => formatQuantity(addQuantity(x, y)))
const max = (a: Amounts, b: Amounts | undefined): Amounts => combined(a, b, (x, y) => (compareQuantity(x, y) >= 0 ? x : y))

/** Sidecars add to what runs beside them; each other init container needs its own at its time (`PodRequests` of component-helpers/resource). */
const podAmounts = (spec: PodSpec, which: 'requests' | 'limits'): Amounts => {
  let total = spec.containers.reduce<Amounts>((amounts, container) => sum(amounts, container.resources?.[which]), {})
  let sidecars: Amounts = {}
  let init: Amounts = {}
  for (const container of spec.initContainers ?? []) {
    const own = container.resources?.[which]
    if (isSidecar(container)) {
      total = sum(total, own)
      sidecars = sum(sidecars, own)
      init = max(init, sidecars)
    } else {
      init = max(init, sum(sidecars, own))
    }
  }
  return sum(max(total, init), spec.overhead)
}

const requestsOf = new WeakMap<PodSpec, Amounts>()

/** What a Pod asks of its node, by resource; remembered by its spec. */
export const podRequests = (pod: Pod): Amounts => {
  if (!pod.spec) return {}
  let amounts = requestsOf.get(pod.spec)
  if (!amounts) requestsOf.set(pod.spec, (amounts = podAmounts(pod.spec, 'requests')))
  return amounts
}

export const podLimits = (pod: Pod): Amounts => (pod.spec ? podAmounts(pod.spec, 'limits') : {})

/** Guaranteed, Burstable or BestEffort (`pkg/apis/core/v1/helper/qos`). */
export const podQosClass = (spec: PodSpec): 'Guaranteed' | 'Burstable' | 'BestEffort' => {
  const containers = [...spec.containers, ...(spec.initContainers ?? [])]
  const names = ['cpu', 'memory'] as const
  const set = (amount: string | undefined): boolean => amount !== undefined && compareQuantity(amount, 0) > 0
  const any = containers.some(({ resources }) => names.some((name) => set(resources?.requests?.[name]) || set(resources?.limits?.[name])))
  if (!any) return 'BestEffort'
  const guaranteed = containers.every(({ resources }) =>
    names.every((name) => {
      const limit = resources?.limits?.[name]
      const request = resources?.requests?.[name] ?? limit
      return set(limit) && request !== undefined && compareQuantity(request, limit!) === 0
    }),
  )
  return guaranteed ? 'Guaranteed' : 'Burstable'
}
