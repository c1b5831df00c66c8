import type { Process, Program } from '../../machine/index.ts'

const clockTime = (at: number): string => new Date(at).toISOString().slice(11, 16)

const commandOf = ({ argv }: Process): string => argv.join(' ')

const nameOf = ({ argv }: Process): string => (argv[0] ?? '').replace(/:.*/, '').split('/').at(-1)!

const terminalOf = ({ tty }: Process): string => tty?.path.replace('/dev/', '') ?? '?'

const elapsed = (milliseconds: number): string => new Date(Math.max(0, milliseconds)).toISOString().slice(11, 19)

/** Every process of the machine, the first process included. */
const all = (process: Process): Process[] => [...process.machine.processes.values()].sort((a, b) => a.pid - b.pid)

const standard = (list: readonly Process[]): string =>
  `    PID TTY          TIME CMD\n${list.map((one) => `${String(one.pid).padStart(7)} ${terminalOf(one).padEnd(8)} 00:00:00 ${nameOf(one)}\n`).join('')}`

const full = (list: readonly Process[]): string =>
  `UID          PID    PPID  C STIME TTY          TIME CMD\n${list.map((one) => `${one.user.name.padEnd(8)} ${String(one.pid).padStart(7)} ${String(one.parent).padStart(7)}  0 ${clockTime(one.startedAt)} ${terminalOf(one).padEnd(8)} 00:00:00 ${commandOf(one)}\n`).join('')}`

const bsd = (list: readonly Process[]): string =>
  `USER         PID %CPU %MEM    VSZ   RSS TTY      STAT START   TIME COMMAND\n${list.map((one) => `${one.user.name.padEnd(8)} ${String(one.pid).padStart(7)}  0.0  0.1  10480  5120 ${terminalOf(one).padEnd(8)} ${(one.state === 'stopped' ? 'T' : 'Ss').padEnd(4)} ${clockTime(one.startedAt)}   0:00 ${commandOf(one)}\n`).join('')}`

const columns: Readonly<Record<string, { readonly header: string; readonly cell: (one: Process, now: number) => string }>> = {
  pid: { header: 'PID', cell: ({ pid }) => String(pid) },
  ppid: { header: 'PPID', cell: ({ parent }) => String(parent) },
  pgid: { header: 'PGID', cell: ({ group }) => String(group) },
  user: { header: 'USER', cell: ({ user }) => user.name },
  comm: { header: 'COMMAND', cell: nameOf },
  cmd: { header: 'CMD', cell: commandOf },
  args: { header: 'COMMAND', cell: commandOf },
  command: { header: 'COMMAND', cell: commandOf },
  stat: { header: 'STAT', cell: ({ state }) => (state === 'stopped' ? 'T' : 'S') },
  tty: { header: 'TT', cell: terminalOf },
  etime: { header: 'ELAPSED', cell: ({ startedAt }, now) => elapsed(now - startedAt) },
}

const chosen = (names: string, list: readonly Process[], now: number): string => {
  const wanted = names.split(',').map((name) => {
    const [key = '', header] = name.split('=')
    return { ...(columns[key] ?? { header: key.toUpperCase(), cell: () => '-' }), ...(header === undefined ? {} : { header }) }
  })
  const rows = [wanted.map(({ header }) => header), ...list.map((one) => wanted.map(({ cell }) => cell(one, now)))]
  const widths = wanted.map((_, column) => Math.max(...rows.map((row) => row[column]!.length)))
  const shown = wanted.every(({ header }) => header === '') ? rows.slice(1) : rows
  return shown
    .map((row) => `${row.map((cell, column) => (column === row.length - 1 ? cell : cell.padEnd(widths[column]!))).join(' ')}\n`)
    .join('')
}

export const ps: Program = {
  name: 'ps',
  summary: 'Lists processes.',
  run: async (process) => {
    const words = process.argv.slice(1)
    const everyone = words.some((word) => /^-[a-zA-Z]*[eA]/.test(word) || /^[auxf]*[ax][auxwf]*$/.test(word))
    const at = words.findIndex((word) => /^-?[a-zA-Z]*o$/.test(word))
    const pids = words[words.findIndex((word) => word === '-p' || word === '--pid') + 1]
    const byPid = words.includes('-p') || words.includes('--pid')
    const list = byPid
      ? all(process).filter(({ pid }) => pids?.split(',').includes(String(pid)))
      : everyone
        ? all(process)
        : all(process).filter(({ tty, user }) => user.name === process.user.name && tty === process.tty)
    if (at >= 0 && words[at + 1] !== undefined) await process.print(chosen(words[at + 1]!, list, process.clock.now))
    else if (words.some((word) => /^[auxwf]*u[auxwf]*$/.test(word))) await process.print(bsd(list))
    else if (words.some((word) => /^-[a-zA-Z]*f/.test(word))) await process.print(full(list))
    else await process.print(standard(list))
    return byPid && list.length === 0 ? 1 : 0
  },
}
