import { UsageError } from '../../base/index.ts'
import { apiVersionOf, qualifiedPlural, type Resource } from '../discovery.ts'
import { usageErrorf } from '../errors.ts'
import { flag } from '../flags/write-flags.ts'
import { alignColumns } from '../printers/index.ts'
import type { Invocation, Verb } from '../verb.ts'

const wanted = ({ flags }: Invocation, resource: Resource): boolean => {
  if (flags.changed('api-group') && resource.group !== flags.string('api-group')) return false
  if (flags.changed('namespaced') && resource.namespaced !== flags.boolean('namespaced')) return false
  if (!flags.list('verbs').every((verb) => resource.verbs.includes(verb))) return false
  return resource.verbs.length > 0 && flags.list('categories').every((category) => resource.categories.includes(category))
}

const order =
  (by: string) =>
  (a: Resource, b: Resource): number => {
    const key = (resource: Resource) =>
      by === 'kind' ? [resource.kind, ''] : by === 'name' ? [resource.plural, ''] : [resource.group, resource.plural]
    const [x, y] = [key(a), key(b)]
    if (x[0] !== y[0]) return x[0]! < y[0]! ? -1 : 1
    return x[1]! < y[1]! ? -1 : x[1]! > y[1]! ? 1 : 0
  }

const row = (resource: Resource, wide: boolean): readonly string[] => [
  resource.plural,
  resource.shortNames.join(','),
  apiVersionOf(resource),
  String(resource.namespaced),
  resource.kind,
  ...(wide ? [resource.verbs.join(','), resource.categories.join(',')] : []),
]

export const apiResources: Verb = {
  name: 'api-resources',
  group: 'other',
  summary: 'Print the supported API resources on the server',
  usage: 'api-resources [flags]',
  examples: [
    '# All of them\nkubectl api-resources',
    '# With their verbs\nkubectl api-resources -o wide',
    '# Those of one group\nkubectl api-resources --api-group=apps',
  ],
  flags: [
    flag.string('api-group', 'Only resources of this API group.'),
    flag.boolean('cached', 'Use what was kept of earlier answers.'),
    flag.list('categories', 'Only resources that are in these categories.'),
    flag.boolean('namespaced', 'Only resources that are (or, with false, are not) in namespaces.', { default: 'true' }),
    flag.boolean('no-headers', 'Leave the header line out.'),
    flag.string('output', 'How to print: wide, name, json or yaml.', { short: 'o' }),
    flag.boolean('show-managed-fields', 'Keep managedFields in JSON and YAML.'),
    flag.string('sort-by', 'name or kind.'),
    flag.list('verbs', 'Only resources that take all of these verbs.'),
  ],
  async run(invocation) {
    const { args, flags, path } = invocation
    if (args.length > 0) throw usageErrorf(path, `unexpected arguments: [${args.join(' ')}]`)
    const output = flags.string('output')
    if (!['', 'wide', 'name'].includes(output)) throw new UsageError(`--output ${output} is not available`)
    if (!['', 'name', 'kind'].includes(flags.string('sort-by'))) throw new UsageError('--sort-by accepts only name or kind')
    const session = await invocation.connect({ attempts: 1, ignoreCache: true })
    const resources = session.mapper.preferred.filter((resource) => wanted(invocation, resource)).toSorted(order(flags.string('sort-by')))
    if (output === 'name') {
      await invocation.out(resources.map((resource) => `${qualifiedPlural(resource)}\n`).join(''))
      return 0
    }
    const wide = output === 'wide'
    const header = ['NAME', 'SHORTNAMES', 'APIVERSION', 'NAMESPACED', 'KIND', ...(wide ? ['VERBS', 'CATEGORIES'] : [])]
    await invocation.out(
      alignColumns([...(flags.boolean('no-headers') ? [] : [header]), ...resources.map((resource) => row(resource, wide))]),
    )
    return 0
  },
}
