import type { Machine, Program } from '../../machine/index.ts'
import { getopt, type Wording } from '../getopt.ts'

const usage = `
Usage:
 uptime [options]

Options:
 -p, --pretty   show uptime in pretty format
 -h, --help     display this help and exit
 -s, --since    system up since
 -V, --version  output version information and exit

For more details see uptime(1).`

const wording: Wording = {
  unknownShort: (letter) => `uptime: invalid option -- '${letter}'\n${usage}`,
  unknownLong: (name) => `uptime: unrecognized option '--${name}'\n${usage}`,
  missing: (option) => `uptime: option requires an argument -- '${option}'\n${usage}`,
  exitCode: 1,
}

const count = (value: number, unit: string): readonly string[] => (value === 0 ? [] : [`${value} ${unit}${value === 1 ? '' : 's'}`])

const stamp = (at: number): string => new Date(at).toISOString().slice(0, 19).replace('T', ' ')

/** @simplified: the load is that of an idle machine; how busy Pods are is measured elsewhere */
const load = (machine: Machine): string => {
  const minute = Math.floor((machine.clock.now - machine.bootedAt) / 60_000)
  return [1, 5, 15]
    .map((span) => (0.02 + (machine.seed('load', machine.hostname, Math.floor(minute / span)) % 12) / 100).toFixed(2))
    .join(', ')
}

export const uptime: Program = {
  name: 'uptime',
  summary: 'Tells how long the machine has been running.',
  async run(process) {
    const { machine, clock } = process
    const options = getopt(
      process.argv.slice(1),
      [
        { letter: 'p', long: 'pretty' },
        { letter: 's', long: 'since' },
      ],
      wording,
    )
    const minutes = Math.floor((clock.now - machine.bootedAt) / 60_000)
    const [days, hours, rest] = [Math.floor(minutes / 1440), Math.floor(minutes / 60) % 24, minutes % 60]
    if (options.has('since')) await process.print(`${stamp(machine.bootedAt)}\n`)
    else if (options.has('pretty')) {
      const parts = [
        ...count(Math.floor(days / 7), 'week'),
        ...count(days % 7, 'day'),
        ...count(hours, 'hour'),
        ...(minutes === 0 ? ['0 minutes'] : count(rest, 'minute')),
      ]
      await process.print(`up ${parts.join(', ')}\n`)
    } else {
      const dayText = days === 0 ? '' : `${days} day${days === 1 ? '' : 's'}, `
      const timeText = hours === 0 ? `${rest} min` : `${String(hours).padStart(2)}:${String(rest).padStart(2, '0')}`
      const users = new Set([...machine.processes.values()].flatMap(({ tty }) => (tty ? [tty.path] : []))).size
      await process.print(
        ` ${stamp(clock.now).slice(11)} up ${dayText}${timeText}, ${String(users).padStart(2)} user${users > 1 ? 's' : ''},  load average: ${load(machine)}\n`,
      )
    }
    return 0
  },
}
