import { parseYaml, SystemError } from '../../base/index.ts'
import { createInformers, ReconnectingClient } from '../../client/index.ts'
import { Namespace, type Process, type Program } from '../../machine/index.ts'
import { createServiceIndex, createTranslator } from '../../network/index.ts'
import { Flags, logLine } from './flags.ts'
import { clientFor, readKubeconfig, type ConnectionConfig } from './kubeconfig.ts'

const kubeconfigPath = (process: Process, flags: Flags): string => {
  if (flags.has('kubeconfig')) return flags.get('kubeconfig')
  const raw = parseYaml(process.files.readText(flags.get('config'))) as {
    readonly clientConnection?: { readonly kubeconfig?: string }
  } | null
  return raw?.clientConnection?.kubeconfig ?? ''
}

/** Makes Services reachable from its machine: rules that are a view of what it last heard from the API server. */
export const kubeProxy: Program = {
  name: 'kube-proxy',
  summary: 'the network proxy of Kubernetes',
  cost: 100,
  run: (process) => {
    const flags = new Flags(process.argv)
    const { clock, machine, network } = process
    process.on('SIGTERM', () => process.exit(0))
    let config: ConnectionConfig
    try {
      config = readKubeconfig(process, kubeconfigPath(process, flags))
    } catch (error) {
      const text =
        error instanceof SystemError
          ? `open ${error.subject}: ${error.message.toLowerCase()}`
          : error instanceof Error
            ? error.message
            : String(error)
      logLine(process, 'E', `run.go:72] "command failed" err=${JSON.stringify(text)}`)
      return 1
    }
    const nodeName = flags.get('hostname-override', machine.hostname)
    const client = new ReconnectingClient(() => clientFor(process, config, 'kube-proxy/v1.35.6 (linux/amd64) kubernetes/0000000'))
    const informers = createInformers({ client, clock, seed: machine.seed, name: `kube-proxy-${nodeName}` })
    const index = createServiceIndex(informers)
    // Node ports answer on the loopback as well (`iptables.localhostNodePorts`).
    const nodeAddresses = [...network.addresses, '127.0.0.1']
    informers.whenSynced(() => {
      if (!(network instanceof Namespace)) return
      network.translate = createTranslator(
        { ...index, nodeName, nodeAddresses },
        { clock, seed: (...about) => machine.seed('proxy', nodeName, ...about) },
      )
      logLine(process, 'I', 'shared_informer.go:356] "Caches are synced" controller="service config"')
    })
    process.onExit(() => informers.stop())
    process.listen('0.0.0.0', 10256, {
      http: ({ path }) => ({ status: path.startsWith('/healthz') || path.startsWith('/livez') ? 200 : 404, headers: {}, body: '' }),
    })
    process.listen('127.0.0.1', 10249, {
      http: ({ path }) => ({ status: path === '/proxyMode' ? 200 : 404, headers: {}, body: path === '/proxyMode' ? 'iptables' : '' }),
    })
  },
}
