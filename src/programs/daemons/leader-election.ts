import { leases, type Lease } from '../../api/index.ts'
import { ApiError, SystemError, uuid, type Cancel } from '../../base/index.ts'
import type { Client } from '../../client/index.ts'
import type { Process } from '../../machine/index.ts'
import { logLine } from './flags.ts'
import { dialMessage, type ConnectionConfig } from './kubeconfig.ts'

/** client-go's defaults, in milliseconds. */
const leaseDuration = 15_000
const renewDeadline = 10_000
const retryPeriod = 2000

const microTime = (milliseconds: number): string => {
  const text = new Date(Math.floor(milliseconds)).toISOString()
  return `${text.slice(0, -1)}${String(Math.floor((milliseconds % 1) * 1000)).padStart(3, '0')}Z`
}

/**
 * Holds a Lease of kube-system as `k8s.io/client-go/tools/leaderelection` does: `lead` is called once it is ours,
 * `lost` when it could not be renewed in time.
 */
export const elect = (
  process: Process,
  options: {
    readonly name: string
    readonly client: Client
    readonly config: ConnectionConfig
    readonly lead: () => void
    readonly lost: () => void
  },
): Cancel => {
  const { clock, machine } = process
  const { client, name } = options
  const identity = `${machine.hostname}_${uuid(machine.seed, 'leader', name, machine.hostname, clock.now)}`
  const key = { namespace: 'kube-system', name }
  let observed: { readonly version: string; readonly at: number } | undefined
  let renewedAt = 0
  let leading = false
  let cancel: Cancel = () => undefined
  let held: Lease | undefined
  /** The leader writes upon the Lease that it wrote last; false if somebody else wrote meanwhile (client-go's fast path). */
  const renew = (): boolean => {
    if (!held || !observed || clock.now >= observed.at + leaseDuration) return false
    try {
      held = client.update(leases, { ...held, spec: { ...held.spec, renewTime: microTime(clock.now) } })
      observed = { version: held.metadata.resourceVersion, at: clock.now }
      return true
    } catch (error) {
      if (!(error instanceof ApiError)) throw error
      held = undefined
      return false
    }
  }
  const claim = (): boolean => {
    if (renew()) return true
    const now = microTime(clock.now)
    const spec = { holderIdentity: identity, leaseDurationSeconds: leaseDuration / 1000, renewTime: now }
    try {
      const lease = client.get(leases, key)
      const { holderIdentity = '', leaseTransitions = 0, acquireTime } = lease.spec ?? {}
      if (observed?.version !== lease.metadata.resourceVersion) observed = { version: lease.metadata.resourceVersion, at: clock.now }
      if (holderIdentity !== identity && holderIdentity !== '' && clock.now < observed.at + leaseDuration) return false
      const ours = holderIdentity === identity
      const next = {
        ...spec,
        acquireTime: ours && acquireTime ? acquireTime : now,
        leaseTransitions: ours ? leaseTransitions : leaseTransitions + 1,
      }
      held = client.update(leases, { ...lease, spec: next })
      observed = { version: held.metadata.resourceVersion, at: clock.now }
      return true
    } catch (error) {
      if (!(error instanceof ApiError) || error.code !== 404) throw error
      client.create(leases, { metadata: key, spec: { ...spec, acquireTime: now, leaseTransitions: 0 } })
      return true
    }
  }
  const attempt = (): boolean => {
    try {
      return claim()
    } catch (error) {
      if (!(error instanceof ApiError) && !(error instanceof SystemError)) throw error
      const path = `/apis/coordination.k8s.io/v1/namespaces/kube-system/leases/${name}?timeout=5s`
      const text =
        error instanceof SystemError ? `Get "${options.config.server}${path}": ${dialMessage(error, options.config)}` : error.message
      logLine(process, 'E', `leaderelection.go:452] "Error retrieving lease lock" err=${JSON.stringify(text)} lock="kube-system/${name}"`)
      return false
    }
  }
  const turn = (): void => {
    if (attempt()) {
      renewedAt = clock.now
      if (!leading) {
        leading = true
        options.lead()
      }
    } else if (leading && clock.now - renewedAt >= renewDeadline) {
      logLine(process, 'E', `leaderelection.go:315] "Failed to renew lease" err="context deadline exceeded" lock="kube-system/${name}"`)
      return options.lost()
    }
    cancel = clock.after(retryPeriod, turn)
  }
  cancel = clock.after(10, turn)
  return () => cancel()
}
