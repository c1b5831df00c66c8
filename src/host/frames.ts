import type { Verdict } from '../teaching/index.ts'
import type { Frame, Marker } from './protocol.ts'
import type { Simulation } from './simulation.ts'

const rowLimit = 1000
const terminalLimit = 100_000

/** Collects what changed since the last Frame. */
export class FrameMaker {
  readonly #simulation: Simulation
  #reset = true
  #markers: readonly Marker[] = []
  #ticks = 0
  #terminals = ''
  #editors = ''

  constructor(simulation: Simulation) {
    this.#simulation = simulation
  }

  make(around: Pick<Frame, 'speed' | 'pace'>, verdicts: readonly Verdict[] | undefined): Frame {
    const simulation = this.#simulation
    const { rows, gone } = simulation.rows.drain(rowLimit)
    const output = this.#output()
    const list = simulation.terminalList()
    const editors = [...simulation.editors.values()].map(({ request }) => request)
    const markers = simulation.markers.filter((marker, index) => this.#markers[index] !== marker)
    const ticks = simulation.ticks.slice(this.#ticks)
    const chart = simulation.chart.drain()
    const nextEventAt = simulation.world.clock.nextAt
    const frame: Frame = {
      now: simulation.clock.now,
      startedAt: simulation.startedAt,
      ...around,
      ...(nextEventAt === undefined ? {} : { nextEventAt }),
      ...(this.#reset ? { reset: true as const } : {}),
      ...(Object.keys(output).length > 0 ? { terminals: output } : {}),
      ...(JSON.stringify(list) === this.#terminals ? {} : { terminalList: list }),
      ...(rows.length > 0 ? { rows } : {}),
      ...(gone.length > 0 ? { gone } : {}),
      ...(verdicts ? { verdicts } : {}),
      ...(markers.length > 0 ? { markers } : {}),
      ...(ticks.length > 0 ? { ticks } : {}),
      ...(chart ? { chart } : {}),
      ...(JSON.stringify(editors) === this.#editors ? {} : { editors }),
      logLength: simulation.log.length,
    }
    this.#reset = false
    this.#markers = [...simulation.markers]
    this.#ticks = simulation.ticks.length
    this.#terminals = JSON.stringify(list)
    this.#editors = JSON.stringify(editors)
    return frame
  }

  #output(): Record<string, string> {
    const output: Record<string, string> = {}
    for (const [id, session] of this.#simulation.terminals) {
      if (session.pending === '') continue
      output[id] = session.pending.slice(0, terminalLimit)
      session.pending = session.pending.slice(terminalLimit)
    }
    return output
  }
}
