import type { Cancel, Clock, Interrupt } from '../base/index.ts'
import type { FileSystem } from './files-interface.ts'
import type { DialOptions, Endpoint, Listener, NetworkNamespace } from './network-interface.ts'
import type { Reader, Writer } from './stream.ts'
import type { Tty } from './tty-interface.ts'
import type { Machine } from './machine-interface.ts'

export type Signal =
  | 'SIGHUP'
  | 'SIGINT'
  | 'SIGQUIT'
  | 'SIGKILL'
  | 'SIGUSR1'
  | 'SIGUSR2'
  | 'SIGPIPE'
  | 'SIGALRM'
  | 'SIGTERM'
  | 'SIGCHLD'
  | 'SIGCONT'
  | 'SIGSTOP'
  | 'SIGTSTP'
  | 'SIGTTIN'
  | 'SIGTTOU'
  | 'SIGWINCH'

export interface User {
  readonly name: string
  readonly uid: number
  readonly gid: number
  readonly group: string
  readonly groups: readonly string[]
  readonly home: string
  readonly shell: string
}

export interface SpawnOptions {
  readonly stdin?: Reader
  readonly stdout?: Writer
  readonly stderr?: Writer
  readonly env?: ReadonlyMap<string, string>
  readonly cwd?: string
  readonly user?: User
  readonly tty?: Tty
  /** True starts a process group of its own (a job of an interactive shell, a daemon); a number joins that group. */
  readonly group?: boolean | number
  /** Run this instead of looking argv[0] up: how a shell runs its subshells as processes. */
  readonly program?: Program
}

/** The only door between a program and the world. */
export interface Process {
  readonly pid: number
  readonly parent: number
  readonly group: number
  readonly argv: readonly string[]
  readonly env: ReadonlyMap<string, string>
  readonly cwd: string
  readonly user: User
  readonly startedAt: number
  readonly tty?: Tty
  readonly stdin: Reader
  readonly stdout: Writer
  readonly stderr: Writer
  readonly files: FileSystem
  readonly clock: Clock
  readonly machine: Machine
  readonly network: NetworkNamespace
  /** Raised by the default action of a signal, with a ProcessExit as its reason: whatever waits must pass it on. */
  readonly interrupt: Interrupt
  readonly state: 'running' | 'stopped' | 'zombie'
  /** The exit status once it ended: 0 to 255, 128 + n after signal n. */
  readonly exitCode: number | undefined
  readonly exited: Promise<number>
  onExit(run: (code: number) => void): Cancel
  /** Catches a signal (trap, graceful end) instead of its default action; SIGKILL and SIGSTOP cannot be caught. */
  on(signal: Signal, handler: () => void): Cancel
  /** Ends the process: how a daemon that does not wait in `run` ends itself. */
  exit(code: number): void
  chdir(path: string): void
  /** Starts a child. ENOENT or EACCES if argv[0] is no program that this user may run. */
  spawn(argv: readonly string[], options?: SpawnOptions): Process
  kill(signal: Signal): void
  listen(address: string, port: number, listener: Listener, protocol?: 'tcp' | 'udp'): Cancel
  /** Resolves the name, then connects, in virtual time; refused, unreachable, timed out, unknown name: SystemError. */
  dial(host: string, port: number, options?: DialOptions): Promise<Endpoint>
  /** IPv4 addresses of a name by /etc/hosts, then the nameservers of /etc/resolv.conf; ENOTFOUND. */
  lookup(host: string): Promise<readonly string[]>
  /** A socket file that carries a typed service by reference (containerd, etcd). ENOENT, ECONNREFUSED. */
  listenUnix(path: string, service: unknown): Cancel
  dialUnix<T>(path: string): T
  /** Waits in virtual time; ends with the process. */
  sleep(milliseconds: number): Promise<void>
  /** Writes text to stdout (or stderr); waits while the pipe is full. */
  print(text: string): void | Promise<void>
  printError(text: string): void | Promise<void>
}

/** Words that may stand at `words[index]`, whose text so far it completes; asked by the shell on Tab. */
export type Completer = (words: readonly string[], index: number, process: Process) => Promise<readonly string[]> | readonly string[]

/**
 * A program. `run` returns the exit code, as a promise if it waits; a daemon that only reacts returns nothing and lives
 * until `process.exit` or a signal. A UsageError or SystemError that it throws is printed to stderr; ProcessExit ends it;
 * any other error is a bug of the simulator and reaches the host.
 */
export interface Program {
  readonly name: string
  readonly summary: string
  /** Virtual milliseconds that a start of it costs; 1 if absent, 50 for kubectl, curl and the like. */
  readonly cost?: number
  run(process: Process): Promise<number> | number | void
  readonly complete?: Completer
}

/** Thrown through a program to end it: by `exit`, or by the default action of a signal. */
export class ProcessExit extends Error {
  readonly code: number
  constructor(code: number) {
    super(`exit ${code}`)
    this.name = 'ProcessExit'
    this.code = code
  }
}
