import { UsageError } from '../../../base/index.ts'
import type { JsonObject } from '../../../api/index.ts'
import { isExpected } from '../../action.ts'
import { deleteOptions } from '../../deletion.ts'
import type { Resource } from '../../discovery.ts'
import { listAt, textAt } from '../../json-fields.ts'
import { klogLine } from '../../klog.ts'
import { lastApplied } from '../../last-applied.ts'
import { printAlone } from '../../print-result.ts'
import { withKind } from '../../resources.ts'
import type { KubectlSession } from '../../session.ts'
import type { Invocation } from '../../verb.ts'
import { withDryRun } from '../../write-options.ts'
import type { ApplyOptions } from './client-side.ts'

/** What --prune looks through unless --prune-allowlist says otherwise (pkg/util/prune/prune.go). */
const usual = [
  'core/v1/ConfigMap',
  'core/v1/Endpoints',
  'core/v1/PersistentVolumeClaim',
  'core/v1/Pod',
  'core/v1/ReplicationController',
  'core/v1/Secret',
  'core/v1/Service',
  'batch/v1/Job',
  'batch/v1/CronJob',
  'networking.k8s.io/v1/Ingress',
  'apps/v1/DaemonSet',
  'apps/v1/Deployment',
  'apps/v1/ReplicaSet',
  'apps/v1/StatefulSet',
  'core/v1/Namespace',
  'core/v1/PersistentVolume',
]

const lookUp = (session: KubectlSession, text: string): Resource | undefined => {
  const [group, version, kind, ...rest] = text.split('/')
  if (kind === undefined || rest.length > 0)
    throw new UsageError(`invalid GroupVersionKind format: ${text}, please follow <group/version/kind>`)
  return session.mapper.byKind(group === 'core' ? version! : `${group}/${version}`, kind)
}

/** The resources to look through; kinds of the usual list that this server does not serve are left out. */
const resourcesToPrune = (session: KubectlSession, allowlist: readonly string[]): readonly Resource[] =>
  (allowlist.length > 0 ? allowlist : usual).flatMap((text) => {
    const resource = lookUp(session, text)
    if (!resource && allowlist.length > 0) {
      const [group, version, kind] = text.split('/')
      throw new UsageError(
        `no matches for kind ${JSON.stringify(kind)} in version ${JSON.stringify(group === 'core' ? version : `${group}/${version}`)}`,
      )
    }
    return resource ? [resource] : []
  })

/** Deletes what was applied before and is not among the visited objects. */
export const pruneRest = async (
  invocation: Invocation,
  visited: ReadonlySet<string>,
  namespaces: ReadonlySet<string>,
  options: ApplyOptions,
): Promise<void> => {
  const { flags } = invocation
  const session = await invocation.connect()
  const allowlist = flags.list('prune-allowlist')
  const resources = resourcesToPrune(session, allowlist)
  if (allowlist.length === 0) {
    const text =
      'Deprecated: kubectl apply will no longer prune non-namespaced resources by default when used with the --namespace flag in a future release. To preserve the current behaviour, list the resources you want to target explicitly in the --prune-allowlist flag.'
    await invocation.error(klogLine(invocation.process, 'W', 'prune.go:71', text))
  }
  const scopes: readonly (readonly [Resource, string])[] = [
    ...[...namespaces].flatMap((namespace) =>
      resources.filter((resource) => resource.namespaced).map((resource) => [resource, namespace] as const),
    ),
    ...resources.filter((resource) => !resource.namespaced).map((resource) => [resource, ''] as const),
  ]
  for (const [resource, namespace] of scopes) {
    try {
      await pruneOne(invocation, session, resource, namespace, visited, options)
    } catch (error) {
      if (!isExpected(error)) throw error
      const what = resource.namespaced ? 'namespaced' : 'nonNamespaced'
      throw new UsageError(
        `error pruning ${what} object ${resource.group}/${resource.version}, Kind=${resource.kind}: ${(error as Error).message}`,
      )
    }
  }
}

const pruneOne = async (
  invocation: Invocation,
  session: KubectlSession,
  resource: Resource,
  namespace: string,
  visited: ReadonlySet<string>,
  options: ApplyOptions,
): Promise<void> => {
  const labelSelector = invocation.flags.string('selector') || undefined
  for (const item of listAt(session.list(resource, namespace, { labelSelector }) as JsonObject, 'items')) {
    const object = withKind(item as JsonObject, resource) as JsonObject
    if (lastApplied(object) === undefined || visited.has(textAt(object, 'metadata', 'uid'))) continue
    if (options.dryRun !== 'client')
      session.delete(resource, namespace, textAt(object, 'metadata', 'name'), deleteOptions(options), { dryRun: options.query['dryRun'] })
    await printAlone(invocation, object, withDryRun('pruned', options.dryRun))
  }
}
