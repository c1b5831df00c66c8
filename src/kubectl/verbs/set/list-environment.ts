import { UsageError } from '../../../base/index.ts'
import type { JsonObject } from '../../../api/index.ts'
import { isExpected } from '../../action.ts'
import { fieldAt, isJsonObject, listAt, textAt } from '../../json-fields.ts'
import type { Invocation } from '../../verb.ts'
import { referenceText } from './environment.ts'
import { matchesName, podSpecPath } from './pod-spec.ts'
import { resolveReference } from './resolve-reference.ts'

/** Prints the variables of one container; returns what could not be looked up: error → names. */
const listContainer = async (
  invocation: Invocation,
  object: JsonObject,
  container: JsonObject,
): Promise<ReadonlyMap<string, readonly string[]>> => {
  const problems = new Map<string, readonly string[]>()
  await invocation.out(`# ${textAt(object, 'kind')} ${textAt(object, 'metadata', 'name')}, container ${textAt(container, 'name')}\n`)
  for (const variable of listAt(container, 'env')) {
    const name = textAt(variable, 'name')
    const from = fieldAt(variable, 'valueFrom')
    let line = from === undefined ? `${name}=${textAt(variable, 'value')}` : `# ${name} from ${referenceText(from)}`
    if (from !== undefined && invocation.flags.boolean('resolve')) {
      try {
        line = `${name}=${resolveReference(await invocation.connect(), invocation.namespace, from, object, container)}`
      } catch (error) {
        if (!isExpected(error)) throw error
        const text = (error as Error).message
        problems.set(text, [...(problems.get(text) ?? []), name])
      }
    }
    await invocation.out(`${line}\n`)
  }
  return problems
}

/** `kubectl set env --list` of one object. */
export const listEnvironment = async (invocation: Invocation, object: JsonObject): Promise<void> => {
  const path = podSpecPath(object)
  let failed = false
  for (const field of ['containers', 'initContainers']) {
    for (const container of listAt(object, ...path, field)) {
      if (!isJsonObject(container) || !matchesName(textAt(container, 'name'), invocation.flags.string('containers'))) continue
      const problems = await listContainer(invocation, object, container)
      const lines = [...problems]
        .map(([text, names]) => `error retrieving reference for ${names.toSorted().join(', ')}: ${text}\n`)
        .toSorted()
      for (const line of lines) await invocation.error(line)
      failed ||= problems.size > 0
    }
  }
  if (failed) throw new UsageError('failed to retrieve valueFrom references')
}
