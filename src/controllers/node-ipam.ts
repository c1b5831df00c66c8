import { nodes } from '../api/index.ts'
import type { Controller, ControllerContext } from '../client/index.ts'

/** How long until a node without addresses is looked at again. */
const retryTime = 10_000

interface Range {
  readonly base: number
  readonly prefix: number
}

const parseRange = (text: string): Range => {
  const [address = '', prefix = '16'] = text.split('/')
  const base = address.split('.').reduce((sum, part) => sum * 256 + Number(part), 0)
  return { base, prefix: Number(prefix) }
}

const formatAddress = (address: number): string => [24, 16, 8, 0].map((shift) => Math.floor(address / 2 ** shift) % 256).join('.')

/** The first free block from where the last one was given, so that a block that was set free is not given again at once. */
const nextBlock = (range: Range, mask: number, context: ControllerContext): string | undefined => {
  const count = 2 ** (mask - range.prefix)
  const used = new Set(
    context
      .cache(nodes)
      .list()
      .flatMap((node) => node.spec?.podCIDRs ?? (node.spec?.podCIDR ? [node.spec.podCIDR] : [])),
  )
  const given = context.memory.get('given')
  const taken = given instanceof Set ? given : new Set<unknown>()
  context.memory.set('given', taken)
  const start = Number(context.memory.get('next') ?? 0)
  for (let step = 0; step < count; step++) {
    const index = (start + step) % count
    const block = `${formatAddress(range.base + index * 2 ** (32 - mask))}/${mask}`
    if (used.has(block) || taken.has(block)) continue
    taken.add(block)
    context.memory.set('next', (index + 1) % count)
    return block
  }
  return undefined
}

/** Gives each node its block of Pod addresses, in the order of joining (`pkg/controller/nodeipam/ipam/range_allocator.go`). */
export const nodeIpam = (clusterCidr: string, mask: number): Controller => {
  const range = parseRange(clusterCidr)
  return {
    name: 'node-ipam-controller',
    component: 'cidrAllocator',
    watches: [
      {
        kind: nodes,
        keys: (node, context, { deleted }) => {
          if (!deleted) return [{ name: node.metadata.name }]
          const given = context.memory.get('given')
          if (given instanceof Set)
            for (const block of (node as { readonly spec?: { readonly podCIDRs?: readonly string[] } }).spec?.podCIDRs ?? [])
              given.delete(block)
          return []
        },
      },
    ],
    reconcile: (key, context) => {
      const node = context.cache(nodes).get(key)
      if (!node || node.spec?.podCIDR || node.metadata.deletionTimestamp !== undefined) return
      const known = context.memory.get(`block of ${node.metadata.uid}`)
      const block = typeof known === 'string' ? known : nextBlock(range, mask, context)
      if (!block) {
        context.record(node, 'Normal', 'CIDRNotAvailable', `Node ${key.name} status is now: CIDRNotAvailable`)
        context.requeueAt(key, context.clock.now + retryTime)
        return
      }
      context.memory.set(`block of ${node.metadata.uid}`, block)
      context.client.patch(nodes, key, { type: 'strategic', body: { spec: { podCIDR: block, podCIDRs: [block] } } })
    },
  }
}
