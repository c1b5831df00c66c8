import type { Scenario } from '../world/scenario.ts'
import { defaultScenario } from './lessons.ts'

const scenarios: Readonly<Record<string, Scenario>> = {
  single: { ...defaultScenario, nodes: ['controlplane'] },
  small: defaultScenario,
  large: { ...defaultScenario, nodes: ['controlplane', { name: 'node', count: 100 }] },
}

/** The world of a sandbox's address; undefined for the one of a session file. */
export const scenarioOfWorld = (world: string | undefined): Scenario | undefined => scenarios[world ?? 'small']
