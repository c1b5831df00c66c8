import type { Verb } from '../../verb.ts'
import { notBuilt } from './not-built.ts'

export const certificateDeny: Verb = {
  name: 'deny',
  summary: 'Deny a certificate signing request',
  usage: 'certificate deny (-f FILENAME | NAME)',
  flags: [
    { name: 'allow-missing-template-keys', kind: 'boolean', default: 'true', summary: 'Sets allow missing template keys.' },
    { name: 'filename', short: 'f', kind: 'list', default: '', summary: 'Sets filename.' },
    { name: 'force', kind: 'boolean', default: 'false', summary: 'Sets force.' },
    { name: 'kustomize', short: 'k', kind: 'string', default: '', summary: 'Sets kustomize.' },
    { name: 'output', short: 'o', kind: 'string', default: '', summary: 'Sets output.' },
    { name: 'recursive', short: 'R', kind: 'boolean', default: 'false', summary: 'Sets recursive.' },
    { name: 'show-managed-fields', kind: 'boolean', default: 'false', summary: 'Sets show managed fields.' },
    { name: 'template', kind: 'string', default: '', summary: 'Sets template.' },
  ],
  run: notBuilt,
}
