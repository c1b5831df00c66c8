import type { Simulation } from '../simulation.svelte.ts'
import { axisStep } from '../time.ts'

const SPANS = [60, 90, 120, 180, 300, 600].map((seconds) => seconds * 1000)
const LONGEST = 600_000
/** Where the playhead stands once the axis moves along. */
const PLAYHEAD = 0.72

/** Which part of the session's time the axis shows; times are virtual milliseconds since it began. */
export class Axis {
  readonly #simulation: Simulation
  #span = $state<number | undefined>()
  #start = $state<number | undefined>()
  width = $state(600)

  constructor(simulation: Simulation) {
    this.#simulation = simulation
  }

  readonly span: number = $derived.by(() => this.#span ?? SPANS.find((span) => this.#reach <= span * 0.8) ?? LONGEST)
  readonly start: number = $derived.by(() => {
    if (this.#start !== undefined) return this.#start
    return this.#reach <= this.span * 0.8 ? 0 : this.#reach - this.span * PLAYHEAD
  })
  readonly labels: readonly number[] = $derived.by(() => {
    const step = axisStep(this.span, Math.max(2, this.width / 110))
    const first = Math.ceil(this.start / step) * step
    return Array.from({ length: Math.ceil((this.start + this.span - first) / step) }, (_, index) => first + index * step)
  })
  get follows(): boolean {
    return this.#start === undefined && this.#span === undefined
  }
  /** The playhead, by tenths of a second: what stands must not be laid out anew sixty times a second. */
  get #reach(): number {
    return Math.round(this.#simulation.elapsed / 100) * 100
  }

  /** Per cent of the width; may lie outside of 0 to 100. */
  x(elapsed: number): number {
    return ((elapsed - this.start) / this.span) * 100
  }
  follow(): void {
    this.#span = undefined
    this.#start = undefined
  }
  zoom(factor: number, at: number): void {
    const fixed = this.start + this.span * at
    const span = Math.min(86_400_000, Math.max(10_000, this.span * factor))
    this.#start = Math.max(0, fixed - span * at)
    this.#span = span
  }
  pan(share: number): void {
    const start = Math.max(0, this.start + this.span * share)
    this.#span = this.span
    this.#start = start
  }
}
