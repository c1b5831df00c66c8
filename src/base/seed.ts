/** 53 bits that depend on nothing but the world's seed and what is asked about: chance without a stream. */
export type Seed = (...about: readonly (string | number)[]) => number

/** Two rounds of a 32-bit multiply-xor hash over UTF-16 units; fast, and the same in every engine. */
const hash32 = (text: string, start: number): number => {
  let hash = start
  for (let i = 0; i < text.length; i++) {
    hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193)
    hash ^= hash >>> 15
  }
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b)
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35)
  return (hash ^ (hash >>> 16)) >>> 0
}

export const createSeed =
  (world: number): Seed =>
  (...about) => {
    const text = `${world}\u0000${about.join('\u0000')}`
    return (hash32(text, 0x811c9dc5) & 0x1fffff) * 0x1_0000_0000 + hash32(text, 0x9e3779b9)
  }

/** The alphabet of Kubernetes' generated names (`k8s.io/apimachinery/pkg/util/rand`). */
export const safeAlphabet = 'bcdfghjklmnpqrstvwxz2456789'

/** `length` characters of the safe alphabet, for names such as `web-7c5ddbdf54-x2k9q`. */
export const safeString = (seed: Seed, length: number, ...about: readonly (string | number)[]): string => {
  let text = ''
  for (let i = 0; i < length; i++) text += safeAlphabet[seed(...about, i) % safeAlphabet.length]
  return text
}

/** A random number in [0, 1). */
export const fraction = (seed: Seed, ...about: readonly (string | number)[]): number => seed(...about) / 2 ** 53

/** A version 4 UUID. */
export const uuid = (seed: Seed, ...about: readonly (string | number)[]): string => {
  const hex = [0, 1, 2]
    .map((part) =>
      seed('uuid', ...about, part)
        .toString(16)
        .padStart(14, '0')
        .slice(-11),
    )
    .join('')
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-${'89ab'[seed(...about) % 4]}${hex.slice(17, 20)}-${hex.slice(20, 32)}`
}
