import type { Program } from '../../machine/index.ts'
import { query } from './nslookup.ts'

const types = new Set(['A', 'AAAA', 'SRV', 'PTR', 'CNAME', 'TXT', 'ANY', 'MX', 'NS', 'SOA'])

export const dig: Program = {
  name: 'dig',
  summary: 'Asks a name server and shows the whole answer.',
  cost: 5,
  run: async (process) => {
    const words = process.argv.slice(1)
    const server = words.find((word) => word.startsWith('@'))?.slice(1)
    const short = words.includes('+short')
    const search = words.includes('+search')
    const at = words.indexOf('-x')
    const operands = words.filter((word, index) => !/^[@+-]/.test(word) && index !== at + 1)
    const type = at >= 0 ? 'PTR' : (operands.find((word) => types.has(word.toUpperCase()))?.toUpperCase() ?? 'A')
    const name =
      at >= 0
        ? `${(words[at + 1] ?? '').split('.').reverse().join('.')}.in-addr.arpa`
        : (operands.find((word) => !types.has(word.toUpperCase())) ?? '.')
    const answer = await query(process, name, type, { ...(server === undefined ? {} : { server }), search })
    if (!answer) {
      await process.print(`;; communications error to ${server ?? '127.0.0.53'}#53: timed out\n;; no servers could be reached\n`)
      return 9
    }
    if (short) {
      await process.print(answer.records.map(({ data, type: kind }) => `${data}${kind === 'A' ? '' : '.'}\n`).join(''))
      return 0
    }
    const question = `;; QUESTION SECTION:\n;${answer.name}.\t\tIN\t${type}\n`
    const section =
      answer.records.length > 0
        ? `\n;; ANSWER SECTION:\n${answer.records.map((record) => `${record.name}.\t${record.ttl}\tIN\t${record.type}\t${record.data}\n`).join('')}`
        : ''
    await process.print(
      `\n; <<>> DiG 9.18.30 <<>> ${words.join(' ')}\n;; global options: +cmd\n;; Got answer:\n;; ->>HEADER<<- opcode: QUERY, status: ${answer.code}, id: ${process.machine.seed('dig', process.pid) % 65536}\n;; flags: qr aa rd; QUERY: 1, ANSWER: ${answer.records.length}, AUTHORITY: 0, ADDITIONAL: 1\n\n${question}${section}\n;; Query time: 0 msec\n;; SERVER: ${answer.server}#53(${answer.server}) (UDP)\n;; WHEN: ${new Date(process.clock.now).toUTCString()}\n;; MSG SIZE  rcvd: ${60 + answer.records.length * 16}\n\n`,
    )
    return 0
  },
}
