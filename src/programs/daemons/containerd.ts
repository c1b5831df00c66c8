import type { Program } from '../../machine/index.ts'
import { containerdSocket, type Runtimes } from './runtimes.ts'

/** Serves the machine's container runtime on its socket. Containers outlive it, as their shims do. */
export const containerd = (runtimes: Runtimes): Program => ({
  name: 'containerd',
  summary: 'a container runtime',
  cost: 20,
  run: (process) => {
    const { machine } = process
    const runtime = runtimes.of(machine)
    runtime.recover()
    process.on('SIGTERM', () => process.exit(0))
    process.onExit(() => {
      if (!machine.on) runtime.recover()
    })
    if (machine.files.exists(containerdSocket)) machine.files.remove(containerdSocket)
    process.listenUnix(containerdSocket, runtime)
  },
})
