import type { Process, Program } from '../../machine/index.ts'
import { concat, UsageError } from '../../base/index.ts'
import { getopt, gnuWording, type Wording } from '../getopt.ts'
import { eachInput } from './input.ts'

const printable = (byte: number): string => (byte >= 32 && byte < 127 ? String.fromCharCode(byte) : '.')

const hex = (value: number, width: number): string => value.toString(16).padStart(width, '0')

/** All operands one after the other, as these tools read them. */
const gather = async (
  process: Process,
  operands: readonly string[],
  describe: (path: string, message: string) => string,
): Promise<{ readonly bytes: Uint8Array; readonly code: number }> => {
  const chunks: Uint8Array[] = []
  const code = await eachInput(
    process,
    operands,
    async (reader) => {
      for (let chunk = await reader.read(); chunk; chunk = await reader.read()) chunks.push(chunk)
    },
    describe,
  )
  return { bytes: concat(chunks), code }
}

/** Sixteen bytes a line; lines equal to the one before become one `*` unless `all`. */
const rows = (
  bytes: Uint8Array,
  all: boolean,
  format: (offset: number, row: Uint8Array) => string,
  end: (offset: number) => string,
): string => {
  let text = ''
  let starred = false
  for (let at = 0; at < bytes.length; at += 16) {
    const row = bytes.subarray(at, at + 16)
    const same = !all && at > 0 && row.length === 16 && row.every((byte, index) => byte === bytes[at - 16 + index])
    if (same && !starred) text += '*\n'
    starred = same
    if (!same) text += `${format(at, row)}\n`
  }
  return text + end(bytes.length)
}

const limit = (bytes: Uint8Array, skip: string | undefined, length: string | undefined): Uint8Array => {
  const start = Number(skip ?? 0)
  return bytes.subarray(start, length === undefined ? undefined : start + Number(length))
}

const names = [
  'nul',
  'soh',
  'stx',
  'etx',
  'eot',
  'enq',
  'ack',
  'bel',
  'bs',
  'ht',
  'nl',
  'vt',
  'ff',
  'cr',
  'so',
  'si',
  'dle',
  'dc1',
  'dc2',
  'dc3',
  'dc4',
  'nak',
  'syn',
  'etb',
  'can',
  'em',
  'sub',
  'esc',
  'fs',
  'gs',
  'rs',
  'us',
  'sp',
]

const escapes: Readonly<Record<number, string>> = { 0: '\\0', 7: '\\a', 8: '\\b', 9: '\\t', 10: '\\n', 11: '\\v', 12: '\\f', 13: '\\r' }

const character = (byte: number): string =>
  escapes[byte] ?? (byte >= 32 && byte < 127 ? String.fromCharCode(byte) : byte.toString(8).padStart(3, '0'))

const named = (byte: number): string => ((byte & 127) === 127 ? 'del' : (names[byte & 127] ?? String.fromCharCode(byte & 127)))

/** One number of od: `size` bytes, least first. */
const numbers =
  (size: number, radix: 8 | 10 | 16, width: number, signed = false) =>
  (row: Uint8Array): string => {
    let text = ''
    for (let at = 0; at < row.length; at += size) {
      let value = 0n
      for (let i = size - 1; i >= 0; i--) value = value * 256n + BigInt(row[at + i] ?? 0)
      if (signed) value = BigInt.asIntN(size * 8, value)
      const digits = value.toString(radix)
      text += ` ${radix === 10 ? digits.padStart(width) : digits.padStart(width, '0')}`
    }
    return text
  }

const each = (form: (byte: number) => string) => (row: Uint8Array) => [...row].map((byte) => ` ${form(byte).padStart(3)}`).join('')

const typeOf = (text: string): ((row: Uint8Array) => string) => {
  const [, letter, digits = ''] = /^([acdoux])(\d*)z?$/.exec(text) ?? []
  const size = digits === '' ? 4 : Number(digits)
  if (letter === undefined || ![1, 2, 4, 8].includes(size))
    throw new UsageError(`od: invalid character '${text.at(0)}' in type string ‘${text}’`)
  if (letter === 'a') return each(named)
  if (letter === 'c') return each(character)
  const widths = {
    o: { 1: 3, 2: 6, 4: 11, 8: 22 },
    x: { 1: 2, 2: 4, 4: 8, 8: 16 },
    u: { 1: 3, 2: 5, 4: 10, 8: 20 },
    d: { 1: 4, 2: 6, 4: 11, 8: 20 },
  }
  const width = widths[letter as 'o'][size as 1]
  return numbers(size, letter === 'o' ? 8 : letter === 'x' ? 16 : 10, width, letter === 'd')
}

export const od: Program = {
  name: 'od',
  summary: 'Shows bytes as numbers.',
  async run(process) {
    const options = getopt(
      process.argv.slice(1),
      [
        { letter: 'A', long: 'address-radix', value: 'required' },
        { letter: 'N', long: 'read-bytes', value: 'required' },
        { letter: 'b' },
        { letter: 'c' },
        { letter: 'j', long: 'skip-bytes', value: 'required' },
        { letter: 't', long: 'format', value: 'required' },
        { letter: 'v', long: 'output-duplicates' },
        { letter: 'x' },
      ],
      gnuWording('od'),
    )
    const types = [
      ...(options.has('b') ? ['o1'] : []),
      ...(options.has('c') ? ['c'] : []),
      ...(options.has('x') ? ['x2'] : []),
      ...(options.values.get('format') ?? []).flatMap((text) => text.match(/[a-z]\d*z?/g) ?? [text]),
    ]
    const forms = (types.length > 0 ? types : ['o2']).map(typeOf)
    const radix = options.get('address-radix') ?? 'o'
    if (!'oxdn'.includes(radix[0] ?? '?'))
      throw new UsageError(`od: invalid output address radix '${radix[0]}'; it must be one character from [doxn]`)
    const skip = Number(options.get('skip-bytes') ?? 0)
    const address = (offset: number) =>
      radix === 'n' ? '' : radix === 'x' ? hex(offset + skip, 6) : (offset + skip).toString(radix === 'd' ? 10 : 8).padStart(7, '0')
    const { bytes, code } = await gather(process, options.operands, (path, message) => `od: ${path}: ${message}`)
    if (code !== 0 && bytes.length === 0) return code
    const shown = limit(bytes, options.get('skip-bytes'), options.get('read-bytes'))
    const format = (offset: number, row: Uint8Array) =>
      forms.map((form, index) => (index === 0 ? address(offset) : ' '.repeat(address(offset).length)) + form(row)).join('\n')
    await process.print(rows(shown, options.has('output-duplicates'), format, (offset) => (radix === 'n' ? '' : `${address(offset)}\n`)))
    return code
  },
}

const canonical = (offset: number, row: Uint8Array): string => {
  const cells = Array.from(
    { length: 16 },
    (_, index) => (index < row.length ? `${hex(row[index]!, 2)} ` : '   ') + (index === 7 ? ' ' : ''),
  )
  return `${hex(offset, 8)}  ${cells.join('')} |${[...row].map(printable).join('')}|`
}

const twoBytes = (offset: number, row: Uint8Array): string => `${hex(offset, 7)}${numbers(2, 16, 4)(row)}`.padEnd(47)

export const hexdump: Program = {
  name: 'hexdump',
  summary: 'Shows bytes in hexadecimal.',
  async run(process) {
    const options = getopt(
      process.argv.slice(1),
      [
        { letter: 'C', long: 'canonical' },
        { letter: 'n', long: 'length', value: 'required' },
        { letter: 's', long: 'skip', value: 'required' },
        { letter: 'v', long: 'no-squeezing' },
        { letter: 'x', long: 'two-bytes-hex' },
      ],
      gnuWording('hexdump'),
    )
    const skip = Number(options.get('skip') ?? 0)
    const { bytes, code } = await gather(process, options.operands, (path, message) => `hexdump: ${path}: ${message}`)
    if (code !== 0 && bytes.length === 0) {
      await process.printError('hexdump: all input file arguments failed\n')
      return 1
    }
    const shown = limit(bytes, options.get('skip'), options.get('length'))
    const one = options.has('canonical')
      ? canonical
      : options.has('two-bytes-hex')
        ? (offset: number, row: Uint8Array) => `${hex(offset, 7)}${numbers(2, 16, 4)(row).replace(/ /g, '    ')}`.padEnd(71)
        : twoBytes
    const end = (offset: number) => (offset === 0 ? '' : `${hex(offset + skip, options.has('canonical') ? 8 : 7)}\n`)
    await process.print(rows(shown, options.has('no-squeezing'), (offset, row) => one(offset + skip, row), end))
    return code
  },
}

const xxdUsage = `Usage:
       xxd [options] [infile [outfile]]
    or
       xxd -r [-s [-]offset] [-c cols] [-ps] [infile [outfile]]
Options:
    -c cols     format <cols> octets per line. Default 16 (-i: 12, -ps: 30).
    -g bytes    number of octets per group in normal output. Default 2 (-e: 4).
    -l len      stop after <len> octets.
    -ps         output in postscript plain hexdump style.
    -r          reverse operation: convert (or patch) hexdump into binary.
    -s [+][-]seek  start at <seek> bytes abs. (or +: rel.) infile offset.
    -u          use upper case hex letters.`

const xxdWording: Wording = { unknownShort: () => xxdUsage, unknownLong: () => xxdUsage, missing: () => xxdUsage, exitCode: 1 }

/** The bytes that a dump of xxd stands for. */
const undump = (text: string, plain: boolean): Uint8Array => {
  const digits = plain
    ? text.replace(/\s+/g, '')
    : text
        .replace(/^[0-9a-f]+:/gim, '')
        .replace(/ {2}.*$/gm, '')
        .replace(/\s+/g, '')
  return Uint8Array.from(digits.match(/[0-9a-f]{2}/gi) ?? [], (pair) => parseInt(pair, 16))
}

export const xxd: Program = {
  name: 'xxd',
  summary: 'Shows bytes in hexadecimal, and back.',
  async run(process) {
    const options = getopt(
      process.argv.slice(1).map((word) => (/^-(?:ps|plain|postscript)$/.test(word) ? '-p' : word)),
      [
        { letter: 'c', value: 'required' },
        { letter: 'g', value: 'required' },
        { letter: 'l', value: 'required' },
        { letter: 'p' },
        { letter: 'r' },
        { letter: 's', value: 'required' },
        { letter: 'u' },
      ],
      xxdWording,
    )
    const { bytes, code } = await gather(process, options.operands.slice(0, 1), (path, message) => `xxd: ${path}: ${message}`)
    if (code !== 0) return 2
    if (options.has('r')) {
      await process.stdout.write(undump(new TextDecoder().decode(bytes), options.has('p')))
      return 0
    }
    const skip = Number(options.get('s') ?? 0)
    const shown = limit(bytes, options.get('s'), options.get('l'))
    const columns = Number(options.get('c') ?? (options.has('p') ? 30 : 16))
    const group = Number(options.get('g') ?? 2) || columns
    const digits = (byte: number) => (options.has('u') ? hex(byte, 2).toUpperCase() : hex(byte, 2))
    const width = columns * 2 + Math.ceil(columns / group)
    let text = ''
    for (let at = 0; at < shown.length; at += columns) {
      const row = [...shown.subarray(at, at + columns)]
      if (options.has('p')) text += `${row.map(digits).join('')}\n`
      else {
        const cells = row.map((byte, index) => digits(byte) + ((index + 1) % group === 0 ? ' ' : '')).join('')
        text += `${hex(at + skip, 8)}: ${cells.padEnd(width)} ${row.map(printable).join('')}\n`
      }
    }
    await process.print(text)
    return 0
  },
}
