import { SystemError } from '../../base/index.ts'
import { parseKubeletConfiguration, startKubelet, type KubeletConfiguration } from '../../kubelet/index.ts'
import { Computer, type Process, type Program } from '../../machine/index.ts'
import { Flags, logLine } from './flags.ts'
import { clientFor, readKubeconfig, type ConnectionConfig } from './kubeconfig.ts'
import { dialRuntime } from './runtimes.ts'

const labelsOf = (flags: Flags): Readonly<Record<string, string>> =>
  Object.fromEntries(
    flags
      .list('node-labels')
      .map((item) => item.split('=') as [string, string | undefined])
      .map(([key, value]) => [key, value ?? '']),
  )

/** `key=value:Effect`, comma separated. */
const taintsOf = (text: string): KubeletConfiguration['registerWithTaints'] =>
  text
    .split(',')
    .filter((item) => item !== '')
    .map((item) => {
      const [, key = '', value = '', effect = ''] = /^([^=:]+)(?:=([^:]*))?:(\w+)$/.exec(item) ?? []
      return { key, ...(value === '' ? {} : { value }), effect }
    })

const fail = (process: Process, text: string): number => {
  logLine(process, 'E', `run.go:72] "command failed" err=${JSON.stringify(text)}`)
  return 1
}

const readConfiguration = (process: Process, flags: Flags): KubeletConfiguration | string => {
  const path = flags.get('config')
  if (path !== '' && !process.files.exists(path)) {
    return `failed to load kubelet config file, path: ${path}, error: failed to load Kubelet config file ${path}, error failed to read kubelet config file "${path}", error: open ${path}: no such file or directory`
  }
  try {
    const config = parseKubeletConfiguration(path === '' ? '{}' : process.files.readText(path))
    const taints = taintsOf(flags.get('register-with-taints'))
    return {
      ...config,
      ...(taints.length > 0 ? { registerWithTaints: taints } : {}),
      ...(flags.has('pod-manifest-path') ? { staticPodPath: flags.get('pod-manifest-path') } : {}),
      ...(flags.has('container-runtime-endpoint') ? { containerRuntimeEndpoint: flags.get('container-runtime-endpoint') } : {}),
    }
  } catch (error) {
    return `failed to load kubelet config file, path: ${path}, error: failed to load Kubelet config file ${path}, error ${error instanceof Error ? error.message : String(error)}`
  }
}

/** The node agent: reads its configuration and kubeconfig from disk, and runs the Pods of its machine. */
export const kubelet: Program = {
  name: 'kubelet',
  summary: 'the node agent of Kubernetes',
  cost: 300,
  run: (process) => {
    const flags = new Flags(process.argv)
    const { machine } = process
    if (!(machine instanceof Computer)) return 1
    const config = readConfiguration(process, flags)
    if (typeof config === 'string') return fail(process, config)
    const kubeconfig = flags.get('kubeconfig')
    const bootstrap = flags.get('bootstrap-kubeconfig')
    if (kubeconfig !== '' && !process.files.exists(kubeconfig) && bootstrap !== '' && !process.files.exists(bootstrap)) {
      return fail(process, `failed to run Kubelet: unable to load bootstrap kubeconfig: stat ${bootstrap}: no such file or directory`)
    }
    if (config.clientCaFile !== '' && !process.files.exists(config.clientCaFile)) {
      return fail(
        process,
        `failed to construct kubelet dependencies: unable to load client CA file ${config.clientCaFile}: open ${config.clientCaFile}: no such file or directory`,
      )
    }
    let connection: ConnectionConfig | undefined
    try {
      if (kubeconfig !== '') connection = readKubeconfig(process, kubeconfig)
    } catch (error) {
      return fail(process, `failed to run Kubelet: ${error instanceof Error ? error.message : String(error)}`)
    }
    const server = startKubelet({
      machine,
      clock: process.clock,
      seed: machine.seed,
      nodeName: flags.get('hostname-override', machine.hostname),
      nodeIp: flags.get('node-ip', machine.network.addresses[0] ?? ''),
      nodeLabels: labelsOf(flags),
      version: process.env.get('KUBELET_VERSION') ?? 'v1.35.6',
      config,
      connect: () => {
        if (!connection) throw new SystemError('ECONNREFUSED')
        return clientFor(process, connection, 'kubelet/v1.35.6 (linux/amd64) kubernetes/0000000')
      },
      runtime: () => dialRuntime(process, config.containerRuntimeEndpoint),
      log: (severity, text) => logLine(process, severity, text),
    })
    process.on('SIGTERM', () => process.exit(0))
    process.onExit(() => server.stop())
    const certificate = process.files.exists(config.tlsCertFile) ? { tls: { certificate: process.files.readText(config.tlsCertFile) } } : {}
    process.listen('0.0.0.0', config.port, { ...certificate, http: (request) => server.handle(request) })
    if (config.healthzPort > 0)
      process.listen(config.healthzBindAddress, config.healthzPort, { http: () => ({ status: 200, headers: {}, body: 'ok' }) })
  },
}
