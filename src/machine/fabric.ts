import { SystemError, type Cancel } from '../base/index.ts'
import type { DialOptions, Endpoint, HttpRequest, HttpResponse, Listener, NetworkNamespace, Peer } from './network-interface.ts'

type Protocol = 'tcp' | 'udp'

export interface Destination {
  readonly address: string
  readonly port: number
  readonly protocol: Protocol
  /** The sender's address. */
  readonly source: string
  /** A lesson's check asks: choose, but remember nothing. */
  readonly probe?: boolean
}

export type Translation = { readonly address: string; readonly port: number } | 'refuse' | 'drop' | undefined

interface Binding {
  readonly protocol: Protocol
  readonly address: string
  readonly port: number
  readonly pid?: number
  readonly listener: Listener
  readonly connections: Set<Connection>
}

const firstEphemeralPort = 32_768
const anyAddress = new Set(['', '0.0.0.0', '::'])
const isLoopback = (address: string): boolean => address.startsWith('127.') || address === '::1'

class Connection implements Endpoint {
  open = true
  readonly local: Peer
  readonly remote: Peer
  readonly #binding: Binding
  readonly #reachable: () => boolean
  readonly #closers = new Set<() => void>()

  constructor(binding: Binding, local: Peer, remote: Peer, reachable: () => boolean) {
    this.#binding = binding
    this.local = local
    this.remote = remote
    this.#reachable = reachable
    binding.connections.add(this)
  }

  get listener(): Listener {
    return this.#binding.listener
  }

  request(request: HttpRequest): HttpResponse {
    if (!this.open) throw new SystemError('ECONNRESET', `${this.remote.address}:${this.remote.port}`)
    if (!this.#reachable()) throw new SystemError('ETIMEDOUT', `${this.remote.address}:${this.remote.port}`)
    const { http } = this.#binding.listener
    if (!http) throw new SystemError('ECONNRESET', `${this.remote.address}:${this.remote.port}`)
    return http(request, this.local)
  }

  onClose(run: () => void): Cancel {
    this.#closers.add(run)
    return () => this.#closers.delete(run)
  }

  close(): void {
    if (!this.open) return
    this.open = false
    this.#binding.connections.delete(this)
    for (const run of [...this.#closers]) run()
  }
}

/** One network namespace on the fabric. */
export class Namespace implements NetworkNamespace {
  readonly name: string
  readonly addresses: readonly string[]
  /** The machine's namespace that a Pod's packets pass through. */
  readonly host: Namespace | undefined
  /** Destination address translation, as kube-proxy's rules do it. */
  translate: ((to: Destination) => Translation) | undefined
  /** False while the machine is off: packets to it vanish. */
  up = true
  readonly #fabric: Fabric
  readonly #bindings: Binding[] = []
  #nextPort = firstEphemeralPort

  constructor(fabric: Fabric, options: { readonly name: string; readonly addresses: readonly string[]; readonly host?: Namespace }) {
    this.#fabric = fabric
    this.name = options.name
    this.addresses = options.addresses
    this.host = options.host
  }

  get sockets(): NetworkNamespace['sockets'] {
    return this.#bindings.map(({ protocol, address, port, pid }) => ({ protocol, address, port, ...(pid === undefined ? {} : { pid }) }))
  }

  listen(address: string, port: number, listener: Listener, protocol: Protocol = 'tcp', pid?: number): Cancel {
    const bound = anyAddress.has(address) ? '0.0.0.0' : address
    if (bound !== '0.0.0.0' && !isLoopback(bound) && !this.addresses.includes(bound))
      throw new SystemError('EADDRNOTAVAIL', `${address}:${port}`)
    const clash = this.#bindings.some(
      (other) =>
        other.protocol === protocol &&
        other.port === port &&
        (other.address === bound || other.address === '0.0.0.0' || bound === '0.0.0.0'),
    )
    if (clash) throw new SystemError('EADDRINUSE', `${address}:${port}`)
    const binding: Binding = { protocol, address: bound, port, listener, connections: new Set(), ...(pid === undefined ? {} : { pid }) }
    this.#bindings.push(binding)
    return () => {
      const at = this.#bindings.indexOf(binding)
      if (at < 0) return
      this.#bindings.splice(at, 1)
      for (const connection of [...binding.connections]) connection.close()
    }
  }

  connect(address: string, port: number, options: DialOptions = {}): Endpoint {
    const protocol = options.protocol ?? 'tcp'
    const { namespace, port: targetPort, address: target } = this.#route(address, port, protocol, options.probe ?? false)
    const binding = namespace.#bindingFor(target, targetPort, protocol)
    if (!binding) throw new SystemError('ECONNREFUSED', `${address}:${port}`)
    const source = isLoopback(target) ? '127.0.0.1' : (this.addresses[0] ?? '127.0.0.1')
    if (!options.probe) this.#nextPort = this.#nextPort >= 60_999 ? firstEphemeralPort : this.#nextPort + 1
    const local: Peer = {
      address: source,
      port: this.#nextPort,
      ...(options.certificate === undefined ? {} : { certificate: options.certificate }),
    }
    const certificate = binding.listener.tls?.certificate
    const remote: Peer = { address, port, ...(certificate === undefined ? {} : { certificate }) }
    return new Connection(binding, local, remote, () => this.#fabric.passes(this, namespace))
  }

  /** A namespace behind this one: that of a Pod on this machine. */
  inner(options: { readonly name: string; readonly addresses: readonly string[] }): Namespace {
    return this.#fabric.create({ ...options, host: this })
  }

  /** Ends all that listens here; its addresses are free again. */
  close(): void {
    for (const binding of this.#bindings.splice(0)) for (const connection of [...binding.connections]) connection.close()
    this.#fabric.remove(this)
  }

  #route(address: string, port: number, protocol: Protocol, probe: boolean): { namespace: Namespace; address: string; port: number } {
    const subject = `${address}:${port}`
    const source = this.addresses[0] ?? '127.0.0.1'
    if (isLoopback(address) || address === '0.0.0.0') {
      // A machine's own loopback leads through its rules, too; that of a Pod does not.
      const to = this.host ? { address, port } : follow(this.translate, { address: '127.0.0.1', port, protocol, source, probe }, subject)
      const backend = isLoopback(to.address) || to.address === '0.0.0.0' ? undefined : this.#fabric.find(to.address)
      return backend ? { namespace: backend, ...to } : { namespace: this, address: '127.0.0.1', port }
    }
    const leaving = follow((this.host ?? this).translate, { address, port, protocol, source, probe }, subject)
    const owner = this.addresses.includes(leaving.address) ? this : this.#fabric.find(leaving.address)
    if (!owner) throw new SystemError(this.#fabric.unreachable(leaving.address), subject)
    if (!this.#fabric.passes(this, owner)) throw new SystemError('ETIMEDOUT', subject)
    const arrived = leaving.address === address ? follow(owner.translate, { ...leaving, protocol, source, probe }, subject) : leaving
    if (arrived.address === leaving.address) return { namespace: owner, ...arrived }
    const target = owner.#fabric.find(arrived.address)
    if (!target) throw new SystemError('EHOSTUNREACH', subject)
    if (!this.#fabric.passes(owner, target)) throw new SystemError('ETIMEDOUT', subject)
    return { namespace: target, ...arrived }
  }

  #bindingFor(address: string, port: number, protocol: Protocol): Binding | undefined {
    return this.#bindings.find(
      (binding) => binding.protocol === protocol && binding.port === port && (binding.address === '0.0.0.0' || binding.address === address),
    )
  }
}

const follow = (translate: Namespace['translate'], to: Destination, subject: string): { address: string; port: number } => {
  const translated = translate?.(to)
  if (translated === 'refuse') throw new SystemError('ECONNREFUSED', subject)
  if (translated === 'drop') throw new SystemError('ETIMEDOUT', subject)
  return translated ?? { address: to.address, port: to.port }
}

/** All the wires: which namespace owns which address, and whether packets pass between two of them. */
export class Fabric {
  readonly #owners = new Map<string, Namespace>()
  /** Cuts between machines; undefined lets everything pass. */
  filter: ((from: Namespace, to: Namespace) => boolean) | undefined

  create(options: { readonly name: string; readonly addresses: readonly string[]; readonly host?: Namespace }): Namespace {
    const namespace = new Namespace(this, options)
    for (const address of options.addresses) {
      if (this.#owners.has(address)) throw new SystemError('EADDRINUSE', address)
      this.#owners.set(address, namespace)
    }
    return namespace
  }

  remove(namespace: Namespace): void {
    for (const address of namespace.addresses) if (this.#owners.get(address) === namespace) this.#owners.delete(address)
  }

  find(address: string): Namespace | undefined {
    return this.#owners.get(address)
  }

  /** How a packet to an address that nobody has is lost: neighbours answer that there is no such host, the world outside is silent. */
  unreachable(address: string): 'EHOSTUNREACH' | 'ETIMEDOUT' {
    return address.startsWith('10.0.0.') || address.startsWith('10.244.') ? 'EHOSTUNREACH' : 'ETIMEDOUT'
  }

  passes(from: Namespace, to: Namespace): boolean {
    const [start, end] = [from.host ?? from, to.host ?? to]
    return start === end || (start.up && end.up && (this.filter?.(from, to) ?? true))
  }
}
