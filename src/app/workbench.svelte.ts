import { getContext, setContext } from 'svelte'
import type { Session } from '../host/protocol.ts'
import type { HostConnection } from './host-connection.ts'
import type { OpenLesson } from './lessons.ts'
import { lockSession, type SessionLock } from './session-lock.ts'
import { Simulation } from './simulation.svelte.ts'
import { storage } from './storage.ts'
import { Tabs } from './tabs.svelte.ts'
import type { Marker } from '../host/protocol.ts'

export type PaneName = 'lesson' | 'terminal' | 'map' | 'time' | 'checks'
export type Lost = 'otherTab' | 'takenOver'

declare const __PRODUCT__: string
export const product: string = __PRODUCT__

const AUTOSAVE = 800

/** What was undone and can still be returned to. */
export interface Undone {
  readonly session: Session
  readonly markers: readonly Marker[]
  readonly until: number
  readonly before?: Marker
}

/** One open session and the page around it: the frame store, tabs, selection, saving and undoing. */
export class Workbench {
  readonly simulation: Simulation
  readonly tabs: Tabs
  readonly lesson: OpenLesson | undefined
  /** Under which this browser keeps the session. */
  readonly key: string
  selected = $state<string | undefined>()
  /** The failing Pod whose card was closed. */
  dismissed = $state<string | undefined>()
  maximised = $state<PaneName | undefined>()
  shown = $state<PaneName>('terminal')
  undone = $state.raw<Undone | undefined>()
  lost = $state<Lost | undefined>()
  notice = $state('')
  /** What a screen reader shall say now; the counter lets the same words be said twice. */
  spoken = $state('')
  updatedFrom = $state<string | undefined>()
  /** The product that saved what was opened. */
  openedFrom = product
  /** The speed that Play takes. */
  chosenSpeed = $state(1)
  readonly #connection: HostConnection
  readonly #fresh: Session
  #lock: SessionLock | undefined
  #standing = false
  #saving: ReturnType<typeof setTimeout> | undefined
  #noticeTimer: ReturnType<typeof setTimeout> | undefined

  constructor(connection: HostConnection, key: string, fresh: Session, lesson?: OpenLesson) {
    this.#connection = connection
    this.key = key
    this.#fresh = fresh
    this.lesson = lesson
    if (lesson) this.shown = 'lesson'
    this.simulation = new Simulation(connection.host)
    this.tabs = new Tabs(this)
  }

  get readOnly(): boolean {
    return this.lost !== undefined
  }

  /** Takes the lock, then opens the kept session, or a new one. */
  async start(given?: Session): Promise<void> {
    await new Promise<void>((resolve) => {
      this.#lock = lockSession(
        this.key,
        (held) => {
          this.lost = held ? undefined : 'otherTab'
          resolve()
        },
        async () => {
          await this.saveNow()
          this.simulation.setPace({ speed: 0 })
          this.lost = 'takenOver'
        },
      )
    })
    await this.#open(given ?? (await storage.session(this.key)) ?? this.#fresh)
  }

  async #open(session: Session): Promise<void> {
    // A session with its hash tells for certain whether it still runs as it did.
    this.openedFrom = session.product
    if (session.log.length > 0 && session.product !== product && session.hash === undefined) this.updatedFrom = session.product
    const focus = this.lesson?.focus
    await this.simulation.open({ session, ...(focus ? { focus } : {}) }, this.#connection.wrap)
    if (session.log.length === 0 && this.lesson && !this.readOnly) this.simulation.do({ do: 'startLesson', checks: this.lesson.checks })
    if (this.readOnly) this.simulation.setPace({ speed: 0 })
  }

  async takeOver(): Promise<void> {
    await this.#lock?.takeOver()
    await this.#open((await storage.session(this.key)) ?? this.#fresh)
  }

  async close(): Promise<void> {
    clearTimeout(this.#saving)
    await this.saveNow()
    this.#lock?.release()
    this.#connection.close()
  }

  /** Called whenever the log grew; saves a moment later. */
  saveSoon(): void {
    if (this.readOnly) return
    clearTimeout(this.#saving)
    this.#saving = setTimeout(() => void this.saveNow(), AUTOSAVE)
  }
  async saveNow(): Promise<void> {
    if (this.readOnly || this.simulation.pace === 'starting' || this.simulation.crash) return
    await storage.keepSession(this.key, await this.simulation.save())
  }

  play(): void {
    this.simulation.setPace({ speed: this.chosenSpeed })
  }
  pause(): void {
    this.simulation.setPace({ speed: 0 })
  }
  togglePlay(): void {
    if (this.simulation.pace === 'paused') this.play()
    else this.pause()
  }
  choose(speed: number): void {
    this.chosenSpeed = speed
    if (this.simulation.pace === 'running') this.play()
  }
  step(): void {
    this.simulation.setPace({ step: true })
  }
  settle(): void {
    this.simulation.setPace({ until: 'settled' })
  }
  /** Resolves once time has run until nothing changed any more. */
  async settled(): Promise<void> {
    this.settle()
    const pause = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 100))
    await pause()
    await pause()
    while (this.simulation.pace === 'settling' && !this.simulation.crash) await pause()
  }

  /** Goes back to before a command; what was later stays until a new command is typed. */
  async goBack(marker: Marker): Promise<void> {
    if (this.readOnly) return
    const session = this.undone?.session ?? (await this.simulation.save())
    const later = [...this.liveMarkers.filter((other) => other.log >= marker.log), ...(this.undone?.markers ?? [])]
    const until = this.undone?.until ?? this.simulation.now
    // What was gone back to stands still, to be looked at, until the next command.
    this.#standing = this.#standing || this.simulation.pace === 'running'
    this.pause()
    await this.simulation.undoTo(marker.log)
    this.undone = { session, markers: later, until, before: marker }
  }
  async undo(): Promise<void> {
    const last = this.liveMarkers.at(-1)
    if (last) await this.goBack(last)
  }
  async redo(): Promise<void> {
    const undone = this.undone
    if (!undone) return
    this.#goOn()
    await this.#open(undone.session)
  }
  async reset(): Promise<void> {
    if (this.readOnly) return
    this.undone = undefined
    this.selected = undefined
    await storage.dropSession(this.key)
    await this.#open(this.#fresh)
  }
  /** After a crash of the simulator: the same commands again, in full or without the last. */
  async restore(withoutLast: boolean): Promise<void> {
    const kept = async (): Promise<Session> => (await storage.session(this.key)) ?? this.#fresh
    const session = this.simulation.workerLost ? await kept() : await this.simulation.save().catch(kept)
    const log = withoutLast ? (this.simulation.markers.at(-1)?.log ?? session.log.length) : session.log.length
    const until = withoutLast ? (this.simulation.markers.at(-1)?.at ?? session.until) : session.until
    const again = { ...session, log: session.log.slice(0, log), until }
    if (this.simulation.workerLost) {
      await storage.keepSession(this.key, again)
      location.reload()
    } else await this.#open(again)
  }

  /** Markers of the world as it is now, without those just undone, which a frame may still bring. */
  readonly liveMarkers: readonly Marker[] = $derived.by(() => {
    const undone = new Set(this.undone?.markers.map(identity))
    return undone.size === 0 ? this.simulation.markers : this.simulation.markers.filter((marker) => !undone.has(identity(marker)))
  })
  #goOn(): void {
    this.undone = undefined
    if (this.#standing) this.play()
    this.#standing = false
  }
  /** A new command makes what was undone unreachable. */
  forgetUndone(): void {
    const before = this.undone?.before
    if (before && this.liveMarkers.some((marker) => marker.log >= before.log)) this.#goOn()
  }

  tell(text: string): void {
    clearTimeout(this.#noticeTimer)
    this.notice = text
    this.#noticeTimer = setTimeout(() => (this.notice = ''), 5000)
  }
}

const identity = (marker: Marker): string => `${marker.log} ${marker.at} ${marker.line}`

const CONTEXT = Symbol('workbench')
export const provideWorkbench = (workbench: Workbench): Workbench => setContext(CONTEXT, workbench)
export const useWorkbench = (): Workbench => getContext<Workbench>(CONTEXT)
