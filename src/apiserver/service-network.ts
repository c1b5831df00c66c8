import type { ServerOptions } from './context.ts'

export interface ServiceNetwork {
  /** `10.96.0.0/12`. */
  readonly cidr: string
  /** How many addresses may be given out; numbered from 1. */
  readonly size: number
  address(number: number): string
  /** The number of an address, or undefined if it is not of this network. */
  numberOf(address: string): number | undefined
}

const toNumber = (address: string): number | undefined => {
  const parts = address.split('.')
  if (parts.length !== 4 || parts.some((part) => !/^(0|[1-9]\d{0,2})$/.test(part) || Number(part) > 255)) return undefined
  return parts.reduce((sum, part) => sum * 256 + Number(part), 0)
}

const toAddress = (number: number): string => [24, 16, 8, 0].map((shift) => (number >>> shift) & 255).join('.')

/** The network that Services get their addresses from. */
export const serviceNetwork = ({
  serviceClusterIpRange = '10.96.0.0/12',
}: Pick<ServerOptions, 'serviceClusterIpRange'>): ServiceNetwork => {
  const [base = '10.96.0.0', bits = '12'] = serviceClusterIpRange.split('/')
  const start = toNumber(base) ?? 0
  const size = 2 ** (32 - Number(bits)) - 2
  return {
    cidr: serviceClusterIpRange,
    size,
    address: (number) => toAddress(start + number),
    numberOf: (address) => {
      const number = toNumber(address)
      if (number === undefined || number < start || number > start + size + 1) return undefined
      return number - start
    },
  }
}
