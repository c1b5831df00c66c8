import type { World } from '../world/index.ts'

/** Real milliseconds that one turn may count for: after a longer gap (a hidden tab, a stopped process) time goes on where it was. */
const longestGap = 100
/** Real milliseconds of work in one turn, so that input is never starved. */
const turnBudget = 8

export interface PumpOptions {
  readonly world: World
  /** Real milliseconds. */
  readonly realNow: () => number
  /** Waits about this many real milliseconds. */
  readonly wait: (milliseconds: number) => Promise<void>
  /** Called between turns: the only place where input may reach the world. */
  readonly between?: () => void | Promise<void>
}

/** Lets virtual time follow real time: `speed` virtual seconds a second. */
export class Pump {
  speed = 1
  readonly #options: PumpOptions
  #stopped = false

  constructor(options: PumpOptions) {
    this.#options = options
  }

  stop(): void {
    this.#stopped = true
  }

  async run(): Promise<void> {
    const { world, realNow, wait, between } = this.#options
    let last = realNow()
    while (!this.#stopped) {
      const started = realNow()
      const elapsed = Math.min(started - last, longestGap)
      last = started
      const { clock } = world
      await clock.advanceTo(clock.now + elapsed * this.speed, () => realNow() - started > turnBudget)
      await between?.()
      await wait(Math.max(1, 8 - (realNow() - started)))
    }
  }
}
