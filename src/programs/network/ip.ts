import { UsageError } from '../../base/index.ts'
import type { Process, Program } from '../../machine/index.ts'
import { devicesOf, networkOf, type Device } from './interfaces.ts'

const usage = `Usage: ip [ OPTIONS ] OBJECT { COMMAND | help }
       ip [ -force ] -batch filename
where  OBJECT := { address | addrlabel | amt | fou | help | ila | ioam | l2tp |
                   link | macsec | maddress | monitor | mptcp | mroute | mrule |
                   neighbor | neighbour | netconf | netns | nexthop | ntable |
                   ntbl | route | rule | sr | tap | tcpmetrics |
                   token | tunnel | tuntap | vrf | xfrm }
       OPTIONS := { -V[ersion] | -s[tatistics] | -d[etails] | -r[esolve] |
                    -h[uman-readable] | -iec | -j[son] | -p[retty] |
                    -f[amily] { inet | inet6 | mpls | bridge | link } |
                    -4 | -6 | -M | -B | -0 |
                    -l[oops] { maximum-addr-flush-attempts } | -br[ief] |
                    -o[neline] | -t[imestamp] | -ts[hort] | -b[atch] [filename] |
                    -rc[vbuf] [size] | -n[etns] name | -N[umeric] | -a[ll] |
                    -c[olor]}`

interface Options {
  readonly brief: boolean
  readonly oneLine: boolean
  readonly family: '4' | '6' | undefined
}

const heading = (device: Device, mode: string): string =>
  `${device.index}: ${device.name}${device.peer ? `@${device.peer}` : ''}: <${device.flags}> mtu ${device.mtu} qdisc ${device.discipline} state ${device.state} ${mode}group default qlen 1000\n`

const hardware = (device: Device): string =>
  `    link/${device.kind} ${device.hardware} brd ${device.broadcast}${device.peer ? ' link-netnsid 0' : ''}\n`

const addressText = ({ addresses, name }: Device, prefix: string, separator: string): string =>
  addresses
    .map(
      ({ address, bits, broadcast, scope }) =>
        `${prefix}inet ${address}/${bits}${broadcast === undefined ? '' : ` brd ${broadcast}`} scope ${scope} ${name}${separator}       valid_lft forever preferred_lft forever\n`,
    )
    .join('')

const briefName = (device: Device): string =>
  `${`${device.name}${device.peer ? `@${device.peer}` : ''}`.padEnd(16)} ${device.state.padEnd(14)} `

const showAddresses = (devices: readonly Device[], { brief, oneLine, family }: Options): string =>
  (family === '6' ? [] : devices)
    .map((device) => {
      if (brief) return `${briefName(device)}${device.addresses.map(({ address, bits }) => `${address}/${bits} `).join('')}\n`
      if (oneLine) return addressText(device, `${device.index}: ${device.name}    `, '\\')
      return `${heading(device, '')}${family === '4' ? '' : hardware(device)}${addressText(device, '    ', '\n')}`
    })
    .join('')

const showLinks = (devices: readonly Device[], { brief, oneLine }: Options): string =>
  devices
    .map((device) => {
      if (brief) return `${briefName(device)}${device.hardware} <${device.flags}> \n`
      const text = `${heading(device, 'mode DEFAULT ')}${hardware(device)}`
      return oneLine ? `${text.trimEnd().replace('\n', '\\')}\n` : text
    })
    .join('')

const gatewayOf = (address: string): string => `${networkOf(address)}.1`

const showRoutes = (devices: readonly Device[]): string => {
  const eth0 = devices.find(({ name }) => name === 'eth0')
  const [first] = eth0?.addresses ?? []
  if (!eth0 || !first) return ''
  const own = eth0.addresses.map(({ address }) => `${networkOf(address)}.0/24 dev eth0 proto kernel scope link src ${address} \n`)
  return `default via ${gatewayOf(first.address)} dev eth0 \n${own.join('')}`
}

const routeTo = (process: Process, devices: readonly Device[], target: string | undefined): string => {
  if (target === undefined) throw new UsageError('need at least a destination address', 1)
  if (!/^\d+(?:\.\d+){3}$/.test(target)) throw new UsageError(`Error: inet prefix is expected rather than "${target}".`)
  const { uid } = process.user
  if (target.startsWith('127.') || process.network.addresses.includes(target))
    return `local ${target} dev lo src ${target} uid ${uid} \n    cache <local> \n`
  const source = devices[1]?.addresses[0]?.address
  if (source === undefined) throw new UsageError('RTNETLINK answers: Network is unreachable', 2)
  const via = networkOf(source) === networkOf(target) ? '' : `via ${gatewayOf(source)} `
  return `${target} ${via}dev eth0 src ${source} uid ${uid} \n    cache \n`
}

/** The object or command that a word shortens. */
const named = <Name extends string>(names: readonly Name[], word: string): Name | undefined =>
  names.find((name) => word !== '' && name.startsWith(word))

const parseOptions = (words: string[]): Options => {
  let [brief, oneLine] = [false, false]
  let family: Options['family']
  while (words[0]?.startsWith('-')) {
    const word = words.shift()!
    const name = word.replace(/^--?/, '')
    if (/^br(?:i(?:e(?:f)?)?)?$/.test(name)) brief = true
    else if (/^o(?:neline)?$/.test(name)) oneLine = true
    else if (name === '4' || name === '6') family = name
    else if (!/^(?:c(?:olor)?(?:=\w+)?|s(?:tatistics)?|d(?:etails)?|N(?:umeric)?)$/.test(name))
      throw new UsageError(`Option "${word}" is unknown, try "ip -help".`, 255)
  }
  return { brief, oneLine, family }
}

/** The devices that `[dev] NAME` chooses. */
const chosenDevices = (devices: readonly Device[], words: readonly string[]): readonly Device[] => {
  const name = words.find((word) => !['dev', 'up', 'scope', 'global'].includes(word))
  if (name === undefined) return devices
  const device = devices.find((one) => one.name === name)
  if (!device) throw new UsageError(`Device "${name}" does not exist.`)
  return [device]
}

export const ip: Program = {
  name: 'ip',
  summary: 'Shows network devices, addresses and routes.',
  async run(process) {
    const words = process.argv.slice(1)
    const options = parseOptions(words)
    const [objectWord, commandWord = 'show', ...rest] = words
    if (objectWord === undefined) throw new UsageError(usage, 255)
    const object = named(['address', 'route', 'link', 'help'], objectWord)
    if (object === undefined) throw new UsageError(`Object "${objectWord}" is unknown, try "ip help".`)
    if (object === 'help') throw new UsageError(usage, 255)
    const command = named(['show', 'list', 'lst', 'get', 'add', 'delete', 'set', 'change', 'replace', 'flush'], commandWord)
    const devices = devicesOf(process)
    if (object === 'route' && command === 'get') {
      await process.print(routeTo(process, devices, rest[0]))
      return 0
    }
    if (command === undefined || command === 'get')
      throw new UsageError(`Command "${commandWord}" is unknown, try "ip ${object} help".`, 255)
    // @simplified: the wiring of a machine stays as the world laid it, also for root
    if (!['show', 'list', 'lst'].includes(command)) throw new UsageError('RTNETLINK answers: Operation not permitted', 2)
    if (object === 'route') await process.print(options.family === '6' ? '' : showRoutes(devices))
    else await process.print((object === 'link' ? showLinks : showAddresses)(chosenDevices(devices, rest), options))
    return 0
  },
}
