import type { Clock } from '../base/index.ts'
import type { StoreEvent } from '../etcd/index.ts'
import type { EditResult, Program, Terminal } from '../machine/index.ts'
import { Grader, type Evaluate, type Verdict } from '../teaching/index.ts'
import { World } from '../world/index.ts'
import { Chart } from './chart.ts'
import { storeHash } from './hash.ts'
import type { Command, EditorRequest, LogEntry, Marker, Session, TerminalInfo, Tick } from './protocol.ts'
import { RowTracker } from './rows.ts'
import { TerminalSession } from './terminal-session.ts'

export interface SimulationOptions {
  readonly hop: () => Promise<void>
  readonly programs: readonly Program[]
  readonly evaluate: Evaluate
  /** Takes a bug of the simulator. */
  readonly onBug: (error: unknown) => void
  readonly focus?: string
}

/** A session that runs: a world, the terminals in it, and the log of all that came from outside. */
export class Simulation {
  readonly world: World
  readonly log: LogEntry[] = []
  readonly rows: RowTracker
  readonly chart: Chart
  readonly markers: Marker[] = []
  readonly ticks: Tick[] = []
  readonly terminals = new Map<string, TerminalSession>()
  readonly editors = new Map<string, { readonly request: EditorRequest; readonly close: (result: EditResult) => void }>()
  /** When set-up was over: the zero of the session's clock. */
  startedAt = 0
  /** When an object other than a Lease or Event changed last. */
  lastChange = 0
  readonly #session: Session
  readonly #options: SimulationOptions
  #grader: Grader | undefined
  #nextEditor = 1
  #unwatch: () => void = () => undefined

  private constructor(session: Session, options: SimulationOptions) {
    this.#session = session
    this.#options = options
    this.world = new World({ scenario: session.world, hop: options.hop, programs: options.programs, onBug: options.onBug })
    this.world.onRequest = (process, { method, path }, { status }) => {
      if (method === 'GET' || method === 'HEAD' || status >= 400 || !/^\/apis?\//.test(path) || path.includes('dryRun=')) return
      for (const terminal of this.terminals.values()) if (terminal.owns(process)) terminal.changed()
    }
    this.rows = new RowTracker((node) => this.world.machines.get(node)?.on ?? false)
    this.chart = new Chart(options.focus)
  }

  /** Boots the session's world and replays its log up to the session's end. */
  static async open(session: Session, options: SimulationOptions): Promise<Simulation> {
    const simulation = new Simulation(session, options)
    const { world } = simulation
    await world.boot()
    simulation.startedAt = world.clock.now
    simulation.#watchStore()
    for (const { at, command } of session.log) {
      await world.clock.advanceTo(at)
      await simulation.apply(command)
    }
    await world.clock.advanceTo(Math.max(session.until, world.clock.now))
    return simulation
  }

  get clock(): Clock {
    return this.world.clock
  }

  /** Does what came from outside, now, once all that is due now has happened; logs it. */
  async apply(command: Command): Promise<void> {
    await this.world.clock.advanceTo(this.world.clock.now)
    this.log.push({ at: this.world.clock.now, command })
    this.#do(command, this.log.length - 1)
    this.world.clock.wake()
    await this.world.clock.advanceTo(this.world.clock.now)
  }

  /** The session as it stands, to be saved or replayed; `logLength` cuts it before that entry. */
  session(logLength = this.log.length): Session {
    const until = this.log[logLength]?.at ?? this.world.clock.now
    const { hash: _, ...session } = this.#session
    return { ...session, log: this.log.slice(0, logLength), until }
  }

  /** Equal for equal stores and equal terminals. */
  hash(): string {
    return [storeHash(this.world), ...[...this.terminals.values()].map(({ shown }) => shown.toString(16))].join('-')
  }

  async judge(): Promise<readonly Verdict[]> {
    return (await this.#grader?.judge()) ?? []
  }

  terminalList(): readonly TerminalInfo[] {
    return [...this.terminals.values()].map(({ info }) => info)
  }

  close(): void {
    this.#unwatch()
    this.#grader?.stop()
  }

  #do(command: Command, index: number): void {
    const { world } = this
    switch (command.do) {
      case 'openTerminal':
        this.#openTerminal(command)
        break
      case 'type':
        this.terminals.get(command.terminal)?.type(command.data, index)
        break
      case 'resize':
        this.terminals.get(command.terminal)?.resize(command.columns, command.rows)
        break
      case 'closeTerminal':
        this.terminals.get(command.terminal)?.close()
        this.terminals.delete(command.terminal)
        break
      case 'saveFile':
        world.machine(command.machine).files.write(command.path, command.text)
        break
      case 'closeEditor':
        this.editors.get(command.editor)?.close(command.text === undefined ? {} : { text: command.text })
        this.editors.delete(command.editor)
        break
      case 'power': {
        const machine = world.machine(command.machine)
        if (command.on) machine.powerOn()
        else machine.powerOff()
        this.rows.touch(command.machine)
        break
      }
      case 'startLesson':
        this.#grader?.stop()
        this.#grader = new Grader({ world, checks: command.checks, hop: this.#options.hop, evaluate: this.#options.evaluate })
    }
  }

  #openTerminal(command: Command & { readonly do: 'openTerminal' }): void {
    const { terminal: id, columns, rows } = command
    const machine = this.world.machine(command.machine)
    const terminal: Terminal = machine.openTty(columns, rows, {
      onCommand: (event) => session.commandEvent(event),
      edit: (request) => this.#openEditor(id, request),
    })
    const session = new TerminalSession({ id, machine, terminal, markers: this.markers, clock: this.clock })
    this.terminals.set(id, session)
  }

  #openEditor(terminal: string, request: { readonly machine: string; readonly path: string; readonly text: string }): Promise<EditResult> {
    const editor = `e${this.#nextEditor++}`
    return new Promise((resolve) => {
      const close = (result: EditResult): void => {
        this.world.clock.wake()
        resolve(result)
      }
      this.editors.set(editor, { request: { editor, terminal, ...request }, close })
    })
  }

  #watchStore(): void {
    const { store } = this.world
    this.lastChange = this.clock.now
    if (!store) return
    for (const now of store.range('/registry/', '/registry0')) this.#take({ type: 'put', now })
    this.ticks.length = 0
    this.#unwatch = store.watch('/registry/', '/registry0', store.revision + 1, (event) => this.#take(event))
  }

  #take(event: StoreEvent): void {
    const { key } = event.now
    if (key.startsWith('/registry/leases/') || key.startsWith('/registry/masterleases/')) return
    if (key.startsWith('/registry/events/')) return this.#tick(event)
    this.lastChange = this.clock.now
    this.rows.take(event)
    this.chart.take(event, this.clock.now)
  }

  #tick({ type, now }: StoreEvent): void {
    const event = now.value as { readonly type?: string; readonly reason?: string; readonly message?: string } | undefined
    if (type === 'put' && event)
      this.ticks.push({ at: this.clock.now, warning: event.type === 'Warning', text: `${event.reason}: ${event.message}` })
  }
}
