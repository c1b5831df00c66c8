import { UsageError } from '../../../base/index.ts'
import type { JsonObject } from '../../../api/index.ts'
import { isExpected, withObject, type ObjectInfo } from '../../action.ts'
import { withChangeCause } from '../../change-cause.ts'
import { throwAll } from '../../errors.ts'
import { isEmptyPatch, twoWayPatch } from '../../patch-tools.ts'
import { printResult } from '../../print-result.ts'
import type { Info } from '../../resources.ts'
import { asTyped } from '../../typed-form.ts'
import type { Invocation } from '../../verb.ts'
import { dryRunOf, withDryRun, writeQuery } from '../../write-options.ts'

export interface Change {
  /** The object as it shall be; undefined leaves it out; throws what is wrong with it. */
  readonly change: (object: JsonObject, info: ObjectInfo) => JsonObject | undefined
  /** `image updated` */
  readonly operation: string
  /** `failed to patch image update to pod template:` */
  readonly failure: string
  /** Send the patch even if nothing changed. */
  readonly always?: boolean
  /** Note the command if --record asks for it. */
  readonly record?: boolean
  /** What went wrong before and beside the patches, in order. */
  readonly errors: unknown[]
}

const infoName = (info: Info): string => `${info.resource.plural}/${info.name}`

/** Patches each object with what `change` makes of it, as all of `kubectl set` does (pkg/cmd/set/helper.go). */
export const sendChanges = async (invocation: Invocation, infos: readonly Info[], options: Change): Promise<number> => {
  const { flags } = invocation
  const dryRun = dryRunOf(invocation)
  const local = flags.has('local') && flags.boolean('local')
  for (const info of infos.map(withObject)) {
    try {
      const before = asTyped(info.object)
      const changed = options.change(before, info)
      if (changed === undefined) continue
      const after = options.record ? withChangeCause(invocation, changed) : changed
      const patch = twoWayPatch(info.resource, before, after)
      if (isEmptyPatch(patch) && !options.always) continue
      if (local || dryRun === 'client') {
        await printResult(invocation, after, withDryRun(options.operation, dryRun))
        continue
      }
      const session = await invocation.connect()
      const query = writeQuery(dryRun, flags.string('field-manager'))
      const patched = failingAs(options.failure, () =>
        session.patch(info.resource, info.namespace, info.name, patch.type, patch.body, query),
      )
      await printResult(invocation, asTyped(patched as JsonObject), withDryRun(options.operation, dryRun))
    } catch (error) {
      if (!isExpected(error)) throw error
      options.errors.push(error instanceof ChangeError ? new UsageError(`error: ${infoName(info)} ${error.message}\n`) : error)
    }
  }
  throwAll(options.errors)
  return 0
}

/** An object to which the change does not apply: `error: pods/a ...`. */
export class ChangeError extends UsageError {}

const failingAs = <T>(failure: string, run: () => T): T => {
  try {
    return run()
  } catch (error) {
    if (isExpected(error) && failure !== '') throw new UsageError(`${failure} ${(error as Error).message}`)
    throw error
  }
}
