import { UsageError } from '../../../base/index.ts'
import { throwAll } from '../../errors.ts'
import { flag } from '../../flags/write-flags.ts'
import { alignColumns } from '../../printers/index.ts'
import type { Verb } from '../../verb.ts'
import { loadConfig } from './store.ts'

export const getContexts: Verb = {
  name: 'get-contexts',
  summary: 'Describe one or many contexts',
  usage: 'config get-contexts [(-o|--output=)name)]',
  examples: ['# All of them\nkubectl config get-contexts'],
  flags: [flag.boolean('no-headers', 'Leave the header line out.'), flag.string('output', "'name', or nothing.", { short: 'o' })],
  async run(invocation) {
    const { args, flags } = invocation
    const output = flags.string('output')
    if (output !== '' && output !== 'name') throw new UsageError(`output must be one of '' or 'name': ${output}`)
    const config = loadConfig(invocation)
    const names = (args.length > 0 ? args.filter((name) => config.contexts.has(name)) : [...config.contexts.keys()]).toSorted()
    const errors = args.filter((name) => !config.contexts.has(name)).map((name) => new UsageError(`context ${name} not found`))
    if (output === 'name') await invocation.out(names.map((name) => `${name}\n`).join(''))
    else {
      const rows = names.map((name) => {
        const { cluster = '', user = '', namespace = '' } = config.contexts.get(name)!.value
        return [name === config.currentContext ? '*' : '', name, cluster, user, namespace]
      })
      await invocation.out(
        alignColumns([...(flags.boolean('no-headers') ? [] : [['CURRENT', 'NAME', 'CLUSTER', 'AUTHINFO', 'NAMESPACE']]), ...rows]),
      )
    }
    throwAll(errors)
    return 0
  },
}
