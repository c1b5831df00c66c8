import { UsageError } from '../../../base/index.ts'
import { usageErrorf } from '../../errors.ts'
import { flag } from '../../flags/write-flags.ts'
import type { Invocation, Verb } from '../../verb.ts'
import { notBuilt, requirePod } from './not-built.ts'

const isRemote = (spec: string): boolean => spec.includes(':')

const check = async (invocation: Invocation): Promise<void> => {
  const { args, path, process } = invocation
  const [source = '', destination = ''] = args
  if (args.length < 2) throw new UsageError('source and destination are required')
  if (args.length > 2) throw usageErrorf(path, 'source and destination are required')
  if (isRemote(source) && isRemote(destination)) throw new UsageError('one of src or dest must be a local file specification')
  if (!isRemote(source) && !isRemote(destination)) throw new UsageError('one of src or dest must be a remote file specification')
  if (!isRemote(source) && !process.files.exists(source)) throw new UsageError(`${source} doesn't exist in local filesystem`)
  const [pod = '', file = ''] = (isRemote(source) ? source : destination).split(':')
  if (file === '') throw new UsageError('filepath can not be empty')
  await requirePod(invocation, pod.slice(pod.indexOf('/') + 1))
}

export const cp: Verb = {
  name: 'cp',
  group: 'troubleshoot',
  summary: 'Copy files and directories to and from containers',
  usage: 'cp <file-spec-src> <file-spec-dest>',
  flags: [
    flag.string('container', 'The container.', { short: 'c' }),
    flag.boolean('no-preserve', 'Do not keep modes and owners.'),
    flag.int('retries', 0, 'How often to try again; negative is for ever.'),
  ],
  run: notBuilt(check),
}
