import { SystemError } from '../../base/index.ts'
import { resolverConfiguration, type NameRecord, type NameService, type Process, type Program } from '../../machine/index.ts'

interface Answer {
  readonly server: string
  readonly name: string
  readonly code: string
  readonly records: readonly NameRecord[]
}

const reverse = (name: string): string | undefined =>
  /^\d+(\.\d+){3}$/.test(name) ? `${name.split('.').reverse().join('.')}.in-addr.arpa` : undefined

/** Asks one server, through the search domains; undefined if no server answers. */
export const query = async (
  process: Process,
  name: string,
  type: string,
  options: { readonly server?: string; readonly search: boolean },
): Promise<Answer | undefined> => {
  const text = process.files.exists('/etc/resolv.conf') ? process.files.readText('/etc/resolv.conf') : ''
  const { servers, search, dots } = resolverConfiguration(text)
  const server = options.server ?? servers[0] ?? '127.0.0.1'
  const plain = name.replace(/\.$/, '')
  const searched =
    options.search && !name.endsWith('.') ? search.filter((domain) => domain !== '.').map((domain) => `${plain}.${domain}`) : []
  const candidates = plain.split('.').length - 1 >= dots ? [plain, ...searched] : [...searched, plain]
  try {
    const address = /^[\d.]+$/.test(server) ? server : (await process.lookup(server))[0]!
    const endpoint = await process.dial(address, 53, { protocol: 'udp', timeout: 5000 })
    const service = endpoint.listener.service as NameService
    let last: Answer | undefined
    for (const candidate of candidates) {
      const { code, answers } = service.query(candidate, type, endpoint.local)
      last = { server: address, name: candidate, code, records: answers }
      if (code === 'NOERROR') break
    }
    return last && last.code !== 'NOERROR' ? { ...last, name: plain } : last
  } catch (error) {
    if (error instanceof SystemError) return undefined
    throw error
  }
}

export const nslookup: Program = {
  name: 'nslookup',
  summary: 'Asks a name server.',
  cost: 5,
  run: async (process) => {
    const words = process.argv.slice(1)
    const type = words
      .find((word) => /^-(type|query|q)=/.test(word))
      ?.split('=')[1]
      ?.toUpperCase()
    const [name, server] = words.filter((word) => !word.startsWith('-'))
    if (name === undefined) {
      await process.printError('nslookup: Expected a name but found none; asking from standard input is not here.\n')
      return 1
    }
    const pointer = reverse(name)
    const answer = await query(process, pointer ?? name, pointer ? 'PTR' : (type ?? 'A'), {
      ...(server === undefined ? {} : { server }),
      search: pointer === undefined,
    })
    if (!answer) {
      await process.print(`;; communications error to ${server ?? 'the server'}#53: timed out\n;; no servers could be reached\n\n`)
      return 1
    }
    const head = pointer ? '' : `Server:\t\t${answer.server}\nAddress:\t${answer.server}#53\n\n`
    if (answer.code !== 'NOERROR') {
      await process.print(`${head}** server can't find ${pointer ?? answer.name}: ${answer.code}\n\n`)
      return 1
    }
    const lines = answer.records.map((record) => {
      if (record.type === 'PTR') return `${record.name}\tname = ${record.data}.\n`
      if (record.type === 'SRV') return `${record.name}\tservice = ${record.data}.\n`
      return record.type === 'A' || record.type === 'AAAA'
        ? `Name:\t${record.name}\nAddress: ${record.data}\n`
        : `${record.name}\tcanonical name = ${record.data}.\n`
    })
    await process.print(`${head}${lines.join('')}\n`)
    return 0
  },
}
