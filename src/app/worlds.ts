import type { Scenario } from '../world/index.ts'

const small: Scenario = {
  base: 'learner',
  kubernetes: 'v1.35.6',
  nodes: ['controlplane', 'node01', 'node02', 'node03'],
  seed: 1,
  startsAt: '2026-01-05T09:00:00Z',
  addons: [],
  manifests: [],
  setup: [],
}

/** The sandbox's worlds, by the last part of its address. */
export const worlds = {
  single: { ...small, nodes: ['controlplane'] },
  small,
  large: { ...small, nodes: ['controlplane', { name: 'node', count: 100 }] },
} satisfies Readonly<Record<string, Scenario>>

/** A session file has an address of its own, and brings its world with it. */
export const worldOf = (name: string): Scenario => (name in worlds ? worlds[name as keyof typeof worlds] : small)
