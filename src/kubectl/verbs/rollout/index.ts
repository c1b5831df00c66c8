import type { Verb } from '../../verb.ts'
import { history } from './history.ts'
import { pause } from './pause.ts'
import { restart } from './restart.ts'
import { resume } from './resume.ts'
import { status } from './status.ts'
import { undo } from './undo.ts'

export const rollout: Verb = {
  name: 'rollout',
  summary: 'Manage the rollout of a resource',
  description: 'Follow, pause, undo and repeat the rollouts of deployments, daemonsets and statefulsets.',
  examples: ['kubectl rollout status deployment/web', 'kubectl rollout undo deployment/web'],
  usage: 'rollout SUBCOMMAND',
  group: 'deploy',
  flags: [],
  commands: [history, pause, restart, resume, status, undo],
  bare: { to: 'stdout', code: 1 },
}
