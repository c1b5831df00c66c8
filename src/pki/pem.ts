import { fromBase64, toBase64 } from '../base/index.ts'

export interface PemBlock {
  /** `CERTIFICATE`, `EC PRIVATE KEY`. */
  readonly label: string
  readonly bytes: Uint8Array
}

export const toPem = (label: string, bytes: Uint8Array): string => {
  const lines = toBase64(bytes).match(/.{1,64}/g) ?? []
  return `-----BEGIN ${label}-----\n${lines.join('\n')}\n-----END ${label}-----\n`
}

/** All blocks of a text; what stands around them is ignored. */
export const parsePem = (text: string): readonly PemBlock[] => {
  const blocks: PemBlock[] = []
  for (const match of text.matchAll(/-----BEGIN ([A-Z0-9 ]+)-----\n([A-Za-z0-9+/=\s]*)-----END \1-----/g)) {
    const bytes = fromBase64(match[2]!)
    if (bytes) blocks.push({ label: match[1]!, bytes })
  }
  return blocks
}
