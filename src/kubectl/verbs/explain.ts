import { UsageError } from '../../base/index.ts'
import { kinds, schema, type FieldSchema } from '../../api/index.ts'
import { PlainError } from '../errors.ts'
import { enumOf, holdsQuantities, isQuantity } from '../enums.ts'
import { flag } from '../flags/write-flags.ts'
import type { Resource } from '../discovery.ts'
import type { Invocation, Verb } from '../verb.ts'

const scalars: Readonly<Record<string, string>> = {
  string: 'string',
  integer: 'integer',
  int64: 'integer',
  double: 'number',
  boolean: 'boolean',
  time: 'string',
  microTime: 'string',
  intOrString: 'IntOrString',
  bytes: 'string',
  any: 'Object',
  quantity: 'Quantity',
}

const show = (type: string): string => {
  if (type.startsWith('[]')) return `[]${show(type.slice(2))}`
  if (type.startsWith('{}')) return `map[string]${show(type.slice(2))}`
  return scalars[type] ?? type
}

/** The type of a field as explain shows it. */
const shownType = (owner: string, name: string, type: string): string =>
  isQuantity(owner, name) ? 'Quantity' : holdsQuantities(owner, name) ? 'map[string]Quantity' : show(type)

const inner = (type: string): string => type.replace(/^(\[\]|\{\})+/, '')

const fieldsOf = (type: string): Readonly<Record<string, FieldSchema>> => schema[inner(type)] ?? {}

const fieldLines = (type: string, recursive: boolean, indent: string, path: readonly string[]): string =>
  Object.entries(fieldsOf(type))
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, field]) => {
      const values = enumOf(inner(type), name)
      const choice = values.length > 0 ? `${indent}enum: ${values.join(', ')}\n` : ''
      const line = `${indent}${name}\t<${shownType(inner(type), name, field.type)}>${field.required ? ' -required-' : ''}\n${choice}`
      const below = inner(field.type)
      if (!recursive) return `${line}\n`
      return line + (path.includes(below) ? '' : fieldLines(field.type, true, `${indent}  `, [...path, below]))
    })
    .join('')

const head = ({ group, kind, version }: Resource): string =>
  `${group === '' ? '' : `GROUP:      ${group}\n`}KIND:       ${kind}\nVERSION:    ${version}\n\n`

const find = async (invocation: Invocation, type: string): Promise<Resource> => {
  const session = await invocation.connect({ attempts: 0 })
  const found = session.mapper.find(type)
  if (!found) throw new PlainError(`the server doesn't have a resource type ${JSON.stringify(type)}`)
  const wanted = invocation.flags.string('api-version')
  if (wanted === '') return found
  const slash = wanted.indexOf('/')
  const [group, version] = slash < 0 ? ['', wanted] : [wanted.slice(0, slash), wanted.slice(slash + 1)]
  const other = session.mapper.discovery.resources.find(
    (one) => one.plural === found.plural && one.group === group && one.version === version,
  )
  if (!other) throw new UsageError(`couldn't find resource for "${group}/${version}, Resource=${found.plural}"`)
  return other
}

export const explain: Verb = {
  name: 'explain',
  group: 'basic-intermediate',
  summary: 'Get documentation for a resource',
  usage: 'explain TYPE [--recursive=FALSE|TRUE] [--api-version=api-version-group] [-o|--output=plaintext|plaintext-openapiv2]',
  examples: ['# The fields of a Pod\nkubectl explain pods', '# All below one field\nkubectl explain deployment.spec.strategy --recursive'],
  flags: [
    flag.string('api-version', 'The version of the API, group/version.'),
    flag.string('output', 'plaintext or plaintext-openapiv2.', { short: 'o', default: 'plaintext' }),
    flag.boolean('recursive', 'Print the names of all fields below.'),
  ],
  async run(invocation) {
    const { args, flags } = invocation
    if (args.length === 0)
      throw new UsageError(
        'You must specify the type of resource to explain. Use "kubectl api-resources" for a complete list of supported resources.',
      )
    if (args.length > 1) throw new UsageError('We accept only this format: explain RESOURCE')
    const [type = '', ...path] = args[0]!.split('.')
    const resource = await find(invocation, type)
    const wide = flags.string('output') === 'plaintext-openapiv2'
    const title = wide
      ? head(resource).replace(/^(\w+:) {4,}/gm, (_, word: string) => word.padEnd(resource.group === '' ? 10 : 10))
      : head(resource)
    let current =
      kinds.find(({ kind, group, version }) => kind === resource.kind && group === resource.group && version === resource.version)?.type ??
      resource.kind
    let field: FieldSchema | undefined
    let owner = current
    for (const name of path) {
      owner = inner(current)
      field = fieldsOf(current)[name]
      if (!field) {
        await invocation.out(`${title}`)
        throw new UsageError(`field ${JSON.stringify(name)} does not exist`)
      }
      current = field.type
    }
    const known = Object.keys(fieldsOf(current)).length > 0
    const last = path.at(-1) ?? ''
    const values = enumOf(owner, last)
    const choice = values.length > 0 ? `ENUM:\n${values.map((value) => `    ${value}\n`).join('')}\n` : '\n\n'
    const about = field ? `FIELD: ${last} <${shownType(owner, last, field.type)}>\n${choice}` : ''
    const fields = known ? `FIELDS:\n${fieldLines(current, flags.boolean('recursive'), '  ', [inner(current)])}\n` : '\n'
    await invocation.out(`${title}${about}DESCRIPTION:\n    <no description>\n    \n${fields}`)
    return 0
  },
}
