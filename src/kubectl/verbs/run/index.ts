import { UsageError } from '../../../base/index.ts'
import type { JsonObject } from '../../../api/index.ts'
import { loose } from '../../action.ts'
import { withChangeCause } from '../../change-cause.ts'
import { deleteAll } from '../../deletion.ts'
import type { Resource } from '../../discovery.ts'
import { throwAll, usageErrorf } from '../../errors.ts'
import {
  deletionFlags,
  dryRunFlag,
  fieldManagerFlag,
  flag,
  overrideFlags,
  printFlags,
  recordFlag,
  saveConfigFlag,
} from '../../flags/write-flags.ts'
import { textAt, withField } from '../../json-fields.ts'
import { knownResource } from '../../known-resource.ts'
import { createOrUpdateLastApplied } from '../../last-applied.ts'
import { withOverrides } from '../../override.ts'
import { preparePrinter, printResult } from '../../print-result.ts'
import { asTyped } from '../../typed-form.ts'
import type { Invocation, Verb } from '../../verb.ts'
import { dryRunOf, withDryRun, writeQuery, type DryRun } from '../../write-options.ts'
import { attachToPod } from './attach.ts'
import { podObject, podService } from './pod-object.ts'

const pods = knownResource('v1', 'Pod', 'pods')
const services = knownResource('v1', 'Service', 'services')

/** distribution/reference: [HOST[:PORT]/]PATH[:TAG][@DIGEST]. */
const imagePattern = (() => {
  const label = '(?:[a-zA-Z0-9]|[a-zA-Z0-9][a-zA-Z0-9-]*[a-zA-Z0-9])'
  const host = `(?:${label}(?:\\.${label})*|\\[(?:[a-fA-F0-9:]+)\\])(?::[0-9]+)?`
  const part = '[a-z0-9]+(?:(?:[._]|__|[-]+)[a-z0-9]+)*'
  return new RegExp(
    `^(?:${host}/)?${part}(?:/${part})*(?::[\\w][\\w.-]{0,127})?(?:@[A-Za-z][A-Za-z0-9]*(?:[-_+.][A-Za-z][A-Za-z0-9]*)*[:][0-9a-fA-F]{32,})?$`,
  )
})()

const attaches = ({ flags }: Invocation): boolean => (flags.changed('attach') ? flags.boolean('attach') : flags.boolean('stdin'))

const check = (invocation: Invocation, dryRun: DryRun): void => {
  const { flags, args, dashAt, path } = invocation
  const image = flags.string('image')
  if (args.length === 0 || dashAt === 0) throw usageErrorf(path, 'NAME is required for run')
  if (flags.duration('pod-running-timeout') <= 0) throw usageErrorf(path, '--pod-running-timeout must be higher than zero')
  if (image === '') throw new UsageError('--image is required')
  if (!imagePattern.test(image)) throw new UsageError(`Invalid image name ${JSON.stringify(image)}: invalid reference format`)
  if (flags.boolean('tty') && !flags.boolean('stdin')) throw usageErrorf(path, '-i/--stdin is required for containers with -t/--tty=true')
  if (flags.boolean('expose') && flags.string('port') === '') throw usageErrorf(path, '--port must be set when exposing a service')
  const restart = flags.string('restart')
  if (!['', 'Always', 'OnFailure', 'Never'].includes(restart)) throw usageErrorf(path, `invalid restart policy: ${restart}`)
  if (!attaches(invocation) && flags.boolean('rm')) throw usageErrorf(path, '--rm should only be used for attached containers')
  if (attaches(invocation) && dryRun !== 'none') {
    throw usageErrorf(path, "--dry-run=[server|client] can't be used with attached containers options (--attach, --stdin, or --tty)")
  }
  const pull = flags.string('image-pull-policy')
  if (!['', 'Always', 'IfNotPresent', 'Never'].includes(pull)) throw usageErrorf(path, `invalid image pull policy: ${pull}`)
}

/** Creates an object, or with --dry-run=client only makes it. */
const create = async (invocation: Invocation, resource: Resource, object: JsonObject, dryRun: DryRun): Promise<JsonObject> => {
  const { flags } = invocation
  const recorded = withChangeCause(invocation, object)
  if (dryRun === 'client')
    return invocation.namespaceGiven ? withField(recorded, ['metadata', 'namespace'], invocation.namespace) : recorded
  const session = await invocation.connect()
  const body = createOrUpdateLastApplied(flags.boolean('save-config'), recorded)
  return asTyped(
    session.create(resource, invocation.namespace, loose(body), writeQuery(dryRun, flags.string('field-manager'))) as JsonObject,
  )
}

const attachAndRemove = async (invocation: Invocation, created: readonly (readonly [Resource, JsonObject])[]): Promise<number> => {
  try {
    return await attachToPod(invocation, textAt(created[0]![1], 'metadata', 'name'))
  } finally {
    if (invocation.flags.boolean('rm')) {
      const infos = created.map(([resource, object]) => ({
        resource,
        namespace: invocation.namespace,
        name: textAt(object, 'metadata', 'name'),
        source: '',
      }))
      await deleteAll(invocation, infos, [], {
        propagation: 'Background',
        gracePeriod: -1,
        dryRun: 'none',
        ignoreNotFound: true,
        wait: false,
        timeout: 0,
        output: '',
        quiet: invocation.flags.boolean('quiet'),
      })
    }
  }
}

const run = async (invocation: Invocation): Promise<number> => {
  const { flags, args } = invocation
  const dryRun = dryRunOf(invocation)
  preparePrinter(invocation, dryRun !== 'client')
  check(invocation, dryRun)
  const name = args[0]!
  // Discovery comes before creation: run works only where a server answers, even with --dry-run=client (run.go createGeneratedObject).
  await invocation.connect()
  const overridden = asTyped(withOverrides(flags, pods, podObject(flags, name, args.slice(1))))
  const pod = await create(invocation, pods, overridden, dryRun)
  const created: (readonly [Resource, JsonObject])[] = [[pods, pod]]
  const errors: unknown[] = []
  if (flags.boolean('expose')) {
    try {
      const service = await create(invocation, services, podService(flags, name), dryRun)
      await printResult(invocation, service, withDryRun('created', dryRun))
      if (flags.string('output') === 'yaml') await invocation.out('---\n')
      created.push([services, service])
    } catch (error) {
      errors.push(error)
    }
  }
  if (attaches(invocation)) return attachAndRemove(invocation, created)
  await printResult(invocation, pod, withDryRun('created', dryRun))
  throwAll(errors)
  return 0
}

export const runVerb: Verb = {
  name: 'run',
  summary: 'Run a particular image on the cluster',
  description: 'Make a Pod with one container of an image.',
  examples: [
    'kubectl run web --image=nginx --port=80',
    'kubectl run once --image=busybox --restart=Never -it --rm -- sh',
    'kubectl run web --image=nginx --dry-run=client -o yaml',
  ],
  usage:
    'run NAME --image=image [--env="key=value"] [--port=port] [--dry-run=server|client] [--overrides=inline-json] [--command] -- [COMMAND] [args...]',
  group: 'basic-beginner',
  flags: [
    ...printFlags,
    ...deletionFlags('that name what to replace'),
    recordFlag,
    dryRunFlag,
    flag.array('annotations', 'An annotation of the Pod, `key=value`; repeat it for more.'),
    flag.boolean('attach', 'Wait for the Pod and attach to it.'),
    flag.boolean('command', 'What follows `--` is the command, not its arguments.'),
    flag.array('env', 'An environment variable, `KEY=VALUE`; repeat it for more.'),
    flag.boolean('expose', 'Make a Service for the Pod, too; needs --port.'),
    flag.string('image', 'The image to run.', { required: true }),
    flag.string('image-pull-policy', 'Always, IfNotPresent or Never.'),
    flag.string('labels', 'Labels of the Pod, `key=value` separated by commas.', { short: 'l' }),
    flag.boolean('leave-stdin-open', 'Keep stdin open after the first attach.'),
    flag.duration('pod-running-timeout', 'How long to wait until the Pod runs.', { default: '1m0s' }),
    flag.string('port', 'The port that the container exposes.'),
    flag.boolean('privileged', 'Run the container in privileged mode.'),
    flag.boolean('quiet', 'Say no more than needed.', { short: 'q' }),
    flag.string('restart', 'Always, OnFailure or Never.', { default: 'Always' }),
    flag.boolean('rm', 'Delete the Pod when it has ended; only while attached.'),
    flag.boolean('stdin', 'Keep stdin of the container open.', { short: 'i' }),
    flag.boolean('tty', 'Give the container a terminal.', { short: 't' }),
    saveConfigFlag,
    fieldManagerFlag('kubectl-run'),
    ...overrideFlags,
  ],
  run,
}
