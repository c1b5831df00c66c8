const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/'
const values = new Map([...alphabet, '-', '_'].map((character, index) => [character, index < 64 ? index : index - 2]))

/** Base 64 with padding. */
export const toBase64 = (bytes: Uint8Array): string => {
  let encoded = ''
  for (let i = 0; i < bytes.length; i += 3) {
    const bits = (bytes[i]! << 16) | ((bytes[i + 1] ?? 0) << 8) | (bytes[i + 2] ?? 0)
    for (let part = 0; part < 4; part++) encoded += i + part > bytes.length ? '=' : alphabet[(bits >> (18 - 6 * part)) & 63]
  }
  return encoded
}

/** Base 64 as JWTs have it: for URLs, without padding. */
export const toBase64Url = (bytes: Uint8Array): string => toBase64(bytes).replace(/=/g, '').replace(/\+/g, '-').replace(/\//g, '_')

/** The bytes of either alphabet, blanks and padding skipped; undefined if a character belongs to neither. */
export const fromBase64 = (encoded: string): Uint8Array | undefined => {
  const text = encoded.replace(/[\s=]/g, '')
  const bytes = new Uint8Array(Math.floor((text.length * 3) / 4))
  let bits = 0
  let count = 0
  let at = 0
  for (const character of text) {
    const value = values.get(character)
    if (value === undefined) return undefined
    bits = ((bits << 6) | value) & 0xffff
    count += 6
    if (count < 8) continue
    count -= 8
    bytes[at++] = (bits >> count) & 255
  }
  return bytes
}

/** Where standard base 64 is wrong, as Go's CorruptInputError counts it; undefined if it is right. */
export const base64Fault = (encoded: string): number | undefined => {
  const text = encoded.replace(/[\r\n]/g, '')
  const wrong = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/.test(text) ? -1 : text.search(/[^A-Za-z0-9+/]/)
  if (wrong >= 0) return wrong
  return text.length % 4 === 0 ? undefined : text.length
}
