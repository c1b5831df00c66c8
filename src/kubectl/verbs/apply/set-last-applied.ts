import { UsageError } from '../../../base/index.ts'
import type { JsonObject } from '../../../api/index.ts'
import { findByFlags, sourceError, withObject, type ObjectInfo } from '../../action.ts'
import { isNotFound, throwAll } from '../../errors.ts'
import { dryRunFlag, flag, printFlags } from '../../flags/write-flags.ts'
import { goJson } from '../../go-json.ts'
import { lastApplied, lastAppliedAnnotation } from '../../last-applied.ts'
import { preparePrinter, printResult } from '../../print-result.ts'
import type { Invocation, Verb } from '../../verb.ts'
import { dryRunOf, withDryRun, writeQuery } from '../../write-options.ts'
import { infoText } from './client-side.ts'

/** The annotation that an object shall have: the whole object as JSON. */
export const configurationText = (object: JsonObject): string => `${goJson(object)}\n`

const readLive = async (invocation: Invocation, info: ObjectInfo): Promise<JsonObject> => {
  const session = await invocation.connect()
  try {
    return session.get(info.resource, info.namespace, info.name) as JsonObject
  } catch (error) {
    if (isNotFound(error)) throw error
    throw sourceError(`retrieving current configuration of:\n${infoText(info)}\nfrom server for:`, info.source, error)
  }
}

const run = async (invocation: Invocation): Promise<number> => {
  const { flags } = invocation
  const dryRun = dryRunOf(invocation)
  preparePrinter(invocation)
  const found = await findByFlags(invocation, { continueOnError: false })
  throwAll(found.errors)
  const changes: { readonly info: ObjectInfo; readonly live: JsonObject; readonly text: string }[] = []
  for (const info of found.infos.map(withObject)) {
    const live = await readLive(invocation, info)
    const original = lastApplied(live)
    if (original === undefined && !flags.boolean('create-annotation')) {
      throw new UsageError(
        `no last-applied-configuration annotation found on resource: ${info.name}, to create the annotation, run the command with --create-annotation`,
      )
    }
    const text = configurationText(info.object)
    if (original?.trim() === text.trim()) await invocation.out(`set-last-applied ${info.name}: no changes required.\n`)
    else changes.push({ info, live, text })
  }
  for (const { info, live, text } of changes) {
    const body = { metadata: { annotations: { [lastAppliedAnnotation]: text } } }
    const session = await invocation.connect()
    const patched =
      dryRun === 'client'
        ? live
        : (session.patch(info.resource, info.namespace, info.name, 'merge', body, writeQuery(dryRun)) as JsonObject)
    await printResult(invocation, patched, withDryRun('configured', dryRun))
  }
  return 0
}

export const setLastApplied: Verb = {
  name: 'set-last-applied',
  summary: 'Set the last-applied-configuration annotation on a live object to match the contents of a file',
  usage: 'apply set-last-applied -f FILENAME',
  examples: ['kubectl apply set-last-applied -f web.yaml'],
  group: 'subcommand',
  flags: [
    ...printFlags,
    dryRunFlag,
    flag.boolean('create-annotation', 'Make the annotation where there is none.'),
    flag.list('filename', 'Files, directories or URLs with the configurations.', { short: 'f' }),
  ],
  run,
}
