import type { Verb } from '../../verb.ts'
import { notBuilt } from './not-built.ts'

export const proxy: Verb = {
  name: 'proxy',
  group: 'troubleshoot',
  summary: 'Run a proxy to the Kubernetes API server',
  usage: 'proxy [--port=PORT] [--www=static-dir] [--www-prefix=prefix] [--api-prefix=prefix]',
  flags: [
    {
      name: 'accept-hosts',
      kind: 'string',
      default: '^localhost$,^127\\.0\\.0\\.1$,^\\[::1\\]$',
      summary: 'Hosts that requests may name (regular expressions).',
    },
    { name: 'accept-paths', kind: 'string', default: '^.*', summary: 'Paths that are passed on.' },
    { name: 'address', kind: 'string', default: '127.0.0.1', summary: 'The address to listen at.' },
    { name: 'api-prefix', kind: 'string', default: '/', summary: 'Where the API starts.' },
    { name: 'append-server-path', kind: 'boolean', default: 'false', summary: 'Put the path of the server before each request.' },
    { name: 'disable-filter', kind: 'boolean', default: 'false', summary: 'Pass everything on.' },
    { name: 'keepalive', kind: 'duration', default: '0s', summary: 'How often to look whether connections live.' },
    { name: 'port', short: 'p', kind: 'int', default: '8001', summary: 'The port to listen at; 0 is any.' },
    { name: 'reject-methods', kind: 'string', default: '^$', summary: 'Methods that are not passed on.' },
    {
      name: 'reject-paths',
      kind: 'string',
      default: '^/api/.*/pods/.*/exec,^/api/.*/pods/.*/attach',
      summary: 'Paths that are not passed on.',
    },
    { name: 'unix-socket', short: 'u', kind: 'string', default: '', summary: 'A socket file to listen at.' },
    { name: 'www', short: 'w', kind: 'string', default: '', summary: 'A directory of files to serve too.' },
    { name: 'www-prefix', short: 'P', kind: 'string', default: '/static/', summary: 'Where these files start.' },
  ],
  run: notBuilt(),
}
