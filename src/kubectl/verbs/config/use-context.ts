import { UsageError } from '../../../base/index.ts'
import { helpOf } from '../../help.ts'
import type { Invocation, Verb } from '../../verb.ts'
import { changeCurrent, loadConfig } from './store.ts'

/** Shows the help on stdout and complains about the arguments, as several config commands do. */
export const unexpectedArgs = async (invocation: Invocation): Promise<UsageError> => {
  await invocation.out(helpOf(invocation.verb, invocation.path, invocation.process.user.home))
  return new UsageError(`Unexpected args: [${invocation.args.join(' ')}]`)
}

export const useContext: Verb = {
  name: 'use-context',
  aliases: ['use'],
  summary: 'Set the current-context in a kubeconfig file',
  description: 'Set the current-context in a kubeconfig file.',
  usage: 'config use-context CONTEXT_NAME',
  examples: ['# Work with the context dev\nkubectl config use-context dev'],
  flags: [],
  async run(invocation) {
    if (invocation.args.length !== 1) throw await unexpectedArgs(invocation)
    const name = invocation.args[0]!
    if (!loadConfig(invocation).contexts.has(name)) throw new UsageError(`no context exists with the name: ${JSON.stringify(name)}`)
    changeCurrent(invocation, name)
    await invocation.out(`Switched to context ${JSON.stringify(name)}.\n`)
    return 0
  },
}
