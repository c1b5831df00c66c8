import { UsageError } from '../../base/index.ts'
import type { JsonObject } from '../../api/index.ts'
import { findByFlags, forEach, loose, queryOf, requireFiles, withObject, withSource } from '../action.ts'
import { withChangeCause } from '../change-cause.ts'
import { deleteAll, pollUntilGone, propagationOf, type Deletion } from '../deletion.ts'
import {
  deletionFlags,
  dryRunFlag,
  fieldManagerFlag,
  flag,
  printFlags,
  recordFlag,
  saveConfigFlag,
  subresourceFlag,
  validateFlag,
} from '../flags/write-flags.ts'
import { createOrUpdateLastApplied } from '../last-applied.ts'
import { preparePrinter, printResult } from '../print-result.ts'
import { rawRequest, requireRawFile } from '../raw-request.ts'
import { findResources, type ResourceQuery } from '../resources.ts'
import type { Invocation, Verb } from '../verb.ts'
import { dryRunOf, validationOf, withDryRun, writeQuery, type DryRun, type FieldValidation } from '../write-options.ts'

const check = ({ flags }: Invocation, dryRun: DryRun): void => {
  const force = flags.boolean('force')
  if (flags.int('grace-period') >= 0 && !force) throw new UsageError('--grace-period must have --force specified')
  if (flags.duration('timeout') !== 0 && !force) throw new UsageError('--timeout must have --force specified')
  if (force && dryRun !== 'none') throw new UsageError('--dry-run can not be used when --force is set')
}

const prepared = (invocation: Invocation, object: JsonObject): JsonObject =>
  withChangeCause(invocation, createOrUpdateLastApplied(invocation.flags.boolean('save-config'), object))

const fileQuery = (invocation: Invocation, more: ResourceQuery): ResourceQuery => {
  const subresource = invocation.flags.string('subresource')
  return queryOf(invocation, { args: [], ...(subresource === '' ? {} : { subresource }), ...more })
}

/** Deletes first, waits until all is gone, then creates (replace.go forceReplace). */
const forceReplace = async (invocation: Invocation, fieldValidation: FieldValidation): Promise<number> => {
  const { flags } = invocation
  const gracePeriod = flags.int('grace-period')
  const deletion: Deletion = {
    propagation: await propagationOf(invocation),
    gracePeriod: gracePeriod === 0 ? 1 : gracePeriod,
    dryRun: 'none',
    ignoreNotFound: true,
    wait: gracePeriod === 0 || flags.boolean('wait'),
    timeout: flags.duration('timeout'),
    output: flags.string('output'),
  }
  const found = await findResources(invocation, fileQuery(invocation, { validate: fieldValidation !== 'Ignore' }))
  const infos = found.infos.map(withObject)
  await deleteAll(invocation, infos, found.errors, deletion)
  for (const info of infos) await pollUntilGone(invocation, info, flags.duration('timeout') || 5 * 60_000)
  await forEach(infos, [], async (info) => {
    const session = await invocation.connect()
    const query = { ...writeQuery('none', flags.string('field-manager')), fieldValidation }
    const created = session.create(info.resource, info.namespace, loose(prepared(invocation, info.object)), query)
    return printResult(invocation, created as JsonObject, 'replaced')
  })
  if (infos.length === 0) throw new UsageError('no objects passed to replace')
  return 0
}

const run = async (invocation: Invocation): Promise<number> => {
  const { flags } = invocation
  const fieldValidation = validationOf(flags)
  const dryRun = dryRunOf(invocation)
  preparePrinter(invocation)
  requireFiles(invocation)
  check(invocation, dryRun)
  if (flags.string('raw') !== '') {
    requireRawFile(invocation)
    return rawRequest(invocation, 'PUT')
  }
  if (flags.boolean('force')) return forceReplace(invocation, fieldValidation)
  const found = await findByFlags(invocation, fileQuery(invocation, { validate: fieldValidation !== 'Ignore' }))
  await forEach(found.infos.map(withObject), found.errors, async (info) => {
    const object = prepared(invocation, info.object)
    if (dryRun === 'client') return printResult(invocation, object, withDryRun('replaced', dryRun))
    const session = await invocation.connect()
    const query = { ...writeQuery(dryRun, flags.string('field-manager')), fieldValidation }
    const subresource = flags.string('subresource') || undefined
    const replaced = withSource('replacing', info.source, () =>
      session.update(info.resource, info.namespace, info.name, loose(object), query, subresource),
    )
    return printResult(invocation, replaced as JsonObject, withDryRun('replaced', dryRun))
  })
  return 0
}

export const replace: Verb = {
  name: 'replace',
  summary: 'Replace a resource by file name or stdin',
  description: 'Put the whole object of a file in the place of the one that is there; with --force it is deleted and made anew.',
  examples: ['kubectl replace -f pod.yaml', 'kubectl replace --force -f pod.yaml'],
  usage: 'replace -f FILENAME',
  group: 'advanced',
  flags: [
    ...printFlags,
    ...deletionFlags('with the objects'),
    recordFlag,
    validateFlag,
    saveConfigFlag,
    dryRunFlag,
    flag.string('raw', 'PUT the file to this path of the server.'),
    fieldManagerFlag('kubectl-replace'),
    subresourceFlag,
  ],
  run,
}
