import { UsageError } from '../../../base/index.ts'
import { flag } from '../../flags/write-flags.ts'
import { compact } from '../../json-fields.ts'
import { knownResource } from '../../known-resource.ts'
import { toLabelSelector } from '../../label-selector.ts'
import type { FlagValues } from '../../verb.ts'
import { generatorVerb } from './generator.ts'
import { intOrString, metadata } from './objects.ts'

const check = (flags: FlagValues): void => {
  const minimum = flags.string('min-available')
  const maximum = flags.string('max-unavailable')
  if (flags.string('selector') === '') throw new UsageError('a selector must be specified')
  if (maximum === '' && minimum === '') throw new UsageError('one of min-available or max-unavailable must be specified')
  if (maximum !== '' && minimum !== '') throw new UsageError('min-available and max-unavailable cannot be both specified')
  if (minimum !== '' && !/^[0-9]+%?$/.test(minimum)) throw new UsageError('invalid format specified for min-available')
  if (maximum !== '' && !/^[0-9]+%?$/.test(maximum)) throw new UsageError('invalid format specified for max-unavailable')
}

export const podDisruptionBudget = generatorVerb({
  name: 'poddisruptionbudget',
  aliases: ['pdb'],
  summary: 'Create a pod disruption budget with the specified name',
  usage: 'create poddisruptionbudget NAME --selector=SELECTOR --min-available=N [--dry-run=server|client|none]',
  examples: ['kubectl create poddisruptionbudget guard --selector=app=web --min-available=50%'],
  flags: [
    flag.string('max-unavailable', 'How many pods may be missing, a number or a percentage.'),
    flag.string('min-available', 'How many pods must be there, a number or a percentage.'),
    flag.string('selector', 'Labels of the pods.'),
  ],
  resource: knownResource('policy/v1', 'PodDisruptionBudget', 'poddisruptionbudgets'),
  failure: 'failed to create poddisruptionbudgets:',
  object: ({ flags }, name, namespace) => {
    check(flags)
    const minimum = flags.string('min-available')
    return {
      kind: 'PodDisruptionBudget',
      apiVersion: 'policy/v1',
      metadata: metadata(name, namespace),
      spec: compact({
        minAvailable: minimum === '' ? undefined : intOrString(minimum),
        selector: toLabelSelector(flags.string('selector')),
        maxUnavailable: minimum === '' ? intOrString(flags.string('max-unavailable')) : undefined,
      }),
    }
  },
})
