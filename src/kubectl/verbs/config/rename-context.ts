import { UsageError } from '../../../base/index.ts'
import type { Verb } from '../../verb.ts'
import { changeCurrent, changeEntry, filesOf, loadConfig } from './store.ts'
import { unexpectedArgs } from './use-context.ts'

export const renameContext: Verb = {
  name: 'rename-context',
  summary: 'Rename a context from the kubeconfig file',
  usage: 'config rename-context CONTEXT_NAME NEW_NAME',
  examples: ['# dev becomes devel\nkubectl config rename-context dev devel'],
  flags: [],
  async run(invocation) {
    const [from = '', to = ''] = invocation.args
    if (invocation.args.length !== 2) throw await unexpectedArgs(invocation)
    const config = loadConfig(invocation)
    const entry = config.contexts.get(from)
    if (!entry) throw new UsageError(`cannot rename the context ${JSON.stringify(from)}, it's not in ${filesOf(invocation).default}`)
    if (config.contexts.has(to))
      throw new UsageError(
        `cannot rename the context ${JSON.stringify(from)}, the context ${JSON.stringify(to)} already exists in ${filesOf(invocation).default}`,
      )
    changeEntry(invocation, 'contexts', to, entry.value)
    changeEntry(invocation, 'contexts', from, undefined)
    if (config.currentContext === from) changeCurrent(invocation, to)
    await invocation.out(`Context ${JSON.stringify(from)} renamed to ${JSON.stringify(to)}.\n`)
    return 0
  },
}
