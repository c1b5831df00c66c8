import type { Clock } from '../base/index.ts'
import type { Computer, Process, Terminal } from '../machine/index.ts'
import { mix } from './hash.ts'
import type { Marker, TerminalInfo } from './protocol.ts'

const environment = (home: string, user: string): ReadonlyMap<string, string> =>
  new Map([
    ['HOME', home],
    ['USER', user],
    ['LOGNAME', user],
    ['SHELL', '/bin/bash'],
    ['TERM', 'xterm-256color'],
    ['LANG', 'C.UTF-8'],
    ['PATH', '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin'],
  ])

/** A terminal of the page with the login shell in it. */
export class TerminalSession {
  /** What the terminal showed and nobody has taken yet. */
  pending = ''
  /** A hash of all that the terminal ever showed. */
  shown = 0
  readonly #id: string
  readonly #machine: Computer
  readonly #terminal: Terminal
  readonly #markers: Marker[]
  readonly #clock: Clock
  readonly #shell: Process
  readonly #decoder = new TextDecoder()
  /** The log's length before the first key of the line that is being typed. */
  #lineStart: number | undefined
  #running: number | undefined
  #changed = false

  constructor(options: {
    readonly id: string
    readonly machine: Computer
    readonly terminal: Terminal
    readonly markers: Marker[]
    readonly clock: Clock
  }) {
    this.#id = options.id
    this.#machine = options.machine
    this.#terminal = options.terminal
    this.#markers = options.markers
    this.#clock = options.clock
    this.#terminal.onOutput((bytes) => {
      const text = this.#decoder.decode(bytes, { stream: true })
      this.pending += text
      this.shown = mix(this.shown, text)
    })
    const { input, output } = this.#terminal
    const user = this.#machine.users.find('root')!
    this.#shell = this.#machine.spawn(['bash', '-l'], {
      stdin: input,
      stdout: output,
      stderr: output,
      tty: this.#terminal,
      env: environment(user.home, user.name),
      cwd: user.home,
      user,
    })
    this.#terminal.foreground = this.#shell.group
  }

  get info(): TerminalInfo {
    return {
      terminal: this.#id,
      machine: this.#machine.hostname,
      title: `${this.#shell.user.name}@${this.#machine.hostname}: ${this.#shell.cwd.replace(this.#shell.user.home, '~')}`,
      atPrompt: this.#running === undefined && this.#shell.exitCode === undefined,
      closed: this.#shell.exitCode !== undefined,
    }
  }

  type(data: string, log: number): void {
    if (this.#running === undefined) this.#lineStart ??= log
    this.#terminal.type(data)
  }

  resize(columns: number, rows: number): void {
    this.#terminal.resize(columns, rows)
  }

  close(): void {
    this.#terminal.hangUp()
    this.#shell.kill('SIGHUP')
  }

  /** True of what was started from this terminal. */
  owns(process: Process): boolean {
    return process.tty === this.#terminal
  }

  /** Notes that the running command changed the cluster. */
  changed(): void {
    this.#changed = true
  }

  /** Takes what the interactive shell tells of its commands. */
  commandEvent(event: { readonly line: string } | { readonly code: number }): void {
    if ('line' in event) {
      this.#running =
        this.#markers.push({ log: this.#lineStart ?? 0, at: this.#clock.now, terminal: this.#id, line: event.line, effect: 'running' }) - 1
      this.#lineStart = undefined
      this.#changed = false
    } else if (this.#running !== undefined) {
      this.#markers[this.#running] = { ...this.#markers[this.#running]!, effect: this.#changed ? 'change' : 'read', code: event.code }
      this.#running = undefined
    }
  }
}
