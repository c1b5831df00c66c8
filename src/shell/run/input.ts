import { concat, encode } from '../../base/index.ts'
import type { Reader } from '../../machine/index.ts'
import type { Shell } from '../shell.ts'
import { wait, type Steps } from '../steps.ts'

/** Bytes that were read from a stream but not yet asked for; shared by all shells that read the stream. */
export interface InputBuffer {
  rest: Uint8Array
}

const empty = new Uint8Array()

export const bufferOf = (shell: Shell, reader: Reader): InputBuffer => {
  let buffer = shell.inputs.get(reader)
  if (!buffer) shell.inputs.set(reader, (buffer = { rest: empty }))
  return buffer
}

/** The stream for a child: what is buffered comes first. */
export const forChild = (shell: Shell, reader: Reader): Reader => {
  const buffer = shell.inputs.get(reader)
  if (!buffer || buffer.rest.length === 0) return reader
  return {
    ...(reader.tty ? { tty: reader.tty } : {}),
    read: () => {
      if (buffer.rest.length === 0) return reader.read()
      const { rest } = buffer
      buffer.rest = empty
      return Promise.resolve(rest)
    },
    retain: () => reader.retain?.(),
    release: () => reader.release?.(),
  }
}

/** Reads up to and including a byte, or at most `limit` bytes; `ended` if the stream ended before. */
export function* readUntil(
  shell: Shell,
  reader: Reader,
  delimiter: number | undefined,
  limit = Infinity,
): Steps<{ readonly bytes: Uint8Array; readonly ended: boolean }> {
  const buffer = bufferOf(shell, reader)
  const taken: Uint8Array[] = []
  let size = 0
  for (;;) {
    const { rest } = buffer
    const found = delimiter === undefined ? -1 : rest.indexOf(delimiter)
    const end = Math.min(found < 0 ? rest.length : found + 1, limit - size)
    if (end > 0) taken.push(rest.subarray(0, end))
    size += end
    buffer.rest = rest.subarray(end)
    if ((found >= 0 && found < end) || size >= limit) return { bytes: concat(taken), ended: false }
    const chunk = yield* wait(reader.read())
    if (!chunk) return { bytes: concat(taken), ended: true }
    buffer.rest = chunk
  }
}

export const textReader = (text: string): Reader => {
  let rest: Uint8Array | undefined = text === '' ? undefined : encode(text)
  return {
    read: () => {
      const chunk = rest
      rest = undefined
      return Promise.resolve(chunk)
    },
  }
}
