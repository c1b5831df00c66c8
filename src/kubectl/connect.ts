import { SystemError, UsageError } from '../base/index.ts'
import type { Endpoint, Process } from '../machine/index.ts'
import type { ClientConfig } from './client-config.ts'
import { checkKeyPair } from './key-pair.ts'
import { ConnectionError, SilentExit } from './errors.ts'
import { verifyServer } from './tls.ts'

/** The host and port of a server's URL. */
export const splitServer = (
  server: string,
): { readonly host: string; readonly port: number; readonly portText: string; readonly prefix: string } => {
  const [, scheme = '', authority = '', prefix = ''] = /^([a-z]+):\/\/([^/]*)(.*)$/.exec(server) ?? []
  const [, host = authority, portText] = /^(\[[^\]]*\]|[^:]*):(.*)$/.exec(authority) ?? []
  const text = portText ?? (scheme === 'https' ? '443' : '80')
  return { host: host.replace(/^\[|\]$/g, ''), port: Number(text), portText: text, prefix }
}

const isAddress = (host: string): boolean => /^\d+\.\d+\.\d+\.\d+$/.test(host) || host.includes(':')

const goErrno: Partial<Record<SystemError['code'], string>> = {
  ECONNREFUSED: 'connect: connection refused',
  EHOSTUNREACH: 'connect: no route to host',
  ENETUNREACH: 'connect: network is unreachable',
  ETIMEDOUT: 'i/o timeout',
  ECONNRESET: 'connect: connection reset by peer',
}

const nameserver = (process: Process): string => {
  try {
    return /^nameserver\s+(\S+)/m.exec(process.files.readText('/etc/resolv.conf'))?.[1] ?? '127.0.0.1'
  } catch {
    return '127.0.0.1'
  }
}

/** What Go's net package says of a failed dial. */
const dialText = (process: Process, host: string, address: string, port: number, error: SystemError): string => {
  if (error.code === 'ENOTFOUND') return `dial tcp: lookup ${host} on ${nameserver(process)}:53: no such host`
  return `dial tcp ${address}:${port}: ${goErrno[error.code] ?? error.message.toLowerCase()}`
}

/** Dials the server once; throws ConnectionError with the words of Go's net and tls packages for `url`. */
export const dialServer = async (process: Process, config: ClientConfig, url: string, timeout: number): Promise<Endpoint> => {
  const { host, port, portText } = splitServer(config.server)
  const fail = (cause: string) => new ConnectionError('Get', url, cause)
  if (!/^https?:/.test(config.server))
    throw fail(`unsupported protocol scheme ${JSON.stringify(config.server.slice(0, config.server.indexOf(':')))}`)
  if (!(port > 0 && port < 65536)) throw fail(`dial tcp: address ${portText}: invalid port`)
  if (config.certificate !== undefined && config.key !== undefined && config.server.startsWith('https:'))
    checkKeyPair(config.certificate, config.key)
  let address = host === 'localhost' ? '127.0.0.1' : host
  try {
    if (!isAddress(address)) address = (await process.lookup(host))[0]!
    const endpoint = await process.dial(address, port, {
      timeout: timeout > 0 ? timeout : 30_000,
      ...(config.certificate ? { certificate: config.certificate } : {}),
    })
    if (config.server.startsWith('https:')) verifyServer(process, config, endpoint, host, fail)
    return endpoint
  } catch (error) {
    if (!(error instanceof SystemError)) throw error
    if (error.code === 'ETIMEDOUT' && timeout > 0) throw fail('context deadline exceeded (Client.Timeout exceeded while awaiting headers)')
    throw fail(dialText(process, host, address, port, error))
  }
}

/** Asks for a username as kubectl does when a kubeconfig has no credentials; stdin has none to give. */
export const askForUsername = async (process: Process): Promise<{ readonly username: string; readonly password: string }> => {
  await process.print('Please enter Username: ')
  const username = await readLine(process)
  await process.print('Please enter Password: ')
  const password = await readLine(process)
  return { username, password }
}

const readLine = async (process: Process): Promise<string> => {
  let text = ''
  const decoder = new TextDecoder()
  while (!text.includes('\n')) {
    const bytes = await process.stdin.read()
    if (!bytes) {
      if (text === '') throw new UsageError('EOF')
      break
    }
    text += decoder.decode(bytes, { stream: true })
  }
  const line = text.split('\n')[0]!
  if (line === '\u0003') throw new SilentExit(130)
  return line
}
