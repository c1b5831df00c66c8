import { concat } from '../../base/index.ts'

/** The IEEE CRC-32 that gzip ends with. */
export const crc32 = (bytes: Uint8Array): number => {
  let crc = 0xffffffff
  for (const byte of bytes) {
    crc ^= byte
    for (let bit = 0; bit < 8; bit++) crc = (crc >>> 1) ^ (crc & 1 ? 0xedb88320 : 0)
  }
  return ~crc >>> 0
}

const little = (value: number, size: number): number[] => Array.from({ length: size }, (_, index) => Math.floor(value / 256 ** index) & 255)

/** A gzip file. @simplified: its blocks are stored, not compressed */
export const gzip = (bytes: Uint8Array): Uint8Array => {
  const blocks: Uint8Array[] = []
  for (let at = 0; at === 0 || at < bytes.length; at += 65535) {
    const block = bytes.subarray(at, at + 65535)
    const last = at + 65535 >= bytes.length ? 1 : 0
    blocks.push(Uint8Array.from([last, ...little(block.length, 2), ...little(65535 - block.length, 2)]), block)
  }
  const head = Uint8Array.from([0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 3])
  return concat([head, ...blocks, Uint8Array.from([...little(crc32(bytes), 4), ...little(bytes.length, 4)])])
}

export const isGzip = (bytes: Uint8Array): boolean => bytes[0] === 0x1f && bytes[1] === 0x8b

/** A canonical Huffman code: how many codes of each length there are, and the symbols in order (RFC 1951, 3.2.2). */
interface Code {
  readonly counts: readonly number[]
  readonly symbols: readonly number[]
}

const codeOf = (lengths: readonly number[]): Code => ({
  counts: Array.from({ length: 16 }, (_, length) => (length === 0 ? 0 : lengths.filter((one) => one === length).length)),
  symbols: lengths
    .map((length, symbol) => ({ length, symbol }))
    .filter(({ length }) => length > 0)
    .sort((a, b) => a.length - b.length || a.symbol - b.symbol)
    .map(({ symbol }) => symbol),
})

const fixedLiterals = codeOf(Array.from({ length: 288 }, (_, symbol) => (symbol < 144 ? 8 : symbol < 256 ? 9 : symbol < 280 ? 7 : 8)))
const fixedDistances = codeOf(Array.from({ length: 30 }, () => 5))

/** What lengths and distances begin at, and how many further bits they have (RFC 1951, 3.2.5). */
const lengthBits = [0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3, 4, 4, 4, 4, 5, 5, 5, 5, 0]
const lengthBases = [3, 4, 5, 6, 7, 8, 9, 10, 11, 13, 15, 17, 19, 23, 27, 31, 35, 43, 51, 59, 67, 83, 99, 115, 131, 163, 195, 227, 258]
const distanceBits = Array.from({ length: 30 }, (_, index) => Math.max(0, (index >> 1) - 1))
const distanceBases = distanceBits.map((_, index) => 1 + distanceBits.slice(0, index).reduce((sum, bits) => sum + 2 ** bits, 0))
const lengthOrder = [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15]

/** Reads deflated data (RFC 1951); RangeError if it is broken. */
class Inflater {
  readonly output: number[] = []
  private readonly bytes: Uint8Array
  private at: number
  private bit = 0

  constructor(bytes: Uint8Array, at: number) {
    this.bytes = bytes
    this.at = at
  }

  run(): Uint8Array {
    for (let last = 0; last === 0;) {
      last = this.bits(1)
      const kind = this.bits(2)
      if (kind === 0) this.stored()
      else if (kind === 1) this.compressed(fixedLiterals, fixedDistances)
      else if (kind === 2) this.compressed(...this.codes())
      else throw new RangeError('invalid compressed data')
    }
    return Uint8Array.from(this.output)
  }

  private bits(count: number): number {
    let value = 0
    for (let index = 0; index < count; index++) {
      if (this.at >= this.bytes.length) throw new RangeError('unexpected end of file')
      value |= ((this.bytes[this.at]! >> this.bit) & 1) << index
      this.bit = (this.bit + 1) & 7
      if (this.bit === 0) this.at++
    }
    return value
  }

  private stored(): void {
    if (this.bit > 0) this.at++
    this.bit = 0
    const length = this.bits(16)
    this.bits(16)
    if (this.at + length > this.bytes.length) throw new RangeError('unexpected end of file')
    for (const byte of this.bytes.subarray(this.at, this.at + length)) this.output.push(byte)
    this.at += length
  }

  private symbol({ counts, symbols }: Code): number {
    let [code, first, index] = [0, 0, 0]
    for (let length = 1; length < 16; length++) {
      code |= this.bits(1)
      const count = counts[length]!
      if (code - count < first) return symbols[index + code - first]!
      index += count
      first = (first + count) << 1
      code <<= 1
    }
    throw new RangeError('invalid compressed data')
  }

  private codes(): [Code, Code] {
    const [literals, distances, count] = [this.bits(5) + 257, this.bits(5) + 1, this.bits(4) + 4]
    const own = new Array<number>(19).fill(0)
    for (let index = 0; index < count; index++) own[lengthOrder[index]!] = this.bits(3)
    const code = codeOf(own)
    const lengths: number[] = []
    while (lengths.length < literals + distances) {
      const symbol = this.symbol(code)
      if (symbol < 16) lengths.push(symbol)
      else {
        const value = symbol === 16 ? lengths.at(-1)! : 0
        const times = symbol === 16 ? 3 + this.bits(2) : symbol === 17 ? 3 + this.bits(3) : 11 + this.bits(7)
        for (let index = 0; index < times; index++) lengths.push(value)
      }
    }
    return [codeOf(lengths.slice(0, literals)), codeOf(lengths.slice(literals))]
  }

  private compressed(literals: Code, distances: Code): void {
    for (let symbol = this.symbol(literals); symbol !== 256; symbol = this.symbol(literals)) {
      if (symbol < 256) {
        this.output.push(symbol)
        continue
      }
      const length = lengthBases[symbol - 257]! + this.bits(lengthBits[symbol - 257]!)
      const far = this.symbol(distances)
      const distance = distanceBases[far]! + this.bits(distanceBits[far]!)
      if (distance > this.output.length) throw new RangeError('invalid compressed data')
      for (let index = 0; index < length; index++) this.output.push(this.output[this.output.length - distance]!)
    }
  }
}

/** What a gzip file holds; RangeError if it is broken. */
export const gunzip = (bytes: Uint8Array): Uint8Array => {
  const flags = bytes[3] ?? 0
  let at = 10
  if (flags & 4) at += 2 + bytes[at]! + bytes[at + 1]! * 256
  for (const flag of [8, 16]) if (flags & flag) at = bytes.indexOf(0, at) + 1
  if (flags & 2) at += 2
  return new Inflater(bytes, at).run()
}
