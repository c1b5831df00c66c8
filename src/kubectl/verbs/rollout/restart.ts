import { UsageError } from '../../../base/index.ts'
import { fieldManagerFlag, filenameFlags, printFlags, selectorFlag } from '../../flags/write-flags.ts'
import { fieldAt, withField } from '../../json-fields.ts'
import type { Verb } from '../../verb.ts'
import { changeRollouts } from './common.ts'

/** RFC 3339 in UTC, to the second. */
const timestamp = (now: number): string => `${new Date(now).toISOString().slice(0, 19)}Z`

export const restart: Verb = {
  name: 'restart',
  summary: 'Restart a resource',
  description: 'All pods are replaced, as if the template had changed.',
  examples: ['kubectl rollout restart deployment/web', 'kubectl rollout restart deployment --selector=app=web'],
  usage: 'rollout restart RESOURCE',
  group: 'subcommand',
  flags: [...printFlags, ...filenameFlags('that name the objects'), fieldManagerFlag('kubectl-rollout'), selectorFlag],
  run: (invocation) =>
    changeRollouts(invocation, {
      operation: 'restarted',
      unchanged: {
        failure: (name) =>
          `failed to create patch for ${name}: if restart has already been triggered within the past second, please wait before attempting to trigger another`,
      },
      change: (object) => {
        if (!['Deployment', 'DaemonSet', 'StatefulSet'].includes(String(object.kind))) throw new UsageError('restarting is not supported')
        if (object.kind === 'Deployment' && fieldAt(object, 'spec', 'paused') === true) {
          throw new UsageError("can't restart paused deployment (run rollout resume first)")
        }
        const path = ['spec', 'template', 'metadata', 'annotations', 'kubectl.kubernetes.io/restartedAt']
        return withField(object, path, timestamp(invocation.process.clock.now))
      },
    }),
}
