import { createHash } from 'node:crypto'
import type { Duplex } from 'node:stream'

/** RFC 6455, section 1.3. */
const acceptSuffix = '258EAFA5-E914-47DA-95CA-C5AB0DC85B11'

type Opcode = 0 | 1 | 2 | 8 | 9 | 10

interface Frame {
  readonly opcode: number
  readonly last: boolean
  readonly payload: Buffer
  /** Bytes on the wire. */
  readonly length: number
}

export const acceptKey = (key: string): string => createHash('sha1').update(`${key}${acceptSuffix}`).digest('base64')

/** The first frame in `bytes`, unmasked; undefined while it is not all there. */
const readFrame = (bytes: Buffer): Frame | undefined => {
  if (bytes.length < 2) return undefined
  const short = bytes[1]! & 0x7f
  const sizeBytes = short === 126 ? 2 : short === 127 ? 8 : 0
  const masked = (bytes[1]! & 0x80) !== 0
  const start = 2 + sizeBytes + (masked ? 4 : 0)
  if (bytes.length < start) return undefined
  const size = sizeBytes === 2 ? bytes.readUInt16BE(2) : sizeBytes === 8 ? Number(bytes.readBigUInt64BE(2)) : short
  if (bytes.length < start + size) return undefined
  const payload = Buffer.from(bytes.subarray(start, start + size))
  if (masked) for (let i = 0; i < size; i++) payload[i] = payload[i]! ^ bytes[start - 4 + (i & 3)]!
  return { opcode: bytes[0]! & 0x0f, last: (bytes[0]! & 0x80) !== 0, payload, length: start + size }
}

const frame = (opcode: Opcode, payload: Uint8Array): Buffer => {
  const size = payload.length
  const head = Buffer.alloc(size < 126 ? 2 : size < 65_536 ? 4 : 10)
  head[0] = 0x80 | opcode
  head[1] = size < 126 ? size : size < 65_536 ? 126 : 127
  if (head.length === 4) head.writeUInt16BE(size, 2)
  if (head.length === 10) head.writeBigUInt64BE(BigInt(size), 2)
  return Buffer.concat([head, payload])
}

/** The server's side of a WebSocket, after its handshake. */
export class WebSocketConnection {
  onMessage: (message: Buffer) => void = () => undefined
  onClose: () => void = () => undefined
  readonly #socket: Duplex
  #unread: Buffer = Buffer.alloc(0)
  #parts: Buffer[] = []
  #open = true

  constructor(socket: Duplex) {
    this.#socket = socket
    socket.on('data', (bytes: Buffer) => this.#take(bytes))
    socket.on('error', () => this.#end())
    socket.on('close', () => this.#end())
    socket.on('end', () => this.close())
  }

  send(message: Uint8Array): void {
    if (this.#open) this.#socket.write(frame(2, message))
  }

  close(code = 1000): void {
    if (!this.#open) return
    const payload = Buffer.alloc(2)
    payload.writeUInt16BE(code)
    this.#socket.end(frame(8, payload))
    this.#end()
  }

  #end(): void {
    if (!this.#open) return
    this.#open = false
    this.onClose()
  }

  /** `head` of an upgrade, or what the socket brings. */
  #take(bytes: Buffer): void {
    this.#unread = Buffer.concat([this.#unread, bytes])
    for (let next = readFrame(this.#unread); next && this.#open; next = readFrame(this.#unread)) {
      this.#unread = this.#unread.subarray(next.length)
      this.#handle(next)
    }
  }

  #handle({ opcode, last, payload }: Frame): void {
    if (opcode === 8) this.close()
    else if (opcode === 9) this.#socket.write(frame(10, payload))
    else if (opcode <= 2) {
      this.#parts.push(payload)
      if (last) this.onMessage(Buffer.concat(this.#parts.splice(0)))
    }
  }
}
