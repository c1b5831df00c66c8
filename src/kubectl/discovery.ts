import { UsageError } from '../base/index.ts'
import { at, listAt, textAt } from './object.ts'

/** A kind of object that the server serves, in one version. */
export interface Resource {
  readonly group: string
  readonly version: string
  readonly kind: string
  readonly plural: string
  readonly singular: string
  readonly namespaced: boolean
  readonly shortNames: readonly string[]
  readonly categories: readonly string[]
  readonly verbs: readonly string[]
  readonly subresources: readonly string[]
}

/** `apps/v1`, or `v1` of the core group. */
export const apiVersionOf = (resource: Pick<Resource, 'group' | 'version'>): string =>
  resource.group === '' ? resource.version : `${resource.group}/${resource.version}`

/** `deployments.apps`, or `pods`. */
export const qualifiedPlural = (resource: Pick<Resource, 'group' | 'plural'>): string =>
  resource.group === '' ? resource.plural : `${resource.plural}.${resource.group}`

/** `deployment.apps`, or `pod`: what kubectl puts before names. */
export const qualifiedKind = (resource: Pick<Resource, 'group' | 'kind'>): string =>
  resource.group === '' ? resource.kind.toLowerCase() : `${resource.kind.toLowerCase()}.${resource.group}`

/** What the server serves: groups in its order, versions preferred first. */
export interface Discovery {
  readonly groups: readonly { readonly name: string; readonly versions: readonly string[]; readonly preferred: string }[]
  readonly resources: readonly Resource[]
}

const texts = (value: unknown): readonly string[] => (Array.isArray(value) ? (value as readonly string[]) : [])

const fromAggregated = (group: string, version: string, entry: unknown): Resource => ({
  group,
  version,
  kind: textAt(entry, 'responseKind', 'kind'),
  plural: textAt(entry, 'resource'),
  singular: textAt(entry, 'singularResource'),
  namespaced: textAt(entry, 'scope') === 'Namespaced',
  shortNames: texts(at(entry, 'shortNames')),
  categories: texts(at(entry, 'categories')),
  verbs: texts(at(entry, 'verbs')),
  subresources: listAt(entry, 'subresources').map((sub) => textAt(sub, 'subresource')),
})

/** Reads APIGroupDiscoveryLists (`/api` and `/apis` with aggregated discovery). */
export const readAggregated = (lists: readonly unknown[]): Discovery => {
  const items = lists.flatMap((list) => listAt(list, 'items'))
  return {
    groups: items.map((item) => {
      const versions = listAt(item, 'versions').map((version) => textAt(version, 'version'))
      return { name: textAt(item, 'metadata', 'name'), versions, preferred: versions[0] ?? '' }
    }),
    resources: items.flatMap((item) =>
      listAt(item, 'versions').flatMap((version) =>
        listAt(version, 'resources').map((entry) => fromAggregated(textAt(item, 'metadata', 'name'), textAt(version, 'version'), entry)),
      ),
    ),
  }
}

/** Reads one APIResourceList (`/apis/apps/v1`): older servers' discovery. */
export const readResourceList = (group: string, version: string, list: unknown): readonly Resource[] => {
  const entries = listAt(list, 'resources')
  return entries
    .filter((entry) => !textAt(entry, 'name').includes('/'))
    .map((entry) => ({
      group,
      version,
      kind: textAt(entry, 'kind'),
      plural: textAt(entry, 'name'),
      singular: textAt(entry, 'singularName') || textAt(entry, 'kind').toLowerCase(),
      namespaced: at(entry, 'namespaced') === true,
      shortNames: texts(at(entry, 'shortNames')),
      categories: texts(at(entry, 'categories')),
      verbs: texts(at(entry, 'verbs')),
      subresources: entries
        .map((other) => textAt(other, 'name'))
        .filter((name) => name.startsWith(`${textAt(entry, 'name')}/`))
        .map((name) => name.slice(name.indexOf('/') + 1)),
    }))
}

/** Finds resources by what people type; client-go's RESTMapper with short names. */
export class ResourceMapper {
  readonly discovery: Discovery
  readonly #byName = new Map<string, Resource[]>()

  constructor(discovery: Discovery) {
    this.discovery = discovery
    for (const resource of discovery.resources) {
      for (const name of new Set([resource.plural, resource.singular])) this.#add(name, resource)
    }
    for (const resource of discovery.resources) {
      for (const name of resource.shortNames)
        if (!this.#byName.get(name)?.some((other) => other.plural !== resource.plural)) this.#add(name, resource)
    }
  }

  #add(name: string, resource: Resource): void {
    const known = this.#byName.get(name)
    if (!known) this.#byName.set(name, [resource])
    else if (!known.includes(resource)) known.push(resource)
  }

  #find(name: string, group: string | undefined, version: string | undefined): Resource | undefined {
    const candidates = (this.#byName.get(name.toLowerCase()) ?? []).filter(
      (resource) => version === undefined || resource.version === version,
    )
    if (group === undefined) return candidates[0]
    return (
      candidates.find((resource) => resource.group === group) ??
      candidates.find((resource) => group !== '' && resource.group.startsWith(group))
    )
  }

  #findKind(kind: string, group: string | undefined, version: string | undefined): Resource | undefined {
    return this.discovery.resources.find(
      (resource) =>
        resource.kind === kind &&
        (group === undefined || resource.group === group) &&
        (version === undefined || resource.version === version),
    )
  }

  /** The resource meant by `po`, `deployments.apps`, `deployments.v1.apps` or `Pod`; undefined if there is none. */
  find(text: string): Resource | undefined {
    const [name = '', ...rest] = text.split('.')
    const group = rest.length > 0 ? rest.join('.') : undefined
    for (const find of [this.#find.bind(this), this.#findKind.bind(this)]) {
      const exact = rest.length >= 2 ? find(name, rest.slice(1).join('.'), rest[0]) : undefined
      const found = exact ?? find(name, group, undefined)
      if (found) return found
    }
    return undefined
  }

  /** As find; throws kubectl's `the server doesn't have a resource type "foo"`. */
  resolve(text: string): Resource {
    const found = this.find(text)
    if (!found) throw new UsageError(`the server doesn't have a resource type ${JSON.stringify(text.split('.')[0])}`)
    return found
  }

  /** The resource of objects of this apiVersion and kind. */
  byKind(apiVersion: string, kind: string): Resource | undefined {
    const slash = apiVersion.indexOf('/')
    return this.#findKind(kind, slash < 0 ? '' : apiVersion.slice(0, slash), apiVersion.slice(slash + 1))
  }

  /** The preferred version of each resource, in the server's order. */
  get preferred(): readonly Resource[] {
    const seen = new Set<string>()
    return this.discovery.resources.filter((resource) => {
      const key = `${resource.plural}.${resource.group}`
      return !seen.has(key) && seen.add(key)
    })
  }

  /** The resources of a category such as `all`, in the server's order. */
  category(name: string): readonly Resource[] {
    return this.preferred.filter((resource) => resource.categories.includes(name))
  }
}
