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
