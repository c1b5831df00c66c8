import type { Fabric, NameService } from '../machine/index.ts'

/** The nameserver of the machines' network. */
export const nameserver = '10.0.0.2'

/** Puts it on the network. @simplified: the world outside has no names. */
export const layNameserver = (fabric: Fabric): void => {
  const service: NameService = { query: () => ({ code: 'NXDOMAIN', answers: [] }) }
  fabric.create({ name: 'nameserver', addresses: [nameserver] }).listen('', 53, { service }, 'udp')
}
