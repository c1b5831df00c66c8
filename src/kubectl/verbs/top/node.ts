import type { Verb } from '../../verb.ts'
import { requireMetrics } from './metrics.ts'

export const node: Verb = {
  name: 'node',
  aliases: ['nodes', 'no'],
  summary: 'Display resource (CPU/memory) usage of nodes',
  usage: 'top node [NAME | -l label]',
  flags: [
    { name: 'no-headers', kind: 'boolean', default: 'false', summary: 'Leave the head of the table out.' },
    { name: 'selector', short: 'l', kind: 'string', default: '', summary: 'Only those with these labels.' },
    { name: 'show-capacity', kind: 'boolean', default: 'false', summary: 'Reckon with all a node has instead of what Pods may have.' },
    { name: 'sort-by', kind: 'string', default: '', summary: 'cpu or memory: what to sort by.' },
    { name: 'use-protocol-buffers', kind: 'boolean', default: 'true', summary: 'Ask in protocol buffers.' },
  ],
  run: requireMetrics,
}
