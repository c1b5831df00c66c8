import { UsageError } from '../../../base/index.ts'
import type { Verb } from '../../verb.ts'
import { loadConfig } from './store.ts'

export const currentContext: Verb = {
  name: 'current-context',
  summary: 'Display the current-context',
  usage: 'config current-context [flags]',
  examples: ['# Which context is it?\nkubectl config current-context'],
  flags: [],
  async run(invocation) {
    const name = loadConfig(invocation).currentContext
    if (name === '') throw new UsageError('current-context is not set')
    await invocation.out(`${name}\n`)
    return 0
  },
}
