import { UsageError } from '../../../base/index.ts'
import type { Json, JsonObject } from '../../../api/index.ts'
import { forEach, isExpected, withObject, type ObjectInfo } from '../../action.ts'
import { dryRunFlag, filenameFlags, flag, printFlags, selectorFlag } from '../../flags/write-flags.ts'
import { fieldAt, mapAt, objectAt, sameJson } from '../../json-fields.ts'
import { lastAppliedAnnotation } from '../../last-applied.ts'
import { podTemplateText } from '../../pod-template-text.ts'
import { printAlone } from '../../print-result.ts'
import type { PatchContentType } from '../../session.ts'
import type { Invocation, Verb } from '../../verb.ts'
import { dryRunOf, withDryRun, writeQuery, type DryRun } from '../../write-options.ts'
import { findRollouts } from './common.ts'
import { revisionAnnotation, revisionsOf, sameTemplate, withoutHash, type Revision } from './revisions.ts'

const noRollbacker = (kind: string): string => `no rollbacker has been implemented for ${JSON.stringify(kind)}`
const notFound = (revision: number): UsageError => new UsageError(`unable to find specified revision ${revision} in history`)

/** The revision to go back to: the one asked for, or that before the last (rollback.go). */
const target = (object: JsonObject, revisions: readonly Revision[], wanted: number): Revision => {
  if (wanted < 0) throw notFound(wanted)
  if (wanted > 0) {
    const found = revisions.find((revision) => revision.number === wanted)
    if (!found) throw notFound(wanted)
    return found
  }
  const previous = revisions.at(-2)
  if (previous) return previous
  if (object.kind !== 'Deployment') throw new UsageError('no last revision to roll back to')
  throw new UsageError(`no rollout history found for deployment ${JSON.stringify(fieldAt(object, 'metadata', 'name'))}`)
}

/** Annotations that stay those of the Deployment. */
const kept = [
  lastAppliedAnnotation,
  revisionAnnotation,
  'deployment.kubernetes.io/revision-history',
  'deployment.kubernetes.io/desired-replicas',
  'deployment.kubernetes.io/max-replicas',
  'deprecated.deployment.rollback.to',
]

/** A Deployment takes the template and the other annotations of the ReplicaSet. */
const deploymentPatch = (deployment: JsonObject, revision: Revision): Json => {
  const own = Object.entries(mapAt(deployment, 'metadata', 'annotations')).filter(([key]) => kept.includes(key))
  const old = Object.entries(mapAt(revision.object, 'metadata', 'annotations')).filter(([key]) => !kept.includes(key))
  return [
    { op: 'replace', path: '/spec/template', value: withoutHash(revision.template) },
    { op: 'replace', path: '/metadata/annotations', value: Object.fromEntries([...own, ...old]) },
  ]
}

const alreadyThere = (object: JsonObject, revision: Revision): boolean => {
  const template = objectAt(object, 'spec', 'template') ?? {}
  return revision.patch ? sameJson(template, revision.template) : sameTemplate(template, revision.template)
}

/** Rolls back and says what came of it. */
const rollBack = async (invocation: Invocation, info: ObjectInfo, dryRun: DryRun): Promise<string> => {
  const { object } = info
  const wanted = invocation.flags.int('to-revision')
  const session = await invocation.connect()
  const revision = target(object, revisionsOf(session, object, noRollbacker), wanted)
  if (dryRun === 'client') return `${revision.patch ? 'will roll back to ' : ''}${podTemplateText(revision.template)}`
  if (fieldAt(object, 'spec', 'paused') === true && !revision.patch) {
    throw new UsageError("you cannot rollback a paused deployment; resume it first with 'kubectl rollout resume' and try again")
  }
  if (alreadyThere(object, revision)) return `skipped rollback (current template already matches revision ${wanted})`
  const [type, body]: readonly [PatchContentType, Json] = revision.patch
    ? ['strategic', revision.patch]
    : ['json', deploymentPatch(object, revision)]
  try {
    session.patch(info.resource, info.namespace, info.name, type, body, writeQuery(dryRun))
  } catch (error) {
    if (isExpected(error)) throw new UsageError(`failed restoring revision ${wanted}: ${(error as Error).message}`)
    throw error
  }
  return 'rolled back'
}

const run = async (invocation: Invocation): Promise<number> => {
  const dryRun = dryRunOf(invocation)
  const { infos, errors } = await findRollouts(invocation)
  await forEach(infos.map(withObject), errors, async (info) =>
    printAlone(invocation, info.object, withDryRun(await rollBack(invocation, info, dryRun), dryRun)),
  )
  return 0
}

export const undo: Verb = {
  name: 'undo',
  summary: 'Undo a previous rollout',
  description: 'Go back to the revision before the last, or to a given one.',
  examples: ['kubectl rollout undo deployment/web', 'kubectl rollout undo deployment/web --to-revision=3'],
  usage: 'rollout undo (TYPE NAME | TYPE/NAME) [flags]',
  group: 'subcommand',
  flags: [
    ...printFlags,
    flag.int('to-revision', 0, 'The revision to go back to; 0 is the one before the last.'),
    ...filenameFlags('that name the objects'),
    dryRunFlag,
    selectorFlag,
  ],
  run,
}
