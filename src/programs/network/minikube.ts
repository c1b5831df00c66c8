import type { Process, Program } from '../../machine/index.ts'

/** The first worker's address, as /etc/hosts knows it; the only machine's if there is no worker. */
const workerAddress = (process: Process): string => {
  const hosts = process.files
    .readText('/etc/hosts')
    .split('\n')
    .map((line) => line.trim().split(/\s+/))
    .filter(([address, name]) => address && name && !address.startsWith('127.'))
  return (hosts.find(([, name]) => name !== process.machine.hostname && !name!.includes('.')) ?? hosts[0])?.[0] ?? '127.0.0.1'
}

/** For documents that were written on minikube: where the node ports are. */
export const minikube: Program = {
  name: 'minikube',
  summary: 'Tells where the cluster can be reached.',
  run: async (process) => {
    if (process.argv[1] === 'ip') {
      await process.print(`${workerAddress(process)}\n`)
      return 0
    }
    await process.printError(
      `minikube: this cluster was made by kubeadm, not by minikube; only "minikube ip" is here, and prints the address of a worker\n`,
    )
    return 1
  },
}
