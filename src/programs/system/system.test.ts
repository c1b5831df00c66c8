import { expect, test } from 'vitest'
import { createTestMachine } from '../../machine/testing.ts'
import { runIn, type Recorded } from '../testing.ts'
import { systemPrograms } from './index.ts'

const hop = () => new Promise<void>((resolve) => setImmediate(resolve))

const files: Readonly<Record<string, string>> = {}

/** Recorded with the tools of a Debian machine. */
const recorded: readonly Recorded[] = [
  [
    ['free', '--zork'],
    '',
    "free: unrecognized option '--zork'\n\nUsage:\n free [options]\n\nOptions:\n -b, --bytes         show output in bytes\n     --kilo          show output in kilobytes\n     --mega          show output in megabytes\n     --giga          show output in gigabytes\n     --tera          show output in terabytes\n     --peta          show output in petabytes\n -k, --kibi          show output in kibibytes\n -m, --mebi          show output in mebibytes\n -g, --gibi          show output in gibibytes\n     --tebi          show output in tebibytes\n     --pebi          show output in pebibytes\n -h, --human         show human-readable output\n     --si            use powers of 1000 not 1024\n -l, --lohi          show detailed low and high memory statistics\n -t, --total         show total for RAM + swap\n -v, --committed     show committed memory and commit limit\n -s N, --seconds N   repeat printing every N seconds\n -c N, --count N     repeat printing N times, then exit\n -w, --wide          wide output\n\n     --help     display this help and exit\n -V, --version  output version information and exit\n\nFor more details see free(1).\n",
    1,
  ],
  [
    ['free', '-q'],
    '',
    "free: invalid option -- 'q'\n\nUsage:\n free [options]\n\nOptions:\n -b, --bytes         show output in bytes\n     --kilo          show output in kilobytes\n     --mega          show output in megabytes\n     --giga          show output in gigabytes\n     --tera          show output in terabytes\n     --peta          show output in petabytes\n -k, --kibi          show output in kibibytes\n -m, --mebi          show output in mebibytes\n -g, --gibi          show output in gibibytes\n     --tebi          show output in tebibytes\n     --pebi          show output in pebibytes\n -h, --human         show human-readable output\n     --si            use powers of 1000 not 1024\n -l, --lohi          show detailed low and high memory statistics\n -t, --total         show total for RAM + swap\n -v, --committed     show committed memory and commit limit\n -s N, --seconds N   repeat printing every N seconds\n -c N, --count N     repeat printing N times, then exit\n -w, --wide          wide output\n\n     --help     display this help and exit\n -V, --version  output version information and exit\n\nFor more details see free(1).\n",
    1,
  ],
  [['df', '--zork'], '', "df: unrecognized option '--zork'\nTry 'df --help' for more information.\n", 1],
  [['df', 'nope'], '', 'df: nope: No such file or directory\n', 1],
  [['df', '-q'], '', "df: invalid option -- 'q'\nTry 'df --help' for more information.\n", 1],
]

test.each(recorded.map((row) => ({ row })))('%j %#', async ({ row: [words, input, output, exitCode = 0] }) => {
  expect(await runIn(createTestMachine(systemPrograms, hop), files, words, input)).toEqual([output, exitCode])
})
