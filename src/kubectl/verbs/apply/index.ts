import { UsageError } from '../../../base/index.ts'
import { findByFlags, isExpected, requireFiles, withObject, type ObjectInfo } from '../../action.ts'
import { withChangeCause } from '../../change-cause.ts'
import { propagationOf } from '../../deletion.ts'
import { throwAll, usageErrorf } from '../../errors.ts'
import {
  allFlag,
  deletionFlags,
  dryRunFlag,
  fieldManagerFlag,
  flag,
  printFlags,
  recordFlag,
  selectorFlag,
  serverSideFlags,
  subresourceFlag,
  validateFlag,
} from '../../flags/write-flags.ts'
import { fieldAt, textAt } from '../../json-fields.ts'
import { printAlone } from '../../print-result.ts'
import type { Invocation, Verb } from '../../verb.ts'
import { dryRunOf, validationOf, withDryRun, writeQuery, type DryRun } from '../../write-options.ts'
import { applyFromClient, type Applied, type ApplyOptions } from './client-side.ts'
import { editLastApplied } from './edit-last-applied.ts'
import { applyManager } from './manager.ts'
import { pruneRest } from './prune.ts'
import { applyOnServer } from './server-side.ts'
import { setLastApplied } from './set-last-applied.ts'
import { viewLastApplied } from './view-last-applied.ts'

const checkPrune = ({ flags }: Invocation): void => {
  if (flags.boolean('force')) throw new UsageError('--force cannot be used with --prune')
  if (!flags.boolean('all') && flags.string('selector') === '') {
    throw new UsageError(
      'all resources selected for prune without explicitly passing --all. To prune all resources, pass the --all flag. If you did not mean to prune all resources, specify a label selector',
    )
  }
  if (flags.boolean('server-side'))
    throw new UsageError("--prune is in alpha and doesn't currently work on objects created by server-side apply")
}

const check = (invocation: Invocation, dryRun: DryRun): void => {
  const { flags } = invocation
  const serverSide = flags.boolean('server-side')
  if (flags.boolean('force-conflicts') && !serverSide) throw new UsageError('--force-conflicts only works with --server-side')
  if (dryRun === 'client' && serverSide)
    throw new UsageError("--dry-run=client doesn't work with --server-side (did you mean --dry-run=server instead?)")
  if (serverSide && flags.boolean('force')) throw new UsageError('--force cannot be used with --server-side')
  if (dryRun === 'server' && flags.boolean('force')) throw new UsageError('--dry-run=server cannot be used with --force')
  if (flags.boolean('all') && flags.string('selector') !== '') throw new UsageError('cannot set --all and --selector at the same time')
  if (flags.boolean('prune')) checkPrune(invocation)
  if (flags.string('subresource') !== '' && !serverSide) throw new UsageError('--subresource can only be specified for --server-side')
}

const applyOne = async (invocation: Invocation, given: ObjectInfo, options: ApplyOptions): Promise<Applied> => {
  const { flags } = invocation
  const info = { ...given, object: withChangeCause(invocation, given.object) }
  const generateName = textAt(info.object, 'metadata', 'generateName')
  if (info.name === '' && generateName !== '') throw new UsageError(`from ${generateName}: cannot use generate name with apply`)
  const applied = flags.boolean('server-side')
    ? await applyOnServer(invocation, info, options.query, flags.string('subresource') || undefined)
    : await applyFromClient(invocation, info, options)
  if (applied.operation !== 'created' && fieldAt(applied.object, 'metadata', 'deletionTimestamp') !== undefined) {
    await invocation.error(
      `Warning: Detected changes to resource ${textAt(applied.object, 'metadata', 'name')} which is currently being deleted.\n`,
    )
  }
  return applied
}

/** With -o other than name all objects are printed at the end, more than one as a List. */
const printAll = async (invocation: Invocation, applied: readonly Applied[]): Promise<void> => {
  const objects = applied.map(({ object }) => object)
  if (objects.length === 1) await printAlone(invocation, objects[0]!, '')
  else if (objects.length > 1) await printAlone(invocation, { apiVersion: 'v1', items: objects, kind: 'List', metadata: {} }, '')
}

const run = async (invocation: Invocation): Promise<number> => {
  const { flags, args, path } = invocation
  if (args.length > 0) throw usageErrorf(path, `Unexpected args: [${args.join(' ')}]`)
  const dryRun = dryRunOf(invocation)
  const propagation = await propagationOf(invocation)
  requireFiles(invocation)
  const fieldValidation = validationOf(flags)
  check(invocation, dryRun)
  const options: ApplyOptions = {
    dryRun,
    query: { ...writeQuery(dryRun, applyManager(invocation)), fieldValidation },
    force: flags.boolean('force'),
    propagation,
    gracePeriod: flags.int('grace-period'),
    timeout: flags.duration('timeout'),
  }
  const found = await findByFlags(invocation, { all: false, validate: fieldValidation !== 'Ignore' })
  if (found.infos.length === 0 && found.errors.length === 0) throw new UsageError('no objects passed to apply')
  const whole = flags.string('output') !== '' && flags.string('output') !== 'name'
  const errors = [...found.errors]
  const applied: Applied[] = []
  for (const info of found.infos.map(withObject)) {
    try {
      const one = await applyOne(invocation, info, options)
      applied.push(one)
      if (!whole) await printAlone(invocation, one.object, withDryRun(one.operation, dryRun))
    } catch (error) {
      if (!isExpected(error)) throw error
      errors.push(error)
    }
  }
  throwAll(errors)
  if (whole) await printAll(invocation, applied)
  if (flags.boolean('prune')) {
    const namespaces = new Set([
      ...(invocation.namespaceGiven ? [invocation.namespace] : []),
      ...found.infos.flatMap((info) => info.namespace || []),
    ])
    await pruneRest(invocation, new Set(applied.map(({ object }) => textAt(object, 'metadata', 'uid'))), namespaces, options)
  }
  return 0
}

export const apply: Verb = {
  name: 'apply',
  summary: 'Apply a configuration to a resource by file name or stdin',
  description: 'Make objects be as files say: what is missing is created, what differs is changed, and what you took out of the file goes.',
  examples: ['kubectl apply -f web.yaml', 'cat web.yaml | kubectl apply -f -', 'kubectl apply -k overlay/'],
  usage: 'apply (-f FILENAME | -k DIRECTORY)',
  group: 'advanced',
  flags: [
    ...printFlags,
    ...deletionFlags('with the configurations'),
    recordFlag,
    validateFlag,
    dryRunFlag,
    ...serverSideFlags,
    fieldManagerFlag('kubectl-client-side-apply'),
    selectorFlag,
    allFlag,
    // @simplified: --overwrite=false does not look for conflicts, and --openapi-patch=false changes nothing
    flag.boolean('openapi-patch', "Reckon patches by the server's schema.", { default: 'true' }),
    flag.boolean('overwrite', 'Settle conflicts with the values of the file.', { default: 'true' }),
    flag.boolean('prune', 'Delete what was applied before and is in no file now; needs -l or --all.'),
    flag.array('prune-allowlist', 'What --prune may delete, `group/version/kind`.'),
    subresourceFlag,
  ],
  commands: [editLastApplied, setLastApplied, viewLastApplied],
  run,
}
