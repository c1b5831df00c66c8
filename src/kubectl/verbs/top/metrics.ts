import { UsageError } from '../../../base/index.ts'
import type { Invocation } from '../../verb.ts'

/** Fails where the server has no metrics.k8s.io; no cluster of ours has a metrics server. */
export const requireMetrics = async (invocation: Invocation): Promise<number> => {
  await invocation.connect({ attempts: 1 })
  throw new UsageError('Metrics API not available')
}
