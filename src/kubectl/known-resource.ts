import type { Resource } from './discovery.ts'

/** A resource that kubectl knows without asking the server, as its typed clients do. */
export const knownResource = (apiVersion: string, kind: string, plural: string, namespaced = true): Resource => {
  const slash = apiVersion.indexOf('/')
  return {
    group: slash < 0 ? '' : apiVersion.slice(0, slash),
    version: apiVersion.slice(slash + 1),
    kind,
    plural,
    singular: kind.toLowerCase(),
    namespaced,
    shortNames: [],
    categories: [],
    verbs: [],
    subresources: [],
  }
}
