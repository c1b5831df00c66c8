import { safeAlphabet } from '../../base/index.ts'

const isAbsent = (value: unknown): boolean => value === undefined || value === null

/** JSON with sorted keys, so that the same meaning always gives the same text. */
const canonical = (value: unknown): string => {
  if (isAbsent(value)) return 'null'
  if (typeof value !== 'object') return JSON.stringify(value)
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`
  const record = value as Readonly<Record<string, unknown>>
  const parts = Object.keys(record)
    .filter((key) => !isAbsent(record[key]))
    .sort()
    .map((key) => `${JSON.stringify(key)}:${canonical(record[key])}`)
  return `{${parts.join(',')}}`
}

/** Fowler-Noll-Vo 1a over the UTF-16 units of a text. */
const fnv1a = (text: string): number => {
  let hash = 0x811c9dc5
  for (let index = 0; index < text.length; index++) hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193)
  return hash >>> 0
}

/** The decimal digits of a hash in the alphabet of generated names (`k8s.io/apimachinery/pkg/util/rand.SafeEncodeString`). */
export const safeEncode = (digits: string): string => {
  let text = ''
  for (let index = 0; index < digits.length; index++) text += safeAlphabet[digits.charCodeAt(index) % safeAlphabet.length]
  return text
}

/**
 * The hash of a template that names a ReplicaSet or a ControllerRevision (`pkg/controller.ComputeHash`).
 * @simplified: upstream hashes a dump of Go's structures, so the characters differ from those of a real cluster.
 */
export const templateHash = (template: unknown, collisionCount?: number): string =>
  safeEncode(String(fnv1a(canonical(template) + (collisionCount === undefined ? '' : `\u0000${collisionCount}`))))
