import { UsageError } from '../../../base/index.ts'
import { usageErrorf } from '../../errors.ts'
import { flag } from '../../flags/write-flags.ts'
import { textAt } from '../../object.ts'
import type { Invocation, Verb } from '../../verb.ts'
import { notBuilt, requirePod } from './not-built.ts'

const check = async (invocation: Invocation): Promise<void> => {
  const { args, path } = invocation
  if (args.length < 2) throw usageErrorf(path, 'TYPE/NAME and list of ports are required for port-forward')
  const pod = await requirePod(invocation, args[0]!)
  const phase = textAt(pod, 'status', 'phase')
  if (phase !== 'Running') throw new UsageError(`unable to forward port because pod is not running. Current status=${phase}`)
}

export const portForward: Verb = {
  name: 'port-forward',
  group: 'troubleshoot',
  summary: 'Forward one or more local ports to a pod',
  usage: 'port-forward TYPE/NAME [options] [LOCAL_PORT:]REMOTE_PORT [...[LOCAL_PORT_N:]REMOTE_PORT_N]',
  flags: [
    flag.list('address', 'Local addresses to listen at.', { default: 'localhost' }),
    flag.duration('pod-running-timeout', 'How long to wait for a Pod to run.', { default: '1m0s' }),
  ],
  run: notBuilt(check),
}
