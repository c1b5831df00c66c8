import type { PodTemplateSpec } from '../../api/index.ts'
import { encode, safeAlphabet } from '../../base/index.ts'
import { goDump } from './go-dump.ts'

/** Fowler-Noll-Vo 1a. */
const fnv1a = (bytes: Iterable<number>, start: number): number => {
  let hash = start
  for (const byte of bytes) hash = Math.imul(hash ^ byte, 0x01000193)
  return hash
}

/** The decimal digits of a hash in the alphabet of generated names (`k8s.io/apimachinery/pkg/util/rand.SafeEncodeString`). */
export const safeEncode = (digits: string): string => {
  let text = ''
  for (let index = 0; index < digits.length; index++) text += safeAlphabet[digits.charCodeAt(index) % safeAlphabet.length]
  return text
}

const dumpHashes = new WeakMap<PodTemplateSpec, number>()
const dumpHash = (template: PodTemplateSpec): number => {
  const known = dumpHashes.get(template)
  if (known !== undefined) return known
  const hash = fnv1a(encode(goDump(template, 'PodTemplateSpec')), 0x811c9dc5)
  dumpHashes.set(template, hash)
  return hash
}

/** The hash of a template that names a ReplicaSet or a ControllerRevision, the very one of a real cluster (`pkg/controller.ComputeHash`). */
export const templateHash = (template: PodTemplateSpec, collisionCount?: number): string => {
  const count = collisionCount ?? 0
  const collisions = collisionCount === undefined ? [] : [count & 255, (count >> 8) & 255, (count >> 16) & 255, count >>> 24, 0, 0, 0, 0]
  return safeEncode(String(fnv1a(collisions, dumpHash(template)) >>> 0))
}
