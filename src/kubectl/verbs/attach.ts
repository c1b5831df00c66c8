import { UsageError } from '../../base/index.ts'
import { flag } from '../flags/write-flags.ts'
import { at, listAt, nameOf, textAt, type LooseObject } from '../object.ts'
import { containerNames, defaultContainer, podsOf } from '../pods-of.ts'
import { converse } from '../../machine/index.ts'
import { openRemoteCommand } from '../remote-command.ts'
import { findResources } from '../resources.ts'
import { resourcePath } from '../session.ts'
import type { Invocation, Verb } from '../verb.ts'

const notices = [
  'All commands and output from this session will be recorded in container logs, including credentials and sensitive information passed through the command prompt.',
  "If you don't see a command prompt, try pressing enter.",
]

const specOf = (pod: LooseObject, name: string): unknown =>
  ['containers', 'initContainers', 'ephemeralContainers']
    .flatMap((list) => listAt(pod, 'spec', list))
    .find((one) => textAt(one, 'name') === name)

/** How to come back to a terminal that was left (`reattachMessage` in pkg/cmd/attach/attach.go). */
const reattachMessage = (pod: LooseObject, container: string): string => {
  const words = `kubectl attach ${nameOf(pod)} -c ${container} -n ${textAt(pod, 'metadata', 'namespace')} -i -t`
  return listAt(pod, 'spec', 'ephemeralContainers').some((one) => textAt(one, 'name') === container)
    ? `Session ended, the ephemeral container will not be restarted but may be reattached using '${words}' if it is still running\n`
    : `Session ended, resume using '${words}' command\n`
}

const validate = ({ args, flags }: Invocation): void => {
  if (args.length === 0) throw new UsageError('at least 1 argument is required for attach')
  if (args.length > 2)
    throw new UsageError(`expected POD, TYPE/NAME, or TYPE NAME, (at most 2 arguments) saw ${args.length}: [${args.join(' ')}]`)
  if (flags.duration('pod-running-timeout') <= 0) throw new UsageError('--pod-running-timeout must be higher than zero')
}

export const attach: Verb = {
  name: 'attach',
  group: 'troubleshoot',
  summary: 'Attach to a running container',
  usage: 'attach (POD | TYPE/NAME) -c CONTAINER',
  examples: [
    '# See what the first container of a Pod prints\nkubectl attach web-1',
    '# Talk to its process\nkubectl attach web-1 -c shell -i -t',
  ],
  flags: [
    flag.string('container', 'The container.', { short: 'c' }),
    flag.duration('pod-running-timeout', 'How long to wait for a Pod to run.', { default: '1m0s' }),
    flag.boolean('quiet', 'Print only what the container prints.', { short: 'q' }),
    flag.boolean('stdin', 'Pass stdin on.', { short: 'i' }),
    flag.boolean('tty', 'Stdin is a terminal.', { short: 't' }),
  ],
  async run(invocation) {
    const { args, flags, process } = invocation
    validate(invocation)
    const target = args.length === 2 ? args : args[0]!.includes('/') ? [args[0]!] : ['pods', args[0]!]
    const { infos } = await findResources(invocation, { args: target })
    const session = await invocation.connect()
    const pod = podsOf(session, infos[0]!)[0]
    if (!pod) throw new UsageError('timed out waiting for the condition')
    const phase = textAt(pod, 'status', 'phase')
    if (phase === 'Succeeded' || phase === 'Failed')
      throw new UsageError(`cannot attach a container in a completed pod; current phase is ${phase}`)
    const [chosen, quiet, withInput] = [flags.string('container'), flags.boolean('quiet'), flags.boolean('stdin')]
    if (chosen && !containerNames(pod).includes(chosen))
      throw new UsageError(`cannot attach to the container: container ${chosen} not found in pod ${nameOf(pod)}`)
    const byDefault = defaultContainer(pod)
    if (!chosen && !quiet) await invocation.error(byDefault.notice)
    const container = chosen || byDefault.name
    const hasTty = at(specOf(pod, container), 'tty') === true
    if (flags.boolean('tty') && !hasTty && !quiet)
      await invocation.error(`error: Unable to use a TTY - container ${container} did not allocate one\n`)
    const raw = hasTty && process.tty !== undefined && withInput
    if (hasTty && !raw && withInput && !quiet)
      await invocation.error('Unable to use a TTY - input is not a terminal or the right kind of file\n')
    if (!quiet) await invocation.error(`${notices.join('\n')}\n`)
    const query = { container, stdin: withInput || undefined, stdout: true, stderr: !hasTty || undefined, tty: hasTty || undefined }
    const path = resourcePath(session.resolve('pods'), pod.metadata?.namespace, nameOf(pod), 'attach', query)
    const code = await converse(process, openRemoteCommand(session, path), raw)
    if (code !== 0) {
      await invocation.error(`command terminated with exit code ${code}\n`)
      return code
    }
    if (!quiet && withInput && raw) await invocation.out(reattachMessage(pod, container))
    return 0
  },
}
