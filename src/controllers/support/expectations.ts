import type { ControllerContext } from '../../client/index.ts'

interface Expectation {
  creations: number
  readonly deletions: Set<string>
  readonly since: number
}

/** After this long an expectation that never came true is given up (`pkg/controller.ExpectationsTimeout`). */
const timeout = 5 * 60_000

/**
 * What a controller has asked for and not yet seen in its cache, so that a stale cache does not make it ask twice
 * (`pkg/controller/controller_utils.go`, ControllerExpectations).
 */
export class Expectations {
  readonly #byKey = new Map<string, Expectation>()

  satisfied(key: string, now: number): boolean {
    const expectation = this.#byKey.get(key)
    return !expectation || (expectation.creations <= 0 && expectation.deletions.size === 0) || now - expectation.since > timeout
  }

  expectCreations(key: string, creations: number, now: number): void {
    this.#byKey.set(key, { creations, deletions: new Set(), since: now })
  }

  expectDeletions(key: string, uids: readonly string[], now: number): void {
    this.#byKey.set(key, { creations: 0, deletions: new Set(uids), since: now })
  }

  expect(key: string, creations: number, deletions: readonly string[], now: number): void {
    this.#byKey.set(key, { creations, deletions: new Set(deletions), since: now })
  }

  creationObserved(key: string): void {
    const expectation = this.#byKey.get(key)
    if (expectation) expectation.creations--
  }

  deletionObserved(key: string, uid: string): void {
    this.#byKey.get(key)?.deletions.delete(uid)
  }

  forget(key: string): void {
    this.#byKey.delete(key)
  }
}

/** The expectations of one run of a controller. */
export const expectationsOf = (context: ControllerContext): Expectations => {
  const known = context.memory.get('expectations')
  if (known instanceof Expectations) return known
  const expectations = new Expectations()
  context.memory.set('expectations', expectations)
  return expectations
}
