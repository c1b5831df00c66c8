import { matchesSelector } from '../api/index.ts'
import type { LabelSelector, Pod, PodAffinityTerm } from '../api/index.ts'
import { assumedRequests, requestsOfPod } from './resources.ts'
import type { Resources } from './resources.ts'

/** A Pod affinity term with all that it means resolved; equal keys mean equal terms. */
export interface Term {
  readonly key: string
  readonly topologyKey: string
  /** Namespaces by name; with a `namespaceSelector` also those that it selects. */
  readonly namespaces: readonly string[]
  readonly namespaceSelector?: LabelSelector
  readonly selector?: LabelSelector
  readonly weight: number
}

/** A Pod with what the plugins need of it, computed once. */
export interface PodInfo {
  readonly pod: Pod
  readonly uid: string
  readonly namespace: string
  readonly priority: number
  readonly requests: Resources
  /** Requests in which a container that names none counts with a usual amount, for scoring. */
  readonly scored: Resources
  readonly hostPorts: readonly string[]
  readonly affinity: readonly Term[]
  readonly antiAffinity: readonly Term[]
  readonly preferredAffinity: readonly Term[]
  readonly preferredAntiAffinity: readonly Term[]
}

/** Host ports as `protocol/address/port`. */
const hostPorts = (pod: Pod): readonly string[] => {
  const ports: string[] = []
  for (const container of [
    ...(pod.spec?.initContainers?.filter((each) => each.restartPolicy === 'Always') ?? []),
    ...(pod.spec?.containers ?? []),
  ])
    for (const port of container.ports ?? [])
      if (port.hostPort) ports.push(`${port.protocol ?? 'TCP'}/${port.hostIP || '0.0.0.0'}/${port.hostPort}`)
  return ports
}

const termOf = (pod: Pod, term: PodAffinityTerm, weight: number): Term => {
  const named = term.namespaces ?? []
  const namespaces = named.length === 0 && !term.namespaceSelector ? [pod.metadata.namespace ?? ''] : named
  const { topologyKey, namespaceSelector, labelSelector } = term
  return {
    key: JSON.stringify([topologyKey, namespaces, namespaceSelector, labelSelector, weight]),
    topologyKey,
    namespaces,
    ...(namespaceSelector && { namespaceSelector }),
    ...(labelSelector && { selector: labelSelector }),
    weight,
  }
}

export const podInfo = (pod: Pod): PodInfo => {
  const affinity = pod.spec?.affinity?.podAffinity
  const antiAffinity = pod.spec?.affinity?.podAntiAffinity
  return {
    pod,
    uid: pod.metadata.uid,
    namespace: pod.metadata.namespace ?? '',
    priority: pod.spec?.priority ?? 0,
    requests: requestsOfPod(pod.spec),
    scored: requestsOfPod(pod.spec, assumedRequests),
    hostPorts: hostPorts(pod),
    affinity: (affinity?.requiredDuringSchedulingIgnoredDuringExecution ?? []).map((term) => termOf(pod, term, 1)),
    antiAffinity: (antiAffinity?.requiredDuringSchedulingIgnoredDuringExecution ?? []).map((term) => termOf(pod, term, 1)),
    preferredAffinity: (affinity?.preferredDuringSchedulingIgnoredDuringExecution ?? []).map((each) =>
      termOf(pod, each.podAffinityTerm, each.weight),
    ),
    preferredAntiAffinity: (antiAffinity?.preferredDuringSchedulingIgnoredDuringExecution ?? []).map((each) =>
      termOf(pod, each.podAffinityTerm, each.weight),
    ),
  }
}

/** True if a term speaks of this Pod; `namespaceLabels` are those of the Pod's namespace. */
export const termMatches = (
  term: Term,
  pod: PodInfo,
  namespaceLabels: (namespace: string) => Readonly<Record<string, string>>,
): boolean => {
  const inNamespace =
    term.namespaces.includes(pod.namespace) ||
    (term.namespaceSelector !== undefined && matchesSelector(term.namespaceSelector, namespaceLabels(pod.namespace)))
  return inNamespace && term.selector !== undefined && matchesSelector(term.selector, pod.pod.metadata.labels)
}
