import { concat, encode } from '../base/index.ts'

// ASN.1 in its distinguished encoding, as far as X.509 needs it (ITU-T X.690).

/** One element: its tag byte, its content, and itself as it stands in the bytes. */
export interface DerElement {
  readonly tag: number
  readonly content: Uint8Array
  readonly whole: Uint8Array
}

export const tags = {
  boolean: 1,
  integer: 2,
  bitString: 3,
  octetString: 4,
  oid: 6,
  utf8: 12,
  printable: 19,
  utcTime: 23,
  generalTime: 24,
  sequence: 0x30,
  set: 0x31,
} as const

const lengthBytes = (length: number): readonly number[] => {
  if (length < 0x80) return [length]
  return length < 0x100 ? [0x81, length] : [0x82, length >> 8, length & 255]
}

export const element = (tag: number, ...content: readonly Uint8Array[]): Uint8Array => {
  const body = concat(content.length === 0 ? [new Uint8Array(0)] : content)
  return concat([Uint8Array.from([tag, ...lengthBytes(body.length)]), body])
}

export const sequence = (...content: readonly Uint8Array[]): Uint8Array => element(tags.sequence, ...content)
export const bitString = (bytes: Uint8Array, unused = 0): Uint8Array => element(tags.bitString, Uint8Array.from([unused]), bytes)
export const octetString = (bytes: Uint8Array): Uint8Array => element(tags.octetString, bytes)
export const text = (value: string): Uint8Array =>
  element(/^[A-Za-z0-9 '()+,\-./:=?]*$/.test(value) ? tags.printable : tags.utf8, encode(value))
export const yes = (): Uint8Array => element(tags.boolean, Uint8Array.from([255]))
/** `[number] ...`, constructed. */
export const tagged = (number: number, ...content: readonly Uint8Array[]): Uint8Array => element(0xa0 | number, ...content)

/** A number that is not negative, from its bytes. */
export const integer = (bytes: Uint8Array): Uint8Array => {
  let start = 0
  while (start < bytes.length - 1 && bytes[start] === 0) start++
  const rest = bytes.subarray(start)
  return element(tags.integer, rest[0]! >= 0x80 ? concat([Uint8Array.of(0), rest]) : rest)
}

export const oid = (dotted: string): Uint8Array => {
  const [first = 0, second = 0, ...rest] = dotted.split('.').map(Number)
  const bytes = [first * 40 + second]
  for (const part of rest) {
    const digits = [part & 127]
    for (let left = part >>> 7; left > 0; left >>>= 7) digits.unshift((left & 127) | 128)
    bytes.push(...digits)
  }
  return element(tags.oid, Uint8Array.from(bytes))
}

/** UTCTime before 2050, GeneralizedTime from then on, as RFC 5280 asks. */
export const time = (milliseconds: number): Uint8Array => {
  const iso = new Date(milliseconds).toISOString()
  const digits = `${iso.slice(0, 19).replace(/[-:T]/g, '')}Z`
  return iso < '2050' ? element(tags.utcTime, encode(digits.slice(2))) : element(tags.generalTime, encode(digits))
}

/** The elements that stand one after the other in the bytes. Throws RangeError if they are cut off. */
export const readAll = (bytes: Uint8Array): readonly DerElement[] => {
  const elements: DerElement[] = []
  for (let at = 0; at < bytes.length;) {
    let length = bytes[at + 1]!
    let start = at + 2
    if (length >= 0x80) {
      const count = length & 127
      length = bytes.subarray(start, start + count).reduce((sum, byte) => sum * 256 + byte, 0)
      start += count
    }
    const end = start + length
    if (!(end <= bytes.length)) throw new RangeError('asn1: syntax error: data truncated')
    elements.push({ tag: bytes[at]!, content: bytes.subarray(start, end), whole: bytes.subarray(at, end) })
    at = end
  }
  return elements
}

export const readOid = (content: Uint8Array): string => {
  const parts = [Math.floor(content[0]! / 40), content[0]! % 40]
  let part = 0
  for (const byte of content.subarray(1)) {
    part = part * 128 + (byte & 127)
    if (byte >= 128) continue
    parts.push(part)
    part = 0
  }
  return parts.join('.')
}

export const readTime = ({ tag, content }: DerElement): number => {
  const digits = String.fromCharCode(...content)
  const full = tag === tags.utcTime ? `${Number(digits.slice(0, 2)) < 50 ? '20' : '19'}${digits}` : digits
  return Date.parse(full.replace(/^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)Z$/, '$1-$2-$3T$4:$5:$6Z'))
}
