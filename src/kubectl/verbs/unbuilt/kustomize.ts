import type { Verb } from '../../verb.ts'
import { notBuilt } from './not-built.ts'

export const kustomize: Verb = {
  name: 'kustomize',
  group: 'advanced',
  summary: 'Build a kustomization target from a directory or URL',
  usage: 'kustomize DIR [flags]',
  flags: [
    { name: 'as-current-user', kind: 'boolean', default: 'false', summary: 'Sets as current user.' },
    { name: 'enable-alpha-plugins', kind: 'boolean', default: 'false', summary: 'Sets enable alpha plugins.' },
    { name: 'enable-helm', kind: 'boolean', default: 'false', summary: 'Sets enable helm.' },
    { name: 'env', short: 'e', kind: 'list', default: '', summary: 'Sets env.' },
    { name: 'helm-api-versions', kind: 'list', default: '', summary: 'Sets helm api versions.' },
    { name: 'helm-command', kind: 'string', default: 'helm', summary: 'Sets helm command.' },
    { name: 'helm-debug', kind: 'boolean', default: 'false', summary: 'Sets helm debug.' },
    { name: 'helm-kube-version', kind: 'string', default: '', summary: 'Sets helm kube version.' },
    { name: 'load-restrictor', kind: 'string', default: 'LoadRestrictionsRootOnly', summary: 'Sets load restrictor.' },
    { name: 'mount', kind: 'list', default: '', summary: 'Sets mount.' },
    { name: 'network', kind: 'boolean', default: 'false', summary: 'Sets network.' },
    { name: 'network-name', kind: 'string', default: 'bridge', summary: 'Sets network name.' },
    { name: 'output', short: 'o', kind: 'string', default: '', summary: 'Sets output.' },
  ],
  run: notBuilt,
}
