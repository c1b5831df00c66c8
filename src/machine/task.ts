import { encode, InterruptSource, SystemError, UsageError, type Cancel, type Clock, type Interrupt } from '../base/index.ts'
import type { Computer } from './computer.ts'
import type { FileSystem } from './files-interface.ts'
import type { DialOptions, Endpoint, Listener, NetworkNamespace } from './network-interface.ts'
import { emptyReader, nullWriter } from './pipe.ts'
import { ProcessExit, type Process, type Program, type Signal, type SpawnOptions, type User } from './process-interface.ts'
import { dial, lookup } from './resolver.ts'
import { defaultAction, signalNumbers } from './signals.ts'
import type { Reader, Writer } from './stream.ts'
import type { Tty } from './tty-interface.ts'

export interface TaskOptions extends SpawnOptions {
  readonly pid: number
  readonly argv: readonly string[]
  readonly parent: Task | undefined
  readonly program: Program
}

/** The end of a pipe, file or tty behind what a process reads or writes with; what a process hands on is that, not its own view. */
const origins = new WeakMap<Reader | Writer, Reader | Writer>()
const originOf = <T extends Reader | Writer>(end: T): T => (origins.get(end) as T | undefined) ?? end

/** Nobody need wait for what the end of a process cuts short: that it failed is known. Who waits learns of it all the same. */
const noticed = <T>(promise: Promise<T>): Promise<T> => {
  promise.catch(() => undefined)
  return promise
}

/** A process. What it started, opened and listens on ends with it. */
export class Task implements Process {
  readonly pid: number
  readonly group: number
  readonly argv: readonly string[]
  readonly env: ReadonlyMap<string, string>
  readonly user: User
  readonly startedAt: number
  readonly tty?: Tty
  readonly stdin: Reader
  readonly stdout: Writer
  readonly stderr: Writer
  readonly files: FileSystem
  readonly machine: Computer
  readonly program: Program
  readonly exited: Promise<number>
  cwd: string
  parent: number
  state: 'running' | 'stopped' | 'zombie' = 'running'
  exitCode: number | undefined
  readonly #interrupt = new InterruptSource()
  readonly #handlers = new Map<Signal, Set<() => void>>()
  readonly #cleanups = new Set<() => void>()
  readonly #exitListeners = new Set<(code: number) => void>()
  readonly #ends: readonly (Reader | Writer)[]
  #resolveExited: (code: number) => void = () => undefined
  #continued: (() => void)[] = []

  constructor(machine: Computer, options: TaskOptions) {
    const { parent } = options
    this.machine = machine
    this.pid = options.pid
    this.parent = parent?.pid ?? (options.pid === 1 ? 0 : 1)
    this.group = typeof options.group === 'number' ? options.group : options.group || !parent ? options.pid : parent.group
    this.argv = options.argv
    this.program = options.program
    this.env = options.env ?? parent?.env ?? new Map()
    this.cwd = options.cwd ?? parent?.cwd ?? '/'
    this.user = options.user ?? parent?.user ?? machine.users.find('root')!
    this.startedAt = machine.clock.now
    const tty = options.tty ?? parent?.tty
    if (tty) this.tty = tty
    this.#ends = [
      originOf(options.stdin ?? parent?.stdin ?? emptyReader),
      originOf(options.stdout ?? parent?.stdout ?? nullWriter),
      originOf(options.stderr ?? parent?.stderr ?? nullWriter),
    ]
    const [input, output, errors] = this.#ends as readonly [Reader, Writer, Writer]
    this.stdin = { ...(input.tty ? { tty: input.tty } : {}), read: () => this.#waitFor(input.read(this.#interrupt)) }
    origins.set(this.stdin, input)
    this.stdout = this.#guarded(output)
    this.stderr = this.#guarded(errors)
    for (const end of this.#ends) end.retain?.()
    this.files = machine.tree.view({ user: this.user, cwd: () => this.cwd })
    this.exited = new Promise((resolve) => (this.#resolveExited = resolve))
  }

  get clock(): Clock {
    return this.machine.clock
  }

  get network(): NetworkNamespace {
    return this.machine.network
  }

  get interrupt(): Interrupt {
    return this.#interrupt
  }

  /** Runs the program; called once, by the machine. */
  start(): void {
    if (this.state === 'zombie') return
    try {
      const result = this.program.run(this)
      if (typeof result === 'number') this.exit(result)
      else if (result) {
        this.clock.wake()
        result.then(
          (code) => this.exit(code),
          (error: unknown) => this.#fail(error),
        )
      }
    } catch (error) {
      this.#fail(error)
    }
  }

  onExit(run: (code: number) => void): Cancel {
    if (this.exitCode !== undefined) {
      run(this.exitCode)
      return () => undefined
    }
    this.#exitListeners.add(run)
    return () => this.#exitListeners.delete(run)
  }

  on(signal: Signal, handler: () => void): Cancel {
    const handlers = this.#handlers.get(signal) ?? new Set()
    this.#handlers.set(signal, handlers.add(handler))
    return () => {
      handlers.delete(handler)
      if (handlers.size === 0) this.#handlers.delete(signal)
    }
  }

  kill(signal: Signal): void {
    if (this.state === 'zombie') return
    const handlers = this.#handlers.get(signal)
    if (signal === 'SIGCONT') this.#continue()
    if (handlers && signal !== 'SIGKILL' && signal !== 'SIGSTOP') {
      this.clock.wake()
      for (const handler of [...handlers]) handler()
      return
    }
    const action = defaultAction(signal)
    if (action === 'ignore') return
    // The kernel shields the first process of a container from signals that it does not handle.
    if (this.pid === 1 && signal !== 'SIGKILL') return
    if (action === 'stop') {
      this.state = 'stopped'
      this.machine.processes.get(this.parent)?.kill('SIGCHLD')
    } else this.exit(128 + signalNumbers[signal])
  }

  exit(code: number): void {
    if (this.state === 'zombie') return
    this.state = 'zombie'
    this.exitCode = code & 0xff
    this.clock.wake()
    this.#interrupt.raise(new ProcessExit(this.exitCode))
    for (const cleanup of [...this.#cleanups]) cleanup()
    this.#continue()
    for (const end of this.#ends) end.release?.()
    this.machine.forget(this)
    for (const listener of [...this.#exitListeners]) listener(this.exitCode)
    this.#resolveExited(this.exitCode)
  }

  chdir(path: string): void {
    const absolute = this.files.resolve(path)
    if (this.files.stat(absolute).type !== 'directory') throw new SystemError('ENOTDIR', path)
    this.cwd = absolute
  }

  spawn(argv: readonly string[], options: SpawnOptions = {}): Process {
    this.#interrupt.throwIfRaised()
    return this.machine.start(argv, options, this)
  }

  listen(address: string, port: number, listener: Listener, protocol: 'tcp' | 'udp' = 'tcp'): Cancel {
    return this.#untilExit(this.machine.network.listen(address, port, listener, protocol, this.pid))
  }

  listenUnix(path: string, service: unknown): Cancel {
    return this.#untilExit(this.machine.listenUnix(path, service))
  }

  dialUnix<T>(path: string): T {
    return this.machine.dialUnix(path) as T
  }

  async dial(host: string, port: number, options: DialOptions = {}): Promise<Endpoint> {
    return this.machine.observed(this, await dial(this, host, port, options))
  }

  lookup(host: string): Promise<readonly string[]> {
    return lookup(this, host)
  }

  sleep(milliseconds: number): Promise<void> {
    return noticed(this.clock.sleep(milliseconds, this.#interrupt).then(() => this.#whileStopped()))
  }

  /** Waits for what is work rather than patience: it passes even while time is paused. */
  spend(milliseconds: number): Promise<void> {
    this.machine.cost(milliseconds)
    return this.sleep(milliseconds)
  }

  print(text: string): void | Promise<void> {
    return this.stdout.write(encode(text))
  }

  printError(text: string): void | Promise<void> {
    return this.stderr.write(encode(text))
  }

  #untilExit(cancel: Cancel): Cancel {
    const once = () => {
      this.#cleanups.delete(once)
      cancel()
    }
    this.#cleanups.add(once)
    return once
  }

  /** A promise of the outside world, which the end of this process cuts short. */
  #waitFor<T>(promise: Promise<T>): Promise<T> {
    return noticed(this.#raced(promise))
  }

  async #raced<T>(promise: Promise<T>): Promise<T> {
    this.#interrupt.throwIfRaised()
    let forget: Cancel = () => undefined
    const interrupted = new Promise<never>((_, reject) => (forget = this.#interrupt.onRaise(reject)))
    try {
      const value = await Promise.race([promise, interrupted])
      await this.#whileStopped()
      return value
    } finally {
      forget()
    }
  }

  #guarded(writer: Writer): Writer {
    const guarded: Writer = {
      ...(writer.tty ? { tty: writer.tty } : {}),
      write: (bytes) => {
        this.#interrupt.throwIfRaised()
        let waiting
        try {
          waiting = writer.write(bytes)
        } catch (error) {
          throw this.#brokenPipe(error)
        }
        if (!waiting) return
        return noticed(
          this.#waitFor(waiting).catch((error: unknown) => {
            throw this.#brokenPipe(error)
          }),
        )
      },
    }
    origins.set(guarded, writer)
    return guarded
  }

  /** Writing where nobody reads ends a process by SIGPIPE, unless it handles that. */
  #brokenPipe(error: unknown): unknown {
    if (!(error instanceof SystemError) || error.code !== 'EPIPE') return error
    this.kill('SIGPIPE')
    return this.#interrupt.raised ? this.#interrupt.reason : error
  }

  async #whileStopped(): Promise<void> {
    while (this.state === 'stopped') await new Promise<void>((resolve) => this.#continued.push(resolve))
    this.#interrupt.throwIfRaised()
  }

  #continue(): void {
    if (this.state === 'stopped') this.state = 'running'
    const waiting = this.#continued
    this.#continued = []
    if (waiting.length > 0) this.clock.wake()
    for (const resolve of waiting) resolve()
  }

  #fail(error: unknown): void {
    if (this.state === 'zombie') {
      if (!(error instanceof ProcessExit) && !(error instanceof SystemError)) this.machine.bug(error, this)
      return
    }
    if (error instanceof ProcessExit) return this.exit(error.code)
    if (error instanceof UsageError || error instanceof SystemError) {
      const text =
        error instanceof UsageError ? error.message : `${this.argv[0]}: ${error.subject ? `${error.subject}: ` : ''}${error.message}`
      try {
        void this.printError(`${text}\n`)
      } catch {
        // Nobody reads its errors: it ends all the same.
      }
      return this.exit(error instanceof UsageError ? error.exitCode : 1)
    }
    this.machine.bug(error, this)
    this.exit(70)
  }
}
