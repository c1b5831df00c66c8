import type { Verb } from '../../verb.ts'
import { notBuilt } from './not-built.ts'

export const topPod: Verb = {
  name: 'pod',
  aliases: ['pods', 'po'],
  summary: 'Display resource usage of Pods',
  usage: 'top pod [NAME | -l label]',
  flags: [
    { name: 'all-namespaces', short: 'A', kind: 'boolean', default: 'false', summary: 'Sets all namespaces.' },
    { name: 'containers', kind: 'boolean', default: 'false', summary: 'Sets containers.' },
    { name: 'field-selector', kind: 'string', default: '', summary: 'Sets field selector.' },
    { name: 'no-headers', kind: 'boolean', default: 'false', summary: 'Sets no headers.' },
    { name: 'selector', short: 'l', kind: 'string', default: '', summary: 'Sets selector.' },
    { name: 'sort-by', kind: 'string', default: '', summary: 'Sets sort by.' },
    { name: 'sum', kind: 'boolean', default: 'false', summary: 'Sets sum.' },
    { name: 'use-protocol-buffers', kind: 'boolean', default: 'true', summary: 'Sets use protocol buffers.' },
  ],
  run: notBuilt,
}
