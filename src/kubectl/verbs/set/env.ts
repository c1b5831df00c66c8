import { UsageError } from '../../../base/index.ts'
import type { JsonObject } from '../../../api/index.ts'
import { findByFlags } from '../../action.ts'
import { throwAll } from '../../errors.ts'
import { allFlag, dryRunFlag, fieldManagerFlag, filenameFlags, flag, localFlag, printFlags, selectorFlag } from '../../flags/write-flags.ts'
import { listAt, mapAt, textAt, unlessEmpty, withField } from '../../json-fields.ts'
import { readAll } from '../../../machine/index.ts'
import { mustFindResources, type Info } from '../../resources.ts'
import type { Invocation, Verb } from '../../verb.ts'
import { dryRunOf } from '../../write-options.ts'
import { checkNoOverwrites, parseEnvChanges, splitEnvArguments, updateEnv } from './environment.ts'
import { listEnvironment } from './list-environment.ts'
import { containerNames, matchesName, withContainers, withPodSpec } from './pod-spec.ts'
import { sendChanges } from './send-changes.ts'

const check = (invocation: Invocation, resources: readonly string[]): void => {
  const { flags } = invocation
  if (flags.boolean('local') && dryRunOf(invocation) === 'server')
    throw new UsageError('cannot specify --local and --dry-run=server - did you mean --dry-run=client?')
  if (flags.list('filename').length === 0 && resources.length === 0) {
    throw new UsageError('one or more resources must be specified as <resource> <name> or <resource>/<name>')
  }
  if (flags.boolean('list') && flags.string('output') !== '') throw new UsageError('--list and --output may not be specified together')
  if (flags.list('keys').length > 0 && flags.string('from') === '')
    throw new UsageError('when specifying --keys, a configmap or secret must be provided with --from')
}

/** One variable for each key of the ConfigMap or Secret of --from. */
const variablesFrom = async (invocation: Invocation): Promise<readonly JsonObject[]> => {
  const { flags } = invocation
  if (flags.string('from') === '') return []
  const keys = flags.list('keys')
  const variables: JsonObject[] = []
  for (const { object, name } of await mustFindResources(invocation, { args: [flags.string('from')] })) {
    if (object?.kind !== 'ConfigMap' && object?.kind !== 'Secret') throw new UsageError('unsupported resource specified in --from')
    const reference = object.kind === 'Secret' ? 'secretKeyRef' : 'configMapKeyRef'
    for (const key of Object.keys(mapAt(object as JsonObject, 'data')).filter((each) => keys.length === 0 || keys.includes(each))) {
      const variable = key.replace(/[^a-zA-Z0-9_]/g, '_').toUpperCase()
      if (variable !== key) await invocation.error(`Warning: key ${key} transferred to ${variable}\n`)
      variables.push({ name: variable, valueFrom: { [reference]: { name, key } } })
    }
  }
  return variables
}

const change = (
  invocation: Invocation,
  object: JsonObject,
  variables: readonly JsonObject[],
  removed: readonly string[],
  warn: (text: string) => void,
): JsonObject => {
  const { flags } = invocation
  const pattern = flags.string('containers')
  return withPodSpec(object, (spec) => {
    if (!containerNames(spec).some((name) => matchesName(name, pattern))) {
      warn(
        `${textAt(object, 'kind')}/${textAt(object, 'metadata', 'name')} does not have any containers matching ${JSON.stringify(pattern)}`,
      )
    }
    return withContainers(
      spec,
      (name) => matchesName(name, pattern),
      (container) => {
        if (!flags.boolean('overwrite')) checkNoOverwrites(listAt(container, 'env'), variables)
        return withField(container, ['env'], unlessEmpty(updateEnv(listAt(container, 'env'), variables, removed)))
      },
    )
  })
}

const run = async (invocation: Invocation): Promise<number> => {
  const { flags, args, process } = invocation
  if (flags.boolean('all') && flags.string('selector') !== '') throw new UsageError('cannot set --all and --selector at the same time')
  const split = splitEnvArguments(args)
  if (!split) throw new UsageError(`all resources must be specified before environment changes: ${args.join(' ')}`)
  check(invocation, split.resources)
  const specs = [...flags.list('env'), ...split.changes]
  const stdin = specs.includes('-') ? new TextDecoder().decode(await readAll(process.stdin)) : ''
  const parsed = parseEnvChanges(specs, stdin)
  const prefix = flags.string('prefix')
  const variables = [...parsed.variables, ...(await variablesFrom(invocation))].map((each) => ({
    ...each,
    name: prefix + textAt(each, 'name'),
  }))
  const found = await findByFlags(invocation, { args: split.resources, latest: !flags.boolean('local') })
  throwAll(found.errors)
  const warnings: string[] = []
  const changed = (info: JsonObject) => change(invocation, info, variables, parsed.removed, (text) => warnings.push(text))
  if (flags.boolean('list')) return listAll(invocation, found.infos, changed, warnings)
  const code = await sendChanges(invocation, found.infos, {
    operation: 'env updated',
    failure: 'failed to patch env update to pod template:',
    errors: [],
    change: changed,
  })
  for (const text of warnings) await invocation.error(`Warning: ${text}\n`)
  return code
}

const listAll = async (
  invocation: Invocation,
  infos: readonly Info[],
  changed: (object: JsonObject) => JsonObject,
  warnings: readonly string[],
): Promise<number> => {
  for (const info of infos) await listEnvironment(invocation, changed(info.object as JsonObject))
  for (const text of warnings) await invocation.error(`Warning: ${text}\n`)
  return 0
}

export const env: Verb = {
  name: 'env',
  summary: 'Update environment variables on a pod template',
  usage: 'set env RESOURCE/NAME KEY_1=VAL_1 ... KEY_N=VAL_N',
  examples: [
    'kubectl set env deployment/web LEVEL=debug',
    'kubectl set env deployment/web --list',
    'kubectl set env deployment/web --from=configmap/settings',
  ],
  group: 'subcommand',
  flags: [
    ...printFlags,
    ...filenameFlags('that name the objects'),
    flag.string('containers', 'Which containers; `*` stands for anything.', { short: 'c', default: '*' }),
    flag.array('env', 'A variable, `KEY=VALUE`; repeat it for more.', { short: 'e' }),
    flag.string('from', 'A ConfigMap or Secret whose keys become variables.'),
    flag.list('keys', 'Only these keys of --from.'),
    flag.boolean('list', 'Show the variables instead of changing them.'),
    flag.string('prefix', 'What to put before the names.'),
    flag.boolean('resolve', 'With --list: look up what variables refer to.'),
    localFlag,
    allFlag,
    flag.boolean('overwrite', 'Variables that are there may change.', { default: 'true' }),
    fieldManagerFlag('kubectl-set'),
    selectorFlag,
    dryRunFlag,
  ],
  run,
}
