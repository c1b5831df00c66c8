const toNumber = (address: string): number => address.split('.').reduce((sum, part) => sum * 256 + Number(part), 0)
const toAddress = (number: number): string => [24, 16, 8, 0].map((shift) => (number >>> shift) & 255).join('.')

/** The host-local IPAM plugin: hands out the addresses of a node's Pod network, each next after the last one. */
export class AddressPool {
  readonly #first: number
  readonly #last: number
  readonly #used = new Set<number>()
  #latest: number

  constructor(cidr: string) {
    const [address = '', bits = '24'] = cidr.split('/')
    const size = 2 ** (32 - Number(bits))
    const base = Math.floor(toNumber(address) / size) * size
    // The network's own address, its gateway and its broadcast address are not for Pods.
    this.#first = base + 2
    this.#last = base + size - 2
    this.#latest = base + 1
  }

  take(): string | undefined {
    const count = this.#last - this.#first + 1
    for (let step = 1; step <= count; step++) {
      const candidate = this.#first + ((this.#latest - this.#first + step) % count)
      if (this.#used.has(candidate)) continue
      this.#used.add(candidate)
      this.#latest = candidate
      return toAddress(candidate)
    }
    return undefined
  }

  release(address: string): void {
    this.#used.delete(toNumber(address))
  }
}
