const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'

/** Base 64 for URLs, without padding, of a text of bytes (code units below 256). */
export const encodeBase64Url = (text: string): string => {
  let encoded = ''
  for (let i = 0; i < text.length; i += 3) {
    const bytes = [0, 1, 2].map((offset) => text.charCodeAt(i + offset))
    const bits = (bytes[0]! << 16) | ((bytes[1] || 0) << 8) | (bytes[2] || 0)
    const length = Math.min(3, text.length - i) + 1
    for (let part = 0; part < length; part++) encoded += alphabet[(bits >> (18 - 6 * part)) & 63]
  }
  return encoded
}

/** The bytes as a text of code units below 256; undefined if it is no base 64. */
export const decodeBase64Url = (encoded: string): string | undefined => {
  if (encoded.length % 4 === 1) return undefined
  let text = ''
  let bits = 0
  let count = 0
  for (const character of encoded) {
    const value = alphabet.indexOf(character)
    if (value < 0) return undefined
    bits = (bits << 6) | value
    count += 6
    if (count < 8) continue
    count -= 8
    text += String.fromCharCode((bits >> count) & 255)
    bits &= (1 << count) - 1
  }
  return text
}
