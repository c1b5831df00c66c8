import type { Image } from '../../kubelet/index.ts'
import type { Process, Program } from '../../machine/index.ts'
import { alpineBase } from './base-files.ts'

const option = (process: Process, name: string): string | undefined =>
  process.argv.find((word) => word.startsWith(`--${name}=`))?.slice(name.length + 3) ??
  (process.argv.includes(`--${name}`) ? process.argv[process.argv.indexOf(`--${name}`) + 1] : undefined)

const netexec = (process: Process): void => {
  const { clock, machine } = process
  process.listen('0.0.0.0', Number(option(process, 'http-port') ?? '8080'), {
    http: ({ path }) => {
      const [name, query = ''] = path.split('?')
      const headers = { 'content-type': 'text/plain; charset=utf-8', date: new Date(Math.floor(clock.now)).toUTCString() }
      const text = (status: number, body: string) => ({ status, headers, body: new TextEncoder().encode(body) })
      if (name === '/hostname' || name === '/hostName') return text(200, machine.hostname)
      if (name === '/healthz') return text(200, '')
      if (name === '/echo') return text(200, new URLSearchParams(query).get('msg') ?? '')
      if (name === '/clientip') return text(200, '')
      return text(
        200,
        `NOW: ${new Date(Math.floor(clock.now)).toISOString().replace('T', ' ').replace('Z', '')}000000 +0000 UTC m=+${(process.clock.now - process.startedAt) / 1000}`,
      )
    },
  })
}

/** The liveness example of Kubernetes' documentation: well for ten seconds, then not. */
const liveness = (process: Process): void => {
  const startedAt = process.clock.now
  process.listen('0.0.0.0', 8080, {
    http: ({ path }) => {
      const ok = path !== '/healthz' || process.clock.now - startedAt <= 10_000
      return {
        status: ok ? 200 : 500,
        headers: {},
        body: new TextEncoder().encode(ok ? 'ok' : `error: ${(process.clock.now - startedAt) / 1000}`),
      }
    },
  })
}

const serveHostname = (process: Process): void => {
  const port = Number(option(process, 'port') ?? '9376')
  process.listen('0.0.0.0', port, {
    http: () => ({
      status: 200,
      headers: { 'content-type': 'text/plain; charset=utf-8' },
      body: new TextEncoder().encode(process.machine.hostname),
    }),
  })
}

const agnhostProgram: Program = {
  name: 'agnhost',
  summary: 'the test program of many faces',
  run: (process) => {
    const [, mode = 'pause'] = process.argv
    if (mode === 'netexec') netexec(process)
    else if (mode === 'liveness') liveness(process)
    else if (mode === 'serve-hostname') serveHostname(process)
    else if (mode !== 'pause' && mode !== 'test-webserver') {
      void process.printError(`Error: unknown command "${mode}" for "app"\nRun 'app --help' for usage.\n`)
      return 1
    }
    if (mode === 'pause') void process.print('Paused\n')
    process.on('SIGTERM', () => process.exit(0))
    process.on('SIGINT', () => process.exit(0))
  },
}

export const agnhost: Image = {
  name: 'agnhost',
  repositories: [
    'registry.k8s.io/e2e-test-images/agnhost',
    'registry.k8s.io/liveness',
    'registry.k8s.io/serve_hostname',
    'registry.k8s.io/hostnames',
  ],
  tags: ['2.32', '2.33', '2.39', '2.40', '2.43', '2.45', '2.47', '2.52', '2.53', '2.56', '2.57', 'latest', '1.5'],
  versionOf: () => ({
    sizeBytes: 53_000_000,
    config: { entrypoint: ['/agnhost'], command: ['pause'], ports: [80, 8080, 8081, 9376] },
    files: alpineBase.files,
    executables: { ...alpineBase.executables, '/agnhost': 'agnhost' },
  }),
  programs: [agnhostProgram],
}
