import { SystemError, type Clock } from '../../base/index.ts'
import { createRegistry, ContainerRuntime, type Image, type Registry } from '../../kubelet/index.ts'
import { Computer, type Machine, type Process } from '../../machine/index.ts'

/** The container runtimes of machines: what containerd's shims keep while containerd itself may come and go. */
export class Runtimes {
  readonly #images: readonly Image[]
  readonly #registries = new WeakMap<Clock, Registry>()
  readonly #runtimes = new WeakMap<Machine, ContainerRuntime>()

  constructor(images: readonly Image[]) {
    this.#images = images
  }

  /** That of a machine; made when first asked for. */
  of(machine: Machine): ContainerRuntime {
    const known = this.#runtimes.get(machine)
    if (known) return known
    if (!(machine instanceof Computer)) throw new SystemError('ENOENT', machine.hostname)
    const runtime = new ContainerRuntime({ machine, registry: this.#registryOf(machine) })
    this.#runtimes.set(machine, runtime)
    return runtime
  }

  /** One set of registries for all machines that share a clock. */
  #registryOf(machine: Machine): Registry {
    const { clock, seed, programs } = machine
    const known = this.#registries.get(clock)
    if (known) return known
    const registry = createRegistry({ clock, seed, images: this.#images, programs })
    this.#registries.set(clock, registry)
    return registry
  }
}

export const containerdSocket = '/run/containerd/containerd.sock'

/** What listens on containerd's socket; undefined while nobody does. */
export const dialRuntime = (process: Process, endpoint: string): ContainerRuntime | undefined => {
  try {
    const path = endpoint.replace(/^unix:\/\//, '').replace(/^\/var\/run\//, '/run/')
    return process.dialUnix<ContainerRuntime>(process.machine.files.resolve(path, { follow: true }))
  } catch (error) {
    if (error instanceof SystemError) return undefined
    throw error
  }
}
