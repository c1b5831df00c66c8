/** How `break`, `return`, `exit` and failures leave the commands that they stand in. */
export class LoopExit extends Error {
  readonly kind: 'break' | 'continue'
  levels: number
  constructor(kind: 'break' | 'continue', levels: number) {
    super(kind)
    this.kind = kind
    this.levels = levels
  }
}

export class FunctionReturn extends Error {
  readonly code: number
  constructor(code: number) {
    super('return')
    this.code = code
  }
}

export class ShellExit extends Error {
  readonly code: number
  constructor(code: number) {
    super('exit')
    this.code = code
  }
}

/**
 * A failure of an expansion or assignment. A shell that runs a script ends with it if it is `fatal`; an interactive one, or
 * one that runs a list, gives up the current line only.
 */
export class ShellFailure extends Error {
  readonly code: number
  readonly fatal: boolean
  constructor(message: string, options: { readonly code?: number; readonly fatal?: boolean } = {}) {
    super(message)
    this.code = options.code ?? 1
    this.fatal = options.fatal ?? false
  }
}

/** SIGINT at an interactive shell: back to the prompt. */
export class Interrupted extends Error {}
