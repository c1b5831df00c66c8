import { UsageError, parseYaml, toYaml } from '../../../base/index.ts'
import type { Json } from '../../../api/index.ts'
import { findByFlags, withObject } from '../../action.ts'
import { throwAll, usageErrorf } from '../../errors.ts'
import { allFlag, filenameFlags, flag, selectorFlag } from '../../flags/write-flags.ts'
import { lastApplied } from '../../last-applied.ts'
import type { Invocation, Verb } from '../../verb.ts'

const run = async (invocation: Invocation): Promise<number> => {
  const output = invocation.flags.string('output')
  const found = await findByFlags(invocation, { latest: true, continueOnError: false })
  throwAll(found.errors)
  // An object without the annotation ends the list silently: AddSourceToErr wraps no error there (apply_view_last_applied.go).
  const texts: string[] = []
  for (const info of found.infos.map(withObject)) {
    const text = lastApplied(info.object)
    if (text === undefined) {
      if (info.source !== '')
        throw new UsageError(
          `error when no last-applied-configuration annotation found on resource: ${info.name}\n ${JSON.stringify(info.source)}: <nil>`,
        )
      continue
    }
    texts.push(text)
  }
  for (const text of texts) {
    if (output === 'json') await invocation.out(`${JSON.stringify(JSON.parse(text), undefined, 2)}\n`)
    else if (output === 'yaml') await invocation.out(toYaml(parseYaml(text) as Json))
    else throw usageErrorf(invocation.path, `Unexpected -o output mode: ${output}, the flag 'output' must be one of yaml|json`)
  }
  return 0
}

export const viewLastApplied: Verb = {
  name: 'view-last-applied',
  summary: 'View the latest last-applied-configuration annotations of a resource/object',
  usage: 'apply view-last-applied (TYPE [NAME | -l label] | TYPE/NAME | -f FILENAME)',
  examples: ['kubectl apply view-last-applied deployment/web'],
  group: 'subcommand',
  flags: [
    flag.string('output', 'yaml or json.', { short: 'o', default: 'yaml' }),
    allFlag,
    ...filenameFlags('that name the objects'),
    selectorFlag,
  ],
  run,
}
