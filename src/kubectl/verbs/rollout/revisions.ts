import { UsageError } from '../../../base/index.ts'
import { applyStrategicMergePatch, type Json, type JsonObject } from '../../../api/index.ts'
import { changeCauseAnnotation } from '../../change-cause.ts'
import { apiVersionOf, type Resource } from '../../discovery.ts'
import { fieldAt, listAt, mapAt, numberAt, objectAt, sameJson, textAt, withField } from '../../json-fields.ts'
import { knownResource } from '../../known-resource.ts'
import { selectorText } from '../../selector-text.ts'
import type { KubectlSession } from '../../session.ts'

export const revisionAnnotation = 'deployment.kubernetes.io/revision'
export const hashLabel = 'pod-template-hash'

/** One revision of a Deployment, DaemonSet or StatefulSet. */
export interface Revision {
  readonly number: number
  readonly changeCause: string
  /** The pod template of the revision. */
  readonly template: JsonObject
  /** What keeps it: a ReplicaSet, or the object as it was then. */
  readonly object: JsonObject
  /** The ControllerRevision's patch; absent for Deployments. */
  readonly patch?: JsonObject
}

const owned = (items: readonly Json[], uid: string): readonly JsonObject[] =>
  items.filter((item): item is JsonObject =>
    listAt(item, 'metadata', 'ownerReferences').some((owner) => textAt(owner, 'uid') === uid && fieldAt(owner, 'controller') === true),
  )

const listOwned = (session: KubectlSession, resource: Resource, owner: JsonObject): readonly JsonObject[] => {
  const labelSelector = selectorText(objectAt(owner, 'spec', 'selector') ?? {})
  const list = session.list(resource, textAt(owner, 'metadata', 'namespace'), { labelSelector }) as JsonObject
  const kind = { apiVersion: apiVersionOf(resource), kind: resource.kind }
  return owned(listAt(list, 'items'), textAt(owner, 'metadata', 'uid')).map((item) => ({ ...kind, ...item }))
}

/** The template of a ReplicaSet, its change cause among the annotations (history.go). */
const deploymentRevisions = (session: KubectlSession, deployment: JsonObject): readonly Revision[] =>
  listOwned(session, knownResource('apps/v1', 'ReplicaSet', 'replicasets'), deployment)
    .filter((replicaSet) => /^\d+$/.test(textAt(replicaSet, 'metadata', 'annotations', revisionAnnotation)))
    .map((replicaSet) => ({
      number: Number(textAt(replicaSet, 'metadata', 'annotations', revisionAnnotation)),
      changeCause: textAt(replicaSet, 'metadata', 'annotations', changeCauseAnnotation),
      template: objectAt(replicaSet, 'spec', 'template') ?? {},
      object: replicaSet,
    }))

const controllerRevisions = (session: KubectlSession, owner: JsonObject): readonly Revision[] =>
  listOwned(session, knownResource('apps/v1', 'ControllerRevision', 'controllerrevisions'), owner).map((revision) => {
    const patch = objectAt(revision, 'data') ?? {}
    const object = applyStrategicMergePatch(owner, patch, textAt(owner, 'kind')) as JsonObject
    return {
      number: numberAt(revision, 'revision') ?? 0,
      changeCause: textAt(revision, 'metadata', 'annotations', changeCauseAnnotation),
      template: objectAt(object, 'spec', 'template') ?? {},
      object,
      patch,
    }
  })

/** All revisions of an object, the oldest first; throws for kinds that have none. */
export const revisionsOf = (session: KubectlSession, object: JsonObject, missing: (kind: string) => string): readonly Revision[] => {
  const kind = textAt(object, 'kind')
  if (!['Deployment', 'DaemonSet', 'StatefulSet'].includes(kind)) {
    const apiVersion = textAt(object, 'apiVersion')
    throw new UsageError(missing(apiVersion.includes('/') ? `${kind}.${apiVersion.split('/')[0]}` : kind))
  }
  const revisions = kind === 'Deployment' ? deploymentRevisions(session, object) : controllerRevisions(session, object)
  return revisions.toSorted((a, b) => a.number - b.number)
}

export const withoutHash = (template: JsonObject): JsonObject => withField(template, ['metadata', 'labels', hashLabel], undefined)

/** Equal but for the label that ReplicaSets add. */
export const sameTemplate = (a: JsonObject, b: JsonObject): boolean => {
  const bare = (template: JsonObject) => {
    const { [hashLabel]: _, ...labels } = mapAt(template, 'metadata', 'labels')
    return withField(template, ['metadata', 'labels'], labels)
  }
  return sameJson(bare(a), bare(b))
}
