import { ApiError, UsageError } from '../../../base/index.ts'
import type { JsonObject } from '../../../api/index.ts'
import { createFlags } from '../../flags/write-flags.ts'
import { createOrUpdateLastApplied } from '../../last-applied.ts'
import type { Resource } from '../../discovery.ts'
import type { LooseObject } from '../../object.ts'
import { preparePrinter, printResult } from '../../print-result.ts'
import { asTyped } from '../../typed-form.ts'
import type { Flag, Invocation, Verb } from '../../verb.ts'
import { dryRunOf, requireName, validationOf, withDryRun, writeQuery } from '../../write-options.ts'

/** What one kind adds to `kubectl create KIND`. */
export interface Generator {
  readonly name: string
  readonly aliases?: readonly string[]
  readonly summary: string
  readonly usage: string
  readonly examples?: readonly string[]
  readonly flags: readonly Flag[]
  readonly resource: Resource
  /** `failed to create configmap:`; absent where the server's error is shown as it is. */
  readonly failure?: string
  /** Makes the object; throws UsageError with what is wrong with the flags. */
  readonly object: (invocation: Invocation, name: string, namespace: string | undefined) => JsonObject | Promise<JsonObject>
}

const create = async (generator: Generator, invocation: Invocation): Promise<number> => {
  const name = requireName(invocation)
  const dryRun = dryRunOf(invocation)
  preparePrinter(invocation, dryRun !== 'client')
  const fieldValidation = validationOf(invocation.flags)
  const namespace = generator.resource.namespaced && invocation.namespaceGiven ? invocation.namespace : undefined
  const made = asTyped(await generator.object(invocation, name, namespace))
  const object = createOrUpdateLastApplied(invocation.flags.boolean('save-config'), made)
  if (dryRun === 'client') return printResult(invocation, object, withDryRun('created', dryRun))
  const session = await invocation.connect()
  try {
    const created = session.create(generator.resource, invocation.namespace, object as LooseObject, {
      ...writeQuery(dryRun, invocation.flags.string('field-manager')),
      fieldValidation,
    })
    return await printResult(invocation, asTyped(created as JsonObject), withDryRun('created', dryRun))
  } catch (error) {
    if (generator.failure !== undefined && error instanceof ApiError) throw new UsageError(`${generator.failure} ${error.message}`)
    throw error
  }
}

/** The verb of a generator: `kubectl create KIND NAME`. */
export const generatorVerb = (generator: Generator): Verb => ({
  name: generator.name,
  ...(generator.aliases ? { aliases: generator.aliases } : {}),
  summary: generator.summary,
  ...(generator.examples ? { examples: generator.examples } : {}),
  usage: generator.usage,
  group: 'subcommand',
  flags: [...createFlags, ...generator.flags],
  run: (invocation) => create(generator, invocation),
})
