import { encode, SystemError } from '../../base/index.ts'
import type { Endpoint, HttpRequest, HttpResponse, Process, Program } from '../../machine/index.ts'
import { getopt, type Option, type Options, type Wording } from '../getopt.ts'
import { bodyBytes, pieceBytes, reasonOf, titleCase } from './body.ts'
import { verifyServer } from './tls.ts'
import { parseTarget, type Target } from './url.ts'

const known: readonly Option[] = [
  { letter: 's', long: 'silent' },
  { letter: 'S', long: 'show-error' },
  { letter: 'o', long: 'output', value: 'required' },
  { letter: 'O', long: 'remote-name' },
  { letter: 'I', long: 'head' },
  { letter: 'i', long: 'include' },
  { letter: 'v', long: 'verbose' },
  { letter: 'k', long: 'insecure' },
  { letter: 'f', long: 'fail' },
  { letter: 'L', long: 'location' },
  { letter: 'X', long: 'request', value: 'required' },
  { letter: 'd', long: 'data', value: 'required' },
  { long: 'data-raw', value: 'required' },
  { long: 'data-binary', value: 'required' },
  { letter: 'H', long: 'header', value: 'required' },
  { letter: 'w', long: 'write-out', value: 'required' },
  { letter: 'm', long: 'max-time', value: 'required' },
  { long: 'connect-timeout', value: 'required' },
  { long: 'retry', value: 'required' },
  { long: 'retry-delay', value: 'required' },
  { long: 'retry-connrefused' },
  { long: 'cacert', value: 'required' },
  { letter: 'E', long: 'cert', value: 'required' },
  { long: 'key', value: 'required' },
  { letter: 'u', long: 'user', value: 'required' },
  { letter: 'A', long: 'user-agent', value: 'required' },
  { letter: 'G', long: 'get' },
  { long: 'resolve', value: 'required' },
  { letter: 'N', long: 'no-buffer' },
  { letter: '4', long: 'ipv4' },
  { long: 'compressed' },
  { letter: 'b', long: 'cookie', value: 'required' },
  { letter: 'V', long: 'version' },
  { letter: 'e', long: 'referer', value: 'required' },
  { long: 'http1.1' },
  { long: 'no-progress-meter' },
  { long: 'fail-with-body' },
  { letter: '#', long: 'progress-bar' },
]

const wording: Wording = {
  unknownShort: (letter) => `curl: option -${letter}: is unknown\ncurl: try 'curl --help' or 'curl --manual' for more information`,
  unknownLong: (name) => `curl: option --${name}: is unknown\ncurl: try 'curl --help' or 'curl --manual' for more information`,
  missing: (option, long) =>
    `curl: option ${long ? '--' : '-'}${option}: requires parameter\ncurl: try 'curl --help' or 'curl --manual' for more information`,
  exitCode: 2,
}

const version = '8.5.0'
const seconds = (text: string | undefined): number | undefined => (text === undefined ? undefined : Number(text) * 1000)

/** curl's failure: its exit code and what it says of it. */
class CurlError extends Error {
  readonly code: number
  constructor(code: number, message: string) {
    super(message)
    this.code = code
  }
}

interface Transfer {
  readonly request: HttpRequest
  readonly response: HttpResponse
  readonly target: Target
  readonly redirects: number
  readonly http2: boolean
}

const connect = async (process: Process, target: Target, options: Options): Promise<Endpoint> => {
  const started = process.clock.now
  const { host, port } = target
  const resolved = options.values
    .get('resolve')
    ?.map((entry) => entry.split(':'))
    .find(([name, at]) => name === host && Number(at) === port)?.[2]
  const timeout = seconds(options.get('connect-timeout')) ?? seconds(options.get('max-time')) ?? 300_000
  try {
    const certificate = options.get('cert')
    return await process.dial(resolved ?? host, port, {
      timeout,
      ...(certificate === undefined ? {} : { certificate: process.files.readText(certificate) }),
    })
  } catch (error) {
    if (!(error instanceof SystemError)) throw error
    const elapsed = Math.round(process.clock.now - started)
    if (error.code === 'ENOTFOUND') throw new CurlError(6, `Could not resolve host: ${host}`)
    if (error.code === 'ETIMEDOUT' && options.has('max-time')) throw new CurlError(28, `Connection timed out after ${elapsed} milliseconds`)
    if (error.code === 'ETIMEDOUT')
      throw new CurlError(28, `Failed to connect to ${host} port ${port} after ${elapsed} ms: Timeout was reached`)
    throw new CurlError(
      7,
      `Failed to connect to ${host} port ${port} after ${elapsed} ms: ${error.code === 'EHOSTUNREACH' ? 'No route to host' : "Couldn't connect to server"}`,
    )
  }
}

const dataOf = (process: Process, options: Options): Uint8Array | undefined => {
  const pieces = [
    ...(options.values.get('data') ?? []),
    ...(options.values.get('data-raw') ?? []),
    ...(options.values.get('data-binary') ?? []),
  ]
  if (pieces.length === 0) return undefined
  const text = (piece: string): string =>
    piece.startsWith('@') && !options.has('data-raw') ? process.files.readText(piece.slice(1)) : piece
  return encode(pieces.map((piece) => (options.has('data-binary') ? text(piece) : text(piece).replace(/[\r\n]/g, ''))).join('&'))
}

const headersOf = (process: Process, options: Options, target: Target, data: Uint8Array | undefined): Record<string, string> => {
  const standard = (target.scheme === 'http' ? 80 : 443) === target.port
  const headers: Record<string, string> = {
    host: standard ? target.host : `${target.host}:${target.port}`,
    'user-agent': options.get('user-agent') ?? `curl/${version}`,
    accept: '*/*',
  }
  if (data && !options.has('get'))
    Object.assign(headers, { 'content-length': String(data.length), 'content-type': 'application/x-www-form-urlencoded' })
  const user = options.get('user') ?? target.user
  if (user) headers['authorization'] = `Basic ${basic(user)}`
  if (options.has('cookie')) headers['cookie'] = options.get('cookie')!
  for (const header of options.values.get('header') ?? []) {
    const [, name, value] = /^([^:;]+)[:;]\s*(.*)$/s.exec(header) ?? []
    if (!name) continue
    if (value === '') delete headers[name.toLowerCase()]
    else headers[name.toLowerCase()] = value!
  }
  return headers
}

const basic = (user: string): string => {
  const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/'
  const bytes = encode(user)
  let text = ''
  for (let i = 0; i < bytes.length; i += 3) {
    const bits = (bytes[i]! << 16) | ((bytes[i + 1] ?? 0) << 8) | (bytes[i + 2] ?? 0)
    for (let part = 0; part < 4; part++) text += i + part > bytes.length ? '=' : alphabet[(bits >> (18 - 6 * part)) & 63]
  }
  return text
}

const transfer = async (process: Process, first: Target, options: Options): Promise<Transfer> => {
  let target = first
  for (let redirects = 0; ; redirects++) {
    const endpoint = await connect(process, target, options)
    if (target.scheme === 'https') {
      const problem = verifyServer(process, endpoint, target.host, {
        insecure: options.has('insecure'),
        ...(options.has('cacert') ? { authority: process.files.readText(options.get('cacert')!) } : {}),
      })
      if (problem) throw new CurlError(problem.code, problem.text)
    }
    const data = dataOf(process, options)
    const method = options.get('request') ?? (options.has('head') ? 'HEAD' : data && !options.has('get') ? 'POST' : 'GET')
    const path =
      data && options.has('get') ? `${target.path}${target.path.includes('?') ? '&' : '?'}${new TextDecoder().decode(data)}` : target.path
    const headers = headersOf(process, options, target, data)
    const http2 = endpoint.listener.tls?.http2 === true && !options.has('http1.1')
    await trace(process, options, endpoint, target, `${method} ${path} ${http2 ? 'HTTP/2' : 'HTTP/1.1'}`, headers)
    const request = { method, path, headers, ...(data && !options.has('get') ? { body: data } : {}) }
    const response = exchange(endpoint, request)
    const location = response.headers['location']
    if (!options.has('location') || !location || response.status < 300 || response.status > 399)
      return { request, response, target, redirects, http2 }
    if (redirects >= 50) throw new CurlError(47, 'Maximum (50) redirects followed')
    target = parseTarget(location.startsWith('/') ? `${target.scheme}://${target.host}:${target.port}${location}` : location) ?? target
  }
}

const exchange = (endpoint: Endpoint, request: HttpRequest): HttpResponse => {
  try {
    if (!endpoint.listener.http) throw new CurlError(1, 'Received HTTP/0.9 when not allowed')
    return endpoint.request(request)
  } catch (error) {
    if (error instanceof SystemError && error.code === 'ECONNRESET') throw new CurlError(56, 'Recv failure: Connection reset by peer')
    if (error instanceof SystemError) throw new CurlError(52, 'Empty reply from server')
    throw error
  }
}

const trace = async (
  process: Process,
  options: Options,
  endpoint: Endpoint,
  target: Target,
  line: string,
  headers: Record<string, string>,
): Promise<void> => {
  if (!options.has('verbose')) return
  const lines = [
    `*   Trying ${endpoint.remote.address}:${target.port}...`,
    `* Connected to ${target.host} (${endpoint.remote.address}) port ${target.port}`,
    `> ${line}`,
  ]
  await process.printError(
    `${[...lines, ...Object.entries(headers).map(([name, value]) => `> ${titleCase(name)}: ${value}`), '> '].join('\n')}\n`,
  )
}

/** HTTP/2 has no reason phrase, and its header names are lower case. */
const headerText = ({ status, headers }: HttpResponse, http2: boolean): string =>
  http2
    ? `HTTP/2 ${status} \r\n${Object.entries(headers)
        .map(([name, value]) => `${name.toLowerCase()}: ${value}\r\n`)
        .join('')}\r\n`
    : `HTTP/1.1 ${status} ${reasonOf(status)}\r\n${Object.entries(headers)
        .map(([name, value]) => `${titleCase(name)}: ${value}\r\n`)
        .join('')}\r\n`

const writeOut = (format: string, { response, target, redirects }: Transfer, size: number): string => {
  const values: Readonly<Record<string, string>> = {
    http_code: String(response.status).padStart(3, '0'),
    response_code: String(response.status).padStart(3, '0'),
    size_download: String(size),
    num_redirects: String(redirects),
    url_effective: `${target.scheme}://${target.host}${target.path}`,
    content_type: response.headers['content-type'] ?? '',
    scheme: target.scheme.toUpperCase(),
    time_total: '0.001000',
    remote_ip: target.host,
    remote_port: String(target.port),
  }
  return format
    .replace(/%\{(\w+)\}/g, (_, name: string) => values[name] ?? '')
    .replace(/\\n/g, '\n')
    .replace(/\\t/g, '\t')
    .replace(/\\r/g, '\r')
}

/** Sends a streamed body on as it comes, until it ends or time is up. */
const pour = (process: Process, response: HttpResponse, limit: number | undefined, take: (bytes: Uint8Array) => void): Promise<void> =>
  new Promise((resolve, reject) => {
    const end = (): void => {
      process.clock.wake()
      timer?.()
      resolve()
    }
    const timer =
      limit === undefined
        ? undefined
        : process.clock.after(limit, () => {
            hangUp()
            process.clock.wake()
            reject(new CurlError(28, `Operation timed out after ${limit} milliseconds with 0 bytes received`))
          })
    const hangUp = response.stream!({ push: (piece) => take(pieceBytes(piece)), end })
    process.interrupt.onRaise((reason) => {
      hangUp()
      reject(reason)
    })
  })

const progress =
  '  % Total    % Received % Xferd  Average Speed   Time    Time     Time  Current\n                                 Dload  Upload   Total   Spent    Left  Speed\n'

const fetchOne = async (process: Process, url: string, options: Options): Promise<number> => {
  const target = parseTarget(url)
  if (!target) throw new CurlError(3, 'URL rejected: Malformed input to a URL function')
  const done = await transfer(process, target, options)
  const { response } = done
  if (options.has('verbose'))
    await process.printError(`< ${headerText(response, done.http2).trimEnd().replaceAll('\r\n', '\r\n< ')}\r\n< \r\n`)
  if (response.status >= 400 && options.has('fail')) throw new CurlError(22, `The requested URL returned error: ${response.status}`)
  const file = options.get('output') ?? (options.has('remote-name') ? target.path.split('?')[0]!.split('/').at(-1) : undefined)
  let size = 0
  const take = (bytes: Uint8Array): void => {
    size += bytes.length
    if (file === undefined || file === '-') void process.stdout.write(bytes)
    else if (file !== '/dev/null') process.files.write(file, bytes, { append: true })
  }
  if (file !== undefined && file !== '-' && file !== '/dev/null') process.files.write(file, '')
  if (options.has('include') || options.has('head')) take(encode(headerText(response, done.http2)))
  if (response.stream) await pour(process, response, seconds(options.get('max-time')), take)
  else if (!options.has('head')) take(bodyBytes(done.request, response))
  const silent = options.has('silent') || options.has('no-progress-meter')
  if (!silent && (file !== undefined || !process.tty))
    await process.printError(
      `${progress}\r  0     0    0     0    0     0      0      0 --:--:-- --:--:-- --:--:--     0\r100 ${String(size).padStart(5)}  100 ${String(size).padStart(5)}    0     0   ${String(size * 100).padStart(4)}      0 --:--:-- --:--:-- --:--:-- ${String(size * 100).padStart(5)}\n`,
    )
  const format = options.get('write-out')
  if (format !== undefined) await process.print(writeOut(format, done, size))
  return 0
}

const attempts = async (process: Process, url: string, options: Options): Promise<number> => {
  let left = Number(options.get('retry') ?? 0)
  for (let delay = seconds(options.get('retry-delay')) ?? 1000; ; delay *= 2, left--) {
    try {
      return await fetchOne(process, url, options)
    } catch (error) {
      if (!(error instanceof CurlError)) throw error
      const transient = error.code === 28 || (error.code === 7 && options.has('retry-connrefused'))
      if (transient && left > 0) {
        await process.sleep(delay)
        continue
      }
      if (!options.has('silent') || options.has('show-error')) await process.printError(`curl: (${error.code}) ${error.message}\n`)
      if (options.has('write-out'))
        await process.print(
          options
            .get('write-out')!
            .replace(/%\{http_code\}|%\{response_code\}/g, '000')
            .replace(/%\{\w+\}/g, '')
            .replace(/\\n/g, '\n'),
        )
      return error.code
    }
  }
}

export const curl: Program = {
  name: 'curl',
  summary: 'Transfers data from or to a server.',
  cost: 50,
  run: async (process) => {
    const options = getopt(process.argv.slice(1), known, wording)
    if (options.has('version')) {
      await process.print(`curl ${version} (x86_64-pc-linux-gnu) libcurl/${version}\nProtocols: http https\n`)
      return 0
    }
    if (options.operands.length === 0) {
      await process.printError("curl: try 'curl --help' or 'curl --manual' for more information\n")
      return 2
    }
    let code = 0
    for (const url of options.operands) code = await attempts(process, url, options)
    return code
  },
}
