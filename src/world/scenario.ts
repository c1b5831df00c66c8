import { parseYaml, UsageError } from '../base/index.ts'

/** A machine of the world; a bare name takes the defaults. */
export interface NodeScenario {
  readonly name: string
  readonly version?: string
  readonly cpu?: string
  readonly memory?: string
  /** Makes `count` alike, named `name` + number. */
  readonly count?: number
}

/** What a world starts from (DESIGN: a world file). All times virtual; the same scenario is always the same world. */
export interface Scenario {
  /** `bare`: just what a control plane itself makes; `learner`: kubeadm-complete with CNI, metrics and storage. */
  readonly base: 'bare' | 'learner'
  readonly kubernetes: string
  readonly nodes: readonly (string | NodeScenario)[]
  readonly seed: number
  /** RFC 3339. */
  readonly startsAt: string
  readonly addons: readonly string[]
  /** YAML texts applied once the cluster is up. */
  readonly manifests: readonly string[]
  /** bash texts run as root on the control plane after that. */
  readonly setup: readonly string[]
}

const defaults = {
  kubernetes: 'v1.35.6',
  nodes: ['controlplane', 'node01', 'node02', 'node03'],
  seed: 1,
  startsAt: '2026-01-05T09:00:00Z',
  addons: [],
  manifests: [],
  setup: [],
} satisfies Omit<Scenario, 'base'>

/** The worlds that are built in, by name. */
export const scenarios: Readonly<Record<'bare' | 'learner', Scenario>> = {
  bare: { base: 'bare', ...defaults },
  learner: { base: 'learner', ...defaults },
}

const known = new Set(['base', ...Object.keys(defaults)])

/** A scenario from a world file (or the `world` of a lesson): what it does not say is as in the built-in world that it is based on. */
export const scenarioOf = (world: Readonly<Record<string, unknown>>): Scenario => {
  for (const key of Object.keys(world))
    if (!known.has(key)) throw new UsageError(`Expected a world file with ${[...known].join(', ')} but found ${key}.`, 2)
  const base = world['base'] ?? 'learner'
  if (base !== 'bare' && base !== 'learner') throw new UsageError(`Expected base to be bare or learner but found ${String(base)}.`, 2)
  const scenario = { ...scenarios[base], ...world } as Scenario
  if (!Array.isArray(scenario.nodes) || scenario.nodes.length === 0)
    throw new UsageError('Expected nodes to be a list of machines but found none.', 2)
  if (Number.isNaN(Date.parse(scenario.startsAt)))
    throw new UsageError(`Expected startsAt to be a time as 2026-01-05T09:00:00Z but found ${scenario.startsAt}.`, 2)
  return scenario
}

export const parseScenario = (text: string): Scenario => scenarioOf((parseYaml(text) ?? {}) as unknown as Readonly<Record<string, unknown>>)

/** The machines of a scenario, with `count` unfolded and defaults filled in. */
export const machinesOf = (scenario: Scenario): readonly Required<Omit<NodeScenario, 'count'>>[] => {
  const nodes = scenario.nodes.map((node) => (typeof node === 'string' ? { name: node } : node))
  const unfolded = nodes.flatMap((node: NodeScenario) =>
    node.count === undefined
      ? [node]
      : Array.from({ length: node.count }, (_, index) => ({ ...node, name: `${node.name}${String(index + 1).padStart(2, '0')}` })),
  )
  return unfolded.map((node, index) => ({
    name: node.name,
    version: node.version ?? scenario.kubernetes,
    cpu: String(node.cpu ?? (index === 0 ? '2' : '4')),
    memory: node.memory ?? (index === 0 ? '4005540Ki' : '8131920Ki'),
  }))
}
