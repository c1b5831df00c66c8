import { UsageError } from '../../../base/index.ts'
import type { JsonObject } from '../../../api/index.ts'
import { listAt, numberAt, objectAt, textAt } from '../../json-fields.ts'

/** What `rollout status` says of an object, and whether the rollout is done (polymorphichelpers/rollout_status.go). */
export interface RolloutStatus {
  readonly text: string
  readonly done: boolean
}

type Viewer = (object: JsonObject, revision: number) => RolloutStatus

const going = (text: string): RolloutStatus => ({ text: `${text}\n`, done: false })
const finished = (text: string): RolloutStatus => ({ text: `${text}\n`, done: true })
const status = (object: JsonObject, field: string): number => numberAt(object, 'status', field) ?? 0
const observed = (object: JsonObject): boolean => (numberAt(object, 'metadata', 'generation') ?? 0) <= status(object, 'observedGeneration')

const checkRevision = (object: JsonObject, name: string, wanted: number): void => {
  if (wanted <= 0) return
  const text = textAt(object, 'metadata', 'annotations', 'deployment.kubernetes.io/revision')
  if (text !== '' && !/^\d+$/.test(text)) {
    throw new UsageError(
      `cannot get the revision of deployment ${JSON.stringify(name)}: strconv.ParseInt: parsing ${JSON.stringify(text)}: invalid syntax`,
    )
  }
  if (Number(text) !== wanted) throw new UsageError(`desired revision (${wanted}) is different from the running revision (${Number(text)})`)
}

const deployment: Viewer = (object, revision) => {
  const name = textAt(object, 'metadata', 'name')
  checkRevision(object, name, revision)
  if (!observed(object)) return going('Waiting for deployment spec update to be observed...')
  const progressing = listAt(object, 'status', 'conditions').find((condition) => textAt(condition, 'type') === 'Progressing')
  if (progressing !== undefined && textAt(progressing, 'reason') === 'ProgressDeadlineExceeded') {
    throw new UsageError(`deployment ${JSON.stringify(name)} exceeded its progress deadline`)
  }
  const wanted = numberAt(object, 'spec', 'replicas')
  const updated = status(object, 'updatedReplicas')
  const waiting = (text: string) => going(`Waiting for deployment ${JSON.stringify(name)} rollout to finish: ${text}...`)
  if (wanted !== undefined && updated < wanted) return waiting(`${updated} out of ${wanted} new replicas have been updated`)
  const all = status(object, 'replicas')
  if (all > updated) return waiting(`${all - updated} old replicas are pending termination`)
  const available = status(object, 'availableReplicas')
  if (available < updated) return waiting(`${available} of ${updated} updated replicas are available`)
  return finished(`deployment ${JSON.stringify(name)} successfully rolled out`)
}

const requireRollingUpdate = (object: JsonObject): void => {
  if (textAt(object, 'spec', 'updateStrategy', 'type') !== 'RollingUpdate')
    throw new UsageError('rollout status is only available for RollingUpdate strategy type')
}

const daemonSet: Viewer = (object) => {
  requireRollingUpdate(object)
  const name = JSON.stringify(textAt(object, 'metadata', 'name'))
  if (!observed(object)) return going('Waiting for daemon set spec update to be observed...')
  const wanted = status(object, 'desiredNumberScheduled')
  const updated = status(object, 'updatedNumberScheduled')
  const available = status(object, 'numberAvailable')
  if (updated < wanted)
    return going(`Waiting for daemon set ${name} rollout to finish: ${updated} out of ${wanted} new pods have been updated...`)
  if (available < wanted)
    return going(`Waiting for daemon set ${name} rollout to finish: ${available} of ${wanted} updated pods are available...`)
  return finished(`daemon set ${name} successfully rolled out`)
}

const statefulSet: Viewer = (object) => {
  requireRollingUpdate(object)
  if (status(object, 'observedGeneration') === 0 || !observed(object)) return going('Waiting for statefulset spec update to be observed...')
  const wanted = numberAt(object, 'spec', 'replicas')
  const ready = status(object, 'readyReplicas')
  const updated = status(object, 'updatedReplicas')
  if (wanted !== undefined && ready < wanted) return going(`Waiting for ${wanted - ready} pods to be ready...`)
  const rolling = objectAt(object, 'spec', 'updateStrategy', 'rollingUpdate')
  if (rolling) {
    const partition = numberAt(rolling, 'partition')
    if (wanted !== undefined && partition !== undefined && updated < wanted - partition) {
      return going(`Waiting for partitioned roll out to finish: ${updated} out of ${wanted - partition} new pods have been updated...`)
    }
    return finished(`partitioned roll out complete: ${updated} new pods have been updated...`)
  }
  const next = textAt(object, 'status', 'updateRevision')
  const current = textAt(object, 'status', 'currentRevision')
  if (next !== current) return going(`waiting for statefulset rolling update to complete ${updated} pods at revision ${next}...`)
  return finished(`statefulset rolling update complete ${status(object, 'currentReplicas')} pods at revision ${current}...`)
}

const viewers: Readonly<Record<string, Viewer>> = { Deployment: deployment, DaemonSet: daemonSet, StatefulSet: statefulSet }

/** The viewer of a kind; throws for kinds that have no rollout. */
export const statusViewer = (kind: string, group: string): Viewer => {
  const viewer = group === 'apps' || group === 'extensions' ? viewers[kind] : undefined
  if (!viewer) throw new UsageError(`no status viewer has been implemented for ${group === '' ? kind : `${kind}.${group}`}`)
  return viewer
}
