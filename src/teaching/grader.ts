import type { KubeObject } from '../api/index.ts'
import type { Cancel } from '../base/index.ts'
import type { World } from '../world/index.ts'
import { match, type Evaluate } from './expect.ts'
import type { Check, Verdict } from './lesson.ts'
import { probe } from './probe.ts'

interface Invariant {
  /** Where it was broken, or became true for the first time. */
  at?: number
  observed: string
}

/** `deployments/web` → group-less plural and name in namespace `default`; `deployments/shop/web` names the namespace. */
const parseResource = (resource: string): { readonly plural: string; readonly namespace: string; readonly name: string } => {
  const parts = resource.split('/')
  return { plural: parts[0]!, namespace: parts.length > 2 ? parts[1]! : 'default', name: parts.at(-1)! }
}

/** Judges the checks of a lesson: invariants at every change since it began, probes when asked. */
export class Grader {
  readonly #world: World
  readonly #checks: readonly Check[]
  readonly #hop: () => Promise<void>
  readonly #evaluate: Evaluate
  readonly #invariants = new Map<string, Invariant>()
  readonly #cancels: Cancel[] = []

  constructor(options: {
    readonly world: World
    readonly checks: readonly Check[]
    readonly hop: () => Promise<void>
    readonly evaluate: Evaluate
  }) {
    this.#world = options.world
    this.#checks = options.checks
    this.#hop = options.hop
    this.#evaluate = options.evaluate
    for (const check of options.checks) if (check.watch) this.#follow(check)
  }

  stop(): void {
    for (const cancel of this.#cancels.splice(0)) cancel()
  }

  /** The verdicts now; each failed one says what was expected and what was observed. */
  async judge(): Promise<readonly Verdict[]> {
    const verdicts = new Map<string, Verdict>()
    for (const check of this.#checks) {
      const ready = check.needs.every((need) => verdicts.get(need)?.state === 'passed')
      verdicts.set(
        check.id,
        check.watch ? this.#judgeInvariant(check, ready) : ready ? await this.#judgeProbe(check) : this.#verdict(check, 'open', '', ''),
      )
    }
    return [...verdicts.values()]
  }

  #verdict(check: Check, state: Verdict['state'], expected: string, observed: string): Verdict {
    return { check: check.id, state, expected, observed, ...(check.advice ? { advice: check.advice } : {}), at: this.#world.clock.now }
  }

  async #judgeProbe(check: Check): Promise<Verdict> {
    const machine = this.#world.machines.get(check.on)
    const printed = machine?.on ? await probe(machine, check.run ?? 'true', this.#hop) : undefined
    if (!printed) return this.#verdict(check, 'unrunnable', check.run ?? '', machine?.on ? 'the command waits' : `${check.on} is off`)
    const { matches, expected, observed } = match(check.expect ?? { code: 0 }, printed, this.#evaluate)
    return this.#verdict(check, matches ? 'passed' : 'failed', expected, observed)
  }

  #judgeInvariant(check: Check, ready: boolean): Verdict {
    const { always, ever } = check.watch!
    const { at, observed } = this.#invariants.get(check.id)!
    if (always !== undefined)
      return this.#verdict(check, at !== undefined ? 'failed' : ready && check.needs.length > 0 ? 'passed' : 'holding', always, observed)
    return this.#verdict(check, at !== undefined && ready ? 'passed' : 'open', ever ?? '', observed)
  }

  #follow(check: Check): void {
    const { plural, namespace, name } = parseResource(check.watch!.resource)
    const invariant: Invariant = { observed: '' }
    this.#invariants.set(check.id, invariant)
    const look = (object: KubeObject | undefined): void => {
      if (invariant.at !== undefined || !object) return
      const holds = this.#evaluate(check.watch!.always ?? check.watch!.ever!, { object }) === true
      if (holds !== (check.watch!.ever !== undefined)) return
      invariant.at = this.#world.clock.now
      invariant.observed = JSON.stringify((object as { readonly status?: unknown }).status ?? {})
    }
    const { store } = this.#world
    if (!store) return
    const suffix = `/${plural}/${namespace}/${name}`
    for (const { key, value } of store.range('/registry/', '/registry0')) if (key.endsWith(suffix)) look(value as KubeObject)
    this.#cancels.push(
      store.watch('/registry/', '/registry0', store.revision + 1, ({ type, now }) => {
        if (type === 'put' && now.key.endsWith(suffix)) look(now.value as KubeObject)
      }),
    )
  }
}
