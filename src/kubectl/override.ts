import { UsageError, parseYaml } from '../base/index.ts'
import type { Json, JsonObject } from '../api/index.ts'
import { patchLocally } from './patch-tools.ts'
import type { FlagValues } from './verb.ts'

/** Lays --overrides over an object (util/override_options.go). */
export const withOverrides = (
  flags: FlagValues,
  resource: { readonly group: string; readonly kind: string },
  object: JsonObject,
): JsonObject => {
  const text = flags.string('overrides')
  if (text === '') return object
  const type = flags.string('override-type') || 'merge'
  if (type !== 'json' && type !== 'merge' && type !== 'strategic') throw new UsageError(`invalid override type: ${type}`)
  return patchLocally(resource, object, type, parseOverride(text))
}

const parseOverride = (text: string): Json => {
  try {
    return JSON.parse(text) as Json
  } catch {
    try {
      if (!/^\s*[{[]/.test(text)) return parseYaml(text) as Json
    } catch {
      // What is neither JSON nor YAML is refused below.
    }
    throw new UsageError('Invalid JSON Patch')
  }
}
