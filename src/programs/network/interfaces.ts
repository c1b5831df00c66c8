import type { Process } from '../../machine/index.ts'

/** A network device as iproute2 shows it. */
export interface Device {
  readonly index: number
  readonly name: string
  /** `eth0@if7`: the other end of a container's pair. */
  readonly peer: string
  readonly flags: string
  readonly mtu: number
  readonly discipline: string
  readonly state: string
  readonly kind: 'loopback' | 'ether'
  readonly hardware: string
  readonly broadcast: string
  readonly addresses: readonly {
    readonly address: string
    readonly bits: number
    readonly broadcast?: string
    readonly scope: 'host' | 'global'
  }[]
}

const hex = (value: number): string => value.toString(16).padStart(2, '0')

/** A locally administered address that follows from the IP address. */
const hardwareOf = (address: string, first: readonly number[]): string => [...first, ...address.split('.').map(Number)].map(hex).join(':')

export const networkOf = (address: string): string => address.split('.').slice(0, 3).join('.')

/** Whether this is a Pod's or container's namespace: it has no service manager. */
const isContainer = ({ machine }: Process): boolean => machine.systemd === undefined

/** @simplified: lo and one device with all addresses; the pairs and bridges of the container network are not there one by one */
export const devicesOf = (process: Process): readonly Device[] => {
  const lo: Device = {
    index: 1,
    name: 'lo',
    peer: '',
    flags: 'LOOPBACK,UP,LOWER_UP',
    mtu: 65536,
    discipline: 'noqueue',
    state: 'UNKNOWN',
    kind: 'loopback',
    hardware: '00:00:00:00:00:00',
    broadcast: '00:00:00:00:00:00',
    addresses: [{ address: '127.0.0.1', bits: 8, scope: 'host' }],
  }
  const [first] = process.network.addresses
  if (first === undefined) return [lo]
  const container = isContainer(process)
  const eth0: Device = {
    index: 2,
    name: 'eth0',
    peer: container ? `if${Number(first.split('.')[3]) + 4}` : '',
    flags: 'BROADCAST,MULTICAST,UP,LOWER_UP',
    mtu: container ? 1450 : 1500,
    discipline: container ? 'noqueue' : 'fq_codel',
    state: 'UP',
    kind: 'ether',
    hardware: hardwareOf(first, container ? [0x0a, 0x58] : [0x52, 0x54]),
    broadcast: 'ff:ff:ff:ff:ff:ff',
    addresses: process.network.addresses.map((address) => ({ address, bits: 24, broadcast: `${networkOf(address)}.255`, scope: 'global' })),
  }
  return [lo, eth0]
}
