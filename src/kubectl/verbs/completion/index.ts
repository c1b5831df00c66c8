import { usageErrorf } from '../../errors.ts'
import type { Verb } from '../../verb.ts'
import { completionScript } from './script.ts'

export const completion: Verb = {
  name: 'completion',
  group: 'settings',
  summary: 'Output shell completion code for the specified shell (bash, zsh, fish, or powershell)',
  description: 'Output shell completion code.\n\n In bash: source <(kubectl completion bash).',
  usage: 'completion SHELL',
  examples: ['source <(kubectl completion bash)'],
  flags: [],
  async run(invocation) {
    const { args, path } = invocation
    if (args.length === 0) throw usageErrorf(path, 'Shell not specified.')
    if (args.length > 1) throw usageErrorf(path, 'Too many arguments. Expected only the shell type.')
    const script = completionScript(args[0]!)
    if (script === undefined) throw usageErrorf(path, `Unsupported shell type ${JSON.stringify(args[0])}.`)
    await invocation.out(script)
    return 0
  },
}
