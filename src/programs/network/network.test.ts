import { expect, test } from 'vitest'
import { runIn, type Recorded } from '../testing.ts'
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

test.each(recorded)('%j %#', async (words, input, output, exitCode = 0) => {
  expect(await runIn(hop, networkPrograms, files, words, input)).toEqual([output, exitCode])
})
