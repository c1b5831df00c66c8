import type { Verb } from '../../verb.ts'
import { notBuilt } from './not-built.ts'

export const taint: Verb = {
  name: 'taint',
  group: 'cluster',
  summary: 'Update the taints on one or more nodes',
  usage: 'taint NODE NAME KEY_1=VAL_1:TAINT_EFFECT_1 ... KEY_N=VAL_N:TAINT_EFFECT_N',
  flags: [
    { name: 'all', kind: 'boolean', default: 'false', summary: 'Sets all.' },
    { name: 'allow-missing-template-keys', kind: 'boolean', default: 'true', summary: 'Sets allow missing template keys.' },
    { name: 'dry-run', kind: 'string', default: 'none', summary: 'Sets dry run.', alone: 'unchanged' },
    { name: 'field-manager', kind: 'string', default: 'kubectl-taint', summary: 'Sets field manager.' },
    { name: 'output', short: 'o', kind: 'string', default: '', summary: 'Sets output.' },
    { name: 'overwrite', kind: 'boolean', default: 'false', summary: 'Sets overwrite.' },
    { name: 'selector', short: 'l', kind: 'string', default: '', summary: 'Sets selector.' },
    { name: 'show-managed-fields', kind: 'boolean', default: 'false', summary: 'Sets show managed fields.' },
    { name: 'template', kind: 'string', default: '', summary: 'Sets template.' },
    { name: 'validate', kind: 'string', default: 'strict', summary: 'Sets validate.', alone: 'strict' },
  ],
  run: notBuilt,
}
