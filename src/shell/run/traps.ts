import type { Signal } from '../../machine/index.ts'
import { ShellExit } from '../control.ts'
import type { Shell } from '../shell.ts'
import type { Steps } from '../steps.ts'
import { runText } from './text.ts'

/** Signals by the name that `trap` and `kill` use. */
export const signalNames = [
  'HUP',
  'INT',
  'QUIT',
  'KILL',
  'USR1',
  'USR2',
  'PIPE',
  'ALRM',
  'TERM',
  'CHLD',
  'CONT',
  'STOP',
  'TSTP',
  'TTIN',
  'TTOU',
  'WINCH',
] as const

export const signalOf = (name: string): Signal => `SIG${name}` as Signal

const undo = new WeakMap<Shell, Map<string, () => void>>()

/** Lets the traps of a shell catch its process' signals. */
export const installTraps = (shell: Shell): void => {
  for (const [name, action] of shell.traps) if (action === '') installTrap(shell, name)
}

/** Begins to catch (or ignore) one signal, as the table of traps now says; or ends it. */
export const installTrap = (shell: Shell, name: string): void => {
  if (!(signalNames as readonly string[]).includes(name)) return
  const installed = undo.get(shell) ?? new Map<string, () => void>()
  undo.set(shell, installed)
  installed.get(name)?.()
  installed.delete(name)
  const action = shell.traps.get(name)
  if (action === undefined) return
  installed.set(
    name,
    shell.process.on(signalOf(name), () => {
      if (action === '') return
      shell.pendingTraps.push(signalOf(name))
      shell.wake?.()
    }),
  )
}

/** Runs the traps of signals that came meanwhile. */
export function* runPendingTraps(shell: Shell): Steps<void> {
  while (shell.pendingTraps.length > 0) {
    const name = shell.pendingTraps.shift()!.slice(3)
    yield* runTrap(shell, name)
  }
}

/** Runs one trap; `$?` is afterwards what it was. */
export function* runTrap(shell: Shell, name: string): Steps<void> {
  const action = shell.traps.get(name)
  if (!action) return
  const { status, pipeStatus } = shell
  const wasInTrap = shell.inTrap
  shell.inTrap = true
  try {
    yield* runText(shell, action)
  } finally {
    shell.inTrap = wasInTrap
  }
  shell.status = status
  shell.pipeStatus = pipeStatus
}

/** The EXIT trap, once; an `exit` in it decides the code. */
export function* exitTrap(shell: Shell, code: number): Steps<number> {
  const action = shell.traps.get('EXIT')
  if (!action) return code
  shell.traps.delete('EXIT')
  shell.status = code
  try {
    yield* runText(shell, action)
  } catch (error) {
    if (error instanceof ShellExit) return error.code
    throw error
  }
  return code
}
