import type { Program } from '../../machine/index.ts'
import { containerdSocket, type Runtimes } from './runtimes.ts'

/** The images that kubeadm pulled before there was a kubelet, one reference a line. */
const importedImages = '/var/lib/containerd/imported-images'

/** Serves the machine's container runtime on its socket. Containers outlive it, as their shims do. */
export const containerd = (runtimes: Runtimes): Program => ({
  name: 'containerd',
  summary: 'a container runtime',
  cost: 20,
  run: (process) => {
    const { machine } = process
    const runtime = runtimes.of(machine)
    runtime.importImages(importedImages)
    runtime.recover()
    process.on('SIGTERM', () => process.exit(0))
    if (machine.files.exists(containerdSocket)) machine.files.remove(containerdSocket)
    process.listenUnix(containerdSocket, runtime)
  },
})
