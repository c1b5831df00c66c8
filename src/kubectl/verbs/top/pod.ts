import type { Verb } from '../../verb.ts'
import { requireMetrics } from './metrics.ts'

export const pod: Verb = {
  name: 'pod',
  aliases: ['pods', 'po'],
  summary: 'Display resource (CPU/memory) usage of pods',
  usage: 'top pod [NAME | -l label]',
  flags: [
    { name: 'all-namespaces', short: 'A', kind: 'boolean', default: 'false', summary: 'Look in all namespaces.' },
    { name: 'containers', kind: 'boolean', default: 'false', summary: 'A line for each container.' },
    { name: 'field-selector', kind: 'string', default: '', summary: 'Only those with these fields.' },
    { name: 'no-headers', kind: 'boolean', default: 'false', summary: 'Leave the head of the table out.' },
    { name: 'selector', short: 'l', kind: 'string', default: '', summary: 'Only those with these labels.' },
    { name: 'sort-by', kind: 'string', default: '', summary: 'cpu or memory: what to sort by.' },
    { name: 'sum', kind: 'boolean', default: 'false', summary: 'A last line with the sums.' },
    { name: 'use-protocol-buffers', kind: 'boolean', default: 'true', summary: 'Ask in protocol buffers.' },
  ],
  run: requireMetrics,
}
