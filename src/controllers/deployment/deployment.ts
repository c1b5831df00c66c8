import { deployments, matchesSelector, pods, replicaSets } from '../../api/index.ts'
import type { Deployment, KubeObject, ObjectKey } from '../../api/index.ts'
import type { Controller, ControllerContext } from '../../client/index.ts'
import {
  candidates,
  claim,
  conditionOf,
  controllerKey,
  controllerReference,
  keyOf,
  semanticallyEqual,
  withCondition,
} from '../support/index.ts'
import { hasProgressDeadline, isRollingUpdate } from './limits.ts'
import { findRollout } from './rollout.ts'
import { deploymentCondition } from './status.ts'
import { isScaled, recreate, rollingUpdate, scale, syncStatus } from './strategies.ts'

/** Tells of pausing and resuming, so that a pause does not count against the progress deadline (`checkPausedConditions`). */
const notePause = (deployment: Deployment, context: ControllerContext): Deployment => {
  const current = conditionOf(deployment.status?.conditions, 'Progressing')
  if (!hasProgressDeadline(deployment) || current?.reason === 'ProgressDeadlineExceeded') return deployment
  const paused = deployment.spec?.paused === true
  if (paused === (current?.reason === 'DeploymentPaused')) return deployment
  const condition = paused
    ? deploymentCondition('Progressing', 'Unknown', 'DeploymentPaused', 'Deployment is paused', context.clock.now)
    : deploymentCondition('Progressing', 'Unknown', 'DeploymentResumed', 'Deployment is resumed', context.clock.now)
  const conditions = withCondition(deployment.status?.conditions, condition)
  return context.client.update(deployments, { ...deployment, status: { ...deployment.status, conditions } }, 'status')
}

const selectsAll = (deployment: Deployment): boolean => {
  const selector = deployment.spec?.selector
  return Object.keys(selector?.matchLabels ?? {}).length === 0 && (selector?.matchExpressions ?? []).length === 0
}

const refuseToSelectAll = (deployment: Deployment, context: ControllerContext): void => {
  context.record(deployment, 'Warning', 'SelectingAll', 'This deployment is selecting all pods. A non-empty selector is required.')
  const observedGeneration = deployment.metadata.generation
  if ((deployment.status?.observedGeneration ?? 0) < (observedGeneration ?? 0))
    context.client.update(deployments, { ...deployment, status: { ...deployment.status, observedGeneration } }, 'status')
}

const reconcile = (key: ObjectKey, context: ControllerContext): void => {
  const cached = context.cache(deployments).get(key)
  if (!cached?.spec) return
  if (selectsAll(cached)) return refuseToSelectAll(cached, context)
  const { selector } = cached.spec
  const owned = claim(
    { kind: deployments, object: cached },
    selector,
    replicaSets,
    candidates(context.cache(replicaSets), cached, selector),
    context,
  )
  if (cached.metadata.deletionTimestamp !== undefined) return syncStatus(findRollout(cached, owned, context), context)
  const rollout = findRollout(notePause(cached, context), owned, context)
  if (cached.spec.paused || isScaled(rollout)) return scale(rollout, context)
  return isRollingUpdate(cached) ? rollingUpdate(rollout, context) : recreate(rollout, context)
}

const ownerOf = (replicaSet: KubeObject, context: ControllerContext): ObjectKey | undefined => {
  const key = controllerKey(replicaSet, 'Deployment')
  return key && context.cache(deployments).get(key)?.metadata.uid === controllerReference(replicaSet)?.uid ? key : undefined
}

const wouldAdopt = (replicaSet: KubeObject, context: ControllerContext): readonly ObjectKey[] => {
  if (!replicaSet.metadata.labels) return []
  return context
    .cache(deployments)
    .list(replicaSet.metadata.namespace)
    .filter((deployment) => deployment.spec && matchesSelector(deployment.spec.selector, replicaSet.metadata.labels))
    .map(keyOf)
}

const replicaSetKeys: Controller['watches'][number]['keys'] = (replicaSet, context, { previous, deleted }) => {
  const owner = ownerOf(replicaSet, context)
  if (!previous || deleted) return owner ? [owner] : controllerReference(replicaSet) || deleted ? [] : wouldAdopt(replicaSet, context)
  const ownerChanged = controllerReference(previous)?.uid !== controllerReference(replicaSet)?.uid
  const former = ownerChanged ? ownerOf(previous, context) : undefined
  const keys = [...(former ? [former] : []), ...(owner ? [owner] : [])]
  if (controllerReference(replicaSet)) return keys
  return ownerChanged || !semanticallyEqual(previous.metadata.labels, replicaSet.metadata.labels)
    ? [...keys, ...wouldAdopt(replicaSet, context)]
    : keys
}

/** A Recreate rollout waits for the end of the last old Pod. */
const podKeys: Controller['watches'][number]['keys'] = (pod, context, { deleted }) => {
  const key = deleted ? controllerKey(pod, 'ReplicaSet') : undefined
  const replicaSet = key && context.cache(replicaSets).get(key)
  const owner = replicaSet && ownerOf(replicaSet, context)
  const deployment = owner && context.cache(deployments).get(owner)
  return owner && deployment && !isRollingUpdate(deployment) ? [owner] : []
}

/** Rolls a Pod template out over ReplicaSets (`pkg/controller/deployment`). */
export const deployment: Controller = {
  name: 'deployment-controller',
  component: 'deployment-controller',
  watches: [
    { kind: deployments, keys: (object) => [keyOf(object)] },
    { kind: replicaSets, keys: replicaSetKeys },
    { kind: pods, keys: podKeys },
  ],
  reconcile,
}
