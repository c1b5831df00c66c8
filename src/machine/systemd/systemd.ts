import { decode, SystemError } from '../../base/index.ts'
import type { Computer } from '../computer.ts'
import type { ServiceManager, UnitState, UnitStatus } from '../machine-interface.ts'
import type { Process } from '../process-interface.ts'
import { splitCommand } from './command.ts'
import { last, readUnit, timeSpan, unitName, unitPaths, type UnitFile } from './unit-file.ts'

interface Unit {
  file: UnitFile
  state: UnitState
  subState: string
  since: number
  process?: Process
  exitCode?: number
  result: UnitStatus['result']
  restarts: number
  /** Times of the latest starts, for the start limit. */
  starts: number[]
  timer?: () => void
}

/** systemd's defaults. */
const startLimit = { interval: 10_000, burst: 5 }
const restartDelay = 100
const stopTimeout = 90_000
const wants = '/etc/systemd/system/multi-user.target.wants'

/** Service units of one machine, as its files define them. */
export class Systemd implements ServiceManager {
  readonly #machine: Computer
  readonly #units = new Map<string, Unit>()

  constructor(machine: Computer) {
    this.#machine = machine
  }

  get units(): readonly string[] {
    const { files } = this.#machine
    const names = unitPaths.flatMap((path) => (files.exists(path) ? files.list(path).filter((name) => name.endsWith('.service')) : []))
    return [...new Set([...names, ...this.#units.keys()])].sort()
  }

  /** Starts what is enabled; called when the machine is switched on. */
  boot(): void {
    const { files } = this.#machine
    this.#units.clear()
    const enabled = files.exists(wants) ? files.list(wants) : []
    for (const name of this.#ordered(enabled)) {
      const unit = this.#load(name)
      if (unit) this.#launch(unit)
    }
  }

  halt(): void {
    for (const unit of this.#units.values()) unit.timer?.()
    this.#units.clear()
  }

  status(name: string): UnitStatus {
    const full = unitName(name)
    const unit = this.#load(full)
    const masked = this.#masked(full)
    const file = unit?.file
    return {
      name: full,
      description: (file && last(file, 'Unit.Description')) ?? full,
      path: file?.path ?? '',
      dropIns: file?.dropIns ?? [],
      load: masked ? 'masked' : file ? 'loaded' : 'not-found',
      enabled: masked
        ? 'masked'
        : this.#machine.files.exists(`${wants}/${full}`)
          ? 'enabled'
          : file?.values.has('Install.WantedBy')
            ? 'disabled'
            : 'static',
      state: unit?.state ?? 'inactive',
      subState: unit?.subState ?? 'dead',
      since: unit?.since ?? 0,
      mainPid: unit?.process?.pid ?? 0,
      ...(unit?.exitCode === undefined ? {} : { exitCode: unit.exitCode }),
      result: unit?.result ?? 'success',
      needsReload: !!unit && JSON.stringify(readUnit(this.#machine.files, full)?.texts) !== JSON.stringify(unit.file.texts),
      restarts: unit?.restarts ?? 0,
      execStart: (file && last(file, 'Service.ExecStart')) ?? '',
    }
  }

  async start(name: string): Promise<string | undefined> {
    const full = unitName(name)
    if (this.#masked(full)) return `Failed to start ${full}: Unit ${full} is masked.`
    const unit = this.#load(full)
    if (!unit) return `Failed to start ${full}: Unit ${full} not found.`
    if (unit.state === 'active') return undefined
    unit.timer?.()
    this.#launch(unit)
    await this.#machine.clock.sleep(1)
    return unit.state === 'failed'
      ? `Job for ${full} failed because the control process exited with error code.\nSee "systemctl status ${full}" and "journalctl -xeu ${full}" for details.`
      : undefined
  }

  async stop(name: string): Promise<string | undefined> {
    const full = unitName(name)
    const unit = this.#load(full)
    if (!unit) return `Failed to stop ${full}: Unit ${full} not loaded.`
    unit.timer?.()
    const { process } = unit
    if (process) {
      this.#enter(unit, 'deactivating', 'stop-sigterm')
      this.#log(unit, `Stopping ${full} - ${this.status(full).description}...`)
      process.kill('SIGTERM')
      const patience = this.#machine.clock.after(stopTimeout, () => process.kill('SIGKILL'))
      await process.exited
      patience()
    }
    if (unit.state !== 'inactive') {
      unit.result = 'success'
      this.#enter(unit, 'inactive', 'dead')
      this.#log(unit, `Stopped ${full} - ${this.status(full).description}.`)
    }
    return undefined
  }

  async restart(name: string): Promise<string | undefined> {
    const full = unitName(name)
    if (!this.#load(full)) return `Failed to restart ${full}: Unit ${full} not found.`
    await this.stop(full)
    return this.start(full)
  }

  reload(): void {
    for (const unit of this.#units.values()) unit.file = readUnit(this.#machine.files, unit.file.name) ?? unit.file
  }

  enable(name: string): readonly string[] {
    const full = unitName(name)
    const file = readUnit(this.#machine.files, full)
    if (!file) return [`Failed to enable unit: Unit file ${full} does not exist.`]
    const link = `${wants}/${full}`
    if (this.#machine.files.exists(link)) return []
    this.#machine.files.mkdir(wants, { parents: true })
    this.#machine.files.symlink(file.path, link)
    return [`Created symlink ${link} → ${file.path}.`]
  }

  disable(name: string): readonly string[] {
    const link = `${wants}/${unitName(name)}`
    if (!this.#machine.files.exists(link)) return []
    this.#machine.files.remove(link)
    return [`Removed "${link}".`]
  }

  mask(name: string): readonly string[] {
    const path = `/etc/systemd/system/${unitName(name)}`
    if (this.#machine.files.exists(path)) return this.#masked(unitName(name)) ? [] : [`Failed to mask unit: File '${path}' already exists.`]
    this.#machine.files.symlink('/dev/null', path)
    return [`Created symlink ${path} → /dev/null.`]
  }

  unmask(name: string): readonly string[] {
    if (!this.#masked(unitName(name))) return []
    const path = `/etc/systemd/system/${unitName(name)}`
    this.#machine.files.remove(path)
    return [`Removed "${path}".`]
  }

  resetFailed(name: string): void {
    const unit = this.#units.get(unitName(name))
    if (unit?.state === 'failed') this.#enter(unit, 'inactive', 'dead')
    if (unit) unit.starts = []
  }

  #masked(name: string): boolean {
    const { files } = this.#machine
    try {
      return files.lstat(`/etc/systemd/system/${name}`).target === '/dev/null'
    } catch (error) {
      if (error instanceof SystemError) return false
      throw error
    }
  }

  #load(name: string): Unit | undefined {
    const known = this.#units.get(unitName(name))
    if (known) return known
    const file = readUnit(this.#machine.files, name)
    if (!file) return undefined
    const unit: Unit = { file, state: 'inactive', subState: 'dead', since: 0, result: 'success', restarts: 0, starts: [] }
    this.#units.set(file.name, unit)
    return unit
  }

  /** Units after those named in their `After=`. */
  #ordered(names: readonly string[]): string[] {
    const done: string[] = []
    const visit = (name: string): void => {
      if (done.includes(name)) return
      const file = readUnit(this.#machine.files, name)
      const after = file?.values.get('Unit.After')?.flatMap((value) => value.split(/\s+/)) ?? []
      for (const other of after) if (names.includes(other) && other !== name) visit(other)
      if (!done.includes(name)) done.push(name)
    }
    for (const name of names) visit(name)
    return done
  }

  #launch(unit: Unit): void {
    const { clock } = this.#machine
    unit.starts = [...unit.starts.filter((at) => at > clock.now - startLimit.interval), clock.now]
    const limited = timeSpan(last(unit.file, 'Unit.StartLimitIntervalSec') ?? String(startLimit.interval / 1000)) > 0
    if (limited && unit.starts.length > startLimit.burst) {
      this.#log(unit, `${unit.file.name}: Start request repeated too quickly.`)
      return this.#giveUp(unit, 'start-limit-hit')
    }
    this.#log(unit, `Started ${unit.file.name} - ${last(unit.file, 'Unit.Description') ?? unit.file.name}.`)
    const argv = splitCommand(last(unit.file, 'Service.ExecStart') ?? '', this.#environment(unit))
    try {
      const writer = this.#journalWriter(unit)
      const process = this.#machine.spawn(argv, { env: this.#environment(unit), stdout: writer, stderr: writer })
      unit.process = process
      this.#enter(unit, 'active', 'running')
      process.onExit((code) => this.#ended(unit, process, code))
    } catch (error) {
      if (!(error instanceof SystemError)) throw error
      this.#log(unit, `${unit.file.name}: Failed to locate executable ${argv[0]}: ${error.message}`)
      unit.exitCode = 203
      this.#afterFailure(unit)
    }
  }

  #ended(unit: Unit, process: Process, code: number): void {
    if (unit.process !== process) return
    delete unit.process
    unit.exitCode = code
    if (unit.state === 'deactivating' || !this.#machine.on) return
    this.#log(
      unit,
      `${unit.file.name}: Main process exited, code=${code > 128 ? 'killed' : 'exited'}, status=${code > 128 ? `${code - 128}` : `${code}/${code === 0 ? 'SUCCESS' : code === 1 ? 'FAILURE' : 'n/a'}`}`,
    )
    if (code === 0 && last(unit.file, 'Service.Restart') !== 'always') {
      unit.result = 'success'
      return this.#enter(unit, 'inactive', 'dead')
    }
    this.#afterFailure(unit)
  }

  #afterFailure(unit: Unit): void {
    unit.result = (unit.exitCode ?? 0) > 128 ? 'signal' : 'exit-code'
    if (unit.exitCode !== 0) this.#log(unit, `${unit.file.name}: Failed with result '${unit.result}'.`)
    const policy = last(unit.file, 'Service.Restart') ?? 'no'
    if (policy !== 'always' && policy !== 'on-failure') return this.#giveUp(unit, unit.result)
    this.#enter(unit, 'activating', 'auto-restart')
    unit.timer = this.#machine.clock.after(timeSpan(last(unit.file, 'Service.RestartSec') ?? `${restartDelay}ms`), () => {
      unit.restarts++
      this.#log(unit, `${unit.file.name}: Scheduled restart job, restart counter is at ${unit.restarts}.`)
      this.#launch(unit)
    })
  }

  #giveUp(unit: Unit, result: UnitStatus['result']): void {
    unit.result = result
    this.#enter(unit, 'failed', 'failed')
    this.#log(unit, `Failed to start ${unit.file.name} - ${last(unit.file, 'Unit.Description') ?? unit.file.name}.`)
  }

  #enter(unit: Unit, state: UnitState, subState: string): void {
    unit.state = state
    unit.subState = subState
    unit.since = this.#machine.clock.now
  }

  #environment(unit: Unit): ReadonlyMap<string, string> {
    const env = new Map([
      ['PATH', '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin'],
      ['LANG', 'C.UTF-8'],
    ])
    const put = (assignment: string): void => {
      const at = assignment.indexOf('=')
      if (at > 0) env.set(assignment.slice(0, at), assignment.slice(at + 1).replace(/^(["'])(.*)\1$/, '$2'))
    }
    for (const value of unit.file.values.get('Service.Environment') ?? [])
      for (const assignment of splitCommand(value, new Map())) put(assignment)
    for (const value of unit.file.values.get('Service.EnvironmentFile') ?? []) {
      const path = value.replace(/^-/, '')
      if (!this.#machine.files.exists(path)) continue
      for (const line of this.#machine.files.readText(path).split('\n')) if (!line.startsWith('#')) put(line.trim())
    }
    return env
  }

  #journalWriter(unit: Unit): { write: (bytes: Uint8Array) => void } {
    return {
      write: (bytes) => {
        for (const line of decode(bytes).split('\n'))
          if (line !== '') this.#append(unit, line, last(unit.file, 'Service.ExecStart')?.split(/\s/)[0]?.split('/').at(-1) ?? '')
      },
    }
  }

  #log(unit: Unit, message: string): void {
    this.#append(unit, message, 'systemd')
  }

  #append(unit: Unit, message: string, identifier: string): void {
    const pid = identifier === 'systemd' ? 1 : (unit.process?.pid ?? 0)
    this.#machine.journal.append({ at: this.#machine.clock.now, unit: unit.file.name, identifier, pid, priority: 6, message })
  }
}
