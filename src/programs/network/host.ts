import type { Program } from '../../machine/index.ts'
import { getopt, type Wording } from '../getopt.ts'
import { query } from './nslookup.ts'

const usage = `Usage: host [-aCdilrTvVw] [-c class] [-N ndots] [-t type] [-W time]
            [-R number] [-m flag] [-p port] hostname [server]`

const wording: Wording = {
  unknownShort: (letter) => `host: invalid option -- '${letter}'\n${usage}`,
  unknownLong: () => `host: invalid option -- '-'\n${usage}`,
  missing: (option) => `host: option requires an argument -- '${option}'\n${usage}`,
  exitCode: 1,
}

const phrases: Readonly<Record<string, string>> = {
  A: 'has address',
  AAAA: 'has IPv6 address',
  CNAME: 'is an alias for',
  PTR: 'domain name pointer',
  SRV: 'has SRV record',
  TXT: 'descriptive text',
}

export const host: Program = {
  name: 'host',
  summary: 'Asks a name server.',
  cost: 5,
  async run(process) {
    const options = getopt(
      process.argv.slice(1),
      [{ letter: 't', value: 'required' }, { letter: 'W', value: 'required' }, { letter: '4' }],
      wording,
    )
    const [name, server] = options.operands
    if (name === undefined) {
      await process.printError(`${usage}\n`)
      return 1
    }
    const reversed = /^\d+(?:\.\d+){3}$/.test(name)
    const asked = reversed ? `${name.split('.').reverse().join('.')}.in-addr.arpa` : name
    const type = options.get('t')?.toUpperCase() ?? (reversed ? 'PTR' : 'A')
    const answer = await query(process, asked, type, { search: !reversed, ...(server === undefined ? {} : { server }) })
    if (!answer) {
      await process.print(';; connection timed out; no servers could be reached\n')
      return 1
    }
    if (server !== undefined) await process.print(`Using domain server:\nName: ${server}\nAddress: ${answer.server}#53\nAliases: \n\n`)
    if (answer.code !== 'NOERROR') {
      await process.print(
        `Host ${reversed ? `${asked}.` : answer.name} not found: ${answer.code === 'NXDOMAIN' ? '3(NXDOMAIN)' : answer.code === 'REFUSED' ? '5(REFUSED)' : '2(SERVFAIL)'}\n`,
      )
      return 1
    }
    if (answer.records.length === 0) {
      await process.print(`${answer.name} has no ${type} record\n`)
      return 0
    }
    const dotted = (kind: string) => kind === 'CNAME' || kind === 'PTR' || kind === 'SRV'
    await process.print(
      answer.records
        .map(
          (record) =>
            `${record.name} ${phrases[record.type] ?? `has ${record.type} record`} ${record.data}${dotted(record.type) ? '.' : ''}\n`,
        )
        .join(''),
    )
    return 0
  },
}
