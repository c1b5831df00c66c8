import type { FileSystem, HttpRequest, HttpResponse, Peer, Process } from '../../machine/index.ts'

/** One `server` block of nginx's configuration, as far as it is heeded. */
export interface NginxServer {
  readonly ports: readonly number[]
  readonly root: string
  readonly index: readonly string[]
  /** `location / { return 200 "..."; }` and the like. */
  readonly returns: readonly { readonly path: string; readonly status: number; readonly text: string }[]
}

/** Reads the server blocks of /etc/nginx/conf.d; undefined if a file has an error. */
export const readServers = (files: FileSystem): readonly NginxServer[] => {
  const directory = '/etc/nginx/conf.d'
  const texts = files.exists(directory)
    ? files
        .list(directory)
        .filter((name) => name.endsWith('.conf'))
        .map((name) => files.readText(`${directory}/${name}`))
    : []
  return texts.flatMap((text) =>
    text
      .replace(/#.*/g, '')
      .split(/\bserver\s*\{/)
      .slice(1)
      .map(readServer),
  )
}

const readServer = (block: string): NginxServer => {
  const ports = [...block.matchAll(/\blisten\s+(?:[\d.]+:)?(\d+)[^;]*;/g)].map(([, port]) => Number(port))
  const returns = [...block.matchAll(/location\s+(?:=\s*)?(\S+)\s*\{[^}]*?\breturn\s+(\d+)(?:\s+(?:"([^"]*)"|'([^']*)'|([^;]*)))?;/g)].map(
    ([, path = '/', status, double, single, bare]) => ({
      path,
      status: Number(status),
      text: (double ?? single ?? bare ?? '').replaceAll('\\n', '\n'),
    }),
  )
  return {
    ports: ports.length > 0 ? ports : [80],
    root: /\broot\s+([^;\s]+)\s*;/.exec(block)?.[1] ?? '/etc/nginx/html',
    index: (/\bindex\s+([^;]+);/.exec(block)?.[1] ?? 'index.html').trim().split(/\s+/),
    returns,
  }
}

const types: Readonly<Record<string, string>> = {
  html: 'text/html',
  htm: 'text/html',
  css: 'text/css',
  js: 'application/javascript',
  json: 'application/json',
  txt: 'text/plain',
  png: 'image/png',
  svg: 'image/svg+xml',
  xml: 'text/xml',
  ico: 'image/x-icon',
}
const titles: Readonly<Record<number, string>> = {
  301: 'Moved Permanently',
  403: 'Forbidden',
  404: 'Not Found',
  405: 'Not Allowed',
  500: 'Internal Server Error',
  502: 'Bad Gateway',
  503: 'Service Temporarily Unavailable',
}

const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec']
const httpDate = (milliseconds: number): string => new Date(Math.floor(milliseconds)).toUTCString()
const logDate = (milliseconds: number): string => {
  const text = new Date(Math.floor(milliseconds)).toISOString()
  return `${text.slice(8, 10)}/${months[Number(text.slice(5, 7)) - 1]}/${text.slice(0, 4)}:${text.slice(11, 19)} +0000`
}

/** Answers requests as nginx does with its stock configuration, and writes its access and error logs. */
export const serveRequest = (process: Process, version: string, server: NginxServer, request: HttpRequest, peer: Peer): HttpResponse => {
  const { clock } = process
  const [path = '/'] = request.path.split('?')
  const base = { server: `nginx/${version}`, date: httpDate(clock.now) }
  const answer = respond(process, version, server, request, path)
  const bytes = typeof answer.body === 'string' ? new TextEncoder().encode(answer.body) : answer.body
  const head = request.method === 'HEAD'
  const { headers } = request
  const agent = headers['user-agent'] ?? '-'
  const line = `${peer.address} - - [${logDate(clock.now)}] "${request.method} ${request.path} HTTP/1.1" ${answer.status} ${head ? 0 : bytes.length} "${headers.referer ?? '-'}" "${agent}" "${headers['x-forwarded-for'] ?? '-'}"\n`
  void process.print(line)
  const { status } = answer
  return {
    status,
    headers: {
      ...base,
      'content-type': answer.type,
      'content-length': String(bytes.length),
      ...answer.headers,
      connection: headers.connection === 'close' ? 'close' : 'keep-alive',
      ...answer.after,
    },
    ...(head ? {} : { body: bytes }),
  }
}

interface Answer {
  readonly status: number
  readonly type: string
  readonly body: string | Uint8Array
  readonly headers?: Readonly<Record<string, string>>
  readonly after?: Readonly<Record<string, string>>
}

const errorPage = (version: string, status: number, headers: Readonly<Record<string, string>> = {}): Answer => ({
  status,
  type: 'text/html',
  headers,
  body: `<html>\r\n<head><title>${status} ${titles[status]}</title></head>\r\n<body>\r\n<center><h1>${status} ${titles[status]}</h1></center>\r\n<hr><center>nginx/${version}</center>\r\n</body>\r\n</html>\r\n`,
})

const respond = (process: Process, version: string, server: NginxServer, request: HttpRequest, path: string): Answer => {
  const { files, clock } = process
  const fixed = server.returns.filter((item) => path.startsWith(item.path)).sort((a, b) => b.path.length - a.path.length)[0]
  if (fixed) return { status: fixed.status, type: 'application/octet-stream', body: fixed.text }
  if (request.method !== 'GET' && request.method !== 'HEAD') return errorPage(version, 405)
  const wanted = `${server.root}${decodeURIComponent(path)}`
  const file = path.endsWith('/') ? server.index.map((name) => `${wanted}${name}`).find((name) => files.exists(name)) : wanted
  const fail = (status: number, text: string): Answer => {
    const at = new Date(Math.floor(clock.now)).toISOString().slice(0, 19).replaceAll('-', '/').replace('T', ' ')
    const host = request.headers.host ?? 'localhost'
    void process.printError(
      `${at} [error] 29#29: *1 ${text}, client: 10.0.0.1, server: localhost, request: "${request.method} ${request.path} HTTP/1.1", host: "${host}"\n`,
    )
    return errorPage(version, status)
  }
  if (path.endsWith('/') && file === undefined) {
    if (!files.exists(wanted)) return fail(404, `"${wanted}${server.index[0]}" is not found (2: No such file or directory)`)
    return fail(403, `directory index of "${wanted}" is forbidden`)
  }
  if (!files.exists(file!)) return fail(404, `open() "${wanted}" failed (2: No such file or directory)`)
  const stat = files.stat(file!)
  if (stat.type === 'directory') return errorPage(version, 301, { location: `http://${request.headers.host ?? 'localhost'}${path}/` })
  if (stat.type === 'file' && process.user.uid !== 0 && (stat.mode & 0o004) === 0)
    return fail(403, `open() "${wanted}" failed (13: Permission denied)`)
  const content = files.read(file!)
  const extension = /\.([a-z]+)$/.exec(file!)?.[1] ?? ''
  const etag = `"${Math.floor(stat.modifiedAt / 1000).toString(16)}-${content.length.toString(16)}"`
  if (request.headers['if-none-match'] === etag) return { status: 304, type: 'text/html', body: '' }
  return {
    status: 200,
    type: types[extension] ?? 'application/octet-stream',
    body: content,
    headers: { 'last-modified': httpDate(stat.modifiedAt) },
    after: { etag, 'accept-ranges': 'bytes' },
  }
}
