import { ApiError, UsageError, formatDuration } from '../../../base/index.ts'
import { ManyErrors, isNotFound, isReason, messageOf } from '../../errors.ts'
import type { LooseObject } from '../../object.ts'
import type { KubectlSession } from '../../session.ts'
import type { Invocation } from '../../verb.ts'
import { withDryRun, type DryRun } from '../../write-options.ts'
import { isOverdue } from './pods.ts'

export interface RemovalOptions {
  readonly gracePeriod: number
  readonly dryRun: DryRun
  /** When --timeout is over, and its length; Infinity if it has none. */
  readonly deadline: number
  readonly timeout: number
  readonly skipWaitSeconds: number
}

/** One drain's work on Pods that may go (pkg/drain/drain.go). */
export class Removal {
  readonly #invocation: Invocation
  readonly #session: KubectlSession
  readonly #options: RemovalOptions

  constructor(invocation: Invocation, session: KubectlSession, options: RemovalOptions) {
    this.#invocation = invocation
    this.#session = session
    this.#options = options
  }

  /** Evicts all at the same time; each is tried again as long as a budget forbids it. */
  async evictAll(pods: readonly LooseObject[]): Promise<void> {
    const errors: unknown[] = []
    await Promise.all(
      pods.map(async (pod) => {
        try {
          await this.#evict(pod)
        } catch (error) {
          if (!(error instanceof UsageError || error instanceof ApiError)) throw error
          errors.push(error)
        }
      }),
    )
    if (errors.length > 0) throw new ManyErrors(errors)
  }

  async deleteAll(pods: readonly LooseObject[]): Promise<void> {
    const resource = this.#session.resolve('pods')
    for (const pod of pods) {
      try {
        this.#session.delete(resource, pod.metadata?.namespace, pod.metadata?.name ?? '', this.#deleteOptions(), this.#query())
      } catch (error) {
        if (!isNotFound(error)) throw error
      }
    }
    if (this.#options.dryRun === 'none') await this.#waitUntilGone(pods, 'deleted')
  }

  #query() {
    return this.#options.dryRun === 'server' ? { dryRun: 'All' } : {}
  }

  #deleteOptions(): LooseObject {
    const { gracePeriod, dryRun } = this.#options
    return {
      kind: 'DeleteOptions',
      apiVersion: 'v1',
      ...(gracePeriod >= 0 ? { gracePeriodSeconds: gracePeriod } : {}),
      ...(dryRun === 'server' ? { dryRun: ['All'] } : {}),
    }
  }

  #isLate(): boolean {
    return this.#invocation.process.clock.now >= this.#options.deadline
  }

  async #evict(pod: LooseObject): Promise<void> {
    const { process } = this.#invocation
    const { name = '', namespace = '' } = pod.metadata ?? {}
    const what = `pods/${JSON.stringify(name)} -n ${JSON.stringify(namespace)}`
    const body = { kind: 'Eviction', apiVersion: 'policy/v1', metadata: { name, namespace }, deleteOptions: this.#deleteOptions() }
    for (;;) {
      await this.#invocation.out(`evicting pod ${namespace}/${withDryRun(name, this.#options.dryRun)}\n`)
      if (this.#isLate())
        throw new UsageError(`error when evicting ${what}: global timeout reached: ${formatDuration(this.#options.timeout)}`)
      try {
        this.#session.post(this.#session.resolve('pods'), namespace, name, 'eviction', body)
        break
      } catch (error) {
        if (isNotFound(error)) return
        if (!isReason(error, 'TooManyRequests'))
          throw error instanceof ApiError ? new UsageError(`error when evicting ${what}: ${error.message}`) : error
        await this.#invocation.error(`error when evicting ${what} (will retry after 5s): ${messageOf(error)}\n`)
        await process.sleep(5000)
      }
    }
    if (this.#options.dryRun === 'server') return
    try {
      await this.#waitUntilGone([pod], 'evicted')
    } catch (error) {
      throw new UsageError(
        `error when waiting for pod ${JSON.stringify(name)} in namespace ${JSON.stringify(namespace)} to terminate: ${messageOf(error)}`,
      )
    }
  }

  /** Asks every second, as kubectl does; says of each Pod that it went. */
  async #waitUntilGone(pods: readonly LooseObject[], done: string): Promise<void> {
    const { process } = this.#invocation
    const { skipWaitSeconds, deadline } = this.#options
    let pending = pods
    for (;;) {
      const left: LooseObject[] = []
      for (const pod of pending) {
        const now = this.#current(pod)
        if (!now) await this.#invocation.out(`pod/${pod.metadata?.name ?? ''} ${done}\n`)
        else if (isOverdue(now, { skipWaitSeconds, now: () => process.clock.now })) {
          await this.#invocation.out(
            `pod ${JSON.stringify(pod.metadata?.name)} has DeletionTimestamp older than ${skipWaitSeconds} seconds, skipping\n`,
          )
        } else left.push(pod)
      }
      pending = left
      if (pending.length === 0) return
      await process.sleep(Math.min(1000, Math.max(0, deadline - process.clock.now)))
      if (this.#isLate()) throw new UsageError('context deadline exceeded')
    }
  }

  #current(pod: LooseObject): LooseObject | undefined {
    try {
      const found = this.#session.get(this.#session.resolve('pods'), pod.metadata?.namespace, pod.metadata?.name ?? '')
      return found.metadata?.uid === pod.metadata?.uid ? found : undefined
    } catch (error) {
      if (isNotFound(error)) return undefined
      throw error
    }
  }
}
