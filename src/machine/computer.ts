import { SystemError, type Cancel, type Clock, type Seed } from '../base/index.ts'
import type { Namespace } from './fabric.ts'
import { FileTree } from './file-tree.ts'
import type { FileSystem } from './files-interface.ts'
import { Content } from './inode.ts'
import { createJournal } from './journal.ts'
import type { Journal, Machine, UserDatabase } from './machine-interface.ts'
import type { Endpoint, HttpRequest, HttpResponse } from './network-interface.ts'
import type { Process, Program, Signal, SpawnOptions } from './process-interface.ts'
import { Systemd } from './systemd/systemd.ts'
import { Task } from './task.ts'
import { Terminal, type TerminalOptions } from './terminal.ts'
import { createUserDatabase, root } from './users.ts'

export interface ComputerOptions {
  readonly hostname: string
  readonly clock: Clock
  readonly seed: Seed
  readonly network: Namespace
  readonly files?: FileTree
  readonly programs: ReadonlyMap<string, Program>
  readonly hardware: Machine['hardware']
  /** True for a container: no systemd, and what is spawned first is pid 1. */
  readonly container?: boolean
  /** Told until when something that a person started costs time: paused time goes on that far. */
  readonly onCost?: (until: number) => void
  /** Told of every HTTP request that a program of this machine sends over a connection that it dialled. */
  readonly onRequest?: (process: Process, request: HttpRequest, response: HttpResponse) => void
  /** Takes an error that no program may throw: a bug of the simulator. */
  readonly onBug: (error: unknown, process: Process) => void
}

const defaultPath = '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin'

/** A computer, or a container. */
export class Computer implements Machine {
  readonly hostname: string
  readonly clock: Clock
  readonly seed: Seed
  readonly network: Namespace
  readonly tree: FileTree
  readonly files: FileSystem
  readonly users: UserDatabase
  readonly journal: Journal
  readonly systemd?: Systemd
  readonly programs: ReadonlyMap<string, Program>
  readonly hardware: Machine['hardware']
  bootedAt: number
  on = true
  readonly #options: ComputerOptions
  readonly #tasks = new Map<number, Task>()
  readonly #sockets = new Map<string, unknown>()
  readonly #terminals = new Set<Terminal>()
  readonly #powerListeners = new Set<() => void>()
  #nextPid: number
  #nextTerminal = 0

  constructor(options: ComputerOptions) {
    this.#options = options
    this.hostname = options.hostname
    this.clock = options.clock
    this.seed = options.seed
    this.network = options.network
    this.programs = options.programs
    this.hardware = options.hardware
    this.bootedAt = options.clock.now
    this.tree = options.files ?? new FileTree({ clock: options.clock })
    this.files = this.tree.view({ user: root, cwd: () => '/' })
    this.users = createUserDatabase(this.files)
    this.journal = createJournal()
    this.#nextPid = options.container ? 1 : 2
    if (!options.container) this.systemd = new Systemd(this)
  }

  get processes(): ReadonlyMap<number, Task> {
    return this.#tasks
  }

  spawn(argv: readonly string[], options: SpawnOptions = {}): Process {
    return this.start(argv, { cwd: '/', user: root, group: true, ...options }, undefined)
  }

  /** Looks the program up and starts it once its cost of virtual time has passed. */
  start(argv: readonly string[], options: SpawnOptions, parent: Task | undefined): Process {
    if (!this.on) throw new SystemError('ESRCH', this.hostname)
    const [program, command] = options.program ? [options.program, argv] : this.#executable(argv, options, parent)
    const task = new Task(this, { ...options, argv: command, parent, program, pid: this.#nextPid++ })
    this.#tasks.set(task.pid, task)
    const cost = options.program ? 0 : (program.cost ?? 1)
    this.cost(cost)
    this.clock.after(cost, () => task.start())
    return task
  }

  /** Lays an executable of one of the machine's programs at a path. */
  installProgram(path: string, program: string): void {
    this.files.write(path, `\x7fELF ${program}\n`, { mode: 0o755, program })
  }

  /** Makes a character device: reads as empty, swallows what is written. */
  addDevice(path: string): void {
    this.files.write(path, '', { mode: 0o666 })
    this.tree.own(path).type = 'device'
  }

  /** Lays a file whose text is made when it is first read: for what is costly to make and seldom looked at. */
  writeLater(path: string, mode: number, make: () => string): void {
    let text: string | undefined
    this.files.write(path, '', { mode })
    this.tree.own(path).content = new Content(() => (text ??= make()))
  }

  /** The path that a command name leads to, by PATH; ENOENT or EACCES. */
  which(name: string, path: string, files: FileSystem): string {
    if (name.includes('/')) {
      const { type, mode } = files.stat(name)
      if (type === 'directory' || (mode & 0o111) === 0) throw new SystemError('EACCES', name)
      return name
    }
    let denied = false
    for (const directory of path.split(':')) {
      const candidate = `${directory || '.'}/${name}`
      if (!files.exists(candidate)) continue
      const { type, mode } = files.stat(candidate)
      if (type !== 'directory' && (mode & 0o111) !== 0) return candidate
      if (type !== 'directory') denied = true
    }
    throw new SystemError(denied ? 'EACCES' : 'ENOENT', name)
  }

  /** What to run: the program of that name, or the interpreter that the file's first line names, with the file as its argument. */
  #executable(argv: readonly string[], options: SpawnOptions, parent: Task | undefined): readonly [Program, readonly string[]] {
    const env = options.env ?? parent?.env
    const files = this.tree.view({ user: options.user ?? parent?.user ?? root, cwd: () => options.cwd ?? parent?.cwd ?? '/' })
    const path = this.which(argv[0] ?? '', env?.get('PATH') ?? defaultPath, files)
    const marker = files.stat(path).program
    const program = marker === undefined ? undefined : this.programs.get(marker)
    if (program) return [program, argv]
    const [, interpreter, argument] = /^#![ \t]*(\S+)(?:[ \t]+(.*\S))?/.exec(marker === undefined ? files.readText(path) : '') ?? []
    if (interpreter === undefined || interpreter === path) throw new SystemError('ENOEXEC', path)
    return this.#executable([interpreter, ...(argument === undefined ? [] : [argument]), path, ...argv.slice(1)], options, parent)
  }

  /** Notes that work of so many virtual milliseconds begins now. */
  cost(milliseconds: number): void {
    this.#options.onCost?.(this.clock.now + milliseconds)
  }

  /** A connection of a process whose requests are told of. */
  observed(process: Process, endpoint: Endpoint): Endpoint {
    const { onRequest } = this.#options
    if (!onRequest) return endpoint
    return {
      local: endpoint.local,
      remote: endpoint.remote,
      listener: endpoint.listener,
      get open() {
        return endpoint.open
      },
      request: (request) => {
        const response = endpoint.request(request)
        onRequest(process, request, response)
        return response
      },
      onClose: (run) => endpoint.onClose(run),
      close: () => endpoint.close(),
    }
  }

  /** Called by a process that ended. */
  forget(task: Task): void {
    this.#tasks.delete(task.pid)
    for (const child of this.#tasks.values()) if (child.parent === task.pid) child.parent = 1
    this.#tasks.get(task.parent)?.kill('SIGCHLD')
  }

  signalGroup(group: number, signal: Signal): void {
    for (const task of [...this.#tasks.values()]) if (task.group === group) task.kill(signal)
  }

  listenUnix(path: string, service: unknown): Cancel {
    if (this.#sockets.has(path)) throw new SystemError('EADDRINUSE', path)
    this.#sockets.set(path, service)
    const parent = path.slice(0, path.lastIndexOf('/'))
    if (parent && !this.files.exists(parent)) this.files.mkdir(parent, { parents: true })
    if (!this.files.exists(path)) this.files.write(path, '')
    return () => this.#sockets.delete(path)
  }

  dialUnix(path: string): unknown {
    this.files.stat(path)
    if (!this.#sockets.has(path)) throw new SystemError('ECONNREFUSED', path)
    return this.#sockets.get(path)
  }

  openTty(columns: number, rows: number, more: Pick<TerminalOptions, 'onCommand' | 'edit'> = {}): Terminal {
    const terminal: Terminal = new Terminal({
      clock: this.clock,
      path: `/dev/pts/${this.#nextTerminal++}`,
      columns,
      rows,
      signal: (group, signal) => this.signalGroup(group, signal),
      ...more,
    })
    this.#terminals.add(terminal)
    return terminal
  }

  /** The power switch: every process is gone at once; what is on disk stays. */
  powerOff(): void {
    if (!this.on) return
    this.on = false
    this.network.up = false
    this.systemd?.halt()
    for (const task of [...this.#tasks.values()]) task.exit(137)
    for (const terminal of this.#terminals) terminal.hangUp()
    this.#terminals.clear()
    this.#sockets.clear()
    for (const notify of [...this.#powerListeners]) notify()
  }

  /** Tells that the power went: what runs on this machine without being one of its processes (containers) ends too. */
  onPowerOff(notify: () => void): Cancel {
    this.#powerListeners.add(notify)
    return () => this.#powerListeners.delete(notify)
  }

  powerOn(): void {
    if (this.on) return
    this.on = true
    this.network.up = true
    this.bootedAt = this.clock.now
    this.#nextPid = 2
    this.systemd?.boot()
  }

  bug(error: unknown, process: Process): void {
    this.#options.onBug(error, process)
  }
}
