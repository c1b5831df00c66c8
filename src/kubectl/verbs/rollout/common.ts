import { UsageError } from '../../../base/index.ts'
import type { JsonObject } from '../../../api/index.ts'
import { hasFiles, isExpected, queryOf, withObject } from '../../action.ts'
import { qualifiedPlural } from '../../discovery.ts'
import { throwAll } from '../../errors.ts'
import { isEmptyPatch, twoWayPatch } from '../../patch-tools.ts'
import { printAlone } from '../../print-result.ts'
import { findResources, type Found } from '../../resources.ts'
import type { Invocation } from '../../verb.ts'
import { writeQuery } from '../../write-options.ts'

/** What the rollout verbs work on: named objects, files, or all of a type (with -l or without). */
export const findRollouts = async (invocation: Invocation): Promise<Found> => {
  if (invocation.args.length === 0 && !hasFiles(invocation)) throw new UsageError('required resource not specified')
  return findResources(invocation, queryOf(invocation, { typeMeansAll: true, latest: true }))
}

export interface RolloutChange {
  readonly change: (object: JsonObject) => JsonObject
  readonly operation: string
  /** What to say, or what fails, if nothing would change. */
  readonly unchanged: { readonly operation: string } | { readonly failure: (name: string) => string }
}

/** pause, resume and restart: a strategic patch for each object (rollout_pause.go). */
export const changeRollouts = async (invocation: Invocation, options: RolloutChange): Promise<number> => {
  const found = await findRollouts(invocation)
  const errors = [...found.errors]
  if (found.infos.length === 0 && errors.length === 0) {
    await invocation.error(`No resources found in ${invocation.namespace} namespace.\n`)
    return 0
  }
  for (const info of found.infos.map(withObject)) {
    try {
      const patch = twoWayPatch(
        info.resource,
        info.object,
        changed(info.object, options, `${qualifiedPlural(info.resource)} ${JSON.stringify(info.name)}`),
      )
      if (isEmptyPatch(patch)) {
        if ('failure' in options.unchanged) throw new UsageError(options.unchanged.failure(info.name))
        await printAlone(invocation, info.object, options.unchanged.operation)
        continue
      }
      const session = await invocation.connect()
      const query = writeQuery('none', invocation.flags.string('field-manager'))
      let patched: JsonObject
      try {
        patched = session.patch(info.resource, info.namespace, info.name, patch.type, patch.body, query) as JsonObject
      } catch (error) {
        if (!isExpected(error)) throw error
        throw new UsageError(`failed to patch: ${(error as Error).message}`)
      }
      await printAlone(invocation, patched, options.operation)
    } catch (error) {
      if (!isExpected(error)) throw error
      errors.push(error)
    }
  }
  throwAll(errors)
  return 0
}

const changed = (object: JsonObject, options: RolloutChange, name: string): JsonObject => {
  try {
    return options.change(object)
  } catch (error) {
    if (error instanceof UsageError) throw new UsageError(`error: ${name} ${error.message}`)
    throw error
  }
}
