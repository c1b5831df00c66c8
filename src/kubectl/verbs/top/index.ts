import type { Verb } from '../../verb.ts'
import { node } from './node.ts'
import { pod } from './pod.ts'

export const top: Verb = {
  name: 'top',
  group: 'cluster',
  summary: 'Display resource (CPU/memory) usage',
  description: 'Display resource (CPU/memory) usage.\n\n It comes from a metrics server; a cluster without one has none to show.',
  usage: 'top [flags]',
  flags: [],
  commands: [node, pod],
}
