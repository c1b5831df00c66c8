/** The reading end of a pipe, file or tty. */
export interface Reader {
  /** Waits for bytes; undefined at the end. */
  read(): Promise<Uint8Array | undefined>
}

/** The writing end. */
export interface Writer {
  /** Returns a promise only when the pipe is full. Throws SystemError EPIPE when nobody reads any more. */
  write(bytes: Uint8Array): void | Promise<void>
}

/** A two-way byte stream: an exec session, a forwarded port, a raw TCP connection. */
export interface Duplex {
  readonly input: Reader
  readonly output: Writer
  close(): void
}
