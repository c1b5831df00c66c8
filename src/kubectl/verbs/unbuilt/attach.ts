import { UsageError } from '../../../base/index.ts'
import { flag } from '../../flags/write-flags.ts'
import { textAt } from '../../object.ts'
import type { Invocation, Verb } from '../../verb.ts'
import { notBuilt, requirePod } from './not-built.ts'

const check = async (invocation: Invocation): Promise<void> => {
  const { args, path } = invocation
  if (args.length === 0) throw new UsageError('at least 1 argument is required for attach')
  if (args.length > 2) throw new UsageError(`expected POD, TYPE/NAME, or TYPE NAME, (at most 2 arguments) saw ${args.length}: ${args.join(' ')}\nSee '${path.join(' ')} -h' for help and examples`)
  const pod = await requirePod(invocation, args.join('/'))
  const phase = textAt(pod, 'status', 'phase')
  if (phase === 'Succeeded' || phase === 'Failed') throw new UsageError(`cannot attach a container in a completed pod; current phase is ${phase}`)
}

export const attach: Verb = {
  name: 'attach',
  group: 'troubleshoot',
  summary: 'Attach to a running container',
  usage: 'attach (POD | TYPE/NAME) -c CONTAINER',
  flags: [
    flag.string('container', 'The container.', { short: 'c' }),
    flag.duration('pod-running-timeout', 'How long to wait for a Pod to run.', { default: '1m0s' }),
    flag.boolean('quiet', 'Print only what the container prints.', { short: 'q' }),
    flag.boolean('stdin', 'Pass stdin on.', { short: 'i' }),
    flag.boolean('tty', 'Stdin is a terminal.', { short: 't' }),
  ],
  run: notBuilt(check),
}
