import type { JournalEntry, Process, Program } from '../../machine/index.ts'
import { getopt, type Option, type Wording } from '../getopt.ts'

const known: readonly Option[] = [
  { letter: 'u', long: 'unit', value: 'required' },
  { letter: 'f', long: 'follow' },
  { letter: 'n', long: 'lines', value: 'optional' },
  { long: 'since', value: 'required' },
  { long: 'until', value: 'required' },
  { letter: 'x', long: 'catalog' },
  { letter: 'e', long: 'pager-end' },
  { letter: 'o', long: 'output', value: 'required' },
  { long: 'no-pager' },
  { letter: 'r', long: 'reverse' },
  { letter: 'b', long: 'boot', value: 'optional' },
  { letter: 'q', long: 'quiet' },
  { letter: 'p', long: 'priority', value: 'required' },
  { letter: 'g', long: 'grep', value: 'required' },
  { letter: 't', long: 'identifier', value: 'required' },
  { letter: 'k', long: 'dmesg' },
  { letter: 'l', long: 'full' },
]

const wording: Wording = {
  unknownShort: (letter) => `journalctl: invalid option -- '${letter}'`,
  unknownLong: (name) => `journalctl: unrecognized option '--${name}'`,
  missing: (option, long) => `journalctl: option ${long ? `'--${option}'` : `'-${option}'`} requires an argument`,
  exitCode: 1,
}

/** systemd.time(7) as far as people type it: times, `today`, `10 min ago`, `-1h`. */
const parseTime = (text: string, now: number): number | undefined => {
  if (text === 'now') return now
  if (text === 'today') return Math.floor(now / 86_400_000) * 86_400_000
  if (text === 'yesterday') return Math.floor(now / 86_400_000 - 1) * 86_400_000
  const relative = /^-?\s*(\d+)\s*(s|sec|second|m|min|minute|h|hour|d|day)s?(?:\s+ago)?$/.exec(text)
  if (relative) return now - Number(relative[1]) * { s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 }[relative[2]![0] as 's']
  const parsed = Date.parse(/^\d{4}-\d\d-\d\d$/.test(text) ? `${text}T00:00:00Z` : `${text.replace(' ', 'T')}Z`)
  return Number.isNaN(parsed) ? undefined : parsed
}

const format = (process: Process, entry: JournalEntry, output: string): string => {
  const { at, identifier, pid, message, unit, priority } = entry
  if (output === 'cat') return `${message}\n`
  if (output === 'json')
    return `${JSON.stringify({ __REALTIME_TIMESTAMP: String(Math.round(at * 1000)), _HOSTNAME: process.machine.hostname, SYSLOG_IDENTIFIER: identifier, _PID: String(pid), _SYSTEMD_UNIT: unit, PRIORITY: String(priority), MESSAGE: message })}\n`
  const date = new Date(at)
  const time =
    output === 'short-iso'
      ? `${date.toISOString().slice(0, 19)}+00:00`
      : `${date.toUTCString().slice(8, 11)} ${date.toISOString().slice(8, 10)} ${date.toISOString().slice(11, 19)}`
  return `${time} ${process.machine.hostname} ${identifier}[${pid}]: ${message}\n`
}

export const journalctl: Program = {
  name: 'journalctl',
  summary: 'Shows what services said.',
  run: async (process) => {
    const options = getopt(process.argv.slice(1), known, wording)
    const { journal } = process.machine
    const [since, until] = ['since', 'until'].map((name) =>
      options.has(name) ? parseTime(options.get(name)!, process.clock.now) : undefined,
    )
    if (options.has('since') && since === undefined) {
      await process.printError(`Failed to parse timestamp: ${options.get('since')}\n`)
      return 1
    }
    const units = options.values.get('unit')?.map((unit) => (unit.includes('.') ? unit : `${unit}.service`))
    const pattern = options.has('grep') ? new RegExp(options.get('grep')!) : undefined
    const wanted = (entry: JournalEntry): boolean =>
      (!units || units.includes(entry.unit)) &&
      entry.at >= (since ?? -Infinity) &&
      entry.at <= (until ?? Infinity) &&
      (pattern?.test(entry.message) ?? true) &&
      (!options.has('identifier') || entry.identifier === options.get('identifier'))
    const matching = journal.entries.filter(wanted)
    const limit = options.has('lines')
      ? Number(options.get('lines') || 10)
      : options.has('follow')
        ? 10
        : options.has('pager-end')
          ? 1000
          : Infinity
    const shown = matching.slice(Math.max(0, matching.length - limit))
    const output = options.get('output') ?? 'short'
    const text = (options.has('reverse') ? shown.reverse() : shown).map((entry) => format(process, entry, output)).join('')
    await process.print(text === '' && !options.has('follow') ? '-- No entries --\n' : text)
    if (!options.has('follow')) return 0
    const stop = journal.follow((entry) => {
      if (wanted(entry)) void process.print(format(process, entry, output))
    })
    try {
      for (;;) await process.sleep(3_600_000)
    } finally {
      stop()
    }
  },
}
