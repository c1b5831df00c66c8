import { UsageError } from '../../../base/index.ts'
import type { Json, JsonObject } from '../../../api/index.ts'
import { apiVersionOf, type Resource } from '../../discovery.ts'
import { compact, unlessEmpty } from '../../json-fields.ts'
import { canonicalQuantity } from '../../resource-list.ts'
import type { FlagValues } from '../../verb.ts'

type Target =
  { readonly type: 'Utilization'; readonly averageUtilization: number } | { readonly type: 'AverageValue'; readonly averageValue: string }

/** `70%`, `500m`, or a bare number in millicores or mebibytes (autoscale.go parseResourceInput). */
export const parseTarget = (text: string, resource: 'cpu' | 'memory'): Target => {
  const input = text.trim()
  if (input === '') throw new UsageError('empty input')
  if (input.endsWith('%')) {
    const percent = input.slice(0, -1)
    if (!/^\+?\d+$/.test(percent) || Number(percent) > 0x7fffffff) throw new UsageError(`invalid percentage value: ${percent}`)
    return { type: 'Utilization', averageUtilization: Number(percent) }
  }
  if (/^[-+]?(\d+\.?\d*|\.\d+)(e[-+]?\d+)?$/i.test(input)) {
    return { type: 'AverageValue', averageValue: canonicalQuantity(`${Number(input)}${resource === 'cpu' ? 'm' : 'Mi'}`) }
  }
  try {
    return { type: 'AverageValue', averageValue: canonicalQuantity(input) }
  } catch {
    throw new UsageError(`invalid resource ${resource} value: ${input}`)
  }
}

const metrics = (flags: FlagValues): readonly Json[] => {
  const metric = (name: string, target: Target): Json => ({ type: 'Resource', resource: { name, target } })
  const percent = flags.int('cpu-percent')
  return [
    ...(percent > 0 ? [metric('cpu', { type: 'Utilization', averageUtilization: percent })] : []),
    ...(flags.string('cpu') === '' ? [] : [metric('cpu', parseTarget(flags.string('cpu'), 'cpu'))]),
    ...(flags.string('memory') === '' ? [] : [metric('memory', parseTarget(flags.string('memory'), 'memory'))]),
  ]
}

/** The HorizontalPodAutoscaler in one of its two versions. */
export const autoscaler = (
  flags: FlagValues,
  resource: Resource,
  target: string,
  namespace: string | undefined,
  version: 'v1' | 'v2',
): JsonObject => ({
  kind: 'HorizontalPodAutoscaler',
  apiVersion: `autoscaling/${version}`,
  metadata: compact({ name: flags.string('name') || target, namespace }),
  spec: compact({
    scaleTargetRef: { kind: resource.kind, name: target, apiVersion: apiVersionOf(resource) },
    minReplicas: flags.int('min') > 0 ? flags.int('min') : undefined,
    maxReplicas: flags.int('max'),
    metrics: version === 'v2' ? unlessEmpty(metrics(flags)) : undefined,
    targetCPUUtilizationPercentage: version === 'v1' && flags.int('cpu-percent') >= 0 ? flags.int('cpu-percent') : undefined,
  }),
})
