import { UsageError } from '../../../base/index.ts'
import { ManyErrors, isNotFound, messageOf } from '../../errors.ts'
import { at, listAt, textAt, type LooseObject } from '../../object.ts'
import type { KubectlSession } from '../../session.ts'

export interface DrainOptions {
  readonly force: boolean
  readonly ignoreDaemonSets: boolean
  readonly deleteEmptyDirData: boolean
  readonly podSelector: string
  readonly skipWaitSeconds: number
  readonly now: () => number
}

/** What one filter says of a Pod: whether it goes, and what is to be told of it. */
interface Verdict {
  readonly goes: boolean
  readonly warning?: string
  readonly error?: string
}

const fine: Verdict = { goes: true }

type Filter = (pod: LooseObject) => Verdict

const controllerOf = (pod: LooseObject): LooseObject | undefined =>
  listAt(pod, 'metadata', 'ownerReferences').find((owner) => owner['controller'] === true)

const isFinished = (pod: LooseObject): boolean => ['Succeeded', 'Failed'].includes(textAt(pod, 'status', 'phase'))

/** True for a Pod that has been on its way out for longer than --skip-wait-for-delete-timeout. */
export const isOverdue = (pod: LooseObject, { skipWaitSeconds, now }: Pick<DrainOptions, 'skipWaitSeconds' | 'now'>): boolean => {
  const deletion = textAt(pod, 'metadata', 'deletionTimestamp')
  return skipWaitSeconds > 0 && deletion !== '' && (now() - Date.parse(deletion)) / 1000 > skipWaitSeconds
}

/** kubectl's filters in their order; the last one's word stands (pkg/drain/filters.go). */
const filtersOf = (session: KubectlSession, options: DrainOptions): readonly Filter[] => [
  (pod) => (isOverdue(pod, options) ? { goes: false } : fine),
  (pod) => {
    const owner = controllerOf(pod)
    if (textAt(owner, 'kind') !== 'DaemonSet' || isFinished(pod)) return fine
    try {
      session.get(session.resolve('daemonsets.apps'), pod.metadata?.namespace, textAt(owner, 'name'))
    } catch (error) {
      return isNotFound(error) && options.force ? { goes: true, warning: messageOf(error) } : { goes: false, error: messageOf(error) }
    }
    return options.ignoreDaemonSets
      ? { goes: false, warning: 'ignoring DaemonSet-managed Pods' }
      : { goes: false, error: 'DaemonSet-managed Pods (use --ignore-daemonsets to ignore)' }
  },
  (pod) => (at(pod, 'metadata', 'annotations', 'kubernetes.io/config.mirror') === undefined ? fine : { goes: false }),
  (pod) => {
    if (isFinished(pod) || !listAt(pod, 'spec', 'volumes').some((volume) => 'emptyDir' in volume)) return fine
    return options.deleteEmptyDirData
      ? { goes: true, warning: 'deleting Pods with local storage' }
      : { goes: false, error: 'Pods with local storage (use --delete-emptydir-data to override)' }
  },
  (pod) => {
    if (isFinished(pod) || controllerOf(pod)) return fine
    return options.force
      ? { goes: true, warning: 'deleting Pods that declare no controller' }
      : { goes: false, error: 'cannot delete Pods that declare no controller (use --force to override)' }
  },
]

const judge = (pod: LooseObject, filters: readonly Filter[]): Verdict => {
  let verdict = fine
  for (const filter of filters) {
    verdict = filter(pod)
    if (!verdict.goes) break
  }
  return verdict
}

/** `message: default/a, default/b` for each message, in the order in which they came up. */
const grouped = (pairs: readonly (readonly [string, LooseObject])[]): readonly string[] => {
  const groups = new Map<string, string[]>()
  for (const [message, pod] of pairs) {
    const names = groups.get(message) ?? []
    names.push(`${pod.metadata?.namespace ?? ''}/${pod.metadata?.name ?? ''}`)
    groups.set(message, names)
  }
  return [...groups].map(([message, names]) => `${message}: ${names.join(', ')}`)
}

export interface PodsToGo {
  readonly pods: readonly LooseObject[]
  readonly warnings: string
  readonly errors: ManyErrors | undefined
}

/** The Pods of a node that a drain removes, what it warns of, and what keeps it from starting. */
export const podsToGo = (session: KubectlSession, node: string, options: DrainOptions): PodsToGo => {
  const query = { fieldSelector: `spec.nodeName=${node}`, labelSelector: options.podSelector || undefined, limit: 500 }
  const pods = listAt(session.list(session.resolve('pods'), undefined, query), 'items')
  const filters = filtersOf(session, options)
  const verdicts = pods.map((pod) => [pod, judge(pod, filters)] as const)
  const told = (key: 'warning' | 'error') =>
    grouped(verdicts.flatMap(([pod, verdict]) => (verdict[key] === undefined ? [] : [[verdict[key], pod] as const])))
  const errors = told('error').map((message) => new UsageError(`cannot delete ${message}`))
  return {
    pods: verdicts.filter(([, verdict]) => verdict.goes).map(([pod]) => pod),
    warnings: told('warning').join('; '),
    errors: errors.length > 0 ? new ManyErrors(errors) : undefined,
  }
}

/** Whether the server can evict: its discovery names the subresource. */
export const canEvict = (session: KubectlSession): boolean => session.resolve('pods').subresources.includes('eviction')
