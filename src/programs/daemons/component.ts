import { ReconnectingClient, type Client } from '../../client/index.ts'
import type { HttpRequest, HttpResponse, Process } from '../../machine/index.ts'
import { commandFailed, logLine, type Flags } from './flags.ts'
import { clientFor, readKubeconfig, type ConnectionConfig } from './kubeconfig.ts'
import { elect } from './leader-election.ts'

/** What kube-controller-manager and kube-scheduler have in common: a kubeconfig, a Lease, a health port. */
export const runComponent = (
  process: Process,
  flags: Flags,
  component: { readonly name: string; readonly port: number; readonly begin: (connect: () => Client) => { stop(): void } },
): number | undefined => {
  const { name } = component
  process.on('SIGTERM', () => process.exit(0))
  if (flags.rest.length > 0) {
    void process.printError(`Error: "${name}" does not take any arguments, got ${JSON.stringify(flags.rest)}\n`)
    return 1
  }
  let config: ConnectionConfig
  try {
    config = readKubeconfig(process, flags.get('kubeconfig'))
  } catch (error) {
    return commandFailed(process, error instanceof Error ? error.message : String(error))
  }
  for (const flag of ['authentication-kubeconfig', 'authorization-kubeconfig']) {
    const path = flags.get(flag)
    if (path === '' || process.files.exists(path)) continue
    const what = `failed to get delegated ${flag.slice(0, flag.indexOf('-'))} kubeconfig`
    return commandFailed(process, `${what}: ${what}: stat ${path}: no such file or directory`)
  }
  const connect = (): Client => clientFor(process, config, `${name}/v1.35.6 (linux/amd64) kubernetes/0000000`)
  let running: { stop(): void } | undefined
  const begin = (): void => {
    running = component.begin(connect)
  }
  process.listen(flags.get('bind-address', '0.0.0.0'), Number(flags.get('secure-port', String(component.port))), { http: health })
  if (flags.get('leader-elect', 'true') === 'false') begin()
  else {
    const lost = (): void => {
      logLine(
        process,
        'E',
        name === 'kube-scheduler' ? 'server.go:313] "Leaderelection lost"' : 'controllermanager.go:345] "leaderelection lost"',
      )
      process.exit(1)
    }
    process.onExit(elect(process, { name, client: new ReconnectingClient(connect), config, lead: begin, lost }))
  }
  process.onExit(() => running?.stop())
  return undefined
}

const health = ({ path }: HttpRequest): HttpResponse => {
  const [name] = path.split('?')
  const ok = name === '/healthz' || name === '/livez' || name === '/readyz'
  return { status: ok ? 200 : 404, headers: { 'content-type': 'text/plain; charset=utf-8' }, body: ok ? 'ok' : '404 page not found\n' }
}
