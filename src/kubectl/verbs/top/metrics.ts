import { UsageError } from '../../../base/index.ts'
import type { Invocation } from '../../verb.ts'

/** Fails where the server has no metrics.k8s.io, and honestly where it has. */
export const requireMetrics = async (invocation: Invocation): Promise<number> => {
  const session = await invocation.connect({ attempts: 1 })
  const { groups = [] } = (session.request({ method: 'GET', path: '/apis' }).body ?? {}) as {
    readonly groups?: readonly { readonly name: string }[]
  }
  if (!groups.some(({ name }) => name === 'metrics.k8s.io')) throw new UsageError('Metrics API not available')
  throw new UsageError('Bottleship does not have "kubectl top" yet')
}
