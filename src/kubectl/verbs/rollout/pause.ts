import { UsageError } from '../../../base/index.ts'
import { fieldManagerFlag, filenameFlags, printFlags, selectorFlag } from '../../flags/write-flags.ts'
import { fieldAt, withField } from '../../json-fields.ts'
import type { Verb } from '../../verb.ts'
import { changeRollouts } from './common.ts'

export const pause: Verb = {
  name: 'pause',
  summary: 'Mark the provided resource as paused',
  description: 'Changes of a paused deployment wait until it is resumed.',
  examples: ['kubectl rollout pause deployment/web'],
  usage: 'rollout pause RESOURCE',
  group: 'subcommand',
  flags: [...printFlags, ...filenameFlags('that name the objects'), fieldManagerFlag('kubectl-rollout'), selectorFlag],
  run: (invocation) =>
    changeRollouts(invocation, {
      operation: 'paused',
      unchanged: { operation: 'already paused' },
      change: (object) => {
        if (object.kind !== 'Deployment') throw new UsageError('pausing is not supported')
        if (fieldAt(object, 'spec', 'paused') === true) throw new UsageError('is already paused')
        return withField(object, ['spec', 'paused'], true)
      },
    }),
}
