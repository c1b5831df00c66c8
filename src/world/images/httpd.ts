import type { Image } from '../../kubelet/index.ts'
import type { Program } from '../../machine/index.ts'
import { debianBase } from './base-files.ts'
import { releaseTags } from './tags.ts'

const page = '<html><body><h1>It works!</h1></body></html>\n'
const root = '/usr/local/apache2/htdocs'

const server: Program = {
  name: 'httpd-foreground',
  summary: 'the Apache HTTP server',
  run: (process) => {
    const { clock } = process
    const version = process.env.get('HTTPD_VERSION') ?? '2.4.62'
    const date = (): string => new Date(Math.floor(clock.now)).toUTCString()
    process.listen('0.0.0.0', 80, {
      http: (request, peer) => {
        const [path = '/'] = request.path.split('?')
        const file = `${root}${path.endsWith('/') ? `${path}index.html` : path}`
        const found = process.files.exists(file) && process.files.stat(file).type === 'file'
        const missing = `<!DOCTYPE HTML PUBLIC "-//IETF//DTD HTML 2.0//EN">\n<html><head>\n<title>404 Not Found</title>\n</head><body>\n<h1>Not Found</h1>\n<p>The requested URL was not found on this server.</p>\n</body></html>\n`
        const body = found ? process.files.read(file) : new TextEncoder().encode(missing)
        const status = found ? 200 : 404
        const time = new Date(Math.floor(clock.now)).toUTCString().replace(/^\w+, (\d+) (\w+) (\d+) (\S+) GMT$/, '$1/$2/$3:$4 +0000')
        void process.print(`${peer.address} - - [${time}] "${request.method} ${request.path} HTTP/1.1" ${status} ${body.length}\n`)
        return {
          status,
          headers: {
            date: date(),
            server: `Apache/${version} (Unix)`,
            'content-length': String(body.length),
            'content-type': found ? 'text/html' : 'text/html; charset=iso-8859-1',
          },
          body,
        }
      },
    })
    const address = process.network.addresses[0] ?? '127.0.0.1'
    void process.printError(
      `AH00558: httpd: Could not reliably determine the server's fully qualified domain name, using ${address}. Set the 'ServerName' directive globally to suppress this message\n`,
    )
    for (const signal of ['SIGTERM', 'SIGWINCH', 'SIGINT'] as const) process.on(signal, () => process.exit(0))
  },
}

export const httpd: Image = {
  name: 'httpd',
  repositories: ['docker.io/library/httpd'],
  tags: ['latest', 'alpine', '2', '2-alpine', '2.4-alpine', '2.4.62-alpine', ...releaseTags({ '2.4': 65 })],
  versionOf: (tag) => {
    const base = debianBase()
    return {
      sizeBytes: tag.includes('alpine') ? 22_000_000 : 58_700_000,
      config: {
        command: ['httpd-foreground'],
        env: { HTTPD_PREFIX: '/usr/local/apache2', HTTPD_VERSION: /^2\.4\.\d+/.exec(tag)?.[0] ?? '2.4.65' },
        ports: [80],
        workingDir: '/usr/local/apache2',
        stopSignal: 'SIGWINCH',
      },
      files: { ...base.files, [`${root}/index.html`]: page },
      executables: { ...base.executables, '/usr/local/bin/httpd-foreground': 'httpd-foreground' },
    }
  },
  programs: [server],
}
