import { createClient, type Client } from '../client/index.ts'
import type { Store } from '../etcd/index.ts'
import { createSeed, decode, SystemError, VirtualClock, fromBase64, type Seed } from '../base/index.ts'
import { Computer, type ComputerOptions, Fabric, FileTree, type Process, type Program } from '../machine/index.ts'
import { layBaseSystem, layIdentity } from './base-system.ts'
import { bootCluster } from './boot.ts'
import { createAuthorities, layCertificates, layKubeletCredentials, type Authorities } from './kubeadm/certificates.ts'
import { staticPods, type ControlPlane } from './kubeadm/static-pods.ts'
import { apiPort, clusterDns, etcdPort, podSubnet, serviceSubnet } from './kubeadm/subnets.ts'
import { markNode } from './kubeadm/mark-node.ts'
import { kubeletConfiguration, unitFiles } from './kubeadm/units.ts'
import { machinesOf, type Scenario } from './scenario.ts'
import { layNameserver } from './nameserver.ts'
import { preparedImages } from './versions.ts'

export interface WorldOptions {
  readonly scenario: Scenario
  /** Waits one macrotask of the host. */
  readonly hop: () => Promise<void>
  /** Takes a bug of the simulator. */
  readonly onBug: (error: unknown, process: Process) => void
  /** Everything that machines can execute. */
  readonly programs: readonly Program[]
  /** True if the cluster was made just now: its events are still there. */
  readonly fresh?: boolean
}

const kibibytes = (quantity: string): number => {
  const [, amount, unit] = /^(\d+(?:\.\d+)?)(Ki|Mi|Gi)?$/.exec(quantity) ?? []
  return Number(amount) * { Ki: 1, Mi: 1024, Gi: 1024 ** 2, '': 1 / 1024 }[unit ?? '']!
}

/** Machines on a network that make up a cluster, and the time they live in. */
export class World {
  readonly scenario: Scenario
  readonly clock: VirtualClock
  readonly seed: Seed
  readonly fabric = new Fabric()
  readonly machines = new Map<string, Computer>()
  readonly controlPlane: ControlPlane
  /** Told of the requests that programs on the machines send. */
  onRequest: ComputerOptions['onRequest']
  /** Until when work that somebody started costs time. */
  busyUntil = 0
  readonly #options: WorldOptions
  readonly #programs: ReadonlyMap<string, Program>
  readonly #base: FileTree
  readonly #authorities: Authorities
  readonly #definitions: readonly Required<{
    readonly name: string
    readonly version: string
    readonly cpu: string
    readonly memory: string
  }>[]

  constructor(options: WorldOptions) {
    const { scenario } = options
    this.#options = options
    this.scenario = scenario
    this.clock = new VirtualClock(Date.parse(scenario.startsAt), options.hop)
    this.seed = createSeed(scenario.seed)
    this.#programs = new Map(options.programs.map((program) => [program.name, program]))
    this.#definitions = machinesOf(scenario)
    const [first] = this.#definitions
    this.controlPlane = {
      hostname: first!.name,
      address: this.addressOf(first!.name),
      kubernetes: scenario.kubernetes,
      podSubnet,
      serviceSubnet,
    }
    this.#authorities = createAuthorities(this.clock, this.seed)
    layNameserver(this.fabric)
    this.#base = this.#baseTree()
    for (const { name } of this.#definitions) this.addMachine(name)
  }

  /** Switches the machines on and waits until the cluster is whole and quiet. */
  async boot(): Promise<void> {
    await bootCluster(this, { fresh: this.#options.fresh ?? false })
  }

  /** 10.0.0.10 for the first machine, then one after the other. */
  addressOf(name: string): string {
    const known = this.#definitions.findIndex((definition) => definition.name === name)
    const index = known >= 0 ? known : this.machines.size
    return `10.0.${(10 + index) >> 8}.${(10 + index) & 255}`
  }

  /** A machine that is laid out and joined to the cluster, still switched off. */
  addMachine(name: string): Computer {
    const definition = this.#definitions.find((other) => other.name === name) ?? {
      name,
      version: this.scenario.kubernetes,
      cpu: '4',
      memory: '8131920Ki',
    }
    const network = this.fabric.create({ name, addresses: [this.addressOf(name)] })
    network.up = false
    const machine = new Computer({
      hostname: name,
      clock: this.clock,
      seed: this.seed,
      network,
      files: new FileTree({ clock: this.clock, lower: this.#base }),
      programs: this.#programs,
      hardware: {
        cpus: Number(definition.cpu),
        memoryBytes: kibibytes(definition.memory) * 1024,
        diskBytes: 40_581_564 * 1024,
        kernel: '6.8.0-51-generic',
        os: 'Ubuntu 24.04.1 LTS',
      },
      onCost: (until) => (this.busyUntil = Math.max(this.busyUntil, until)),
      onRequest: (process, request, response) => this.onRequest?.(process, request, response),
      onBug: this.#options.onBug,
    })
    machine.on = false
    this.machines.set(name, machine)
    this.#layNode(machine)
    this.clock.after(0, () => markNode(this.clock, () => this.client(), name, name === this.controlPlane.hostname))
    return machine
  }

  machine(name: string): Computer {
    const machine = this.machines.get(name)
    if (!machine) throw new SystemError('ENOTFOUND', name)
    return machine
  }

  /** etcd's store as it runs now; undefined while it is down. */
  get store(): Store | undefined {
    try {
      const endpoint = this.machine(this.controlPlane.hostname).network.connect('127.0.0.1', etcdPort, { probe: true })
      endpoint.close()
      return endpoint.listener.service as Store
    } catch (error) {
      if (error instanceof SystemError) return undefined
      throw error
    }
  }

  /** The world's own client, with the administrator's certificate; SystemError while there is no API server. */
  client(): Client {
    const machine = this.machine(this.controlPlane.hostname)
    const certificate = (this.#administrator ??= certificateOf(machine.files.readText('/etc/kubernetes/super-admin.conf')))
    return createClient(machine.network.connect(this.controlPlane.address, apiPort, { certificate }), {
      userAgent: 'kubeadm/v1.35.6 (linux/amd64)',
    })
  }

  /** Lets time pass until `done`, or until `limit` (milliseconds) is over; true if it was done. */
  async runUntil(done: () => boolean, limit: number): Promise<boolean> {
    const end = this.clock.now + limit
    while (!done() && this.clock.now < end) await this.clock.advanceTo(end, done)
    return done()
  }

  #administrator: string | undefined

  #baseTree(): FileTree {
    const machine = new Computer({
      hostname: 'base',
      clock: this.clock,
      seed: this.seed,
      network: this.fabric.create({ name: 'base', addresses: [] }),
      programs: this.#programs,
      hardware: { cpus: 1, memoryBytes: 0, diskBytes: 0, kernel: '', os: '' },
      onBug: this.#options.onBug,
    })
    layBaseSystem(machine, this.#programs.keys())
    for (const [path, text] of Object.entries(unitFiles)) {
      machine.files.mkdir(path.slice(0, path.lastIndexOf('/')), { parents: true })
      machine.files.write(path, text)
    }
    machine.files.write('/var/lib/kubelet/config.yaml', kubeletConfiguration(clusterDns))
    for (const unit of ['containerd', 'kubelet', 'ssh']) machine.systemd!.enable(unit)
    return machine.tree
  }

  #layNode(machine: Computer): void {
    const { address, hostname } = this.controlPlane
    const hosts = [...new Set([...this.#definitions.map(({ name }) => name), machine.hostname])]
    layIdentity(
      machine,
      hosts.map((name) => ({ name, address: this.addressOf(name) })),
    )
    machine.files.mkdir('/etc/kubernetes/manifests', { parents: true, mode: 0o700 })
    machine.files.mkdir('/var/lib/containerd', { parents: true })
    machine.files.write(
      '/var/lib/containerd/imported-images',
      preparedImages(this.scenario.kubernetes, machine.hostname === hostname).join('\n'),
    )
    const labels =
      machine.hostname === hostname
        ? ' --node-labels=node-role.kubernetes.io/control-plane= --register-with-taints=node-role.kubernetes.io/control-plane=:NoSchedule'
        : ''
    machine.files.write(
      '/var/lib/kubelet/kubeadm-flags.env',
      `KUBELET_KUBEADM_ARGS="--node-ip=${this.addressOf(machine.hostname)}${labels}"\n`,
    )
    if (machine.hostname === hostname) {
      layCertificates(machine, this.#authorities, this.controlPlane)
      machine.files.mkdir('/var/lib/etcd', { mode: 0o700 })
      for (const { file, text } of staticPods(this.controlPlane))
        machine.files.write(`/etc/kubernetes/manifests/${file}`, text, { mode: 0o600 })
    }
    layKubeletCredentials(machine, this.#authorities, `https://${address}:${apiPort}`)
  }
}

/** The client certificate in a kubeconfig, PEM. */
const certificateOf = (kubeconfig: string): string =>
  decode(fromBase64(/client-certificate-data: (\S+)/.exec(kubeconfig)?.[1] ?? '') ?? new Uint8Array())
