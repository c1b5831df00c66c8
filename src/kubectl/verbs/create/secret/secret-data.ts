import { UsageError, toBase64 } from '../../../../base/index.ts'
import type { JsonObject } from '../../../../api/index.ts'
import { compact, unlessEmpty, withField } from '../../../json-fields.ts'
import { knownResource } from '../../../known-resource.ts'
import { configMapKeyErrors } from '../../../name-rules.ts'
import type { FlagValues } from '../../../verb.ts'
import { bytesOf, type AddKey } from '../key-sources.ts'
import { contentHash } from '../name-hash.ts'
import { metadata } from '../objects.ts'

/** Collects the keys of a Secret, base64. */
export const secretKeys = (): { readonly data: Readonly<Record<string, string>>; readonly add: AddKey } => {
  const data: Record<string, string> = {}
  const add: AddKey = (key, value) => {
    const errors = configMapKeyErrors(key)
    if (errors.length > 0) throw new UsageError(`${JSON.stringify(key)} is not valid key name for a Secret ${errors.join(';')}`)
    if (key in data) throw new UsageError(`cannot add key ${key}, another key by that name already exists`)
    data[key] = toBase64(bytesOf(value))
  }
  return { data, add }
}

/** A Secret; with --append-hash its name carries a hash of the content. */
export const secretObject = (
  flags: FlagValues,
  name: string,
  namespace: string | undefined,
  type: string,
  data: Readonly<Record<string, string>>,
): JsonObject => {
  const made = compact({
    kind: 'Secret',
    apiVersion: 'v1',
    metadata: metadata(name, namespace),
    data: unlessEmpty(data),
    type: unlessEmpty(type),
  })
  return flags.boolean('append-hash') ? withField(made, ['metadata', 'name'], `${name}-${contentHash(made)}`) : made
}

export const secretResource = knownResource('v1', 'Secret', 'secrets')
