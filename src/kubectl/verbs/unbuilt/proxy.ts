import type { Verb } from '../../verb.ts'
import { notBuilt } from './not-built.ts'

export const proxy: Verb = {
  name: 'proxy',
  group: 'troubleshoot',
  summary: 'Run a proxy to the API server',
  usage: 'proxy [--port=PORT] [--www=static-dir] [--www-prefix=prefix] [--api-prefix=prefix]',
  flags: [
    { name: 'accept-hosts', kind: 'string', default: '^localhost$,^127\\.0\\.0\\.1$,^\\[::1\\]$', summary: 'Sets accept hosts.' },
    { name: 'accept-paths', kind: 'string', default: '^.*', summary: 'Sets accept paths.' },
    { name: 'address', kind: 'string', default: '127.0.0.1', summary: 'Sets address.' },
    { name: 'api-prefix', kind: 'string', default: '/', summary: 'Sets api prefix.' },
    { name: 'append-server-path', kind: 'boolean', default: 'false', summary: 'Sets append server path.' },
    { name: 'disable-filter', kind: 'boolean', default: 'false', summary: 'Sets disable filter.' },
    { name: 'keepalive', kind: 'duration', default: '0s', summary: 'Sets keepalive.' },
    { name: 'port', short: 'p', kind: 'int', default: '8001', summary: 'Sets port.' },
    { name: 'reject-methods', kind: 'string', default: '^$', summary: 'Sets reject methods.' },
    { name: 'reject-paths', kind: 'string', default: '^/api/.*/pods/.*/exec,^/api/.*/pods/.*/attach', summary: 'Sets reject paths.' },
    { name: 'unix-socket', short: 'u', kind: 'string', default: '', summary: 'Sets unix socket.' },
    { name: 'www', short: 'w', kind: 'string', default: '', summary: 'Sets www.' },
    { name: 'www-prefix', short: 'P', kind: 'string', default: '/static/', summary: 'Sets www prefix.' },
  ],
  run: notBuilt,
}
