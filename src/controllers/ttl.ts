import { nodes } from '../api/index.ts'
import type { Controller } from '../client/index.ts'
import { isStatus } from './support/index.ts'

const annotation = 'node.alpha.kubernetes.io/ttl'

/** How long kubelets may keep Secrets and ConfigMaps, by the number of Nodes (`ttlBoundaries` in pkg/controller/ttl/ttl_controller.go). */
const boundaries = [
  { least: 0, most: 100, seconds: 0 },
  { least: 90, most: 500, seconds: 15 },
  { least: 450, most: 1000, seconds: 30 },
  { least: 900, most: 2000, seconds: 60 },
  { least: 1800, most: Infinity, seconds: 300 },
] as const

/** The time for so many Nodes, given what it was: it changes only once a boundary is well behind. */
const secondsFor = (count: number, current: number): number => {
  const known = boundaries.find(({ seconds }) => seconds === current)
  if (known && count >= known.least && count <= known.most) return current
  return boundaries.findLast(({ least }) => count >= least)!.seconds
}

/** Annotates each Node with how long its kubelet may believe what it read of Secrets and ConfigMaps. */
export const ttl: Controller = {
  name: 'ttl-controller',
  watches: [{ kind: nodes, keys: ({ metadata }, _context, { deleted }) => (deleted ? [] : [{ name: metadata.name }]) }],
  reconcile: (key, { cache, client }) => {
    const node = cache(nodes).get(key)
    if (!node) return
    const current = node.metadata.annotations?.[annotation]
    const wanted = String(secondsFor(cache(nodes).list().length, Number(current ?? 0)))
    if (current === wanted) return
    try {
      client.patch(nodes, key, { type: 'strategic', body: { metadata: { annotations: { [annotation]: wanted } } } })
    } catch (error) {
      if (!isStatus(error, 404)) throw error
    }
  },
}
