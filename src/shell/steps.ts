import type { Interrupt } from '../base/index.ts'

/**
 * The work of the interpreter: a generator that yields a promise only where something waits (a child, a pipe, a person),
 * so that all else runs without a single turn of the event loop.
 */
export type Steps<T> = Generator<PromiseLike<unknown>, T, unknown>

const isPromise = (value: unknown): value is PromiseLike<unknown> => typeof (value as { then?: unknown } | undefined)?.then === 'function'

/** Waits for a value that may be a promise. */
export function* wait<T>(value: T | PromiseLike<T>): Steps<T> {
  return isPromise(value) ? ((yield value) as T) : (value as T)
}

/** Runs steps to their end; what was waited for does not matter any more once the interrupt is raised. */
export const drive = async <T>(steps: Steps<T>, interrupt?: Interrupt): Promise<T> => {
  let next = steps.next()
  while (!next.done) {
    let value: unknown
    try {
      value = await next.value
      interrupt?.throwIfRaised()
    } catch (error) {
      next = steps.throw(error)
      continue
    }
    next = steps.next(value)
  }
  return next.value
}

/** Runs steps that never wait. */
export const runAtOnce = <T>(steps: Steps<T>): T => {
  const next = steps.next()
  if (!next.done) throw new Error('Expected steps that do not wait but found a promise')
  return next.value
}
