import { UsageError } from '../base/index.ts'
import type { Resource } from './discovery.ts'
import type { KubectlSession } from './session.ts'

/** What the arguments of a command name: single objects, or all of a type that the selectors let through. */
export type Target =
  | { readonly type: 'name'; readonly resource: Resource; readonly namespace: string; readonly name: string }
  | { readonly type: 'list'; readonly resource: Resource; readonly namespace: string; readonly query: Readonly<Record<string, string>> }

export interface TargetQuery {
  readonly args: readonly string[]
  readonly namespace: string
  readonly allNamespaces?: boolean
  readonly labelSelector?: string
  readonly fieldSelector?: string
  /** `--all`: everything of the named types. */
  readonly all?: boolean
  /** A type alone means all of it (get, describe), as if `-l ''` were given. */
  readonly typeMeansAll?: boolean
  readonly singleResourceType?: boolean
  readonly subresource?: string
}

const unique = (text: string): readonly string[] => [...new Set(text.split(','))]

/** `a,b c d` means `a/c a/d b/c b/d`. */
const normalized = (args: readonly string[]): readonly string[] => {
  const types = args.length >= 2 ? unique(args[0]!) : []
  return types.length > 1 ? types.flatMap((type) => args.slice(1).map((name) => `${type}/${name}`)) : args
}

const combined = (args: readonly string[]): boolean => {
  const slashes = args.filter((arg) => arg.includes('/')).length
  if (slashes > 0 && slashes < args.length) {
    throw new UsageError(
      "there is no need to specify a resource type as a separate argument when passing arguments in resource/name form (e.g. 'kubectl get resource/<resource_name>' instead of 'kubectl get resource resource/<resource_name>'",
    )
  }
  return slashes > 0
}

const splitPair = (text: string): readonly [string, string] => {
  const [type = '', name = '', more] = text.split('/')
  if (more !== undefined) throw new UsageError('arguments in resource/name form may not have more than one slash')
  if (type === '' || name === '' || type.includes(','))
    throw new UsageError('arguments in resource/name form must have a single resource and name')
  return [type, name]
}

/** True if the arguments name objects, not only types. */
export const hasNames = (args: readonly string[]): boolean => {
  const all = normalized(args)
  return combined(all) || all.length > 1
}

const missingResource =
  "You must provide one or more resources by argument or filename.\nExample resource specifications include:\n   '-f rsrc.yaml'\n   '--filename=rsrc.json'\n   '<resource> <name>'\n   '<resource>'"

/** What the words of the command line say, before the server is asked what the types are. */
interface Parsed {
  readonly pairs: readonly (readonly [string, string])[]
  readonly types: string
  readonly names: readonly string[]
  readonly selecting: boolean
}

/** Checks the words themselves, as far as that goes without a server; throws UsageError. */
export const parseTargets = (query: TargetQuery): Parsed => {
  const args = normalized(query.args)
  const pairs = combined(args) ? args.map(splitPair) : []
  const types = pairs.length > 0 ? '' : (args[0] ?? '')
  const names = pairs.length > 0 ? [] : args.slice(1)
  const given = query.labelSelector !== undefined || query.fieldSelector !== undefined
  if (query.all && given) throw new UsageError("setting 'all' parameter but found a non empty selector. ")
  const selecting = given || query.all === true || (query.typeMeansAll === true && types !== '' && names.length === 0)
  if (selecting && names.length > 0) throw new UsageError('name cannot be provided when a selector is specified')
  if (selecting && pairs.length > 0) throw new UsageError('selectors and the all flag cannot be used when passing resource/name arguments')
  if (selecting && args.length === 0) throw new UsageError('at least one resource must be specified to use a selector')
  if (selecting && query.subresource) throw new UsageError('subresource cannot be used when bulk resources are specified')
  if (args.length === 0) throw new UsageError(missingResource)
  return { pairs, types, names, selecting }
}

const expandTypes = (session: KubectlSession, text: string): readonly Resource[] => {
  const words = text.split(',').flatMap((word): readonly (string | Resource)[] => {
    const members = session.mapper.find(word) ? [] : session.mapper.category(word)
    return members.length > 0 ? members : [word]
  })
  const resources = words.map((word) => (typeof word === 'string' ? session.resolve(word) : word))
  return resources.filter(
    (resource, index) => resources.findIndex((other) => other.plural === resource.plural && other.group === resource.group) === index,
  )
}

const severalTypes = 'you may only specify a single resource type'

/** Finds out what the arguments mean on this server (`k8s.io/cli-runtime/pkg/resource/builder.go`). */
export const resolveTargets = (
  session: KubectlSession,
  query: TargetQuery,
): { readonly targets: readonly Target[]; readonly single: boolean } => {
  const { pairs, types, names, selecting } = parseTargets(query)
  const scope = (resource: Resource) => (resource.namespaced && !query.allNamespaces ? query.namespace : '')
  const named = (resource: Resource, name: string): Target => {
    if (resource.namespaced && query.allNamespaces) throw new UsageError('a resource cannot be retrieved by name across all namespaces')
    return { type: 'name', resource, namespace: scope(resource), name }
  }
  if (pairs.length > 0) {
    const targets = pairs.map(([type, name]) => [session.resolve(type), name] as const)
    if (query.singleResourceType && new Set(targets.map(([resource]) => `${resource.plural}.${resource.group}`)).size > 1)
      throw new UsageError(severalTypes)
    return { targets: targets.map(([resource, name]) => named(resource, name)), single: pairs.length === 1 }
  }
  const resources = expandTypes(session, types)
  if (query.singleResourceType && resources.length > 1) throw new UsageError(severalTypes)
  if (names.length > 0) {
    if (resources.length > 1) throw new UsageError('you must specify only one resource')
    return { targets: names.map((name) => named(resources[0]!, name)), single: names.length === 1 }
  }
  if (!selecting) throw new UsageError('resource(s) were provided, but no name was specified')
  const selectors: Record<string, string> = {
    ...(query.labelSelector ? { labelSelector: query.labelSelector } : {}),
    ...(query.fieldSelector ? { fieldSelector: query.fieldSelector } : {}),
  }
  return { targets: resources.map((resource) => ({ type: 'list', resource, namespace: scope(resource), query: selectors })), single: false }
}
