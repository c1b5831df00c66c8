import { controllerRevisions } from '../../api/index.ts'
import type { ControllerRevision, DaemonSet } from '../../api/index.ts'
import { ApiError } from '../../base/index.ts'
import type { ControllerContext } from '../../client/index.ts'
import { candidates, claim, deleteIfThere, isStatus, referenceTo, semanticallyEqual, templateHash } from '../support/index.ts'
import { daemonSets } from '../../api/index.ts'
import type { Pod } from '../../api/index.ts'

export const hashLabel = 'controller-revision-hash'

export interface History {
  readonly current: ControllerRevision
  readonly old: readonly ControllerRevision[]
}

export const hashOf = (revision: ControllerRevision): string => revision.metadata.labels?.[hashLabel] ?? ''

/** The template as the patch that a rollback applies. */
const dataOf = (daemonSet: DaemonSet): object => ({ spec: { template: { ...daemonSet.spec?.template, $patch: 'replace' } } })

const create = (daemonSet: DaemonSet, revision: number, context: ControllerContext): ControllerRevision => {
  const hash = templateHash(daemonSet.spec!.template, daemonSet.status?.collisionCount)
  const name = `${daemonSet.metadata.name}-${hash}`
  const namespace = daemonSet.metadata.namespace
  const { 'kubectl.kubernetes.io/last-applied-configuration': _, ...annotations } = daemonSet.metadata.annotations ?? {}
  const labels = { ...daemonSet.spec?.template.metadata?.labels, [hashLabel]: hash }
  try {
    return context.client.create(controllerRevisions, {
      metadata: { name, namespace, labels, annotations, ownerReferences: [referenceTo(daemonSet)] },
      data: dataOf(daemonSet),
      revision,
    })
  } catch (error) {
    if (!(error instanceof ApiError) || !isStatus(error, 409)) throw error
    const existing = context.client.get(controllerRevisions, { namespace, name })
    if (semanticallyEqual(existing.data, dataOf(daemonSet))) return existing
    const collisionCount = (daemonSet.status?.collisionCount ?? 0) + 1
    context.client.update(daemonSets, { ...daemonSet, status: { ...daemonSet.status!, collisionCount } }, 'status')
    throw error
  }
}

/** The revision of the current template, made or raised to be the newest, and the older ones (`constructHistory`). */
export const findHistory = (daemonSet: DaemonSet, context: ControllerContext): History => {
  const selector = daemonSet.spec!.selector
  const all = claim(
    { kind: daemonSets, object: daemonSet },
    selector,
    controllerRevisions,
    candidates(context.cache(controllerRevisions), daemonSet, selector),
    context,
  )
  const data = dataOf(daemonSet)
  const found = all.find((revision) => semanticallyEqual(revision.data, data))
  const old = all.filter((revision) => revision !== found)
  const next = Math.max(0, ...old.map(({ revision }) => revision)) + 1
  if (!found) return { current: create(daemonSet, next, context), old }
  return { current: found.revision < next ? context.client.update(controllerRevisions, { ...found, revision: next }) : found, old }
}

/** Deletes the oldest revisions beyond the limit that no Pod is of. */
export const cleanUpHistory = (daemonSet: DaemonSet, { old }: History, live: readonly Pod[], context: ControllerContext): void => {
  const surplus = old.length - (daemonSet.spec?.revisionHistoryLimit ?? 10)
  if (surplus <= 0) return
  const used = new Set(live.map((pod) => pod.metadata.labels?.[hashLabel]))
  const unused = [...old].sort((a, b) => a.revision - b.revision).filter((revision) => !used.has(hashOf(revision)))
  for (const revision of unused.slice(0, surplus)) deleteIfThere(controllerRevisions, revision, context)
}
