import { SystemError } from '../base/index.ts'
import type { DialOptions, Endpoint, NameService } from './network-interface.ts'
import type { Process } from './process-interface.ts'

type Worker = Process & { spend(milliseconds: number): Promise<void> }

const isAddress = (host: string): boolean => /^\d{1,3}(\.\d{1,3}){3}$/.test(host)
const localLatency = 0.1
const remoteLatency = 0.4
/** glibc's: 5 seconds a try, 2 tries. */
const nameTimeout = 5000
const linuxConnectTimeout = 120_000
/** How long Linux asks by ARP for a neighbour that does not answer. */
const neighbourTimeout = 3000

const textOf = (process: Process, path: string): string => (process.machine.files.exists(path) ? process.machine.files.readText(path) : '')

/** Connects to a host by name or address, in virtual time. */
export const dial = async (process: Worker, host: string, port: number, options: DialOptions): Promise<Endpoint> => {
  const [address] = await lookup(process, host)
  await process.spend(address!.startsWith('127.') ? localLatency : remoteLatency)
  try {
    return process.network.connect(address!, port, options)
  } catch (error) {
    if (error instanceof SystemError) {
      if (error.code === 'ETIMEDOUT') await process.sleep(options.timeout ?? linuxConnectTimeout)
      if (error.code === 'EHOSTUNREACH') await process.sleep(Math.min(neighbourTimeout, options.timeout ?? neighbourTimeout))
    }
    throw error
  }
}

/** The addresses of a name, by /etc/hosts and then by the nameservers of /etc/resolv.conf with their search domains. */
export const lookup = async (process: Worker, host: string): Promise<readonly string[]> => {
  if (isAddress(host)) return [host]
  for (const line of textOf(process, '/etc/hosts').split('\n')) {
    const [address, ...names] = line.replace(/#.*/, '').trim().split(/\s+/)
    if (address && isAddress(address) && names.includes(host)) return [address]
  }
  const { servers, search, dots } = resolverConfiguration(textOf(process, '/etc/resolv.conf'))
  const absolute = host.endsWith('.')
  const plain = absolute ? host.slice(0, -1) : host
  const searched = absolute ? [] : search.map((domain) => `${plain}.${domain}`)
  const candidates = plain.split('.').length - 1 >= dots ? [plain, ...searched] : [...searched, plain]
  for (const name of candidates) {
    const addresses = await ask(process, servers, name)
    if (addresses.length > 0) return addresses
  }
  throw new SystemError('ENOTFOUND', host)
}

export const resolverConfiguration = (
  text: string,
): { readonly servers: readonly string[]; readonly search: readonly string[]; readonly dots: number } => {
  const words = text.split('\n').map((line) => line.trim().split(/\s+/))
  const options = words.filter(([key]) => key === 'options').flat()
  return {
    servers: words.filter(([key, server]) => key === 'nameserver' && server).map(([, server]) => server!),
    search: words.findLast(([key]) => key === 'search')?.slice(1) ?? [],
    dots: Number(options.find((option) => option.startsWith('ndots:'))?.slice(6) ?? 1),
  }
}

const ask = async (process: Worker, servers: readonly string[], name: string): Promise<readonly string[]> => {
  for (const server of servers) {
    await process.spend(remoteLatency)
    try {
      const endpoint = process.network.connect(server, 53, { protocol: 'udp' })
      const service = endpoint.listener.service as NameService
      const { answers } = service.query(name, 'A', endpoint.local)
      endpoint.close()
      return answers.filter(({ type }) => type === 'A').map(({ data }) => data)
    } catch (error) {
      if (!(error instanceof SystemError)) throw error
      if (error.code !== 'ECONNREFUSED') await process.sleep(nameTimeout)
    }
  }
  return []
}
