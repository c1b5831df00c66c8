import type { Program } from '../../machine/index.ts'
import { startScheduler } from '../../scheduler/index.ts'
import { runComponent } from './component.ts'
import { Flags } from './flags.ts'

/** Binds Pods to Nodes while it holds its Lease. */
export const kubeScheduler: Program = {
  name: 'kube-scheduler',
  summary: 'the scheduler of Kubernetes',
  cost: 200,
  run: (process) =>
    runComponent(process, new Flags(process.argv), {
      name: 'kube-scheduler',
      port: 10259,
      begin: (connect) => startScheduler({ clock: process.clock, seed: process.machine.seed, connect, hostname: process.machine.hostname }),
    }),
}
