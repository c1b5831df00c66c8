import type { Interrupt } from '../base/index.ts'
import type { Tty } from './tty-interface.ts'

/** The reading end of a pipe, file or tty. */
export interface Reader {
  /** The terminal that it is (isatty). */
  readonly tty?: Tty
  /** Waits for bytes; undefined at the end. What comes after `interrupt` was raised is left to the next reader. */
  read(interrupt?: Interrupt): Promise<Uint8Array | undefined>
  /** A process that has this end open counts as a holder; the last `release` closes the end. Absent: nothing to close. */
  retain?(): void
  release?(): void
}

/** The writing end. */
export interface Writer {
  readonly tty?: Tty
  /** Returns a promise only when the pipe is full. Throws SystemError EPIPE when nobody reads any more. */
  write(bytes: Uint8Array): void | Promise<void>
  retain?(): void
  release?(): void
}

/** A two-way byte stream: an exec session, a forwarded port, a raw TCP connection. */
export interface Duplex {
  readonly input: Reader
  readonly output: Writer
  close(): void
}
