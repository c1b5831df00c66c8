import type { Value } from './values.ts'

/** `next`, `break` and `continue`, on their way to what they are about. */
export class Jump extends Error {
  readonly to: 'next' | 'break' | 'continue'
  constructor(to: Jump['to']) {
    super(to)
    this.to = to
  }
}
/** `return` with its value. */
export class Return extends Error {
  readonly value: Value
  constructor(value: Value) {
    super('return')
    this.value = value
  }
}
/** `exit` with its code. */
export class Exit extends Error {
  readonly code: number | undefined
  constructor(code: number | undefined) {
    super('exit')
    this.code = code
  }
}
