import { adler32, headerDictionary } from './spdy-dictionary.ts'
import { constants, inflateSync } from 'node:zlib'

const version = 3
const types = { synStream: 1, synReply: 2, rstStream: 3, ping: 6, goAway: 7 } as const
const fin = 1
const controlBit = 0x80

/** One stream of a SPDY connection, as the server has it. */
export class SpdyStream {
  onData: (bytes: Buffer) => void = () => undefined
  onEnd: () => void = () => undefined
  readonly id: number
  readonly headers: Readonly<Record<string, string>>
  readonly #send: (frame: Buffer) => void
  #open = true

  constructor(id: number, headers: Readonly<Record<string, string>>, send: (frame: Buffer) => void) {
    this.id = id
    this.headers = headers
    this.#send = send
  }

  write(bytes: Uint8Array): void {
    if (this.#open) this.#send(dataFrame(this.id, 0, bytes))
  }

  end(): void {
    if (!this.#open) return
    this.#open = false
    this.#send(dataFrame(this.id, fin, new Uint8Array()))
  }
}

const dataFrame = (id: number, flags: number, bytes: Uint8Array): Buffer => {
  const head = Buffer.alloc(8)
  head.writeUInt32BE(id, 0)
  head.writeUInt32BE(bytes.length, 4)
  head[4] = flags
  return Buffer.concat([head, bytes])
}

const controlFrame = (type: number, body: Uint8Array): Buffer => {
  const head = Buffer.alloc(8)
  head.writeUInt16BE((controlBit << 8) | version, 0)
  head.writeUInt16BE(type, 2)
  head.writeUInt32BE(body.length, 4)
  return Buffer.concat([head, body])
}

/** zlib's header for a stream with a dictionary that compresses nothing (RFC 1950). */
const compressionStart = (): Buffer => {
  const head = Buffer.from([0x78, 0x20, 0, 0, 0, 0])
  head.writeUInt32BE(adler32(headerDictionary), 2)
  return head
}

/** No headers at all, as a stored block of deflate, and the empty one that flushes it (RFC 1951). */
const noHeaders = Buffer.from([0, 4, 0, 0xfb, 0xff, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff])

/** The server's side of SPDY/3.1 over any carrier of bytes, as far as port forwarding needs it: streams that the client opens. */
export class SpdyConnection {
  onStream: (stream: SpdyStream) => void = () => undefined
  readonly #send: (frame: Buffer) => void
  readonly #streams = new Map<number, SpdyStream>()
  #unread: Buffer = Buffer.alloc(0)
  /** All header blocks so far: they are one compressed stream. */
  #compressed: Buffer = Buffer.alloc(0)
  #inflated = 0
  #replied = false

  constructor(send: (frame: Buffer) => void) {
    this.#send = send
  }

  take(bytes: Uint8Array): void {
    this.#unread = Buffer.concat([this.#unread, bytes])
    while (this.#unread.length >= 8) {
      const length = this.#unread.readUInt32BE(4) & 0xffffff
      if (this.#unread.length < 8 + length) return
      const frame = this.#unread.subarray(0, 8 + length)
      this.#unread = this.#unread.subarray(8 + length)
      this.#handle(frame, frame[4]!, frame.subarray(8))
    }
  }

  #handle(frame: Buffer, flags: number, body: Buffer): void {
    if ((frame[0]! & controlBit) === 0) return this.#data(this.#streams.get(frame.readUInt32BE(0)), flags, body)
    const type = frame.readUInt16BE(2)
    if (type === types.synStream) this.#open(body.readUInt32BE(0) & 0x7fffffff, flags, body.subarray(10))
    else if (type === types.rstStream) this.#data(this.#streams.get(body.readUInt32BE(0)), fin, Buffer.alloc(0))
    else if (type === types.ping) this.#send(controlFrame(types.ping, body))
  }

  #data(stream: SpdyStream | undefined, flags: number, body: Buffer): void {
    if (!stream) return
    if (body.length > 0) stream.onData(body)
    if ((flags & fin) !== 0) stream.onEnd()
  }

  #open(id: number, flags: number, block: Buffer): void {
    const stream = new SpdyStream(id, this.#headers(block), this.#send)
    this.#streams.set(id, stream)
    const streamId = Buffer.alloc(4)
    streamId.writeUInt32BE(id, 0)
    this.#send(controlFrame(types.synReply, Buffer.concat([streamId, ...(this.#replied ? [] : [compressionStart()]), noHeaders])))
    this.#replied = true
    this.onStream(stream)
    if ((flags & fin) !== 0) stream.onEnd()
  }

  #headers(block: Buffer): Readonly<Record<string, string>> {
    this.#compressed = Buffer.concat([this.#compressed, block])
    const all = inflateSync(this.#compressed, { dictionary: headerDictionary, finishFlush: constants.Z_SYNC_FLUSH })
    const plain = all.subarray(this.#inflated)
    this.#inflated = all.length
    let at = 4
    const text = (): string => {
      const length = plain.readUInt32BE(at)
      at += 4 + length
      return plain.toString('latin1', at - length, at)
    }
    return Object.fromEntries(Array.from({ length: plain.readUInt32BE(0) }, () => [text().toLowerCase(), text()]))
  }
}
