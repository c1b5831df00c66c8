import { usageErrorf } from '../errors.ts'
import type { Verb } from '../verb.ts'

export const apiVersions: Verb = {
  name: 'api-versions',
  group: 'other',
  summary: 'Print the supported API versions on the server, in the form of "group/version"',
  usage: 'api-versions',
  examples: ['# All of them\nkubectl api-versions'],
  flags: [],
  async run(invocation) {
    const { args, path } = invocation
    if (args.length > 0) throw usageErrorf(path, `unexpected arguments: [${args.join(' ')}]`)
    const { discovery } = (await invocation.connect({ attempts: 1, ignoreCache: true })).mapper
    const versions = discovery.groups.flatMap(({ name, versions: all }) =>
      all.map((version) => (name === '' ? version : `${name}/${version}`)),
    )
    await invocation.out(
      versions
        .toSorted()
        .map((version) => `${version}\n`)
        .join(''),
    )
    return 0
  },
}
