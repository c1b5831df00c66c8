import { UsageError } from '../../../base/index.ts'
import type { JsonObject } from '../../../api/index.ts'
import { findByFlags } from '../../action.ts'
import { throwAll } from '../../errors.ts'
import {
  allFlag,
  dryRunFlag,
  fieldManagerFlag,
  filenameFlags,
  flag,
  localFlag,
  printFlags,
  recordFlag,
  selectorFlag,
} from '../../flags/write-flags.ts'
import { objectAt } from '../../json-fields.ts'
import { parseResourceList } from '../../resource-list.ts'
import type { Invocation, Verb } from '../../verb.ts'
import { dryRunOf } from '../../write-options.ts'
import { containerNames, matchesName, withContainers, withPodSpec } from './pod-spec.ts'
import { refuseLocalArguments } from './refuse-local.ts'
import { sendChanges } from './send-changes.ts'

type Quantities = Readonly<Record<string, string>> | undefined

const check = (invocation: Invocation): { readonly limits: Quantities; readonly requests: Quantities } => {
  const { flags } = invocation
  if (flags.boolean('local') && dryRunOf(invocation) === 'server')
    throw new UsageError('cannot specify --local and --dry-run=server - did you mean --dry-run=client?')
  if (flags.boolean('all') && flags.string('selector') !== '') throw new UsageError('cannot set --all and --selector at the same time')
  if (flags.string('limits') === '' && flags.string('requests') === '') {
    throw new UsageError('you must specify an update to requests or limits (in the form of --requests/--limits)')
  }
  return { limits: parseResourceList(flags.string('limits')), requests: parseResourceList(flags.string('requests')) }
}

const withResources = (container: JsonObject, limits: Quantities, requests: Quantities): JsonObject => {
  const now = objectAt(container, 'resources') ?? {}
  const next = {
    ...now,
    ...(limits ? { limits: { ...objectAt(now, 'limits'), ...limits } } : {}),
    ...(requests ? { requests: { ...objectAt(now, 'requests'), ...requests } } : {}),
  }
  return { ...container, resources: next }
}

const run = async (invocation: Invocation): Promise<number> => {
  refuseLocalArguments(invocation, invocation.args)
  const found = await findByFlags(invocation, { latest: !invocation.flags.boolean('local') })
  throwAll(found.errors)
  const { limits, requests } = check(invocation)
  const pattern = invocation.flags.string('containers')
  const errors: unknown[] = []
  return sendChanges(invocation, found.infos, {
    operation: 'resource requirements updated',
    failure: 'failed to patch resources update to pod template',
    record: true,
    errors,
    change: (object) =>
      withPodSpec(object, (spec) => {
        if (!containerNames(spec).some((name) => matchesName(name, pattern)))
          errors.push(new UsageError(`error: unable to find container named ${pattern}`))
        return withContainers(
          spec,
          (name) => matchesName(name, pattern),
          (container) => withResources(container, limits, requests),
        )
      }),
  })
}

export const resources: Verb = {
  name: 'resources',
  summary: 'Update resource requests/limits on objects with pod templates',
  usage: 'set resources (-f FILENAME | TYPE NAME)  ([--limits=LIMITS & --requests=REQUESTS]',
  examples: ['kubectl set resources deployment/web -c nginx --limits=cpu=200m,memory=512Mi'],
  group: 'subcommand',
  flags: [
    ...printFlags,
    ...filenameFlags('that name the objects'),
    recordFlag,
    allFlag,
    selectorFlag,
    flag.string('containers', 'Which containers; `*` stands for anything.', { short: 'c', default: '*' }),
    localFlag,
    dryRunFlag,
    flag.string('limits', 'The limits, `resource=quantity` separated by commas.'),
    flag.string('requests', 'The requests, `resource=quantity` separated by commas.'),
    fieldManagerFlag('kubectl-set'),
  ],
  run,
}
