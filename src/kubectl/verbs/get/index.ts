import { UsageError } from '../../../base/index.ts'
import { allNamespacesFlag, fieldSelectorFlag, filenameFlags, flag, selectorFlag, subresourceFlag } from '../../flags/write-flags.ts'
import { chunkSizeFlag, getPrintFlags, ignoreNotFoundFlag, outputFormats } from '../../flags/read-flags.ts'
import { decode } from '../../../base/index.ts'
import { usageErrorf } from '../../errors.ts'
import { basicFormats, splitFormat, unknownFormat } from '../../printers/index.ts'
import type { Invocation, Verb } from '../../verb.ts'
import { getObjects } from './objects.ts'
import { getTables } from './tables.ts'
import { watchResource } from './watch.ts'

/** What get's -o takes besides the formats of every verb. */
const allowedFormats = [...basicFormats, 'custom-columns', 'custom-columns-file', 'wide']

const rawBody = (body: unknown): string => {
  if (body instanceof Uint8Array) return decode(body)
  return typeof body === 'string' ? body : JSON.stringify(body)
}

const getRaw = async (invocation: Invocation, path: string): Promise<number> => {
  if (invocation.args.length > 0) throw new UsageError('arguments may not be passed when --raw is specified'.replace(/^/, ''))
  const session = await invocation.connect({ attempts: 0 })
  await invocation.out(rawBody(session.getPath(path)))
  return 0
}

const checkFormat = (output: string): void => {
  const [format] = splitFormat(output)
  if (format !== '' && !allowedFormats.includes(format)) throw unknownFormat(output, allowedFormats)
}

const requireType = async (invocation: Invocation): Promise<void> => {
  const { args, flags, path } = invocation
  if (args.length > 0 || flags.list('filename').length > 0 || flags.string('kustomize')) return
  await invocation.error(
    'You must specify the type of resource to get. Use "kubectl api-resources" for a complete list of supported resources.\n\n',
  )
  throw usageErrorf(
    path,
    'Required resource not specified.\nUse "kubectl explain <resource>" for a detailed description of that resource (e.g. kubectl explain pods).',
  )
}

export const get: Verb = {
  name: 'get',
  group: 'basic-intermediate',
  summary: 'Display one or many resources',
  description:
    'Show one or many objects.\n\n A table with what matters most about them is printed, unless -o asks for another form. Labels (-l) and fields (--field-selector) narrow the list down.',
  usage: `get [(-o|--output=)json|yaml|kyaml|name|go-template|go-template-file|template|templatefile|jsonpath|jsonpath-as-json|jsonpath-file|custom-columns|custom-columns-file|wide] (TYPE[.VERSION][.GROUP] [NAME | -l label] | TYPE[.VERSION][.GROUP]/NAME ...) [flags]`,
  examples: [
    '# All Pods of the namespace\nkubectl get pods',
    '# With the node that each runs on\nkubectl get pods -o wide',
    '# One Deployment as YAML\nkubectl get deployment web -o yaml',
    '# What two types have, in all namespaces\nkubectl get deployments,services -A',
    "# A single field\nkubectl get pod web-1 -o jsonpath='{.status.phase}'",
    '# Go on printing as things change\nkubectl get pods -w',
  ],
  flags: [
    ...getPrintFlags,
    ...filenameFlags('that name the objects'),
    allNamespacesFlag,
    chunkSizeFlag,
    fieldSelectorFlag,
    ignoreNotFoundFlag,
    flag.boolean('output-watch-events', 'Print what kind of change each line of a watch is.'),
    flag.string('raw', 'A path of the API to request as it is.'),
    selectorFlag,
    flag.boolean('server-print', 'Let the server make the table.', { default: 'true' }),
    subresourceFlag,
    flag.boolean('watch', 'Go on printing changes after the list.', { short: 'w' }),
    flag.boolean('watch-only', 'Print changes only, without the list.'),
  ],
  async run(invocation) {
    const { flags } = invocation
    if (flags.changed('raw')) return getRaw(invocation, flags.string('raw'))
    await requireType(invocation)
    checkFormat(flags.string('output'))
    if (flags.boolean('output-watch-events') && !flags.boolean('watch') && !flags.boolean('watch-only')) {
      throw new UsageError('--output-watch-events option can only be used with --watch or --watch-only')
    }
    if (flags.boolean('watch') || flags.boolean('watch-only')) return watchResource(invocation)
    const [format] = splitFormat(flags.string('output'))
    const human = (format === '' && !flags.string('template')) || format === 'wide'
    return human ? getTables(invocation) : getObjects(invocation)
  },
}

export { outputFormats }
