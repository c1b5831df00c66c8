import { UsageError } from '../../../base/index.ts'
import { findByFlags } from '../../action.ts'
import { throwAll } from '../../errors.ts'
import { allFlag, dryRunFlag, fieldManagerFlag, filenameFlags, localFlag, printFlags, recordFlag } from '../../flags/write-flags.ts'
import type { Invocation, Verb } from '../../verb.ts'
import { dryRunOf } from '../../write-options.ts'
import { withPodSpec } from './pod-spec.ts'
import { sendChanges } from './send-changes.ts'

const run = async (invocation: Invocation): Promise<number> => {
  const { flags, args } = invocation
  if (flags.boolean('local') && dryRunOf(invocation) === 'server')
    throw new UsageError('cannot specify --local and --dry-run=server - did you mean --dry-run=client?')
  const serviceAccountName = args.at(-1)
  if (serviceAccountName === undefined) throw new UsageError('serviceaccount is required')
  const found = await findByFlags(invocation, { args: flags.boolean('local') ? [] : args.slice(0, -1), latest: !flags.boolean('local') })
  throwAll(found.errors)
  return sendChanges(invocation, found.infos, {
    operation: 'serviceaccount updated',
    failure: 'failed to patch ServiceAccountName',
    always: true,
    record: true,
    errors: [],
    change: (object) => withPodSpec(object, (spec) => ({ ...spec, serviceAccountName })),
  })
}

export const serviceAccount: Verb = {
  name: 'serviceaccount',
  aliases: ['sa'],
  summary: 'Update the service account of a resource',
  usage: 'set serviceaccount (-f FILENAME | TYPE NAME) SERVICE_ACCOUNT',
  examples: ['kubectl set serviceaccount deployment web robot'],
  group: 'subcommand',
  flags: [
    ...printFlags,
    ...filenameFlags('that name the objects'),
    recordFlag,
    allFlag,
    localFlag,
    dryRunFlag,
    fieldManagerFlag('kubectl-set'),
  ],
  run,
}
