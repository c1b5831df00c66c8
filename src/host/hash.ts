import type { World } from '../world/index.ts'

/** Goes on with a hash by another text. */
export const mix = (hash: number, text: string): number => {
  let mixed = hash
  for (let i = 0; i < text.length; i++) mixed = Math.imul(mixed ^ text.charCodeAt(i), 0x01000193)
  return mixed >>> 0
}

/** A short hash of all that the cluster keeps: equal stores have equal hashes. */
export const storeHash = (world: World): string => {
  const [a, b] = [0x811c9dc5, 0x9e3779b9]
  let [first, second] = [a, b]
  for (const { key, value, modRevision } of world.store?.range('/', '0') ?? []) {
    const text = `${key}@${modRevision}=${JSON.stringify(value)}`
    first = mix(first, text)
    second = mix(second, text)
  }
  return [first, second].map((part) => part.toString(16).padStart(8, '0')).join('')
}

/** A hash of a text, such as what a terminal showed. */
export const textHash = (text: string): string => mix(0x811c9dc5, text).toString(16)
