import { SystemError } from '../../base/index.ts'
import type { Endpoint, Process, Program } from '../../machine/index.ts'
import { getopt, type Option, type Wording } from '../getopt.ts'
import { bodyBytes, reasonOf, titleCase } from './body.ts'
import { parseTarget, type Target } from './url.ts'

const known: readonly Option[] = [
  { letter: 'q', long: 'quiet' },
  { letter: 'O', long: 'output-document', value: 'required' },
  { letter: 'S', long: 'server-response' },
  { letter: 'T', long: 'timeout', value: 'required' },
  { letter: 't', long: 'tries', value: 'required' },
  { long: 'spider' },
  { long: 'no-check-certificate' },
  { long: 'header', value: 'required' },
  { long: 'post-data', value: 'required' },
  { letter: 'c', long: 'continue' },
  { letter: 'P', long: 'directory-prefix', value: 'required' },
  { long: 'show-progress' },
  { letter: 'n', value: 'required' },
]

const wording: Wording = {
  unknownShort: (letter) => `wget: invalid option -- '${letter}'\nUsage: wget [OPTION]... [URL]...\n\nTry \`wget --help' for more options.`,
  unknownLong: (name) => `wget: unrecognized option '--${name}'\nUsage: wget [OPTION]... [URL]...\n\nTry \`wget --help' for more options.`,
  missing: (option) =>
    `wget: option requires an argument -- '${option}'\nUsage: wget [OPTION]... [URL]...\n\nTry \`wget --help' for more options.`,
  exitCode: 2,
}

const defaultTimeout = 900_000

const stamp = (now: number): string => new Date(now).toISOString().slice(0, 19).replace('T', ' ')

const failure = (error: SystemError): string =>
  ({ ECONNREFUSED: 'Connection refused.', ETIMEDOUT: 'Connection timed out.', EHOSTUNREACH: 'No route to host.' })[
    error.code as 'ECONNREFUSED'
  ] ?? `${error.message}.`

const connect = async (
  process: Process,
  target: Target,
  timeout: number,
  say: (text: string) => Promise<void>,
): Promise<Endpoint | undefined> => {
  try {
    const [address] = await process.lookup(target.host)
    await say(`Connecting to ${target.host}${address === target.host ? '' : ` (${target.host})|${address}|`}:${target.port}... `)
    const endpoint = await process.dial(target.host, target.port, { timeout })
    await say('connected.\n')
    return endpoint
  } catch (error) {
    if (!(error instanceof SystemError)) throw error
    if (error.code === 'ENOTFOUND') await process.printError(`wget: unable to resolve host address '${target.host}'\n`)
    else await say(`failed: ${failure(error)}\n`)
    return undefined
  }
}

export const wget: Program = {
  name: 'wget',
  summary: 'Fetches files from the web.',
  cost: 50,
  run: async (process) => {
    const options = getopt(
      process.argv.slice(1).map((word) => (word === '-nv' ? '-q' : word)),
      known,
      wording,
    )
    const [url] = options.operands
    const target = url === undefined ? undefined : parseTarget(url)
    if (!target) {
      await process.printError("wget: missing URL\nUsage: wget [OPTION]... [URL]...\n\nTry `wget --help' for more options.\n")
      return 1
    }
    const say = async (text: string): Promise<void> => {
      if (!options.has('quiet')) await process.printError(text)
    }
    await say(
      `--${stamp(process.clock.now)}--  ${target.scheme}://${target.host}${target.port === 80 ? '' : `:${target.port}`}${target.path}\n`,
    )
    const endpoint = await connect(process, target, options.has('timeout') ? Number(options.get('timeout')) * 1000 : defaultTimeout, say)
    if (!endpoint) return 4
    const headers: Record<string, string> = { host: `${target.host}:${target.port}`, 'user-agent': 'Wget/1.21.4', accept: '*/*' }
    for (const header of options.values.get('header') ?? []) headers[header.split(':')[0]!.toLowerCase()] = header.replace(/^[^:]*:\s*/, '')
    const post = options.get('post-data')
    const request = {
      method: post !== undefined ? 'POST' : options.has('spider') ? 'HEAD' : 'GET',
      path: target.path,
      headers,
      ...(post === undefined ? {} : { body: post }),
    }
    const response = endpoint.request(request)
    await say(`HTTP request sent, awaiting response... ${response.status} ${reasonOf(response.status)}\n`)
    if (options.has('server-response'))
      await process.printError(
        `  HTTP/1.1 ${response.status} ${reasonOf(response.status)}\n${Object.entries(response.headers)
          .map(([name, value]) => `  ${titleCase(name)}: ${value}\n`)
          .join('')}`,
      )
    if (response.status >= 400) {
      await say(`${stamp(process.clock.now)} ERROR ${response.status}: ${reasonOf(response.status)}.\n\n`)
      return 8
    }
    if (options.has('spider')) {
      await say('Remote file exists.\n\n')
      return 0
    }
    const bytes = bodyBytes(request, response)
    const file =
      options.get('output-document') ??
      `${options.has('directory-prefix') ? `${options.get('directory-prefix')}/` : ''}${target.path.split('?')[0]!.split('/').at(-1) || 'index.html'}`
    if (file === '-') await process.stdout.write(bytes)
    else process.files.write(file, bytes)
    await say(
      `Length: ${bytes.length} [${response.headers['content-type'] ?? 'text/plain'}]\nSaving to: '${file}'\n\n${stamp(process.clock.now)} (1.00 MB/s) - '${file}' saved [${bytes.length}/${bytes.length}]\n\n`,
    )
    return 0
  },
}
