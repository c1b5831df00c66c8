import { optionsHelp } from '../help.ts'
import type { Verb } from '../verb.ts'

export const options: Verb = {
  name: 'options',
  hidden: true,
  summary: 'List the flags that every command takes',
  usage: 'options',
  flags: [],
  async run(invocation) {
    const { process } = invocation
    await invocation.out(optionsHelp(process.env.get('HOME') ?? process.user.home))
    return 0
  },
}
