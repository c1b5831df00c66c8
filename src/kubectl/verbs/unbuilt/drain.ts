import type { Verb } from '../../verb.ts'
import { notBuilt } from './not-built.ts'

export const drain: Verb = {
  name: 'drain',
  group: 'cluster',
  summary: 'Drain node in preparation for maintenance',
  usage: 'drain NODE',
  flags: [
    { name: 'chunk-size', kind: 'int', default: '500', summary: 'Sets chunk size.' },
    { name: 'delete-emptydir-data', kind: 'boolean', default: 'false', summary: 'Sets delete emptydir data.' },
    { name: 'disable-eviction', kind: 'boolean', default: 'false', summary: 'Sets disable eviction.' },
    { name: 'dry-run', kind: 'string', default: 'none', summary: 'Sets dry run.', alone: 'unchanged' },
    { name: 'force', kind: 'boolean', default: 'false', summary: 'Sets force.' },
    { name: 'grace-period', kind: 'int', default: '-1', summary: 'Sets grace period.' },
    { name: 'ignore-daemonsets', kind: 'boolean', default: 'false', summary: 'Sets ignore daemonsets.' },
    { name: 'pod-selector', kind: 'string', default: '', summary: 'Sets pod selector.' },
    { name: 'selector', short: 'l', kind: 'string', default: '', summary: 'Sets selector.' },
    { name: 'skip-wait-for-delete-timeout', kind: 'int', default: '0', summary: 'Sets skip wait for delete timeout.' },
    { name: 'timeout', kind: 'duration', default: '0s', summary: 'Sets timeout.' },
  ],
  run: notBuilt,
}
