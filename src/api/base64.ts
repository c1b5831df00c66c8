import { encode } from '../base/index.ts'

const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/'

/** The base64 text of a text's UTF-8 bytes. */
export const encodeBase64 = (text: string): string => {
  const bytes = encode(text)
  let result = ''
  for (let i = 0; i < bytes.length; i += 3) {
    const bits = (bytes[i]! << 16) | ((bytes[i + 1] ?? 0) << 8) | (bytes[i + 2] ?? 0)
    const characters = [18, 12, 6, 0].map((shift) => alphabet[(bits >> shift) & 63]!)
    const missing = Math.max(0, i + 3 - bytes.length)
    result += characters.slice(0, 4 - missing).join('') + '='.repeat(missing)
  }
  return result
}
