import { sha256 } from '@noble/hashes/sha2.js'
import { encode, toBase64 } from '../base/index.ts'
import type { HttpResponse } from '../machine/index.ts'
import type { Call } from './context.ts'
import { answer, pageNotFound } from './http.ts'
import { groupsOf, resourcesOf, type ResourceEntry } from './resources.ts'

const groupVersion = (group: string, version: string): string => (group === '' ? version : `${group}/${version}`)

/** `apiserver/pkg/endpoints/discovery/storageversionhash.go`. */
const storageVersionHash = ({ group, version, kind }: ResourceEntry): string =>
  toBase64(sha256(encode(`${group}/${version}/${kind.kind}`)).slice(0, 8))

const wantsAggregated = (call: Call): boolean => (call.request.headers.accept ?? '').includes('as=APIGroupDiscoveryList')

/** /api, /apis and what lies right below them; undefined for other paths. */
export const discover = (call: Call): HttpResponse | undefined => {
  const parts = call.info.path.split('/').filter((part) => part !== '')
  const { registry } = call.server
  if (parts[0] === 'api' && parts.length === 1) return wantsAggregated(call) ? aggregated(call, true) : answer(legacyVersions(call))
  if (parts[0] === 'api' && parts.length === 2) return parts[1] === 'v1' ? answer(resourceList(call, '', 'v1')) : pageNotFound()
  if (parts[0] !== 'apis' || parts.length > 3) return undefined
  const groups = groupsOf(registry).filter(({ group }) => group !== '')
  if (parts.length === 1)
    return wantsAggregated(call)
      ? aggregated(call, false)
      : answer({ kind: 'APIGroupList', apiVersion: 'v1', groups: groups.map(groupEntry) })
  const found = groups.find(({ group }) => group === parts[1])
  if (!found) return pageNotFound()
  if (parts.length === 2) return answer({ kind: 'APIGroup', apiVersion: 'v1', ...groupEntry(found) })
  return found.versions.includes(parts[2]!) ? answer(resourceList(call, parts[1]!, parts[2]!)) : pageNotFound()
}

const legacyVersions = ({ server }: Call) => ({
  kind: 'APIVersions',
  versions: ['v1'],
  serverAddressByClientCIDRs: [
    { clientCIDR: '0.0.0.0/0', serverAddress: `${server.advertiseAddress ?? '10.0.0.10'}:${server.port ?? 6443}` },
  ],
})

const groupEntry = ({ group, versions }: { readonly group: string; readonly versions: readonly string[] }) => {
  const listed = versions.map((version) => ({ groupVersion: groupVersion(group, version), version }))
  return { name: group, versions: listed, preferredVersion: listed[0]! }
}

const resourceList = ({ server }: Call, group: string, version: string) => ({
  kind: 'APIResourceList',
  ...(group === '' ? {} : { apiVersion: 'v1' }),
  groupVersion: groupVersion(group, version),
  resources: resourcesOf(server.registry, group, version).map((entry) => ({
    name: entry.name,
    singularName: entry.singular,
    namespaced: entry.namespaced,
    ...(entry.kind.group === undefined ? {} : { group: entry.kind.group, version: entry.kind.version }),
    kind: entry.kind.kind,
    verbs: entry.verbs,
    ...(entry.shortNames.length > 0 ? { shortNames: entry.shortNames } : {}),
    ...(entry.categories.length > 0 ? { categories: entry.categories } : {}),
    ...(entry.stored ? { storageVersionHash: storageVersionHash(entry) } : {}),
  })),
})

const aggregatedType = 'application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList'

const aggregated = (call: Call, core: boolean): HttpResponse => {
  const { registry } = call.server
  const items = groupsOf(registry)
    .filter(({ group }) => (group === '') === core)
    .map(({ group, versions }) => ({
      metadata: group === '' ? {} : { name: group },
      versions: versions.map((version) => ({
        version,
        resources: aggregatedResources(resourcesOf(registry, group, version)),
        freshness: 'Current',
      })),
    }))
  const response = answer({ kind: 'APIGroupDiscoveryList', apiVersion: 'apidiscovery.k8s.io/v2', metadata: {}, items })
  return { ...response, headers: { ...response.headers, 'content-type': aggregatedType } }
}

const responseKind = ({ kind }: ResourceEntry) => ({ group: kind.group ?? '', version: kind.version ?? '', kind: kind.kind })

const aggregatedResources = (entries: readonly ResourceEntry[]) =>
  entries
    .filter(({ name }) => !name.includes('/'))
    .map((entry) => {
      const subresources = entries.filter(({ name }) => name.startsWith(`${entry.name}/`))
      return {
        resource: entry.name,
        responseKind: responseKind(entry),
        scope: entry.namespaced ? 'Namespaced' : 'Cluster',
        singularResource: entry.singular,
        verbs: entry.verbs,
        ...(entry.shortNames.length > 0 ? { shortNames: entry.shortNames } : {}),
        ...(entry.categories.length > 0 ? { categories: entry.categories } : {}),
        ...(subresources.length > 0
          ? {
              subresources: subresources.map((each) => ({
                subresource: each.name.slice(entry.name.length + 1),
                responseKind: responseKind(each),
                verbs: each.verbs,
              })),
            }
          : {}),
      }
    })
