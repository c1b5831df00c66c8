import type { Redirection } from 'unbash'
import type { DoneAssignment } from '../run/simple-command.ts'
import type { Shell } from '../shell.ts'
import type { Steps } from '../steps.ts'

/** How a builtin was called. */
export interface BuiltinCall {
  readonly name: string
  /** The arguments of `declare` and its like, with assignments apart. */
  readonly declarations: readonly (string | DoneAssignment)[]
  readonly redirects: readonly Redirection[]
}

/** A command that runs inside the shell. */
export interface Builtin {
  readonly name: string
  /** As `help` shows it behind the name. */
  readonly usage: string
  readonly summary: string
  /** Its arguments may be assignments, arrays too. */
  readonly declares?: boolean
  run(shell: Shell, args: readonly string[], call: BuiltinCall): Steps<number> | number
}
