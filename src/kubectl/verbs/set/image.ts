import { UsageError } from '../../../base/index.ts'
import { findByFlags, hasFiles } from '../../action.ts'
import { throwAll } from '../../errors.ts'
import {
  allFlag,
  dryRunFlag,
  fieldManagerFlag,
  filenameFlags,
  localFlag,
  printFlags,
  recordFlag,
  selectorFlag,
} from '../../flags/write-flags.ts'
import { parsePairs, resourcesAndPairs } from '../../pairs.ts'
import type { Invocation, Verb } from '../../verb.ts'
import { dryRunOf } from '../../write-options.ts'
import { containerNames, withContainers, withPodSpec } from './pod-spec.ts'
import { refuseLocalArguments } from './refuse-local.ts'
import { sendChanges } from './send-changes.ts'

const check = (invocation: Invocation, resources: readonly string[], images: Readonly<Record<string, string>>): void => {
  const { flags } = invocation
  const names = Object.keys(images)
  const errors: string[] = []
  if (flags.boolean('all') && flags.string('selector') !== '') errors.push('cannot set --all and --selector at the same time')
  if (resources.length === 0 && !hasFiles(invocation))
    errors.push('one or more resources must be specified as <resource> <name> or <resource>/<name>')
  if (names.length === 0) errors.push('at least one image update is required')
  else if (names.length > 1 && '*' in images)
    errors.push('all containers are already specified by *, but saw more than one container_name=container_image pairs')
  if (flags.boolean('local') && dryRunOf(invocation) === 'server')
    errors.push('cannot specify --local and --dry-run=server - did you mean --dry-run=client?')
  throwAll(errors.map((text) => new UsageError(text)))
}

const run = async (invocation: Invocation): Promise<number> => {
  const { resources, pairs } = resourcesAndPairs(invocation.args, 'image')
  const { added: images } = parsePairs(pairs, 'image', false)
  refuseLocalArguments(invocation, resources)
  const found = await findByFlags(invocation, { args: resources, latest: !invocation.flags.boolean('local') })
  throwAll(found.errors)
  check(invocation, resources, images)
  const errors: unknown[] = []
  return sendChanges(invocation, found.infos, {
    operation: 'image updated',
    failure: 'failed to patch image update to pod template:',
    record: true,
    errors,
    change: (object) =>
      withPodSpec(object, (spec) => {
        for (const name of Object.keys(images)) {
          if (name !== '*' && !containerNames(spec).includes(name))
            errors.push(new UsageError(`error: unable to find container named ${JSON.stringify(name)}`))
        }
        return withContainers(
          spec,
          (name) => name in images || '*' in images,
          (container) => ({ ...container, image: images[String(container.name)] ?? images['*']! }),
        )
      }),
  })
}

export const image: Verb = {
  name: 'image',
  summary: 'Update the image of a pod template',
  usage: 'set image (-f FILENAME | TYPE NAME) CONTAINER_NAME_1=CONTAINER_IMAGE_1 ... CONTAINER_NAME_N=CONTAINER_IMAGE_N',
  examples: ['kubectl set image deployment/web nginx=nginx:1.27', "kubectl set image daemonset agent '*=agent:2'"],
  group: 'subcommand',
  flags: [
    ...printFlags,
    ...filenameFlags('that name the objects'),
    recordFlag,
    allFlag,
    localFlag,
    dryRunFlag,
    selectorFlag,
    fieldManagerFlag('kubectl-set'),
  ],
  run,
}
