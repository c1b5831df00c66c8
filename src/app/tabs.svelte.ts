import { i18n } from './i18n.svelte.ts'
import type { Workbench } from './workbench.svelte.ts'

export interface TerminalTab {
  readonly kind: 'terminal'
  readonly id: string
  readonly machine: string
}
export interface FileTab {
  readonly kind: 'file'
  readonly id: string
  readonly machine: string
  readonly path: string
  readonly text: string
  /** The editor that a program waits for; absent for a file that the learner opened. */
  readonly editor?: string
}
export type Tab = TerminalTab | FileTab

/** The tabs between lesson and map: terminals, and files in the editor. */
export class Tabs {
  readonly #workbench: Workbench
  files = $state.raw<readonly FileTab[]>([])
  activeId = $state('')
  /** Terminals with output that was not looked at. */
  unseen = $state.raw<ReadonlySet<string>>(new Set())
  changed = $state.raw<ReadonlySet<string>>(new Set())
  /** Set by the terminals' views: puts the keyboard into a tab. */
  focus: (id: string) => void = () => {}
  /** A terminal that was just asked for: its view takes the keyboard as soon as it stands. */
  wanted = ''
  /** What the active terminal measures; new ones begin with it. */
  size = { columns: 80, rows: 24 }

  constructor(workbench: Workbench) {
    this.#workbench = workbench
    workbench.simulation.streams.onOutput = (terminal) => {
      if (terminal !== this.active?.id && !this.unseen.has(terminal)) this.unseen = new Set([...this.unseen, terminal])
    }
  }

  get all(): readonly Tab[] {
    const terminals = this.#workbench.simulation.terminals.map(({ terminal, machine }) => ({
      kind: 'terminal' as const,
      id: terminal,
      machine,
    }))
    return [...terminals, ...this.#programFiles, ...this.files]
  }
  get #programFiles(): readonly FileTab[] {
    return this.#workbench.simulation.editors.map(({ editor, machine, path, text }) => ({
      kind: 'file' as const,
      id: `edit:${editor}`,
      machine,
      path,
      text,
      editor,
    }))
  }
  get active(): Tab | undefined {
    return this.all.find((tab) => tab.id === this.activeId) ?? this.all[0]
  }
  /** The terminal that chips type into: the active one, or the one last active. */
  get activeTerminal(): TerminalTab | undefined {
    const terminals = this.all.filter((tab) => tab.kind === 'terminal')
    return terminals.find((tab) => tab.id === this.activeId) ?? terminals.find((tab) => tab.id === this.#lastTerminal) ?? terminals[0]
  }
  #lastTerminal = ''

  activate(id: string): void {
    this.activeId = id
    if (this.all.some((tab) => tab.kind === 'terminal' && tab.id === id)) this.#lastTerminal = id
    if (this.unseen.has(id)) this.unseen = new Set([...this.unseen].filter((other) => other !== id))
  }

  openTerminal(machine: string): void {
    if (this.#workbench.readOnly) return
    const taken = new Set(this.#workbench.simulation.terminals.map((info) => info.terminal))
    let number = 1
    while (taken.has(`t${number}`)) number += 1
    this.#workbench.simulation.do({ do: 'openTerminal', terminal: `t${number}`, machine, ...this.size })
    this.activate(`t${number}`)
    this.#lastTerminal = `t${number}`
    this.wanted = `t${number}`
  }

  async openFile(machine: string, path: string): Promise<void> {
    const id = `file:${machine}:${path}`
    if (!this.files.some((file) => file.id === id)) {
      try {
        const text = await this.#workbench.simulation.ask({ ask: 'file', machine, path })
        this.files = [...this.files, { kind: 'file', id, machine, path, text }]
      } catch {
        this.#workbench.tell(i18n.m.noSuchFile(path))
        return
      }
    }
    this.activate(id)
  }

  /** Writes a file tab; `close` also ends it, and with it the program that waits. */
  save(tab: FileTab, text: string, close: boolean): void {
    const { simulation, readOnly } = this.#workbench
    if (readOnly) return
    if (tab.editor && close) simulation.do({ do: 'closeEditor', editor: tab.editor, text })
    else simulation.do({ do: 'saveFile', machine: tab.machine, path: tab.path, text })
    this.markChanged(tab.id, false)
    if (close) this.#leave(tab)
  }

  close(tab: Tab): void {
    const { simulation, readOnly } = this.#workbench
    if (tab.kind === 'terminal') {
      if (!readOnly) simulation.do({ do: 'closeTerminal', terminal: tab.id })
    } else {
      if (tab.editor && !readOnly) simulation.do({ do: 'closeEditor', editor: tab.editor })
      this.markChanged(tab.id, false)
    }
    this.#leave(tab)
  }

  #leave(tab: Tab): void {
    this.files = this.files.filter((file) => file.id !== tab.id)
    if (this.activeId !== tab.id) return
    const next = this.activeTerminal ?? this.all.find((other) => other.id !== tab.id)
    if (!next || next.id === tab.id) return
    this.activate(next.id)
    requestAnimationFrame(() => this.focus(next.id))
  }

  markChanged(id: string, changed: boolean): void {
    if (this.changed.has(id) === changed) return
    this.changed = new Set(changed ? [...this.changed, id] : [...this.changed].filter((other) => other !== id))
  }

  /** Types a command into the active terminal; with `run` also presses Enter. */
  type(command: string, run: boolean): void {
    const workbench = this.#workbench
    const terminal = this.activeTerminal
    if (!terminal || workbench.readOnly) return
    const info = workbench.simulation.terminals.find((one) => one.terminal === terminal.id)
    if (info && !info.atPrompt) {
      workbench.tell(i18n.m.terminalBusy)
      return
    }
    // Several lines are pasted, so that the shell does not run them one by one while they are typed.
    const text = command.includes('\n') ? `\x1b[200~${command}\x1b[201~` : command
    workbench.simulation.do({ do: 'type', terminal: terminal.id, data: run ? `${text}\r` : text })
    this.activate(terminal.id)
    workbench.shown = 'terminal'
    this.focus(terminal.id)
  }
}
