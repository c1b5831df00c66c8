import { expect, test } from 'vitest'
import { createTestMachine } from '../../machine/testing.ts'
import { runIn, type Recorded } from '../testing.ts'
import { factPrograms } from './index.ts'

const hop = () => new Promise<void>((resolve) => setImmediate(resolve))

const files: Readonly<Record<string, string>> = {}

/** Recorded with the tools of a Debian machine. */
const recorded: readonly Recorded[] = [
  [['expr'], '', "expr: missing operand\nTry 'expr --help' for more information.\n", 2],
  [['expr', '1', '+'], '', 'expr: syntax error: missing argument after ‘+’\n', 2],
  [['expr', '1', '+', 'a'], '', 'expr: non-integer argument\n', 2],
  [['expr', '1', '/', '0'], '', 'expr: division by zero\n', 2],
  [['expr', '1', '2'], '', 'expr: syntax error: unexpected argument ‘2’\n', 2],
  [['expr', '(', '1'], '', "expr: syntax error: expecting ')' after ‘1’\n", 2],
  [['expr', '1', '+', '2', '*', '3'], '', '7\n'],
  [['expr', '(', '1', '+', '2', ')', '*', '3'], '', '9\n'],
  [['expr', '7', '%', '3'], '', '1\n'],
  [['expr', '2', '-', '5'], '', '-3\n'],
  [['expr', '-7', '/', '2'], '', '-3\n'],
  [['expr', 'abc', ':', 'a\\(.\\)c'], '', 'b\n'],
  [['expr', 'abc', ':', 'a.'], '', '2\n'],
  [['expr', 'abc', ':', 'x'], '', '0\n', 1],
  [['expr', 'length', 'hello'], '', '5\n'],
  [['expr', 'substr', 'hello', '2', '3'], '', 'ell\n'],
  [['expr', 'index', 'hello', 'lo'], '', '3\n'],
  [['expr', 'match', 'hello', 'h.*l'], '', '4\n'],
  [['expr', '3', '<', '10'], '', '1\n'],
  [['expr', 'b', '>', 'a'], '', '1\n'],
  [['expr', '1', '=', '2'], '', '0\n', 1],
  [['expr', '0', '|', '5'], '', '5\n'],
  [['expr', '0', '&', '5'], '', '0\n', 1],
  [['expr', '3', '&', '4'], '', '3\n'],
  [['expr', '0'], '', '0\n', 1],
  [['expr', '+', 'length'], '', 'length\n'],
  [['expr', ')'], '', "expr: syntax error: unexpected ')'\n", 2],
  [
    ['uptime', '-q'],
    '',
    "uptime: invalid option -- 'q'\n\nUsage:\n uptime [options]\n\nOptions:\n -p, --pretty   show uptime in pretty format\n -h, --help     display this help and exit\n -s, --since    system up since\n -V, --version  output version information and exit\n\nFor more details see uptime(1).\n",
    1,
  ],
  [
    ['uptime', '--zork'],
    '',
    "uptime: unrecognized option '--zork'\n\nUsage:\n uptime [options]\n\nOptions:\n -p, --pretty   show uptime in pretty format\n -h, --help     display this help and exit\n -s, --since    system up since\n -V, --version  output version information and exit\n\nFor more details see uptime(1).\n",
    1,
  ],
  [['expr', ''], '', '\n', 1],
]

test.each(recorded.map((row) => ({ row })))('%j %#', async ({ row: [words, input, output, exitCode = 0] }) => {
  expect(await runIn(createTestMachine(factPrograms, hop), files, words, input)).toEqual([output, exitCode])
})

test.each([
  [['uptime', '-p'], 'up 0 minutes\n'],
  [['uptime', '-s'], '2026-01-01 00:00:00\n'],
])('%j', async (words, output) => {
  expect(await runIn(createTestMachine(factPrograms, hop), files, words)).toEqual([output, 0])
})
