import type { NodeRow, PodRow, WorkloadRow } from '../../host/protocol.ts'
import type { Simulation } from '../simulation.svelte.ts'
import { densityOf, type Density } from './model.ts'
import { motion } from './motion.ts'

const TEN_A_SECOND = 100
const SETTLE = 500

/** The rows that the map draws: as they come, but at most ten times a second while time runs fast or there are many Pods. */
export class Calm {
  pods = $state.raw<ReadonlyMap<string, PodRow>>(new Map())
  nodes = $state.raw<ReadonlyMap<string, NodeRow>>(new Map())
  workloads = $state.raw<ReadonlyMap<string, WorkloadRow>>(new Map())
  #density = $state<Density>('chips')
  #densityTimer: ReturnType<typeof setTimeout> | undefined
  readonly #held: () => boolean

  constructor(simulation: Simulation, held: () => boolean) {
    this.#held = held
    let last = 0
    let timer: ReturnType<typeof setTimeout> | undefined
    const take = (): void => {
      last = performance.now()
      timer = undefined
      const many = Math.abs(simulation.pods.size - this.pods.size) > 30
      motion.calm =
        !many && simulation.pods.size <= 200 && simulation.speed < 60 && simulation.pace !== 'settling' && simulation.pace !== 'rewinding'
      this.pods = simulation.pods
      this.nodes = simulation.nodes
      this.workloads = simulation.workloads
    }
    $effect.pre(() => {
      void simulation.pods
      void simulation.nodes
      void simulation.workloads
      const hasty = simulation.pods.size > 200 || simulation.speed >= 60 || simulation.pace === 'settling'
      const wait = hasty ? TEN_A_SECOND - (performance.now() - last) : 0
      if (wait <= 0) take()
      else timer ??= setTimeout(take, wait)
    })
    $effect(() => () => {
      clearTimeout(timer)
      clearTimeout(this.#densityTimer)
    })
  }

  /** The size of tiles for so many Pods; it changes after half a second of calm and never under the pointer, but at once when far off. */
  density(pods: number): Density {
    const wanted = densityOf(pods)
    if (wanted !== this.#density) {
      clearTimeout(this.#densityTimer)
      const change = (): void => {
        if (this.#held()) this.#densityTimer = setTimeout(change, SETTLE)
        else this.#density = wanted
      }
      this.#densityTimer = setTimeout(change, SETTLE)
      if (wanted === 'bars') return wanted
    }
    return this.#density
  }
}
