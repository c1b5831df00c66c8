import { UsageError } from '../../../base/index.ts'
import { usageErrorf } from '../../errors.ts'
import type { Invocation } from '../../verb.ts'

type Check = (invocation: Invocation) => UsageError | undefined

const usage = (message: string): Check => (invocation) => (invocation.args.length === 0 ? usageErrorf(invocation.path, message) : undefined)
const plain = (message: string): Check => (invocation) => (invocation.args.length === 0 ? new UsageError(message) : undefined)

/** What kubectl complains of before it does anything. */
const checks: Readonly<Record<string, Check>> = {
  attach: plain('at least 1 argument is required for attach'),
  cp: ({ args, path }) =>
    args.length < 2
      ? new UsageError('source and destination are required')
      : args.length > 2
        ? usageErrorf(path, 'one source and one destination are required')
        : args.some((arg) => arg.includes(':'))
          ? undefined
          : new UsageError('one of src or dest must be a remote file specification'),
  'port-forward': ({ args, path }) => (args.length < 2 ? usageErrorf(path, 'TYPE/NAME and list of ports are required for port-forward') : undefined),
  'top node': () => new UsageError('Metrics API not available'),
  'top pod': () => new UsageError('Metrics API not available'),
  'auth can-i': ({ args, flags }) =>
    args.length < 2 && !flags.boolean('list') ? new UsageError("you must specify two arguments: verb resource or verb resource/resourceName.\nSee 'kubectl auth can-i -h' for help and examples.") : undefined,
  'certificate approve': plain('one or more CSRs must be specified as <name> or -f <filename>'),
  'certificate deny': plain('one or more CSRs must be specified as <name> or -f <filename>'),
  drain: ({ args, flags, path }) => (args.length === 0 && !flags.string('selector') ? usageErrorf(path, 'USAGE: drain NODE [flags]') : undefined),
  taint: ({ args }) => (args.length === 0 ? new UsageError('one or more resources must be specified as <resource> <name>') : args.length <= 2 ? new UsageError('at least one taint update is required') : undefined),
  debug: ({ flags }) => (!flags.string('image') && !flags.string('copy-to') ? new UsageError('you must specify --image when not using --copy-to.') : undefined),
  'plugin list': () => new UsageError('unable to find any kubectl plugins in your PATH'),
  proxy: usage(''),
}

/** Complains as the real command does about its arguments, then says that the rest is missing. */
export const notBuilt = async (invocation: Invocation): Promise<number> => {
  const name = invocation.path.slice(1).join(' ')
  const problem = name === 'proxy' ? undefined : checks[name]?.(invocation)
  throw problem ?? new UsageError(`Bottleship does not have ${JSON.stringify(invocation.path.join(' '))} yet`)
}
