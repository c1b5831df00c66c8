import { UsageError } from '../../base/index.ts'
import { filenameFlags, flag } from '../flags/write-flags.ts'
import { nameOf, textAt } from '../object.ts'
import { containerNames, defaultContainer, podsOf } from '../pods-of.ts'
import { converse } from '../../machine/index.ts'
import { openRemoteCommand } from '../remote-command.ts'
import { findResources } from '../resources.ts'
import { resourcePath, type KubectlSession } from '../session.ts'
import type { Invocation, Verb } from '../verb.ts'

const commandPath = (
  session: KubectlSession,
  pod: string,
  namespace: string,
  command: readonly string[],
  query: Readonly<Record<string, string>>,
): string => {
  const pairs = [...command.map((word): [string, string] => ['command', word]), ...Object.entries(query)]
  return `${resourcePath(session.resolve('pods'), namespace, pod, 'exec')}?${new URLSearchParams(pairs).toString()}`
}

/** The words after `--`, or (in the old way) after the Pod's name. */
const split = ({ args, dashAt, flags }: Invocation): { readonly target: string; readonly command: readonly string[] } => {
  const fromFile = flags.list('filename').length > 0
  if (args.length === 0 && !fromFile) throw new UsageError('pod, type/name or --filename must be specified')
  if (dashAt < 0 && args.length > 1)
    throw new UsageError(
      "exec [POD] [COMMAND] is not supported anymore. Use exec [POD] -- [COMMAND] instead\nSee 'kubectl exec -h' for help and examples",
    )
  const command = dashAt < 0 ? [] : args.slice(dashAt)
  if (command.length === 0) throw new UsageError('you must specify at least one command for the container')
  if (!fromFile && dashAt < 1) throw new UsageError('pod, type/name or --filename must be specified')
  return { target: fromFile ? '' : args[0]!, command }
}

export const exec: Verb = {
  name: 'exec',
  group: 'troubleshoot',
  summary: 'Execute a command in a container',
  usage: 'exec (POD | TYPE/NAME) [-c CONTAINER] [flags] -- COMMAND [args...]',
  examples: [
    '# Run date in the first container\nkubectl exec web-1 -- date',
    '# A shell\nkubectl exec -it web-1 -- sh',
    '# In some Pod of a Deployment\nkubectl exec deploy/web -- ls /',
  ],
  flags: [
    flag.string('container', 'The container.', { short: 'c' }),
    ...filenameFlags('that name the Pod').slice(0, 1),
    flag.duration('pod-running-timeout', 'How long to wait for a Pod to run.', { default: '1m0s' }),
    flag.boolean('quiet', 'Print only what the command prints.', { short: 'q' }),
    flag.boolean('stdin', 'Pass stdin on.', { short: 'i' }),
    flag.boolean('tty', 'Stdin is a terminal.', { short: 't' }),
  ],
  async run(invocation) {
    const { flags, process } = invocation
    const { target, command } = split(invocation)
    const found = await findResources(
      invocation,
      target ? { args: target.includes('/') ? [target] : ['pods', target] } : { filenames: flags.list('filename'), latest: true },
    )
    const session = await invocation.connect()
    const pod = podsOf(session, found.infos[0]!)[0]
    if (!pod) throw new UsageError('timed out waiting for the condition')
    const phase = textAt(pod, 'status', 'phase')
    if (phase === 'Succeeded' || phase === 'Failed')
      throw new UsageError(`cannot exec into a container in a completed pod; current phase is ${phase}`)
    const chosen = flags.string('container')
    const byDefault = defaultContainer(pod)
    if (chosen && !containerNames(pod).includes(chosen)) throw new UsageError(`container ${chosen} is not valid for pod ${nameOf(pod)}`)
    if (!chosen && !flags.boolean('quiet')) await invocation.error(byDefault.notice)
    const tty = flags.boolean('tty') && process.tty !== undefined
    if (flags.boolean('tty') && !process.tty)
      await invocation.error('Unable to use a TTY - input is not a terminal or the right kind of file\n')
    const query = {
      container: chosen || byDefault.name,
      ...(flags.boolean('stdin') ? { stdin: 'true' } : {}),
      stdout: 'true',
      ...(tty ? { tty: 'true' } : { stderr: 'true' }),
    }
    const path = commandPath(session, nameOf(pod), pod.metadata?.namespace ?? '', command, query)
    const code = await converse(process, openRemoteCommand(session, path), tty)
    if (code !== 0) await invocation.error(`command terminated with exit code ${code}\n`)
    return code
  },
}
