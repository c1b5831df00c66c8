import { UsageError } from '../../../base/index.ts'
import { findByFlags } from '../../action.ts'
import { throwAll } from '../../errors.ts'
import { dryRunFlag, fieldManagerFlag, flag, localFlag, printFlags, recordFlag, resourceVersionFlag } from '../../flags/write-flags.ts'
import { fieldAt, mapAt, withField } from '../../json-fields.ts'
import { toLabelSelector } from '../../label-selector.ts'
import type { Invocation, Verb } from '../../verb.ts'
import { sendChanges } from './send-changes.ts'

const run = async (invocation: Invocation): Promise<number> => {
  const { flags, args } = invocation
  const text = args.at(-1)
  const selector = text === undefined ? undefined : toLabelSelector(text)
  if (!selector) throw new UsageError('one selector is required')
  const found = await findByFlags(invocation, { args: args.slice(0, -1), latest: !flags.boolean('local') })
  throwAll(found.errors)
  const resourceVersion = flags.string('resource-version')
  return sendChanges(invocation, found.infos, {
    operation: 'selector updated',
    failure: '',
    always: true,
    record: true,
    errors: [],
    change: (object) => {
      if (object.kind !== 'Service') throw new UsageError('setting a selector is only supported for Services')
      if (fieldAt(selector, 'matchExpressions') !== undefined) throw new UsageError('match expression not supported on this object')
      const changed = withField(object, ['spec', 'selector'], mapAt(selector, 'matchLabels'))
      return resourceVersion === '' ? changed : withField(changed, ['metadata', 'resourceVersion'], resourceVersion)
    },
  })
}

export const selector: Verb = {
  name: 'selector',
  summary: 'Set the selector on a resource',
  usage: 'set selector (-f FILENAME | TYPE NAME) EXPRESSIONS [--resource-version=version]',
  examples: ["kubectl set selector service web 'app=web,tier=front'"],
  group: 'subcommand',
  flags: [
    ...printFlags,
    flag.boolean('all', 'All objects of the named kinds in the namespace.'),
    flag.list('filename', 'Files, directories or URLs that name the objects.', { short: 'f' }),
    flag.boolean('recursive', 'Go down into the directories of -f.', { short: 'R', default: 'true' }),
    localFlag,
    recordFlag,
    fieldManagerFlag('kubectl-set'),
    resourceVersionFlag,
    dryRunFlag,
  ],
  run,
}
