import type { Verb } from '../../verb.ts'
import { canI } from './can-i.ts'
import { reconcile } from './reconcile.ts'
import { whoami } from './whoami.ts'

export const auth: Verb = {
  name: 'auth',
  group: 'troubleshoot',
  summary: 'Inspect authorization',
  description: 'Inspect authorization.',
  usage: 'auth [flags]',
  flags: [],
  commands: [canI, reconcile, whoami],
}
