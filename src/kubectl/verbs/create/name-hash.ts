import { sha256 } from '@noble/hashes/sha2.js'
import type { Json, JsonObject } from '../../../api/index.ts'
import { goJson } from '../../go-json.ts'
import { fieldAt, textAt } from '../../json-fields.ts'

/** Letters that could spell words become others (pkg/util/hash). */
const safe: Readonly<Record<string, string>> = { '0': 'g', '1': 'h', '3': 'k', a: 'm', e: 't' }

const shortHash = (text: string): string => {
  const hex = [...sha256(new TextEncoder().encode(text))].map((byte) => byte.toString(16).padStart(2, '0')).join('')
  return [...hex.slice(0, 10)].map((character) => safe[character] ?? character).join('')
}

/** The suffix of --append-hash: a hash over the name, kind and data of a ConfigMap or Secret. */
export const contentHash = (object: JsonObject): string => {
  const name = textAt(object, 'metadata', 'name')
  const data: Json = fieldAt(object, 'data') ?? {}
  if (object.kind === 'Secret') return shortHash(goJson({ kind: 'Secret', type: textAt(object, 'type'), name, data: data ?? null }))
  const binary = fieldAt(object, 'binaryData')
  return shortHash(goJson({ kind: 'ConfigMap', name, data, ...(binary ? { binaryData: binary } : {}) }))
}
