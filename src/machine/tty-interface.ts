import type { Cancel } from '../base/index.ts'
import type { Reader, Writer } from './stream.ts'

/** A request to edit a file on the page's editor (vi, vim, nano, kubectl edit); answered when the person closes it. */
export interface EditRequest {
  readonly machine: string
  readonly path: string
  readonly text: string
}

/** `text` is what was written last; absent if the person left without writing. */
export interface EditResult {
  readonly text?: string
}

/**
 * A terminal's line discipline. Canonical: whole lines, with erase (DEL), kill (^U), word erase (^W) and end of file (^D);
 * with `signals` ^C, ^\ and ^Z go to the foreground process group. Raw (all false): every byte as typed, for readline and less.
 */
export interface TtyMode {
  readonly canonical: boolean
  readonly echo: boolean
  readonly signals: boolean
}

export interface Tty {
  /** `/dev/pts/0` */
  readonly path: string
  readonly columns: number
  readonly rows: number
  mode: TtyMode
  /** The process group that reads and gets the signals. */
  foreground: number
  readonly input: Reader
  /** Turns LF into CR LF on the way to the screen. */
  readonly output: Writer
  /** Tells the host what the interactive shell runs, for the time line. */
  commandStarted(line: string): void
  commandEnded(code: number): void
  /** Opens the host's editor; undefined where there is none (headless). */
  readonly edit: ((request: EditRequest) => Promise<EditResult>) | undefined

  // The host's side.
  type(data: string): void
  resize(columns: number, rows: number): void
  hangUp(): void
  onOutput(notify: (bytes: Uint8Array) => void): Cancel
}
