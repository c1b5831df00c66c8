import { UsageError } from '../../../base/index.ts'
import type { Json, JsonObject } from '../../../api/index.ts'
import type { Resource } from '../../discovery.ts'
import { listAt, mapAt, numberAt, textAt } from '../../json-fields.ts'

/** What there is to know of an object that is exposed (pkg/polymorphichelpers). */
export interface Exposed {
  readonly selector: Readonly<Record<string, string>>
  /** Ports as texts, each once. */
  readonly ports: readonly string[]
  /** Port → protocols. */
  readonly protocols: ReadonlyMap<string, readonly string[]>
}

const exposable = ['v1/Pod', 'v1/ReplicationController', 'v1/Service', 'apps/Deployment', 'apps/ReplicaSet']

export const checkExposable = ({ group, kind }: Resource): void => {
  if (!exposable.includes(`${group || 'v1'}/${kind}`)) throw new UsageError(`cannot expose a ${group === '' ? kind : `${kind}.${group}`}`)
}

const goName: Readonly<Record<string, string>> = { Deployment: 'deployment', ReplicaSet: 'replicaset' }

const selectorProblem = (text: string): UsageError =>
  new UsageError(`couldn't retrieve selectors via --selector flag or introspection: ${text}`)

/** The labels by which a Service would find the Pods. */
export const selectorOf = (object: JsonObject): Readonly<Record<string, string>> => {
  const kind = String(object.kind)
  const map =
    kind === 'Pod'
      ? mapAt(object, 'metadata', 'labels')
      : kind === 'Service' || kind === 'ReplicationController'
        ? mapAt(object, 'spec', 'selector')
        : mapAt(object, 'spec', 'selector', 'matchLabels')
  const empty = Object.keys(map).length === 0
  if (kind === 'Pod' && empty) throw selectorProblem('the pod has no labels and cannot be exposed')
  if (kind === 'Service' && empty) throw selectorProblem('the service has no pod selector set')
  if (kind in goName) {
    if (empty) throw selectorProblem(`invalid ${goName[kind]}: no selectors, therefore cannot be exposed`)
    if (listAt(object, 'spec', 'selector', 'matchExpressions').length > 0)
      throw selectorProblem("couldn't convert expressions to map-based selector format")
  }
  return map
}

const containerPorts = (spec: Json | undefined): readonly (readonly [string, string])[] =>
  listAt(spec, 'containers').flatMap((container) =>
    listAt(container, 'ports').map((port) => [String(numberAt(port, 'containerPort') ?? 0), textAt(port, 'protocol') || 'TCP'] as const),
  )

/** Ports with their protocols, as the object names them. */
export const portsOf = (
  object: JsonObject,
): { readonly ports: readonly string[]; readonly protocols: ReadonlyMap<string, readonly string[]> } => {
  const spec = object.spec
  const template = object.kind === 'Pod' ? spec : ((spec as JsonObject | undefined)?.template as JsonObject | undefined)?.spec
  const pairs =
    object.kind === 'Service'
      ? listAt(spec, 'ports').map((port) => [String(numberAt(port, 'port') ?? 0), textAt(port, 'protocol') || 'TCP'] as const)
      : containerPorts(template)
  const protocols = new Map<string, readonly string[]>()
  for (const [port, protocol] of pairs) protocols.set(port, [...(protocols.get(port) ?? []), protocol])
  return { ports: [...protocols.keys()], protocols }
}
