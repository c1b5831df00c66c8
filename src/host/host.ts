import type { Program } from '../machine/index.ts'
import type { Evaluate, Verdict } from '../teaching/index.ts'
import { answer } from './answers.ts'
import { FrameMaker } from './frames.ts'
import type { Command, Frame, OpenRequest, Query, Session, SimulationHost } from './protocol.ts'
import { Simulation } from './simulation.ts'

export interface HostOptions {
  readonly programs: readonly Program[]
  readonly hop: () => Promise<void>
  /** Real milliseconds. */
  readonly realNow: () => number
  /** Waits about this many real milliseconds, and lets messages in. */
  readonly wait: (milliseconds: number) => Promise<void>
  readonly loadEvaluate: () => Promise<Evaluate>
}

type Pace = { readonly speed: number } | { readonly step: true } | { readonly until: 'settled' }

const longestGap = 100
const turnBudget = 8
const frameInterval = 16
const judgeInterval = 1000
const calm = 500
const settleCalm = 2500
const settleLimit = 600_000

/** Runs one session for a page: takes commands, lets time pass, sends frames. */
export class Host implements SimulationHost {
  readonly #options: HostOptions
  #simulation: Simulation | undefined
  #frames: FrameMaker | undefined
  #send: (frame: Frame) => Promise<void> = () => Promise.resolve()
  #evaluate: Evaluate | undefined
  #focus: string | undefined
  #speed = 1
  #pace: Frame['pace'] = 'starting'
  #settlingSince = 0
  #resumeSpeed = 1
  #steps = 0
  #queue: Command[] = []
  #crash: Frame['crash']
  #verdicts: readonly Verdict[] | undefined
  readonly #judgements = { begun: 0, shown: 0 }
  #differs = false
  #sealing: ((session: Session) => void)[] = []
  #sending = false
  #lastFrame = 0
  #lastJudgement = { real: 0, change: -1 }
  #generation = 0
  #busy: Promise<void> = Promise.resolve()

  constructor(options: HostOptions) {
    this.#options = options
  }

  async open({ session, focus }: OpenRequest, onFrame: (frame: Frame) => Promise<void>): Promise<void> {
    this.#send = onFrame
    this.#focus = focus
    if (session.log.some(({ command }) => command.do === 'startLesson')) this.#evaluate = await this.#options.loadEvaluate()
    await this.#restart(session)
  }

  do(command: Command): void {
    if (command.do === 'startLesson' && !this.#evaluate) return void this.#startFirstLesson(command)
    if (!this.#crash) this.#queue.push(command)
  }

  /** What evaluates checks comes with the first lesson: a sandbox needs none of it. */
  async #startFirstLesson(command: Command): Promise<void> {
    this.#evaluate = await this.#options.loadEvaluate()
    this.do(command)
  }

  ask(query: Query): Promise<string> {
    return this.#simulation
      ? Promise.resolve(answer(this.#simulation, query))
      : Promise.reject(new Error('Expected a session but found none open.'))
  }

  pace(to: Pace): void {
    if ('speed' in to) {
      this.#speed = to.speed
      this.#pace = to.speed === 0 ? 'paused' : 'running'
    } else if ('step' in to) {
      this.#pace = 'paused'
      this.#speed = 0
      this.#steps++
    } else {
      if (this.#pace !== 'settling') this.#resumeSpeed = this.#speed
      this.#pace = 'settling'
      this.#settlingSince = this.#simulation?.clock.now ?? 0
    }
  }

  async undoTo(logLength: number): Promise<void> {
    if (!this.#simulation) return
    await this.#restart(this.#simulation.session(logLength))
  }

  async check(): Promise<readonly Verdict[]> {
    if (!this.#simulation) return []
    return this.#judge(this.#simulation)
  }

  /** Judges; of two judgements under way at once the one that began later counts. */
  async #judge(simulation: Simulation): Promise<readonly Verdict[]> {
    const turn = ++this.#judgements.begun
    const verdicts = await simulation.judge()
    if (turn > this.#judgements.shown) {
      this.#judgements.shown = turn
      this.#verdicts = verdicts
    }
    return verdicts
  }

  save(sealed = false): Promise<Session> {
    const simulation = this.#simulation
    if (!simulation) return Promise.reject(new Error('Expected a session but found none open.'))
    if (!sealed || this.#crash) return Promise.resolve(simulation.session())
    return new Promise((resolve) => this.#sealing.push(resolve))
  }

  /** Builds the session anew by replay and goes on from its end. */
  async #restart(session: Session): Promise<void> {
    const generation = ++this.#generation
    const speed = this.#pace === 'settling' ? this.#resumeSpeed : this.#speed
    this.#pace = this.#simulation ? 'rewinding' : 'starting'
    this.#queue = []
    await this.#busy
    this.#simulation?.close()
    this.#crash = undefined
    const simulation = await Simulation.open(session, {
      hop: this.#options.hop,
      programs: this.#options.programs,
      evaluate: (expression, values) => this.#evaluate?.(expression, values) ?? false,
      onBug: (error) => this.#bug(error),
      ...(this.#focus === undefined ? {} : { focus: this.#focus }),
    })
    if (generation !== this.#generation) return simulation.close()
    this.#differs = session.hash !== undefined && session.hash !== simulation.hash()
    this.#simulation = simulation
    this.#frames = new FrameMaker(simulation)
    this.#lastJudgement = { real: 0, change: -1 }
    this.#speed = speed
    this.#pace = speed === 0 ? 'paused' : 'running'
    this.#busy = this.#run(simulation, generation)
  }

  async #run(simulation: Simulation, generation: number): Promise<void> {
    const { realNow, wait } = this.#options
    let last = realNow()
    while (generation === this.#generation) {
      const started = realNow()
      const elapsed = Math.min(started - last, longestGap)
      last = started
      try {
        if (!this.#crash) await this.#turn(simulation, started, elapsed)
      } catch (error) {
        this.#bug(error)
      }
      this.#post(simulation)
      const more = this.#queue.length > 0 || this.#pace === 'settling'
      await wait(more ? 0 : Math.max(1, turnBudget - (realNow() - started)))
    }
  }

  async #turn(simulation: Simulation, started: number, elapsed: number): Promise<void> {
    for (let command = this.#queue.shift(); command; command = this.#queue.shift()) {
      await simulation.apply(command)
      if (command.do === 'startLesson') this.#lastJudgement = { real: 0, change: -1 }
    }
    const { clock } = simulation.world
    const enough = (): boolean => this.#queue.length > 0 || this.#options.realNow() - started > turnBudget
    await clock.advanceTo(this.#target(simulation, elapsed), enough)
    if (this.#sealing.length > 0) {
      await clock.advanceTo(clock.now)
      const session = { ...simulation.session(), hash: simulation.hash() }
      for (const resolve of this.#sealing.splice(0)) resolve(session)
    }
    if (this.#pace === 'settling' && (clock.now >= simulation.lastChange + settleCalm || clock.now >= this.#settlingSince + settleLimit))
      this.pace({ speed: this.#resumeSpeed })
    const due = started - this.#lastJudgement.real >= judgeInterval && clock.now >= simulation.lastChange + calm
    if (due && this.#lastJudgement.change !== simulation.lastChange) {
      this.#lastJudgement = { real: started, change: simulation.lastChange }
      await this.#judge(simulation)
    }
  }

  /** How far this turn may let time go. */
  #target(simulation: Simulation, elapsed: number): number {
    const { clock, busyUntil } = simulation.world
    if (this.#pace === 'settling')
      return Math.min(Math.max(clock.now, simulation.lastChange + settleCalm), this.#settlingSince + settleLimit)
    if (this.#pace === 'running') return clock.now + elapsed * this.#speed
    if (this.#steps > 0) {
      this.#steps--
      return Math.max(clock.now, clock.nextAt ?? clock.now)
    }
    return Math.max(clock.now, busyUntil)
  }

  #post(simulation: Simulation): void {
    const now = this.#options.realNow()
    if (this.#sending || !this.#frames || now - this.#lastFrame < frameInterval) return
    this.#lastFrame = now
    this.#sending = true
    const made = this.#frames.make({ speed: this.#speed, pace: this.#pace }, this.#verdicts)
    const frame: Frame = made.reset && this.#differs ? { ...made, differs: true } : made
    this.#verdicts = undefined
    const sent = (): void => {
      this.#sending = false
    }
    this.#send(this.#crash ? { ...frame, crash: this.#crash, logLength: simulation.log.length } : frame).then(sent, sent)
  }

  #bug(error: unknown): void {
    const log = Math.max(0, (this.#simulation?.log.length ?? 0) - 1)
    this.#crash ??=
      error instanceof Error ? { message: error.message, stack: error.stack ?? '', log } : { message: String(error), stack: '', log }
    this.#pace = 'paused'
    this.#speed = 0
  }
}
