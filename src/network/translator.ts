import type { Service } from '../api/index.ts'
import type { Clock, Seed } from '../base/index.ts'
import type { Destination, Translation } from '../machine/index.ts'
import { routeToService, type Backend, type ServiceView } from './service-view.ts'

/**
 * kube-proxy's rules as a function of the packet, a lazy view of the Services and EndpointSlices that were synced last.
 * They stay as they are when kube-proxy ends, as rules in the kernel do.
 */
export const createTranslator = (
  view: ServiceView,
  options: { readonly clock: Clock; readonly seed: Seed },
): ((to: Destination) => Translation) => {
  const { clock, seed } = options
  const sessions = new Map<string, { readonly backend: Backend; readonly until: number }>()
  let draws = 0
  const timeout = (service: Service): number => (service.spec?.sessionAffinityConfig?.clientIP?.timeoutSeconds ?? 10_800) * 1000
  return (to) => {
    // Who only looks must not change what the next connection draws.
    const draw = to.probe ? draws : draws++
    let sessionKey: string | undefined
    let sessionService: Service | undefined
    const sticky = (service: Service, candidates: readonly Backend[]): Backend | undefined => {
      if (service.spec?.sessionAffinity !== 'ClientIP') return undefined
      sessionKey = `${service.metadata.uid}/${to.port}/${to.source}`
      sessionService = service
      const known = sessions.get(sessionKey)
      if (!known || known.until < clock.now) return undefined
      return candidates.find(({ address, port }) => address === known.backend.address && port === known.backend.port)
    }
    const verdict = routeToService(view, to, { seed, draw, sticky })
    if (sessionKey !== undefined && sessionService && typeof verdict === 'object' && !to.probe) {
      sessions.set(sessionKey, { backend: verdict, until: clock.now + timeout(sessionService) })
    }
    return verdict
  }
}
