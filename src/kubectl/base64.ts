const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/'
const valueOf = new Map([...alphabet].map((character, index) => [character, index]))

export const encodeBase64 = (bytes: Uint8Array): string => {
  let text = ''
  for (let i = 0; i < bytes.length; i += 3) {
    const block = (bytes[i]! << 16) | ((bytes[i + 1] ?? 0) << 8) | (bytes[i + 2] ?? 0)
    text += alphabet[block >> 18]! + alphabet[(block >> 12) & 63]!
    text += (i + 1 < bytes.length ? alphabet[(block >> 6) & 63]! : '=') + (i + 2 < bytes.length ? alphabet[block & 63]! : '=')
  }
  return text
}

/** Decodes standard base64, line breaks ignored; a number is the offset of the first wrong byte (Go's CorruptInputError). */
export const decodeBase64 = (text: string): Uint8Array | number => {
  const clean = text.replace(/[\r\n]/g, '')
  const bytes: number[] = []
  for (let i = 0; i < clean.length; i += 4) {
    const quad = clean.slice(i, i + 4)
    const wrong = [...quad].findIndex((character, index) => !valueOf.has(character) && !(character === '=' && index >= 2 && i + 4 >= clean.length))
    if (wrong >= 0) return i + wrong
    if (quad.length < 4) return clean.length
    const block = [...quad].reduce((sum, character) => (sum << 6) | (valueOf.get(character) ?? 0), 0)
    bytes.push((block >> 16) & 255)
    if (quad[2] !== '=') bytes.push((block >> 8) & 255)
    if (quad[3] !== '=') bytes.push(block & 255)
  }
  return Uint8Array.from(bytes)
}
