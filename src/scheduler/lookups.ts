import { kinds, namespaces, services } from '../api/index.ts'
import type { KubeObject, LabelSelector } from '../api/index.ts'
import type { Informers } from '../client/index.ts'
import type { Lookups } from './cluster.ts'
import type { PodInfo } from './pod-info.ts'

const none: Readonly<Record<string, string>> = {}

const matches = (selector: Readonly<Record<string, string>>, labels: Readonly<Record<string, string>>): boolean =>
  Object.entries(selector).every(([name, value]) => labels[name] === value)

const selectorOfOwner = (owner: KubeObject | undefined): LabelSelector | undefined => {
  const { spec } = (owner ?? {}) as { readonly spec?: { readonly selector?: LabelSelector | Readonly<Record<string, string>> } }
  const selector = spec?.selector
  if (!selector) return undefined
  return owner?.kind === 'ReplicationController'
    ? { matchLabels: selector as Readonly<Record<string, string>> }
    : (selector as LabelSelector)
}

/** Kinds whose replicas are spread by default (`pkg/scheduler/framework/plugins/helper.DefaultSelector`). */
const spreadKinds = new Map(
  kinds
    .filter(({ kind }) => kind === 'ReplicaSet' || kind === 'StatefulSet' || kind === 'ReplicationController')
    .map((kind) => [kind.kind, kind]),
)
const claims = kinds.find(({ group, plural }) => group === '' && plural === 'persistentvolumeclaims')

/** Kinds whose changes may let Pods with volumes be scheduled. */
export const storageKinds = kinds.filter(({ plural }) => ['persistentvolumeclaims', 'persistentvolumes', 'storageclasses'].includes(plural))

export const lookupsOf = (informers: Informers): Lookups => {
  const namespaceCache = informers.cache(namespaces)
  const serviceCache = informers.cache(services)
  const owners = new Map([...spreadKinds].map(([name, kind]) => [name, informers.cache(kind)]))
  const claimCache = claims && informers.cache(claims)
  const servicesOf = ({ namespace, pod }: PodInfo): readonly LabelSelector[] =>
    serviceCache.list(namespace).flatMap(({ spec }) => {
      const selector = spec?.selector
      return selector && Object.keys(selector).length > 0 && matches(selector, pod.metadata.labels ?? {}) ? [{ matchLabels: selector }] : []
    })
  return {
    namespaceLabels: (namespace) => namespaceCache.get({ name: namespace })?.metadata.labels ?? none,
    selectorsOf: (info) => {
      const reference = info.pod.metadata.ownerReferences?.find((owner) => owner.controller)
      const owner = reference && owners.get(reference.kind ?? '')?.get({ namespace: info.namespace, name: reference.name })
      const selector = selectorOfOwner(owner)
      return [...servicesOf(info), ...(selector ? [selector] : [])]
    },
    claim: (namespace, name) => claimCache?.get({ namespace, name }),
  }
}
