import type { Process, Program, ServiceManager, UnitStatus } from '../../machine/index.ts'
import { getopt, type Option, type Options, type Wording } from '../getopt.ts'

const known: readonly Option[] = [
  { long: 'now' },
  { long: 'no-pager' },
  { letter: 'l', long: 'full' },
  { letter: 'q', long: 'quiet' },
  { letter: 't', long: 'type', value: 'required' },
  { long: 'state', value: 'required' },
  { letter: 'a', long: 'all' },
  { long: 'no-legend' },
  { long: 'failed' },
  { letter: 'p', long: 'property', value: 'required' },
  { long: 'value' },
  { letter: 'n', long: 'lines', value: 'required' },
]

const wording: Wording = {
  unknownShort: (letter) => `systemctl: invalid option -- '${letter}'`,
  unknownLong: (name) => `systemctl: unrecognized option '--${name}'`,
  missing: (option, long) => `systemctl: option ${long ? `'--${option}'` : `'-${option}'`} requires an argument`,
  exitCode: 1,
}

interface Call {
  readonly process: Process
  readonly systemd: ServiceManager
  readonly units: readonly string[]
  readonly options: Options
}

const monthDay = (at: number): string =>
  `${new Date(at).toUTCString().slice(0, 3)} ${new Date(at).toISOString().slice(0, 19).replace('T', ' ')} UTC`

const ago = (milliseconds: number): string => {
  const seconds = Math.floor(milliseconds / 1000)
  const [days, hours, minutes] = [Math.floor(seconds / 86_400), Math.floor(seconds / 3600) % 24, Math.floor(seconds / 60) % 60]
  if (days > 0) return `${days} day${days === 1 ? '' : 's'} ago`
  if (hours > 0) return `${hours}h${minutes > 0 ? ` ${minutes}min` : ''} ago`
  return minutes > 0 ? `${minutes}min${seconds % 60 > 0 ? ` ${seconds % 60}s` : ''} ago` : `${seconds}s ago`
}

const stateLine = ({ state, subState, since, result }: UnitStatus, now: number): string => {
  const reason = state === 'failed' || subState === 'auto-restart' ? ` (Result: ${result})` : ''
  return `${state} (${subState})${reason}${since > 0 ? ` since ${monthDay(since)}; ${ago(now - since)}` : ''}`
}

/** Runs one operation after the other on each unit; prints the errors. */
const each = async ({ process, units }: Call, operate: (unit: string) => Promise<string | undefined>): Promise<number> => {
  let code = 0
  for (const unit of units) {
    const error = await operate(unit)
    if (error === undefined) continue
    await process.printError(`${error}\n`)
    code = error.includes('not found') || error.includes('not loaded') ? 5 : 1
  }
  return code
}

const status = async ({ process, systemd, units }: Call): Promise<number> => {
  let code = 0
  for (const unit of units) {
    const found = systemd.status(unit)
    if (found.load === 'not-found') {
      await process.printError(`Unit ${found.name} could not be found.\n`)
      code = 4
      continue
    }
    const dot = { active: '●', failed: '×', activating: '●', deactivating: '●', inactive: '○' }[found.state]
    const lines = [
      ...(found.needsReload
        ? [
            `Warning: The unit file, source configuration file or drop-ins of ${found.name} changed on disk. Run 'systemctl daemon-reload' to reload units.`,
          ]
        : []),
      `${dot} ${found.name} - ${found.description}`,
      `     Loaded: ${found.load} (${found.path}; ${found.enabled}; preset: enabled)`,
      ...found.dropIns.map(
        (path, index) =>
          `${index === 0 ? '    Drop-In:' : '            '} ${path.slice(0, path.lastIndexOf('/'))}\n             └─${path.slice(path.lastIndexOf('/') + 1)}`,
      ),
      `     Active: ${stateLine(found, process.clock.now)}`,
      ...(found.mainPid > 0 ? [`   Main PID: ${found.mainPid} (${found.execStart.split(' ')[0]!.split('/').at(-1)})`] : []),
      ...(found.mainPid === 0 && found.exitCode !== undefined
        ? [
            `    Process: ExecStart=${found.execStart} (code=exited, status=${found.exitCode}${found.exitCode === 0 ? '/SUCCESS' : '/FAILURE'})`,
          ]
        : []),
    ]
    const journal = process.machine.journal.entries.filter((entry) => entry.unit === found.name).slice(-10)
    const log = journal.map(
      ({ at, identifier, pid, message }) =>
        `${new Date(at).toUTCString().slice(8, 11)} ${new Date(at).toISOString().slice(8, 10)} ${new Date(at).toISOString().slice(11, 19)} ${process.machine.hostname} ${identifier}[${pid}]: ${message}`,
    )
    await process.print(`${lines.join('\n')}\n${log.length > 0 ? `\n${log.join('\n')}\n` : ''}`)
    if (found.state !== 'active') code = 3
  }
  return code
}

const isActive = async ({ process, systemd, units, options }: Call): Promise<number> => {
  const states = units.map((unit) => systemd.status(unit).state)
  if (!options.has('quiet')) await process.print(states.map((state) => `${state}\n`).join(''))
  return states.every((state) => state === 'active') ? 0 : 3
}

const isEnabled = async ({ process, systemd, units }: Call): Promise<number> => {
  const found = units.map((unit) => systemd.status(unit))
  for (const { name, load, enabled } of found) {
    if (load === 'not-found') await process.printError(`Failed to get unit file state for ${name}: No such file or directory\n`)
    else await process.print(`${enabled}\n`)
  }
  return found.every(({ enabled, load }) => load !== 'not-found' && (enabled === 'enabled' || enabled === 'static')) ? 0 : 1
}

const cat = async ({ process, systemd, units }: Call): Promise<number> => {
  for (const unit of units) {
    const { path, dropIns, name, load } = systemd.status(unit)
    if (load === 'not-found') {
      await process.printError(`No files found for ${name}.\n`)
      return 1
    }
    await process.print([path, ...dropIns].map((file) => `# ${file}\n${process.machine.files.readText(file)}`).join('\n'))
  }
  return 0
}

const listUnits = async ({ process, systemd, options }: Call): Promise<number> => {
  const found = systemd.units
    .map((unit) => systemd.status(unit))
    .filter(
      ({ state }) =>
        options.has('all') || (options.has('failed') || options.get('state') === 'failed' ? state === 'failed' : state !== 'inactive'),
    )
  const width = Math.max(4, ...found.map(({ name }) => name.length))
  const rows = found.map(
    ({ name, load, state, subState, description }) =>
      `${state === 'failed' ? '●' : ' '} ${name.padEnd(width)} ${load.padEnd(6)} ${state.padEnd(6)} ${subState.padEnd(7)} ${description}\n`,
  )
  await process.print(
    `  ${'UNIT'.padEnd(width)} LOAD   ACTIVE SUB     DESCRIPTION\n${rows.join('')}\n${found.length} loaded units listed.\n`,
  )
  return 0
}

const show = async ({ process, systemd, units, options }: Call): Promise<number> => {
  for (const unit of units) {
    const found = systemd.status(unit)
    const all: Readonly<Record<string, string>> = {
      Id: found.name,
      Description: found.description,
      LoadState: found.load,
      ActiveState: found.state,
      SubState: found.subState,
      FragmentPath: found.path,
      UnitFileState: found.enabled,
      MainPID: String(found.mainPid),
      ExecMainStatus: String(found.exitCode ?? 0),
      NRestarts: String(found.restarts),
      Result: found.result,
    }
    const names = options.get('property')?.split(',') ?? Object.keys(all)
    await process.print(
      names
        .filter((name) => name in all)
        .map((name) => (options.has('value') ? `${all[name]}\n` : `${name}=${all[name]}\n`))
        .join(''),
    )
  }
  return 0
}

const lines = async ({ process, units }: Call, change: (unit: string) => readonly string[]): Promise<number> => {
  let code = 0
  for (const unit of units) {
    for (const line of change(unit)) {
      await process.printError(`${line}\n`)
      if (line.startsWith('Failed')) code = 1
    }
  }
  return code
}

const verbs: Readonly<Record<string, (call: Call) => Promise<number>>> = {
  start: (call) => each(call, (unit) => call.systemd.start(unit)),
  stop: (call) => each(call, (unit) => call.systemd.stop(unit)),
  restart: (call) => each(call, (unit) => call.systemd.restart(unit)),
  'try-restart': (call) =>
    each(call, (unit) => (call.systemd.status(unit).state === 'active' ? call.systemd.restart(unit) : Promise.resolve(undefined))),
  reload: (call) => each(call, (unit) => call.systemd.restart(unit)),
  'reload-or-restart': (call) => each(call, (unit) => call.systemd.restart(unit)),
  status,
  'is-active': isActive,
  'is-failed': async (call) => {
    const { state } = call.systemd.status(call.units[0] ?? '')
    await call.process.print(`${state}\n`)
    return state === 'failed' ? 0 : 1
  },
  'is-enabled': isEnabled,
  enable: async (call) => {
    const code = await lines(call, (unit) => call.systemd.enable(unit))
    return code === 0 && call.options.has('now') ? each(call, (unit) => call.systemd.start(unit)) : code
  },
  disable: async (call) => {
    const code = await lines(call, (unit) => call.systemd.disable(unit))
    return code === 0 && call.options.has('now') ? each(call, (unit) => call.systemd.stop(unit)) : code
  },
  mask: (call) => lines(call, (unit) => call.systemd.mask(unit)),
  unmask: (call) => lines(call, (unit) => call.systemd.unmask(unit)),
  'reset-failed': async (call) => {
    for (const unit of call.units.length > 0 ? call.units : call.systemd.units) call.systemd.resetFailed(unit)
    return 0
  },
  'daemon-reload': async (call) => {
    call.systemd.reload()
    return 0
  },
  cat,
  show,
  'list-units': listUnits,
  'list-unit-files': async ({ process, systemd }) => {
    await process.print(
      `UNIT FILE ${' '.repeat(20)} STATE    PRESET\n${systemd.units.map((unit) => `${unit.padEnd(30)} ${systemd.status(unit).enabled.padEnd(8)} enabled\n`).join('')}`,
    )
    return 0
  },
}

export const systemctl: Program = {
  name: 'systemctl',
  summary: 'Controls the services of this machine.',
  run: async (process) => {
    const { systemd } = process.machine
    if (!systemd) {
      await process.printError(
        "System has not been booted with systemd as init system (PID 1). Can't operate.\nFailed to connect to bus: Host is down\n",
      )
      return 1
    }
    const options = getopt(process.argv.slice(1), known, wording)
    const [verb = 'list-units', ...units] = options.operands
    const run = verbs[verb]
    if (!run) {
      await process.printError(`Unknown command verb '${verb}'.\n`)
      return 1
    }
    const reading = /^(status|is-|show|cat|list-)/.test(verb)
    if (!reading && process.user.uid !== 0) {
      await process.printError(`Failed to ${verb} ${units[0] ?? ''}: Access denied\n`)
      return 1
    }
    if (units.length === 0 && !/^(daemon-reload|list-|reset-failed)/.test(verb)) {
      await process.printError('Too few arguments.\n')
      return 1
    }
    return run({ process, systemd, units, options })
  },
}

/** SysV's way: `service NAME VERB`. */
export const service: Program = {
  name: 'service',
  summary: 'Starts and stops a service the old way.',
  run: async (process) => {
    const [, name, verb] = process.argv
    if (name === undefined || verb === undefined) {
      await process.printError('Usage: service < option > | --status-all | [ service_name [ command | --full-restart ] ]\n')
      return 1
    }
    const child = process.spawn(['systemctl', verb, name])
    return child.exited
  },
}
