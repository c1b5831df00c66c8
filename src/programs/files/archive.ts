import { concat, decode, encode } from '../../base/index.ts'
import type { Stat } from '../../machine/index.ts'

/** A file in an archive. */
export interface Member {
  readonly name: string
  readonly type: 'file' | 'directory' | 'symlink'
  readonly mode: number
  readonly owner: string
  readonly group: string
  readonly uid: number
  readonly gid: number
  readonly modifiedAt: number
  readonly target: string
  readonly content: Uint8Array
}

const flags: Readonly<Record<Member['type'], string>> = { file: '0', directory: '5', symlink: '2' }

const octal = (value: number, size: number): string => `${value.toString(8).padStart(size - 1, '0')}\0`

const field = (text: string, size: number): Uint8Array => {
  const bytes = new Uint8Array(size)
  bytes.set(encode(text).subarray(0, size))
  return bytes
}

const padded = (bytes: Uint8Array): Uint8Array => concat([bytes, new Uint8Array((512 - (bytes.length % 512)) % 512)])

const header = (member: Member, flag: string): Uint8Array => {
  const block = concat([
    field(member.name, 100),
    ...[octal(member.mode, 8), octal(member.uid, 8), octal(member.gid, 8)].map((text) => encode(text)),
    encode(octal(member.content.length, 12)),
    encode(octal(Math.floor(member.modifiedAt / 1000), 12)),
    encode(' '.repeat(8)),
    encode(flag),
    field(member.target, 100),
    encode('ustar  \0'),
    field(member.owner, 32),
    field(member.group, 32),
    new Uint8Array(183),
  ])
  const sum = block.reduce((total, byte) => total + byte, 0)
  block.set(encode(`${sum.toString(8).padStart(6, '0')}\0 `), 148)
  return block
}

/** A name of more than 99 bytes goes before its file, as GNU tar has it. */
const blocksOf = (member: Member): readonly Uint8Array[] => {
  const content = padded(member.content)
  const own = [header(member, flags[member.type]), content]
  if (encode(member.name).length < 100) return own
  const name = encode(`${member.name}\0`)
  const long = {
    ...member,
    name: '././@LongLink',
    type: 'file',
    mode: 0,
    uid: 0,
    gid: 0,
    modifiedAt: 0,
    target: '',
    content: name,
  } as const
  return [header(long, 'L'), padded(name), ...own]
}

/** The bytes of an archive in GNU's format, filled up to whole records of 10 KiB. */
export const writeArchive = (members: readonly Member[]): Uint8Array => {
  const blocks = concat([...members.flatMap(blocksOf), new Uint8Array(1024)])
  return concat([blocks, new Uint8Array((10240 - (blocks.length % 10240)) % 10240)])
}

/** The files of an archive; undefined if it is none. */
export const readArchive = (bytes: Uint8Array): readonly Member[] | undefined => {
  if (bytes.length > 0 && bytes.length < 512) return undefined
  const members: Member[] = []
  let longName: string | undefined
  for (let at = 0; at + 512 <= bytes.length && bytes[at] !== 0;) {
    const text = (offset: number, size: number) => decode(bytes.subarray(at + offset, at + offset + size)).replace(/\0.*$/s, '')
    const number = (offset: number, size: number) => parseInt(text(offset, size).trim() || '0', 8)
    if (text(257, 5) !== 'ustar') return undefined
    const size = number(124, 12)
    const content = bytes.slice(at + 512, at + 512 + size)
    const flag = text(156, 1)
    const prefix = text(257, 6) === 'ustar' && bytes[at + 262] === 0 ? text(345, 155) : ''
    const name = longName ?? (prefix === '' ? text(0, 100) : `${prefix}/${text(0, 100)}`)
    longName = flag === 'L' ? decode(content).replace(/\0.*$/s, '') : undefined
    const type = flag === '5' ? 'directory' : flag === '2' ? 'symlink' : 'file'
    if (flag === '' || '0125'.includes(flag))
      members.push({
        name,
        type,
        mode: number(100, 8),
        owner: text(265, 32),
        group: text(297, 32),
        uid: number(108, 8),
        gid: number(116, 8),
        modifiedAt: number(136, 12) * 1000,
        target: text(157, 100),
        content,
      })
    at += 512 + Math.ceil(size / 512) * 512
  }
  return members
}

/** `-rw-r--r-- root/root`, size and time as `tar -tv` shows them. */
export const memberLine = (member: Member, modeText: (stat: Pick<Stat, 'type' | 'mode'>) => string): string => {
  const owner = `${member.owner || member.uid}/${member.group || member.gid}`
  const size = String(member.content.length)
  const time = new Date(member.modifiedAt).toISOString().slice(0, 16).replace('T', ' ')
  const link = member.type === 'symlink' ? ` -> ${member.target}` : ''
  return `${modeText(member)} ${owner}${size.padStart(Math.max(size.length + 1, 19 - owner.length))} ${time} ${member.name}${link}`
}
