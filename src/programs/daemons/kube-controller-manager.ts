import { runControllers } from '../../client/index.ts'
import { controllersFor } from '../../controllers/index.ts'
import type { Program } from '../../machine/index.ts'
import { commandFailed, Flags } from './flags.ts'
import { runComponent } from './component.ts'

/** Runs the controllers while it holds their Lease. */
export const kubeControllerManager: Program = {
  name: 'kube-controller-manager',
  summary: 'the controllers of Kubernetes',
  cost: 200,
  run: (process) => {
    const flags = new Flags(process.argv)
    for (const name of [
      'root-ca-file',
      'service-account-private-key-file',
      'cluster-signing-cert-file',
      'cluster-signing-key-file',
      'client-ca-file',
    ]) {
      const path = flags.get(name)
      if (path === '' || process.files.exists(path)) continue
      const cause = `open ${path}: no such file or directory`
      return commandFailed(process, name === 'client-ca-file' ? `unable to load client CA provider: ${cause}` : cause)
    }
    const rootCa = flags.get('root-ca-file') === '' ? {} : { rootCa: process.files.readText(flags.get('root-ca-file')) }
    const mask = Number(flags.get('node-cidr-mask-size', '24'))
    const controllers = controllersFor({ ...rootCa, clusterCidr: flags.get('cluster-cidr', '10.244.0.0/16'), nodeCidrMaskSize: mask })
    const { clock, machine } = process
    return runComponent(process, flags, {
      name: 'kube-controller-manager',
      port: 10257,
      begin: (connect) => runControllers({ controllers, clock, seed: machine.seed, connect, component: 'kube-controller-manager' }),
    })
  },
}
