import { SystemError, UsageError } from '../../base/index.ts'
import {
  Pipe,
  readAll,
  type Duplex,
  type Endpoint,
  type HttpRequest,
  type Process,
  type Program,
  type Reader,
  type Writer,
} from '../../machine/index.ts'
import { getopt, type Options, type Wording } from '../getopt.ts'
import { bodyBytes, reasonOf, titleCase } from './body.ts'

const usage = `usage: nc [-46CDdFhklNnrStUuvZz] [-I length] [-i interval] [-M ttl]
\t  [-m minttl] [-O length] [-P proxy_username] [-p source_port]
\t  [-q seconds] [-s sourceaddr] [-T keyword] [-V rtable] [-W recvlimit]
\t  [-w timeout] [-X proxy_protocol] [-x proxy_address[:port]]
\t  [destination] [port]`

const wording: Wording = {
  unknownShort: (letter) => `nc: invalid option -- '${letter}'\n${usage}`,
  unknownLong: () => `nc: invalid option -- '-'\n${usage}`,
  missing: (option) => `nc: option requires an argument -- '${option}'\n${usage}`,
  exitCode: 1,
}

const services: Readonly<Record<number, string>> = { 22: 'ssh', 53: 'domain', 80: 'http', 443: 'https', 8080: 'http-alt' }

const pump = async (from: Reader, to: Writer): Promise<void> => {
  for (let chunk = await from.read(); chunk; chunk = await from.read()) await to.write(chunk)
}

/** Both directions of a connection, from this side. */
const talk = async (process: Process, input: Reader, output: Writer, close: () => void): Promise<void> => {
  const sending = pump(process.stdin, output).then(close, close)
  await pump(input, process.stdout)
  void sending
}

/** `80`, `8080-8082`; in order. */
const portsOf = (text: string): readonly number[] => {
  const [first = NaN, last = first] = text.split('-').map((part) => (/^\d+$/.test(part) ? Number(part) : NaN))
  if (!(first >= 1 && last <= 65535)) throw new UsageError(`nc: port number invalid: ${text}`)
  return Array.from({ length: Math.max(0, last - first + 1) }, (_, index) => first + index)
}

const connect = async (process: Process, options: Options, host: string, port: number): Promise<Endpoint | undefined> => {
  const protocol = options.has('u') ? 'udp' : 'tcp'
  const told = options.has('v')
  const numeric = /^\d+(?:\.\d+){3}$/.test(host)
  try {
    const [address = host] = numeric ? [host] : await process.lookup(host)
    try {
      const timeout = options.has('w') ? { timeout: Number(options.get('w')) * 1000 } : {}
      const endpoint = await process.dial(address, port, { protocol, ...timeout })
      const place = numeric ? host : `${host} (${address})`
      const service = options.has('n') ? '*' : (services[port] ?? '*')
      if (told) await process.printError(`Connection to ${place} ${port} port [${protocol}/${service}] succeeded!\n`)
      return endpoint
    } catch (error) {
      if (!(error instanceof SystemError)) throw error
      const place = numeric ? host : `${host} (${address})`
      const outcome = error.code === 'ETIMEDOUT' && options.has('w') ? 'timed out: Operation now in progress' : `failed: ${error.message}`
      if (told) await process.printError(`nc: connect to ${place} port ${port} (${protocol}) ${outcome}\n`)
      return undefined
    }
  } catch (error) {
    if (!(error instanceof SystemError) || error.code !== 'ENOTFOUND') throw error
    throw new UsageError(`nc: getaddrinfo for host "${host}" port ${port}: ${error.message}`)
  }
}

const listen = async (process: Process, options: Options, port: number): Promise<number> => {
  const connection = await new Promise<Duplex>((resolve, reject) => {
    try {
      const accept = (duplex: Duplex, peer: { readonly address: string; readonly port: number }): void => {
        if (options.has('v')) void process.printError(`Connection received on ${peer.address} ${peer.port}\n`)
        resolve(duplex)
        process.clock.wake()
      }
      process.listen('', port, { accept }, options.has('u') ? 'udp' : 'tcp')
    } catch (error) {
      reject(error instanceof SystemError ? new UsageError(`nc: ${error.message}`) : error)
      return
    }
    if (options.has('v')) void process.printError(`Listening on 0.0.0.0 ${port}\n`)
  })
  await talk(process, connection.input, connection.output, () => undefined)
  connection.close()
  return 0
}

/** What somebody typed as an HTTP request; undefined if it is none. */
const parseRequest = (text: string): HttpRequest | undefined => {
  const [head = '', body] = text.replaceAll('\r\n', '\n').split(/\n\n(.*)/s)
  const [first = '', ...lines] = head.split('\n')
  const [, method, path] = /^([A-Z]+) (\S+)(?: HTTP\/[\d.]+)?$/.exec(first) ?? []
  if (!method || !path) return undefined
  const headers = lines.map((line) => line.split(/:\s*(.*)/s)).filter(([name]) => name)
  return {
    method,
    path,
    headers: Object.fromEntries(headers.map(([name, value]) => [name!.toLowerCase(), value ?? ''])),
    ...(body ? { body } : {}),
  }
}

/** @simplified: with -l, one connection; to a server of HTTP only -z and -v, as its bytes are never on a wire here */
export const nc: Program = {
  name: 'nc',
  summary: 'Connects to ports, and listens on them.',
  cost: 5,
  async run(process) {
    const letters = 'hklnuvz4N'.split('').map((letter) => ({ letter }))
    const options = getopt(
      process.argv.slice(1),
      [...letters, { letter: 'w', value: 'required' }, { letter: 'p', value: 'required' }, { letter: 'q', value: 'required' }],
      wording,
    )
    const { operands } = options
    if (options.has('w') && !/^\d+$/.test(options.get('w')!)) throw new UsageError(`nc: timeout invalid: ${options.get('w')}`)
    if (options.has('l')) {
      const port = options.get('p') ?? operands.at(-1)
      if (port === undefined) throw new UsageError(usage)
      return listen(process, options, portsOf(port)[0]!)
    }
    const [host, ports] = operands
    if (host === undefined) throw new UsageError(usage)
    if (ports === undefined) throw new UsageError('nc: missing port number')
    let code = 1
    for (const port of portsOf(ports)) {
      const endpoint = await connect(process, options, host, port)
      if (!endpoint) continue
      code = 0
      if (options.has('z')) endpoint.close()
      else {
        const { accept } = endpoint.listener
        if (!accept) {
          const request = parseRequest(new TextDecoder().decode(await readAll(process.stdin)))
          if (!endpoint.listener.http || !request) return 0
          const response = endpoint.request(request)
          const headers = Object.entries(response.headers).map(([name, value]) => `${titleCase(name)}: ${value}\r\n`)
          await process.print(`HTTP/1.1 ${response.status} ${reasonOf(response.status)}\r\n${headers.join('')}\r\n`)
          await process.stdout.write(bodyBytes(request, response))
          return 0
        }
        const [up, down] = [new Pipe(process.clock), new Pipe(process.clock)]
        const close = () => {
          up.breakOff()
          down.end()
        }
        endpoint.onClose(close)
        accept({ input: up.reader, output: down.writer, close }, endpoint.local)
        await talk(process, down.reader, up.writer, () => up.end())
        return 0
      }
    }
    return code
  },
}
