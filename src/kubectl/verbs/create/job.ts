import { UsageError } from '../../../base/index.ts'
import type { JsonObject } from '../../../api/index.ts'
import { flag } from '../../flags/write-flags.ts'
import { compact, fieldAt, mapAt, textAt } from '../../json-fields.ts'
import { knownResource } from '../../known-resource.ts'
import { mustFindResources } from '../../resources.ts'
import type { Invocation } from '../../verb.ts'
import { generatorVerb } from './generator.ts'
import { container, metadata } from './objects.ts'

/** A Job by hand of what a CronJob would start (pkg/cmd/create/create_job.go). */
const jobFrom = (cronJob: JsonObject, name: string, namespace: string | undefined): JsonObject => {
  const template = ['spec', 'jobTemplate'] as const
  const annotations = { 'cronjob.kubernetes.io/instantiate': 'manual', ...mapAt(cronJob, ...template, 'metadata', 'annotations') }
  const owner = {
    apiVersion: 'batch/v1',
    kind: 'CronJob',
    name: textAt(cronJob, 'metadata', 'name'),
    uid: textAt(cronJob, 'metadata', 'uid'),
    controller: true,
  }
  return compact({
    kind: 'Job',
    apiVersion: 'batch/v1',
    metadata: { ...metadata(name, namespace, mapAt(cronJob, ...template, 'metadata', 'labels'), annotations), ownerReferences: [owner] },
    spec: fieldAt(cronJob, ...template, 'spec') ?? {},
    status: {},
  })
}

const goTypes: Readonly<Record<string, string>> = { Deployment: '*v1.Deployment', Pod: '*v1.Pod', Job: '*v1.Job', Service: '*v1.Service' }

const fromExisting = async (invocation: Invocation, from: string, name: string, namespace: string | undefined): Promise<JsonObject> => {
  const found = await mustFindResources(invocation, { args: [from] })
  if (found.length !== 1) throw new UsageError('from must be an existing cronjob')
  const object = found[0]!.object as JsonObject
  const kind = textAt(object, 'kind')
  if (kind !== 'CronJob') throw new UsageError(`unknown object type ${goTypes[kind] ?? `*v1.${kind}`}`)
  return jobFrom(object, name, namespace)
}

export const job = generatorVerb({
  name: 'job',
  summary: 'Create a job with the specified name',
  usage: 'create job NAME --image=image [--from=cronjob/name] -- [COMMAND] [args...]',
  examples: [
    '# What the image itself runs\nkubectl create job once --image=busybox',
    '# A command of its own\nkubectl create job hello --image=busybox -- echo hello',
    '# Now, what a CronJob runs at night\nkubectl create job now --from=cronjob/nightly',
  ],
  flags: [flag.string('from', 'The CronJob to take the Job from, `cronjob/name`.'), flag.string('image', 'The image to run.')],
  resource: knownResource('batch/v1', 'Job', 'jobs'),
  failure: 'failed to create job:',
  object: (invocation, name, namespace) => {
    const { flags, args } = invocation
    const image = flags.string('image')
    const from = flags.string('from')
    const command = args.slice(1)
    if ((image === '') === (from === '')) throw new UsageError('either --image or --from must be specified')
    if (command.length > 0 && from !== '') throw new UsageError('cannot specify --from and command')
    if (from !== '') return fromExisting(invocation, from, name, namespace)
    const spec = { containers: [container({ name, image, command })], restartPolicy: 'Never' }
    return compact({
      kind: 'Job',
      apiVersion: 'batch/v1',
      metadata: metadata(name, namespace),
      spec: { template: { metadata: {}, spec } },
      status: {},
    })
  },
})
