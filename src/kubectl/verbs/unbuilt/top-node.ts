import type { Verb } from '../../verb.ts'
import { notBuilt } from './not-built.ts'

export const topNode: Verb = {
  name: 'node',
  aliases: ['nodes', 'no'],
  summary: 'Display resource usage of nodes',
  usage: 'top node [NAME | -l label]',
  flags: [
    { name: 'no-headers', kind: 'boolean', default: 'false', summary: 'Sets no headers.' },
    { name: 'selector', short: 'l', kind: 'string', default: '', summary: 'Sets selector.' },
    { name: 'show-capacity', kind: 'boolean', default: 'false', summary: 'Sets show capacity.' },
    { name: 'sort-by', kind: 'string', default: '', summary: 'Sets sort by.' },
    { name: 'use-protocol-buffers', kind: 'boolean', default: 'true', summary: 'Sets use protocol buffers.' },
  ],
  run: notBuilt,
}
