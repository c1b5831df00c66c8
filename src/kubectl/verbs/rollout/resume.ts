import { UsageError } from '../../../base/index.ts'
import { fieldManagerFlag, filenameFlags, printFlags, selectorFlag } from '../../flags/write-flags.ts'
import { fieldAt, withField } from '../../json-fields.ts'
import type { Verb } from '../../verb.ts'
import { changeRollouts } from './common.ts'

export const resume: Verb = {
  name: 'resume',
  summary: 'Resume a paused resource',
  description: 'A deployment that was paused rolls out what changed meanwhile.',
  examples: ['kubectl rollout resume deployment/web'],
  usage: 'rollout resume RESOURCE',
  group: 'subcommand',
  flags: [...printFlags, ...filenameFlags('that name the objects'), fieldManagerFlag('kubectl-rollout'), selectorFlag],
  run: (invocation) =>
    changeRollouts(invocation, {
      operation: 'resumed',
      unchanged: { operation: 'already resumed' },
      change: (object) => {
        if (object.kind !== 'Deployment') throw new UsageError('resuming is not supported')
        if (fieldAt(object, 'spec', 'paused') !== true) throw new UsageError('is not paused')
        return withField(object, ['spec', 'paused'], undefined)
      },
    }),
}
