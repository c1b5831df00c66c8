import { expect, test } from 'vitest'
import { runIn, type Recorded } from '../testing.ts'
import { bufferReader, CollectingWriter } from '../../machine/index.ts'
import { createTestMachine } from '../../machine/testing.ts'
import { networkPrograms } from './index.ts'

const hop = () => new Promise<void>((resolve) => setImmediate(resolve))

const files: Readonly<Record<string, string>> = {}

/** Recorded with the tools of a Debian machine. */
const recorded: readonly Recorded[] = [
  [['ip', 'zork'], '', 'Object "zork" is unknown, try "ip help".\n', 1],
  [['ip', 'addr', 'zork'], '', 'Command "zork" is unknown, try "ip address help".\n', 255],
  [['ip', '-zork'], '', 'Option "-zork" is unknown, try "ip -help".\n', 255],
  [
    ['ip'],
    '',
    'Usage: ip [ OPTIONS ] OBJECT { COMMAND | help }\n       ip [ -force ] -batch filename\nwhere  OBJECT := { address | addrlabel | amt | fou | help | ila | ioam | l2tp |\n                   link | macsec | maddress | monitor | mptcp | mroute | mrule |\n                   neighbor | neighbour | netconf | netns | nexthop | ntable |\n                   ntbl | route | rule | sr | tap | tcpmetrics |\n                   token | tunnel | tuntap | vrf | xfrm }\n       OPTIONS := { -V[ersion] | -s[tatistics] | -d[etails] | -r[esolve] |\n                    -h[uman-readable] | -iec | -j[son] | -p[retty] |\n                    -f[amily] { inet | inet6 | mpls | bridge | link } |\n                    -4 | -6 | -M | -B | -0 |\n                    -l[oops] { maximum-addr-flush-attempts } | -br[ief] |\n                    -o[neline] | -t[imestamp] | -ts[hort] | -b[atch] [filename] |\n                    -rc[vbuf] [size] | -n[etns] name | -N[umeric] | -a[ll] |\n                    -c[olor]}\n',
    255,
  ],
  [['ip', 'addr', 'show', 'zork'], '', 'Device "zork" does not exist.\n', 1],
  [['ip', 'route', 'zork'], '', 'Command "zork" is unknown, try "ip route help".\n', 255],
  [['ip', 'link', 'show', 'nope'], '', 'Device "nope" does not exist.\n', 1],
]

test.each(recorded.map((row) => ({ row })))('%j %#', async ({ row: [words, input, output, exitCode = 0] }) => {
  expect(await runIn(createTestMachine(networkPrograms, hop), files, words, input)).toEqual([output, exitCode])
})

test('nc knocks, listens and talks', async () => {
  const { clock, machine } = createTestMachine(networkPrograms, hop)
  const start = (line: string, input = '') => {
    const stdout = new CollectingWriter()
    return { stdout, process: machine.spawn(line.split(' '), { stdin: bufferReader(input), stdout, stderr: stdout }) }
  }
  const server = start('nc -lv 9000')
  await clock.advanceTo(clock.now + 100)
  const client = start('nc 127.0.0.1 9000', 'hello\n')
  await clock.advanceTo(clock.now + 1000)
  expect(server.stdout.text).toMatch(/^Listening on 0.0.0.0 9000\nConnection received on 127.0.0.1 \d+\nhello\n$/)
  expect([server.process.exitCode, client.process.exitCode]).toEqual([0, 0])
  const knock = start('nc -zv 127.0.0.1 9001')
  await clock.advanceTo(clock.now + 1000)
  expect(knock.stdout.text).toBe('nc: connect to 127.0.0.1 port 9001 (tcp) failed: Connection refused\n')
  expect(knock.process.exitCode).toBe(1)
})
