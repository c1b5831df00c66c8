import type { Endpoint } from './network-interface.ts'
import type { Reader, Writer } from './stream.ts'

/** The connection of `kubectl exec` or `attach` after its upgrade (HttpResponse.upgrade): the process inside the container. */
export interface ExecSession {
  /** Closing is `end`; absent if no stdin was asked for. */
  readonly stdin?: Writer & { end?(): void }
  readonly stdout: Reader
  readonly stderr?: Reader
  /** Tells the process's tty its new size. */
  resize(columns: number, rows: number): void
  /** The exit status of the process. */
  readonly exited: Promise<number>
}

/** The connection of `kubectl port-forward` after its upgrade. */
export interface PortForwardSession {
  /** Connects to a port of the Pod from the inside; SystemError if nothing listens there. */
  dial(port: number): Endpoint
  /** What names the Pod's sandbox in messages. */
  readonly sandbox: string
}
