import type { NodeInfo } from '../node-info.ts'
import type { Plugin } from '../plugin.ts'

const rejection = { reasons: ["node(s) didn't have free ports for the requested pod ports"], unresolvable: false }

/** An address conflicts with itself, and the unspecified address with every one. */
const conflicts = (wanted: string, used: string): boolean => {
  const [protocol, address, port] = wanted.split('/')
  const [usedProtocol, usedAddress, usedPort] = used.split('/')
  return protocol === usedProtocol && port === usedPort && (address === usedAddress || address === '0.0.0.0' || usedAddress === '0.0.0.0')
}

const taken = (ports: readonly string[], node: NodeInfo): boolean =>
  ports.some((wanted) => node.hostPorts.has(wanted) || [...node.hostPorts.keys()].some((used) => conflicts(wanted, used)))

/** Lets no two Pods have the same host port of a node. */
export const nodePorts: Plugin = {
  name: 'NodePorts',
  prepare: ({ hostPorts }) => (hostPorts.length === 0 ? undefined : { filter: (node) => (taken(hostPorts, node) ? rejection : undefined) }),
  mayHelp: (event, { hostPorts }) =>
    (event.what === 'node' && !event.previous) ||
    (event.what === 'pod-removed' && event.pod.hostPorts.some((used) => hostPorts.some((wanted) => conflicts(wanted, used)))),
}
