import { UsageError } from '../../../base/index.ts'
import type { Invocation, Verb } from '../../verb.ts'
import { notBuilt, requirePod } from './not-built.ts'

const check = async (invocation: Invocation): Promise<void> => {
  const { args, flags } = invocation
  const [target] = args
  if (flags.string('image') === '' && flags.string('copy-to') === '')
    throw new UsageError('you must specify --image when not using --copy-to.')
  if (target === undefined) throw new UsageError('NAME is required for debug')
  if (!target.startsWith('node/')) await requirePod(invocation, target)
}

export const debug: Verb = {
  name: 'debug',
  group: 'troubleshoot',
  summary: 'Create debugging sessions for troubleshooting workloads and nodes',
  usage: 'debug (POD | TYPE[[.VERSION].GROUP]/NAME) [ -- COMMAND [args...] ]',
  flags: [
    {
      name: 'arguments-only',
      kind: 'boolean',
      default: 'false',
      summary: 'What comes after -- are arguments of the command that the image has.',
    },
    { name: 'attach', kind: 'boolean', default: 'false', summary: 'Attach to the container once it runs.' },
    { name: 'container', short: 'c', kind: 'string', default: '', summary: 'The name of the debugging container.' },
    { name: 'copy-to', kind: 'string', default: '', summary: 'Make a copy of the Pod under this name.' },
    { name: 'custom', kind: 'string', default: '', summary: 'A file with more of the container.' },
    { name: 'env', kind: 'list', default: '', summary: 'Variables of the container, NAME=VALUE.' },
    { name: 'filename', short: 'f', kind: 'list', default: '', summary: 'Files that name what to debug.' },
    { name: 'image', kind: 'string', default: '', summary: 'The image of the debugging container.' },
    { name: 'image-pull-policy', kind: 'string', default: '', summary: 'When to pull the image.' },
    { name: 'keep-annotations', kind: 'boolean', default: 'false', summary: 'The copy keeps the annotations.' },
    { name: 'keep-init-containers', kind: 'boolean', default: 'true', summary: 'The copy keeps the init containers.' },
    { name: 'keep-labels', kind: 'boolean', default: 'false', summary: 'The copy keeps the labels.' },
    { name: 'keep-liveness', kind: 'boolean', default: 'false', summary: 'The copy keeps the liveness probes.' },
    { name: 'keep-readiness', kind: 'boolean', default: 'false', summary: 'The copy keeps the readiness probes.' },
    { name: 'keep-startup', kind: 'boolean', default: 'false', summary: 'The copy keeps the startup probes.' },
    { name: 'profile', kind: 'string', default: 'legacy', summary: 'legacy, general, baseline, netadmin, restricted or sysadmin.' },
    { name: 'quiet', short: 'q', kind: 'boolean', default: 'false', summary: 'Print only what the container prints.' },
    { name: 'replace', kind: 'boolean', default: 'false', summary: 'Delete the Pod that is copied.' },
    { name: 'same-node', kind: 'boolean', default: 'false', summary: 'Put the copy on the same node.' },
    { name: 'set-image', kind: 'list', default: '', summary: 'Images to change in the copy, NAME=IMAGE.' },
    { name: 'share-processes', kind: 'boolean', default: 'true', summary: 'The containers of the copy see each other’s processes.' },
    { name: 'stdin', short: 'i', kind: 'boolean', default: 'false', summary: 'Pass stdin on.' },
    { name: 'target', kind: 'string', default: '', summary: 'The container whose processes are to be seen.' },
    { name: 'tty', short: 't', kind: 'boolean', default: 'false', summary: 'Stdin is a terminal.' },
  ],
  run: notBuilt(check),
}
