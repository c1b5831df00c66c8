import type { Container, PodSpec } from '../api/index.ts'
import { quantityMilliValue, quantityValue } from '../base/index.ts'

/** Amounts by resource: `cpu` in thousandths, all others in whole units. */
export type Resources = Readonly<Record<string, number>>

export const parseResources = (list: Readonly<Record<string, string>> | undefined): Resources => {
  const amounts: Record<string, number> = {}
  for (const [name, quantity] of Object.entries(list ?? {}))
    amounts[name] = name === 'cpu' ? quantityMilliValue(quantity) : quantityValue(quantity)
  return amounts
}

const combine = (a: Resources, b: Resources, join: (left: number, right: number) => number): Resources => {
  const amounts: Record<string, number> = { ...a }
  for (const name of Object.keys(b)) amounts[name] = join(amounts[name] ?? 0, b[name]!)
  return amounts
}

const add = (a: Resources, b: Resources): Resources => combine(a, b, (left, right) => left + right)

/** What a Pod counts as in scoring if it asks for nothing: a tenth of a CPU and 200 MB (`pkg/scheduler/util`). */
export const assumedRequests: Resources = { cpu: 100, memory: 200 * 1024 * 1024 }

const requestsOf = (container: Container, assumed: Resources): Resources => ({
  ...assumed,
  ...parseResources(container.resources?.requests),
})

/**
 * The sum over containers, or the most that an init container needs on top of the sidecars before it; plus overhead
 * (`k8s.io/component-helpers/resource.PodRequests`).
 */
export const requestsOfPod = (spec: PodSpec | undefined, assumed: Resources = {}): Resources => {
  let running: Resources = {}
  for (const container of spec?.containers ?? []) running = add(running, requestsOf(container, assumed))
  let sidecars: Resources = {}
  let starting: Resources = {}
  for (const container of spec?.initContainers ?? []) {
    const requests = requestsOf(container, assumed)
    if (container.restartPolicy === 'Always') sidecars = add(sidecars, requests)
    starting = combine(starting, container.restartPolicy === 'Always' ? sidecars : add(requests, sidecars), Math.max)
  }
  return add(combine(add(running, sidecars), starting, Math.max), parseResources(spec?.overhead))
}
