import type { Verb } from '../../verb.ts'
import { notBuilt } from '../unbuilt/not-built.ts'

export const reconcile: Verb = {
  name: 'reconcile',
  summary: 'Reconciles rules for RBAC role, role binding, cluster role, and cluster role binding objects',
  usage: 'auth reconcile -f FILENAME',
  flags: [
    {
      name: 'allow-missing-template-keys',
      kind: 'boolean',
      default: 'true',
      summary: 'Print nothing for a missing field instead of failing in templates.',
    },
    {
      name: 'dry-run',
      kind: 'string',
      default: 'none',
      summary: 'none, server or client: what is only tried, and by whom.',
      alone: 'unchanged',
    },
    { name: 'filename', short: 'f', kind: 'list', default: '', summary: 'Files that name what to debug.' },
    { name: 'kustomize', short: 'k', kind: 'string', default: '', summary: 'A directory with a kustomization.yaml.' },
    { name: 'output', short: 'o', kind: 'string', default: '', summary: 'How to print.' },
    { name: 'recursive', short: 'R', kind: 'boolean', default: 'false', summary: 'Go down into the directories of -f.' },
    { name: 'remove-extra-permissions', kind: 'boolean', default: 'false', summary: 'Take away permissions that the file does not have.' },
    { name: 'remove-extra-subjects', kind: 'boolean', default: 'false', summary: 'Take away subjects that the file does not have.' },
    { name: 'show-managed-fields', kind: 'boolean', default: 'false', summary: 'Keep managedFields in JSON and YAML.' },
    { name: 'template', kind: 'string', default: '', summary: 'The template for -o=go-template and the like.' },
  ],
  run: notBuilt(),
}
