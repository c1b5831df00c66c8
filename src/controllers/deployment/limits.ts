import type { Deployment } from '../../api/index.ts'
import { scaledValue } from '../support/index.ts'

export const wantedReplicas = (deployment: Deployment): number => deployment.spec?.replicas ?? 1

export const isRollingUpdate = (deployment: Deployment): boolean => (deployment.spec?.strategy?.type ?? 'RollingUpdate') === 'RollingUpdate'

/** Surge rounds up, unavailable rounds down, and both zero would never move: then one may be unavailable (`ResolveFenceposts`). */
const fenceposts = (deployment: Deployment): { readonly surge: number; readonly unavailable: number } => {
  const rolling = deployment.spec?.strategy?.rollingUpdate
  const replicas = wantedReplicas(deployment)
  const surge = scaledValue(rolling?.maxSurge, replicas, 'up')
  const unavailable = scaledValue(rolling?.maxUnavailable, replicas, 'down')
  return surge === 0 && unavailable === 0 ? { surge, unavailable: 1 } : { surge, unavailable }
}

export const maxSurge = (deployment: Deployment): number => (isRollingUpdate(deployment) ? fenceposts(deployment).surge : 0)

export const maxUnavailable = (deployment: Deployment): number => {
  const replicas = wantedReplicas(deployment)
  if (!isRollingUpdate(deployment) || replicas === 0) return 0
  return Math.min(fenceposts(deployment).unavailable, replicas)
}

const noDeadline = 2 ** 31 - 1

export const hasProgressDeadline = (deployment: Deployment): boolean =>
  deployment.spec?.progressDeadlineSeconds !== undefined && deployment.spec.progressDeadlineSeconds !== noDeadline
