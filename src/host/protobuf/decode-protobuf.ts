import { decode } from '../../base/index.ts'
import { messages } from './messages.ts'

interface Field {
  readonly name: string
  readonly type: string
  readonly shape: 'one' | 'list' | 'map'
}

interface Raw {
  readonly number: number
  readonly wire: number
  readonly bytes: Uint8Array
  readonly value: bigint
}

/** What stands before every message (`apimachinery/pkg/runtime/serializer/protobuf/protobuf.go`): then comes a runtime.Unknown. */
const magic = [0x6b, 0x38, 0x73, 0x00]

/** Go embeds these: in JSON their fields stand in the message itself. */
const embedded = new Set(['volumeSource', 'ephemeralContainerCommon', 'handler', 'persistentVolumeSource', 'localObjectReference'])

/** Pointers to strings for which the empty string says something. */
const meaningfulWhenEmpty = new Set(['storageClassName', 'ingressClassName', 'volumeName'])

const tables = new Map<string, ReadonlyMap<number, Field>>()

const fieldsOf = (message: string): ReadonlyMap<number, Field> => {
  let fields = tables.get(message)
  if (!fields) {
    const entries = (messages[message] ?? '').split(', ').map((text): readonly [number, Field] => {
      const [number, name = '', type = ''] = text.split(' ')
      return [
        Number(number),
        { name, type: type.replace(/^(\[\]|\{\})/, ''), shape: type.startsWith('[]') ? 'list' : type.startsWith('{}') ? 'map' : 'one' },
      ]
    })
    fields = new Map(entries)
    tables.set(message, fields)
  }
  return fields
}

const none = new Uint8Array()

/** The fields of a message as they lie on the wire. */
function* rawFields(bytes: Uint8Array): Generator<Raw, void, void> {
  let at = 0
  const varint = (): bigint => {
    let value = 0n
    for (let shift = 0n; ; shift += 7n) {
      const byte = bytes[at++]
      if (byte === undefined) throw new RangeError('unexpected EOF')
      value |= BigInt(byte & 0x7f) << shift
      if (byte < 0x80) return value
    }
  }
  const take = (length: number): Uint8Array => {
    if (at + length > bytes.length) throw new RangeError('unexpected EOF')
    at += length
    return bytes.subarray(at - length, at)
  }
  while (at < bytes.length) {
    const key = Number(varint())
    const [number, wire] = [key >>> 3, key & 7]
    if (wire === 0) yield { number, wire, bytes: none, value: varint() }
    else if (wire === 2) yield { number, wire, bytes: take(Number(varint())), value: 0n }
    else if (wire === 1 || wire === 5) yield { number, wire, bytes: take(wire === 1 ? 8 : 4), value: 0n }
    else throw new RangeError(`illegal wire type ${wire}`)
  }
}

const integer = (value: bigint): number => Number(BigInt.asIntN(64, value))

const only = (bytes: Uint8Array, number: number): Raw | undefined => [...rawFields(bytes)].findLast((field) => field.number === number)

const timeOf = (bytes: Uint8Array, digits: number): string | undefined => {
  const seconds = only(bytes, 1)
  if (!seconds) return undefined
  const text = new Date(integer(seconds.value) * 1000).toISOString().slice(0, 19)
  const nanos = Number(only(bytes, 2)?.value ?? 0n)
  return digits === 0 ? `${text}Z` : `${text}.${String(nanos).padStart(9, '0').slice(0, digits)}Z`
}

const intOrString = (bytes: Uint8Array): number | string =>
  integer(only(bytes, 1)?.value ?? 0n) === 1 ? decode(only(bytes, 3)?.bytes ?? none) : integer(only(bytes, 2)?.value ?? 0n)

const jsonIn = (bytes: Uint8Array): unknown => {
  const text = decode(only(bytes, 1)?.bytes ?? none)
  return text === '' ? undefined : JSON.parse(text)
}

const valueOf = (type: string, { bytes, value }: Raw): unknown => {
  switch (type) {
    case 'string':
      return decode(bytes)
    case 'bytes':
      return Buffer.from(bytes).toString('base64')
    case 'bool':
      return value !== 0n
    case 'int32':
    case 'int64':
      return integer(value)
    case 'double':
      return new DataView(bytes.buffer, bytes.byteOffset, 8).getFloat64(0, true)
    case 'Quantity':
      return decode(only(bytes, 1)?.bytes ?? none)
    case 'IntOrString':
      return intOrString(bytes)
    case 'meta.v1.Time':
      return timeOf(bytes, 0)
    case 'meta.v1.MicroTime':
      return timeOf(bytes, 6)
    case 'meta.v1.FieldsV1':
    case 'RawExtension':
      return jsonIn(bytes)
    default:
      return messageOf(type, bytes)
  }
}

/** Go writes texts without a pointer even if nobody set them; in JSON they would not stand there. Zeros go when the object is decoded. */
const isUnset = ({ name, type }: Field, value: unknown): boolean =>
  value === undefined || (value === '' && type === 'string' && !meaningfulWhenEmpty.has(name))

const messageOf = (message: string, bytes: Uint8Array): Readonly<Record<string, unknown>> => {
  const result: Record<string, unknown> = {}
  const fields = fieldsOf(message)
  for (const raw of rawFields(bytes)) {
    const field = fields.get(raw.number)
    if (!field) continue
    const { name, type, shape } = field
    if (shape === 'list') result[name] = [...((result[name] as readonly unknown[] | undefined) ?? []), valueOf(type, raw)]
    else if (shape === 'map') {
      const inner = only(raw.bytes, 2) ?? { number: 2, wire: 2, bytes: none, value: 0n }
      result[name] = { ...(result[name] as object | undefined), [decode(only(raw.bytes, 1)?.bytes ?? none)]: valueOf(type, inner) }
    } else {
      const value = valueOf(type, raw)
      if (embedded.has(name)) Object.assign(result, value)
      else if (!isUnset(field, value)) result[name] = value
    }
  }
  return result
}

const isMessage = (bytes: Uint8Array): boolean => magic.every((byte, index) => bytes[index] === byte)

/** `apps/v1` and `Deployment` → `apps.v1.Deployment`; options may come in the group of what they are for. */
const messageName = (apiVersion: string, kind: string): string | undefined => {
  const [group = '', version] = apiVersion.includes('/') ? apiVersion.split('/') : ['core', apiVersion]
  return [`${group.split('.')[0]}.${version}.${kind}`, `meta.v1.${kind}`].find((name) => name in messages)
}

/** The object in a body of `application/vnd.kubernetes.protobuf`; undefined if it is of an unknown type. */
export const decodeProtobuf = (body: Uint8Array): Readonly<Record<string, unknown>> | undefined => {
  if (!isMessage(body)) return undefined
  const unknown = body.subarray(magic.length)
  const typeMeta = only(unknown, 1)?.bytes ?? none
  const apiVersion = decode(only(typeMeta, 1)?.bytes ?? none)
  const kind = decode(only(typeMeta, 2)?.bytes ?? none)
  const message = messageName(apiVersion, kind)
  return message === undefined ? undefined : { apiVersion, kind, ...messageOf(message, only(unknown, 2)?.bytes ?? none) }
}
