import type { Program } from '../../machine/index.ts'
import { getopt, type Wording } from '../getopt.ts'
import { memoryOf } from './memory.ts'

const usage = `
Usage:
 free [options]

Options:
 -b, --bytes         show output in bytes
     --kilo          show output in kilobytes
     --mega          show output in megabytes
     --giga          show output in gigabytes
     --tera          show output in terabytes
     --peta          show output in petabytes
 -k, --kibi          show output in kibibytes
 -m, --mebi          show output in mebibytes
 -g, --gibi          show output in gibibytes
     --tebi          show output in tebibytes
     --pebi          show output in pebibytes
 -h, --human         show human-readable output
     --si            use powers of 1000 not 1024
 -l, --lohi          show detailed low and high memory statistics
 -t, --total         show total for RAM + swap
 -v, --committed     show committed memory and commit limit
 -s N, --seconds N   repeat printing every N seconds
 -c N, --count N     repeat printing N times, then exit
 -w, --wide          wide output

     --help     display this help and exit
 -V, --version  output version information and exit

For more details see free(1).`

const wording: Wording = {
  unknownShort: (letter) => `free: invalid option -- '${letter}'\n${usage}`,
  unknownLong: (name) => `free: unrecognized option '--${name}'\n${usage}`,
  missing: (option) => `free: option requires an argument -- '${option}'\n${usage}`,
  exitCode: 1,
}

/** `965Mi`, `8.6Mi`, `0B`: at most three digits and one decimal (procps's scale_size). */
const human = (bytes: number): string => {
  if (bytes < 1000) return `${bytes}B`
  for (const [index, unit] of ['Ki', 'Mi', 'Gi', 'Ti'].entries()) {
    const value = bytes / 1024 ** (index + 1)
    if (value < 9.95) return `${(Math.floor(value * 10) / 10).toFixed(1)}${unit}`
    if (value < 1000) return `${Math.floor(value)}${unit}`
  }
  return `${Math.floor(bytes / 1024 ** 5)}Pi`
}

export const free: Program = {
  name: 'free',
  summary: 'Tells how much memory is in use.',
  async run(process) {
    const options = getopt(
      process.argv.slice(1),
      [
        { letter: 'b', long: 'bytes' },
        { letter: 'g', long: 'gibi' },
        { letter: 'h', long: 'human' },
        { letter: 'k', long: 'kibi' },
        { letter: 'm', long: 'mebi' },
        { letter: 't', long: 'total' },
      ],
      wording,
    )
    const unit = options.has('bytes') ? 1 : options.has('mebi') ? 1024 ** 2 : options.has('gibi') ? 1024 ** 3 : 1024
    const show = (bytes: number): string => (options.has('human') ? human(bytes) : String(Math.floor(bytes / unit)))
    const { total, used, cached, shared } = memoryOf(process.machine)
    const row = (name: string, values: readonly number[]): string =>
      `${name.padEnd(8)}${values.map((value) => show(value).padStart(12)).join('')}\n`
    await process.print(
      `               total        used        free      shared  buff/cache   available\n${row('Mem:', [total, used, total - used - cached, shared, cached, total - used])}${row('Swap:', [0, 0, 0])}${options.has('total') ? row('Total:', [total, used, total - used - cached]) : ''}`,
    )
    return 0
  },
}
