import type { Verb } from '../../verb.ts'
import { notBuilt } from './not-built.ts'

export const authReconcile: Verb = {
  name: 'reconcile',
  summary: 'Bring RBAC objects in line with a file',
  usage: 'auth reconcile -f FILENAME',
  flags: [
    { name: 'allow-missing-template-keys', kind: 'boolean', default: 'true', summary: 'Sets allow missing template keys.' },
    { name: 'dry-run', kind: 'string', default: 'none', summary: 'Sets dry run.', alone: 'unchanged' },
    { name: 'filename', short: 'f', kind: 'list', default: '', summary: 'Sets filename.' },
    { name: 'kustomize', short: 'k', kind: 'string', default: '', summary: 'Sets kustomize.' },
    { name: 'output', short: 'o', kind: 'string', default: '', summary: 'Sets output.' },
    { name: 'recursive', short: 'R', kind: 'boolean', default: 'false', summary: 'Sets recursive.' },
    { name: 'remove-extra-permissions', kind: 'boolean', default: 'false', summary: 'Sets remove extra permissions.' },
    { name: 'remove-extra-subjects', kind: 'boolean', default: 'false', summary: 'Sets remove extra subjects.' },
    { name: 'show-managed-fields', kind: 'boolean', default: 'false', summary: 'Sets show managed fields.' },
    { name: 'template', kind: 'string', default: '', summary: 'Sets template.' },
  ],
  run: notBuilt,
}
