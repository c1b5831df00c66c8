import type { Process, Program } from '../../machine/index.ts'
import { getopt, type Wording } from '../getopt.ts'

const usage = `Usage: ss [ OPTIONS ]
       ss [ OPTIONS ] [ FILTER ]
   -h, --help          this message
   -n, --numeric       don't resolve service names
   -a, --all           display all sockets
   -l, --listening     display listening sockets
   -p, --processes     show process using socket
   -4, --ipv4          display only IP version 4 sockets
   -6, --ipv6          display only IP version 6 sockets
   -t, --tcp           display only TCP sockets
   -u, --udp           display only UDP sockets
   -H, --no-header     Suppress header line`

const wording: Wording = {
  unknownShort: (letter) => `ss: invalid option -- '${letter}'\n${usage}`,
  unknownLong: (name) => `ss: unrecognized option '--${name}'\n${usage}`,
  missing: (option) => `ss: option requires an argument -- '${option}'\n${usage}`,
  exitCode: 255,
}

const services: Readonly<Record<number, string>> = {
  22: 'ssh',
  53: 'domain',
  80: 'http',
  443: 'https',
  2379: 'etcd-client',
  2380: 'etcd-server',
}

/** `users:(("sshd",pid=712,fd=3))`; others' processes are root's to see. */
const ownerOf = (process: Process, pid: number | undefined): string => {
  const owner = pid === undefined ? undefined : process.machine.processes.get(pid)
  if (!owner || (process.user.uid !== 0 && owner.user.name !== process.user.name)) return ''
  const name = (owner.argv[0] ?? '').replace(/:.*/, '').split('/').at(-1)!.slice(0, 15)
  return `users:(("${name}",pid=${owner.pid},fd=3))`
}

/** @simplified: what listens; connections last no time here, so none are established */
export const ss: Program = {
  name: 'ss',
  summary: 'Lists sockets.',
  async run(process) {
    const options = getopt(
      process.argv.slice(1),
      [
        { letter: 'n', long: 'numeric' },
        { letter: 'a', long: 'all' },
        { letter: 'l', long: 'listening' },
        { letter: 'p', long: 'processes' },
        { letter: 't', long: 'tcp' },
        { letter: 'u', long: 'udp' },
        { letter: 'H', long: 'no-header' },
        { letter: '4', long: 'ipv4' },
        { letter: '6', long: 'ipv6' },
      ],
      wording,
    )
    const every = !options.has('tcp') && !options.has('udp')
    const listening = options.has('listening') || options.has('all')
    const port = (value: number) => (options.has('numeric') ? String(value) : (services[value] ?? String(value)))
    const sockets = listening && !options.has('ipv6') ? process.network.sockets : []
    // The kind is told where more than one is shown.
    const kinds = every || (options.has('tcp') && options.has('udp'))
    const rows = ['udp', 'tcp'].flatMap((protocol) =>
      sockets
        .filter((one) => one.protocol === protocol && (every || options.has(protocol)))
        .map(({ address, port: number, pid }) => ({
          kind: protocol,
          state: protocol === 'tcp' ? 'LISTEN' : 'UNCONN',
          queue: protocol === 'tcp' ? '4096' : '0',
          local: [address, port(number)] as const,
          owner: options.has('processes') ? ownerOf(process, pid) : '',
        })),
    )
    const width = (title: string, cells: readonly string[]) => Math.max(title.length, ...cells.map(({ length }) => length))
    const kindWidth = width(
      'Netid',
      rows.map(({ kind }) => kind),
    )
    const stateWidth = width(
      'State',
      rows.map(({ state }) => state),
    )
    const localWidth = width(
      'Local Address',
      rows.map(({ local }) => local[0]),
    )
    const portWidth = width(
      'Port',
      rows.map(({ local }) => local[1]),
    )
    const ownerWidth = width(
      'Process',
      rows.map(({ owner }) => owner),
    )
    const line = (
      kind: string,
      state: string,
      queues: readonly [string, string],
      local: readonly [string, string],
      peer: readonly [string, string],
      owner: string,
    ) =>
      `${kinds ? `${kind.padEnd(kindWidth)} ` : ''}${state.padEnd(stateWidth)} ${queues[0].padEnd(6)} ${queues[1].padEnd(6)} ${local[0].padStart(localWidth)}:${local[1].padEnd(portWidth)} ${peer[0].padStart(12)}:${peer[1].padEnd(4)}${owner.padEnd(ownerWidth)}\n`
    const head = line('Netid', 'State', ['Recv-Q', 'Send-Q'], ['Local Address', 'Port'], ['Peer Address', 'Port'], 'Process')
    const body = rows.map((row) => line(row.kind, row.state, ['0', row.queue], row.local, ['0.0.0.0', '*'], row.owner))
    await process.print((options.has('no-header') ? '' : head) + body.join(''))
    return 0
  },
}
