import { SystemError, type Cancel } from '../../base/index.ts'
import type { Image } from '../../kubelet/index.ts'
import type { Process, Program } from '../../machine/index.ts'
import { alpineBase, debianBase, executablesIn } from './base-files.ts'
import { readServers, serveRequest, type NginxServer } from './nginx-server.ts'
import { releaseTags } from './tags.ts'

/** The newest patch of each minor version that Docker Hub has. */
const newestPatch = {
  '1.7': 12,
  '1.8': 1,
  '1.9': 15,
  '1.10': 3,
  '1.11': 13,
  '1.12': 2,
  '1.13': 12,
  '1.14': 2,
  '1.15': 12,
  '1.16': 1,
  '1.17': 10,
  '1.18': 0,
  '1.19': 10,
  '1.20': 2,
  '1.21': 6,
  '1.22': 1,
  '1.23': 4,
  '1.24': 0,
  '1.25': 5,
  '1.26': 3,
  '1.27': 5,
  '1.28': 0,
  '1.29': 3,
}
const named: Readonly<Record<string, string>> = {
  latest: '1.29.3',
  mainline: '1.29.3',
  '1': '1.29.3',
  stable: '1.28.0',
  alpine: '1.29.3-alpine',
  'stable-alpine': '1.28.0-alpine',
  'mainline-alpine': '1.29.3-alpine',
  'alpine-slim': '1.29.3-alpine',
  'stable-perl': '1.28.0',
  perl: '1.29.3',
  bookworm: '1.29.3',
  'stable-bookworm': '1.28.0',
}

const fullVersion = (tag: string): string => {
  const [version = ''] = (named[tag] ?? tag).split('-')
  const newest = newestPatch[version as keyof typeof newestPatch]
  return newest === undefined ? version : `${version}.${newest}`
}

const minorOf = (version: string): number => Number(version.split('.')[1])

/** Welcome pages differ in their style sheet: since 1.21 with a color scheme, 615 bytes. */
const welcomePage = (version: string): string => `<!DOCTYPE html>
<html>
<head>
<title>Welcome to nginx!</title>
<style>
${
  minorOf(version) >= 21
    ? `html { color-scheme: light dark; }
body { width: 35em; margin: 0 auto;
font-family: Tahoma, Verdana, Arial, sans-serif; }`
    : `    body {
        width: 35em;
        margin: 0 auto;
        font-family: Tahoma, Verdana, Arial, sans-serif;
    }`
}
</style>
</head>
<body>
<h1>Welcome to nginx!</h1>
<p>If you see this page, the nginx web server is successfully installed and
working. Further configuration is required.</p>

<p>For online documentation and support please refer to
<a href="http://nginx.org/">nginx.org</a>.<br/>
Commercial support is available at
<a href="http://nginx.com/">nginx.com</a>.</p>

<p><em>Thank you for using nginx.</em></p>
</body>
</html>
`

const errorPage = `<!DOCTYPE html>
<html>
<head>
<title>Error</title>
<style>
html { color-scheme: light dark; }
body { width: 35em; margin: 0 auto;
font-family: Tahoma, Verdana, Arial, sans-serif; }
</style>
</head>
<body>
<h1>An error occurred.</h1>
<p>Sorry, the page you are looking for is currently unavailable.<br/>
Please try again later.</p>
<p>If you are the system administrator of this resource then you should check
the error log for details.</p>
<p><em>Faithfully yours, nginx.</em></p>
</body>
</html>
`

const mainConfiguration = `
user  nginx;
worker_processes  auto;

error_log  /var/log/nginx/error.log notice;
pid        /run/nginx.pid;


events {
    worker_connections  1024;
}


http {
    include       /etc/nginx/mime.types;
    default_type  application/octet-stream;

    log_format  main  '$remote_addr - $remote_user [$time_local] "$request" '
                      '$status $body_bytes_sent "$http_referer" '
                      '"$http_user_agent" "$http_x_forwarded_for"';

    access_log  /var/log/nginx/access.log  main;

    sendfile        on;
    #tcp_nopush     on;

    keepalive_timeout  65;

    #gzip  on;

    include /etc/nginx/conf.d/*.conf;
}
`

const defaultServer = `server {
    listen       80;
    server_name  localhost;

    #access_log  /var/log/nginx/host.access.log  main;

    location / {
        root   /usr/share/nginx/html;
        index  index.html index.htm;
    }

    #error_page  404              /404.html;

    # redirect server error pages to the static page /50x.html
    #
    error_page   500 502 503 504  /50x.html;
    location = /50x.html {
        root   /usr/share/nginx/html;
    }
}
`

const entrypointLines = [
  '/docker-entrypoint.sh: /docker-entrypoint.d/ is not empty, will attempt to perform configuration',
  '/docker-entrypoint.sh: Looking for shell scripts in /docker-entrypoint.d/',
  '/docker-entrypoint.sh: Launching /docker-entrypoint.d/10-listen-on-ipv6-by-default.sh',
  '10-listen-on-ipv6-by-default.sh: info: Getting the checksum of /etc/nginx/conf.d/default.conf',
  '10-listen-on-ipv6-by-default.sh: info: Enabled listen on IPv6 in /etc/nginx/conf.d/default.conf',
  '/docker-entrypoint.sh: Sourcing /docker-entrypoint.d/15-local-resolvers.envsh',
  '/docker-entrypoint.sh: Launching /docker-entrypoint.d/20-envsubst-on-templates.sh',
  '/docker-entrypoint.sh: Launching /docker-entrypoint.d/30-tune-worker-processes.sh',
  '/docker-entrypoint.sh: Configuration complete; ready for start up',
]

const timeText = (process: Process): string =>
  new Date(Math.floor(process.clock.now)).toISOString().slice(0, 19).replaceAll('-', '/').replace('T', ' ')

const noticeLines = (process: Process, version: string): readonly string[] => {
  const time = timeText(process)
  const notice = (text: string): string => `${time} [notice] ${process.pid}#${process.pid}: ${text}`
  return [
    notice('using the "epoll" event method'),
    notice(`nginx/${version}`),
    notice('built by gcc 12.2.0 (Debian 12.2.0-14) '),
    notice(`OS: Linux ${process.machine.hardware.kernel}`),
    notice('getrlimit(RLIMIT_NOFILE): 1048576:1048576'),
    notice('start worker processes'),
    notice('start worker process 29'),
  ]
}

const worker: Program = {
  name: 'nginx-worker',
  summary: 'a worker process of nginx',
  run: (process) => {
    for (const signal of ['SIGTERM', 'SIGQUIT'] as const) process.on(signal, () => process.exit(0))
  },
}

/** How long the master waits for its workers to end. */
const stopTime = 15

const start = (process: Process): number | void => {
  const version = process.env.get('NGINX_VERSION') ?? '1.29.3'
  const servers = readServers(process.files)
  if (minorOf(version) >= 21) void process.printError(`${noticeLines(process, version).join('\n')}\n`)
  for (const signal of ['SIGTERM', 'SIGQUIT', 'SIGINT'] as const)
    process.on(signal, () => void process.clock.after(stopTime, () => process.exit(0)))
  bind(process, version, servers, bindAttempts)
}

/** nginx tries five times, half a second apart, before it gives up on a port that is taken. */
const bindAttempts = 5

const bind = (process: Process, version: string, servers: readonly NginxServer[], attempts: number): void => {
  const ports = new Map<number, NginxServer>()
  for (const server of servers) for (const port of server.ports) if (!ports.has(port)) ports.set(port, server)
  const opened: Cancel[] = []
  try {
    for (const [port, server] of ports)
      opened.push(process.listen('0.0.0.0', port, { http: (request, peer) => serveRequest(process, version, server, request, peer) }))
  } catch (error) {
    if (!(error instanceof SystemError)) throw error
    for (const close of opened) close()
    const time = timeText(process)
    for (const port of ports.keys())
      void process.printError(
        `${time} [emerg] ${process.pid}#${process.pid}: bind() to 0.0.0.0:${port} failed (98: Address already in use)\n`,
      )
    if (attempts > 1) {
      const cancel = process.clock.after(500, () => bind(process, version, servers, attempts - 1))
      process.onExit(cancel)
      return
    }
    void process.printError(
      `${time} [emerg] ${process.pid}#${process.pid}: still could not bind()\nnginx: [emerg] still could not bind()\n`,
    )
    return process.exit(1)
  }
  process.files.write('/run/nginx.pid', `${process.pid}\n`)
  process.spawn(['nginx:', 'worker', 'process'], { program: worker })
}

const nginxProgram: Program = {
  name: 'nginx',
  summary: 'an HTTP server',
  run: (process) => {
    const [, first] = process.argv
    if (first === '-v') {
      void process.printError(`nginx version: nginx/${process.env.get('NGINX_VERSION') ?? '1.29.3'}\n`)
      return 0
    }
    if (first === '-t') {
      void process.printError(
        'nginx: the configuration file /etc/nginx/nginx.conf syntax is ok\nnginx: configuration file /etc/nginx/nginx.conf test is successful\n',
      )
      return 0
    }
    if (first === '-s') {
      const master = process.machine.processes.get(1)
      if (process.argv[2] !== 'reload') master?.kill(process.argv[2] === 'quit' ? 'SIGQUIT' : 'SIGTERM')
      return 0
    }
    return start(process)
  },
}

/** The image's entrypoint: says what it prepares, then is the server, or whatever else it was given to run. */
const entrypoint: Program = {
  name: 'nginx-entrypoint',
  summary: "the nginx image's entrypoint",
  run: (process) => {
    const [, command = 'nginx'] = process.argv
    if (command !== 'nginx' && !command.startsWith('-')) {
      const child = process.spawn(process.argv.slice(1))
      process.on('SIGTERM', () => child.kill('SIGTERM'))
      return child.exited
    }
    void process.print(`${entrypointLines.join('\n')}\n`)
    return start(process)
  },
}

const sizes: Readonly<Record<string, number>> = {
  '1.14': 44_710_204,
  '1.15': 44_763_960,
  '1.16': 51_030_575,
  '1.19': 53_735_341,
  '1.21': 56_753_930,
  '1.25': 71_005_258,
  '1.26': 71_881_258,
  '1.27': 62_896_725,
  '1.28': 72_223_946,
  '1.29': 59_774_010,
}

export const nginx: Image = {
  name: 'nginx',
  repositories: ['docker.io/library/nginx'],
  tags: [...Object.keys(named), ...releaseTags(newestPatch, ['', '-alpine', '-perl', '-alpine-slim'])],
  versionOf: (tag) => {
    const version = fullVersion(tag)
    const alpine = (named[tag] ?? tag).includes('alpine')
    const base = alpine ? alpineBase : debianBase()
    const minor = version.split('.').slice(0, 2).join('.')
    const shell = minorOf(version) >= 19
    const curl = alpine || minorOf(version) < 16 ? [] : ['curl']
    return {
      sizeBytes: alpine ? 21_650_000 : (sizes[minor] ?? 54_000_000),
      config: {
        ...(shell ? { entrypoint: ['/docker-entrypoint.sh'] } : {}),
        command: ['nginx', '-g', 'daemon off;'],
        env: { NGINX_VERSION: version, PKG_RELEASE: '1~bookworm', NJS_VERSION: '0.8.10' },
        ports: [80],
        stopSignal: minorOf(version) >= 19 ? 'SIGQUIT' : 'SIGTERM',
      },
      files: {
        ...base.files,
        '/usr/share/nginx/html/index.html': welcomePage(version),
        '/usr/share/nginx/html/50x.html': errorPage,
        '/etc/nginx/nginx.conf': mainConfiguration,
        '/etc/nginx/conf.d/default.conf': defaultServer,
      },
      directories: ['/docker-entrypoint.d', '/var/log/nginx', '/var/cache/nginx', '/usr/share/nginx/html'],
      executables: {
        ...base.executables,
        ...executablesIn('/usr/bin', curl),
        '/usr/sbin/nginx': 'nginx',
        ...(shell ? { '/docker-entrypoint.sh': 'nginx-entrypoint' } : {}),
      },
    }
  },
  programs: [nginxProgram, entrypoint],
}
