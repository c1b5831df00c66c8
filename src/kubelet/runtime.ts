import { SystemError, type Cancel, type Clock, type Seed } from '../base/index.ts'
import { Namespace, type Computer, type Signal } from '../machine/index.ts'
import { AddressPool } from './address-pool.ts'
import { createContainerComputer, mainProcessOptions, terminationMessage } from './container-computer.ts'
import { hexId } from './container-id.ts'
import type { Container, ContainerConfig, Sandbox } from './container.ts'
import { ContainerLog } from './container-log.ts'
import { formatImageReference, parseImageReference } from './image-reference.ts'
import type { Registry, ResolvedImage } from './registry.ts'

export interface NodeImage {
  readonly image: ResolvedImage
  readonly names: readonly string[]
  readonly sizeBytes: number
}

export type PullResult = { readonly image: ResolvedImage } | { readonly error: string }

export interface RuntimeOptions {
  readonly machine: Computer
  readonly registry: Registry
}

/**
 * What containerd and its shims keep on one machine: images, sandboxes and containers. It outlives the processes of
 * containerd and of the kubelet, as the shims do, but not the machine's power.
 */
export class ContainerRuntime {
  readonly machine: Computer
  readonly images = new Map<string, NodeImage>()
  readonly sandboxes = new Map<string, Sandbox>()
  readonly containers = new Map<string, Container>()
  readonly #byPod = new Map<string, Container[]>()
  readonly #registry: Registry
  readonly #clock: Clock
  readonly #seed: Seed
  readonly #listeners = new Set<(container: Container) => void>()
  #pool: AddressPool | undefined
  #podCidr = ''
  #made = 0
  #bootedAt: number

  constructor(options: RuntimeOptions) {
    this.machine = options.machine
    this.#registry = options.registry
    this.#clock = options.machine.clock
    this.#seed = options.machine.seed
    this.#bootedAt = options.machine.bootedAt
    options.machine.onPowerOff(() => this.recover())
  }

  get networkReady(): boolean {
    return this.#pool !== undefined
  }

  get podCidr(): string {
    return this.#podCidr
  }

  /** The CRI's UpdateRuntimeConfig: the node's part of the Pod network. */
  usePodCidr(cidr: string): void {
    if (cidr === this.#podCidr || cidr === '') return
    this.#podCidr = cidr
    this.#pool = new AddressPool(cidr)
  }

  /** Tells of every container that ended. */
  onExit(notify: (container: Container) => void): Cancel {
    this.#listeners.add(notify)
    return () => this.#listeners.delete(notify)
  }

  /** What a new boot finds: nothing runs any more. */
  recover(): void {
    if (this.#bootedAt === this.machine.bootedAt && this.machine.on) return
    this.#bootedAt = this.machine.bootedAt
    for (const container of this.containers.values()) {
      if (container.state === 'running') this.#end(container, 255, 'Unknown')
    }
    for (const sandbox of [...this.sandboxes.values()]) {
      sandbox.ready = false
      if (sandbox.address !== undefined) {
        sandbox.network.close()
        this.#pool?.release(sandbox.address)
      }
    }
  }

  imageOf(reference: string): ResolvedImage | undefined {
    const parsed = parseImageReference(reference)
    if (!parsed) return undefined
    return this.images.get(formatImageReference(parsed))?.image
  }

  /** Asks the registry, takes the time that the image's size takes, and keeps the image. */
  pull(reference: string, done: (result: PullResult) => void): Cancel {
    const parsed = parseImageReference(reference)!
    const name = formatImageReference(parsed)
    const present = this.images.has(name)
    const chance = this.#seed('pull', this.machine.hostname, name, this.#clock.now) % 200
    const resolution = this.#registry.resolve(parsed, this.#nameserver())
    if (!('image' in resolution)) {
      const { code, message } = resolution
      return this.#clock.after(120 + chance, () => done({ error: `rpc error: code = ${code} desc = ${message}` }))
    }
    const { image } = resolution
    const time = present ? 60 + chance / 4 : 200 + chance + image.version.sizeBytes / 150_000
    return this.#clock.after(Math.round(time), () => {
      this.keepImage(image)
      done({ image })
    })
  }

  /** Has the images that a list on disk names (one reference a line): what was imported before containerd first ran. */
  importImages(path: string): void {
    const { files } = this.machine
    if (!files.exists(path)) return
    for (const reference of files.readText(path).split('\n').filter(Boolean)) {
      const parsed = parseImageReference(reference)
      const resolution = parsed && this.#registry.resolve(parsed, this.#nameserver())
      if (resolution && 'image' in resolution) this.keepImage(resolution.image)
    }
  }

  /** Has an image on the machine, as if it had been pulled or imported. */
  keepImage(image: ResolvedImage): void {
    const name = `${image.repository}:${image.tag}`
    this.images.set(name, { image, names: [`${image.repository}@${image.digest}`, name], sizeBytes: image.version.sizeBytes })
  }

  removeImage(reference: string): boolean {
    const parsed = parseImageReference(reference)
    return parsed !== undefined && this.images.delete(formatImageReference(parsed))
  }

  #nameserver(): string {
    const { files } = this.machine
    const text = files.exists('/etc/resolv.conf') ? files.readText('/etc/resolv.conf') : ''
    return /^nameserver\s+(\S+)/m.exec(text)?.[1] ?? '127.0.0.1'
  }

  /** RunPodSandbox; a string is containerd's error. */
  runSandbox(pod: {
    readonly uid: string
    readonly name: string
    readonly namespace: string
    readonly hostname: string
    readonly hostNetwork: boolean
    readonly attempt: number
    readonly files: (address: string) => Readonly<Record<string, string>>
  }): Sandbox | string {
    const id = hexId(this.#seed, 'sandbox', this.machine.hostname, pod.uid, pod.attempt, this.#made++)
    const address = pod.hostNetwork ? undefined : this.#pool?.take()
    if (!pod.hostNetwork && address === undefined) {
      const cause = this.#pool ? `no IP addresses available in range set: ${this.#podCidr}` : 'cni plugin not initialized'
      return `rpc error: code = Unknown desc = failed to setup network for sandbox "${id}": plugin type="bridge" failed (add): ${cause}`
    }
    const network = this.#hostNetwork()
    const sandbox: Sandbox = {
      id,
      podUid: pod.uid,
      podName: pod.name,
      podNamespace: pod.namespace,
      hostname: pod.hostname,
      createdAt: this.#clock.now,
      ...(address === undefined ? {} : { address }),
      network: address === undefined ? network : network.inner({ name: `${pod.namespace}/${pod.name}`, addresses: [address] }),
      logDirectory: `/var/log/pods/${pod.namespace}_${pod.name}_${pod.uid}`,
      files: pod.files(address ?? network.addresses[0] ?? ''),
      ready: true,
    }
    this.sandboxes.set(id, sandbox)
    return sandbox
  }

  #hostNetwork(): Namespace {
    const { network } = this.machine
    if (network instanceof Namespace) return network
    throw new Error('Expected the machine to be on a fabric but found it on its own.')
  }

  sandboxOf(podUid: string): Sandbox | undefined {
    const [container] = this.#byPod.get(podUid) ?? []
    if (container?.sandbox.ready) return container.sandbox
    for (const sandbox of this.sandboxes.values()) if (sandbox.podUid === podUid && sandbox.ready) return sandbox
    return undefined
  }

  stopSandbox(sandbox: Sandbox): void {
    if (!sandbox.ready) return
    sandbox.ready = false
    if (sandbox.address === undefined) return
    sandbox.network.close()
    this.#pool?.release(sandbox.address)
  }

  /** Removes a sandbox with all its containers and their logs. */
  removeSandbox(sandbox: Sandbox): void {
    this.stopSandbox(sandbox)
    for (const container of this.containersOf(sandbox.podUid)) if (container.sandbox === sandbox) this.removeContainer(container)
    this.sandboxes.delete(sandbox.id)
    const { files } = this.machine
    if (files.exists(sandbox.logDirectory)) files.remove(sandbox.logDirectory, { recursive: true })
  }

  /** A Pod's containers, oldest first. */
  containersOf(podUid: string): readonly Container[] {
    return this.#byPod.get(podUid) ?? []
  }

  createContainer(sandbox: Sandbox, config: ContainerConfig): Container {
    const { files } = this.machine
    const directory = `${sandbox.logDirectory}/${config.name}`
    const path = `${directory}/${config.attempt}.log`
    const id = hexId(this.#seed, 'container', sandbox.id, config.name, config.attempt, this.#made++)
    if (!files.exists(directory)) files.mkdir(directory, { parents: true })
    if (!files.exists('/var/log/containers')) files.mkdir('/var/log/containers', { parents: true })
    files.write(path, '', { mode: 0o640 })
    files.symlink(path, linkOf(sandbox, config.name, id))
    const container: Container = {
      id,
      sandbox,
      config,
      createdAt: this.#clock.now,
      log: new ContainerLog({ path, files, clock: this.#clock }),
      state: 'created',
      startedAt: 0,
      finishedAt: 0,
      exitCode: 0,
      reason: '',
      message: '',
    }
    this.containers.set(id, container)
    this.#byPod.set(sandbox.podUid, [...this.containersOf(sandbox.podUid), container])
    return container
  }

  /** Starts a created container; a text tells why runc refused. */
  startContainer(container: Container): string | undefined {
    const { config } = container
    const { version } = config.image
    const argv = [
      ...(config.command ?? version.config.entrypoint ?? []),
      ...(config.args ?? (config.command ? [] : (version.config.command ?? []))),
    ]
    if (argv.length === 0) return 'failed to generate container spec: failed to generate spec: no command specified'
    const computer = createContainerComputer(this.machine, this.#registry.programs, container)
    container.computer = computer
    container.startedAt = this.#clock.now
    try {
      container.main = computer.spawn(argv, mainProcessOptions(container, computer))
    } catch (error) {
      if (!(error instanceof SystemError)) throw error
      return this.#startFailure(container, argv[0] ?? '', error)
    }
    container.state = 'running'
    container.main.onExit((code) => this.#end(container, code, code === 0 ? 'Completed' : 'Error'))
    return undefined
  }

  #startFailure(container: Container, command: string, error: SystemError): string {
    const causes: Partial<Record<SystemError['code'], string>> = {
      ENOENT: command.includes('/')
        ? `exec: "${command}": stat ${command}: no such file or directory`
        : `exec: "${command}": executable file not found in $PATH`,
      EACCES: `exec: "${command}": permission denied`,
      ENOEXEC: `exec ${command}: exec format error`,
    }
    const cause = causes[error.code] ?? `exec: "${command}": ${error.message.toLowerCase()}`
    const text =
      'failed to create containerd task: failed to create shim task: OCI runtime create failed: runc create failed: ' +
      `unable to start container process: error during container init: ${cause}`
    container.startedAt = 0
    container.message = text
    this.#end(container, 128, 'StartError')
    return text
  }

  /** Sends the stop signal, and SIGKILL once the grace period is over; `onExit` tells when it ended. */
  stopContainer(container: Container, graceMilliseconds: number, signal?: Signal): void {
    const { main } = container
    if (container.state !== 'running' || !main) return
    if (graceMilliseconds <= 0) return main.kill('SIGKILL')
    const cancel = this.#clock.after(graceMilliseconds, () => main.kill('SIGKILL'))
    main.onExit(cancel)
    main.kill(signal ?? container.config.image.version.config.stopSignal ?? 'SIGTERM')
  }

  removeContainer(container: Container): void {
    if (container.state === 'running') container.main?.kill('SIGKILL')
    this.containers.delete(container.id)
    const rest = this.containersOf(container.sandbox.podUid).filter((other) => other !== container)
    if (rest.length > 0) this.#byPod.set(container.sandbox.podUid, rest)
    else this.#byPod.delete(container.sandbox.podUid)
    const { files } = this.machine
    for (const path of [container.log.path, linkOf(container.sandbox, container.config.name, container.id)]) {
      try {
        files.remove(path)
      } catch (error) {
        if (!(error instanceof SystemError)) throw error
      }
    }
  }

  #end(container: Container, code: number, reason: string): void {
    if (container.state === 'exited') return
    container.state = 'exited'
    container.finishedAt = this.#clock.now
    container.exitCode = code
    container.reason = reason
    container.message ||= terminationMessage(container)
    for (const process of [...(container.computer?.processes.values() ?? [])]) process.kill('SIGKILL')
    container.log.close()
    for (const notify of [...this.#listeners]) notify(container)
  }
}

const linkOf = (sandbox: Sandbox, name: string, id: string): string =>
  `/var/log/containers/${sandbox.podName}_${sandbox.podNamespace}_${name}-${id}.log`
