import { UsageError } from '../../../base/index.ts'
import type { JsonObject } from '../../../api/index.ts'
import { findByFlags, forEach, isExpected, loose, withObject, type ObjectInfo } from '../../action.ts'
import { withChangeCause } from '../../change-cause.ts'
import { dryRunFlag, fieldManagerFlag, filenameFlags, flag, printFlags, recordFlag, saveConfigFlag } from '../../flags/write-flags.ts'
import { knownResource } from '../../known-resource.ts'
import { createOrUpdateLastApplied } from '../../last-applied.ts'
import { printAlone } from '../../print-result.ts'
import { asTyped } from '../../typed-form.ts'
import type { Invocation, Verb } from '../../verb.ts'
import { dryRunOf, withDryRun, writeQuery, type DryRun } from '../../write-options.ts'
import { autoscaler, parseTarget } from './autoscaler.ts'

const check = ({ flags }: Invocation): void => {
  const [min, max] = [flags.int('min'), flags.int('max')]
  if (max < 1) throw new UsageError(`--max=MAXPODS is required and must be at least 1, max: ${max}`)
  if (max < min) throw new UsageError(`--max=MAXPODS must be larger or equal to --min=MINPODS, max: ${max}, min: ${min}`)
  if (flags.int('cpu-percent') > 0 && flags.string('cpu') !== '') throw new UsageError('--cpu-percent and --cpu are mutually exclusive')
  if (flags.string('cpu') !== '') parseTarget(flags.string('cpu'), 'cpu')
  if (flags.string('memory') !== '') parseTarget(flags.string('memory'), 'memory')
}

const createAutoscaler = async (invocation: Invocation, info: ObjectInfo, version: 'v1' | 'v2', dryRun: DryRun): Promise<number> => {
  const { flags } = invocation
  const namespace = invocation.namespaceGiven ? invocation.namespace : undefined
  const object = withChangeCause(invocation, asTyped(autoscaler(flags, info.resource, info.name, namespace, version)))
  if (dryRun === 'client') return printAlone(invocation, object, withDryRun('created', dryRun))
  const session = await invocation.connect()
  const resource = knownResource(`autoscaling/${version}`, 'HorizontalPodAutoscaler', 'horizontalpodautoscalers')
  const body = loose(createOrUpdateLastApplied(flags.boolean('save-config'), object))
  const created = session.create(resource, invocation.namespace, body, writeQuery(dryRun, flags.string('field-manager')))
  return printAlone(invocation, asTyped(created as JsonObject), withDryRun('autoscaled', dryRun))
}

/** Tries autoscaling/v2, then autoscaling/v1 where that can say the same (autoscale.go). */
const autoscaleOne = async (invocation: Invocation, info: ObjectInfo, dryRun: DryRun): Promise<void> => {
  const { flags } = invocation
  if (!info.resource.subresources.includes('scale')) {
    throw new UsageError(
      `cannot autoscale a ${info.resource.kind}: could not find scale subresource for ${info.resource.group}/${info.resource.version}, Resource=${info.resource.plural} in discovery information`,
    )
  }
  try {
    await createAutoscaler(invocation, info, 'v2', dryRun)
    return
  } catch (error) {
    if (!isExpected(error)) throw error
  }
  let utilization: boolean
  try {
    utilization = parseTarget(flags.string('cpu'), 'cpu').type === 'Utilization'
  } catch (error) {
    throw new UsageError(
      `failed to create autoscaling/v2 HPA and the configuration is incompatible with autoscaling/v1: ${(error as Error).message}`,
    )
  }
  if (flags.string('memory') !== '' || (flags.int('cpu-percent') < 0 && !utilization)) {
    throw new UsageError('failed to create autoscaling/v2 HPA and the configuration is incompatible with autoscaling/v1: %!w(<nil>)')
  }
  await createAutoscaler(invocation, info, 'v1', dryRun)
}

const run = async (invocation: Invocation): Promise<number> => {
  const dryRun = dryRunOf(invocation)
  check(invocation)
  const found = await findByFlags(invocation)
  await forEach(found.infos.map(withObject), found.errors, (info) => autoscaleOne(invocation, info, dryRun))
  if (found.infos.length === 0) throw new UsageError('no objects passed to autoscale')
  return 0
}

export const autoscale: Verb = {
  name: 'autoscale',
  summary: 'Auto-scale a deployment, replica set, stateful set, or replication controller',
  description: 'Make a HorizontalPodAutoscaler, which chooses the number of Pods by how busy they are.',
  examples: ['kubectl autoscale deployment web --min=2 --max=10 --cpu=70%'],
  usage: 'autoscale (-f FILENAME | TYPE NAME | TYPE/NAME) [--min=MINPODS] --max=MAXPODS [--cpu=CPU] [--memory=MEMORY]',
  group: 'deploy',
  flags: [
    ...printFlags,
    ...filenameFlags('that name the objects'),
    recordFlag,
    flag.string('cpu', 'CPU to aim at: a percentage of the request, or a quantity.'),
    flag.int('cpu-percent', -1, 'CPU to aim at, in percent of the request.', {
      deprecated: "Use --cpu with percentage or resource quantity format (e.g., '70%' for utilization or '500m' for milliCPU).",
    }),
    flag.int('max', -1, 'The most Pods there may be.', { required: true }),
    flag.string('memory', 'Memory to aim at: a percentage of the request, or a quantity.'),
    flag.int('min', -1, 'The fewest Pods there may be.'),
    flag.string('name', 'The name of the autoscaler.'),
    dryRunFlag,
    saveConfigFlag,
    fieldManagerFlag('kubectl-autoscale'),
  ],
  run,
}
