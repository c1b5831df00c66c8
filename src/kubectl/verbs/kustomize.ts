import { UsageError, toYaml } from '../../base/index.ts'
import { buildKustomization } from '../kustomize.ts'
import type { Verb } from '../verb.ts'

export const kustomize: Verb = {
  name: 'kustomize',
  group: 'advanced',
  summary: 'Build a kustomization target from a directory or URL',
  usage: 'kustomize DIR [flags]',
  flags: [
    { name: 'as-current-user', kind: 'boolean', default: 'false', summary: 'Run functions as this user.' },
    { name: 'enable-alpha-plugins', kind: 'boolean', default: 'false', summary: 'Allow plugins.' },
    { name: 'enable-helm', kind: 'boolean', default: 'false', summary: 'Allow Helm charts.' },
    { name: 'env', short: 'e', kind: 'list', default: '', summary: 'Variables of the container, NAME=VALUE.' },
    { name: 'helm-api-versions', kind: 'list', default: '', summary: 'API versions for Helm.' },
    { name: 'helm-command', kind: 'string', default: 'helm', summary: 'The helm to run.' },
    { name: 'helm-debug', kind: 'boolean', default: 'false', summary: 'Have helm tell more.' },
    { name: 'helm-kube-version', kind: 'string', default: '', summary: 'The version of Kubernetes for Helm.' },
    {
      name: 'load-restrictor',
      kind: 'string',
      default: 'LoadRestrictionsRootOnly',
      summary: 'LoadRestrictionsRootOnly or LoadRestrictionsNone: whether files may lie elsewhere.',
    },
    { name: 'mount', kind: 'list', default: '', summary: 'What functions see of the disk.' },
    { name: 'network', kind: 'boolean', default: 'false', summary: 'Functions may use the network.' },
    { name: 'network-name', kind: 'string', default: 'bridge', summary: 'The network of functions.' },
    { name: 'output', short: 'o', kind: 'string', default: '', summary: 'How to print.' },
  ],
  async run(invocation) {
    if (invocation.args.length > 1) throw new UsageError('specify one path to kustomization.yaml')
    const text = buildKustomization(invocation.process, invocation.args[0] ?? '.')
      .map((object) => toYaml(object))
      .join('---\n')
    const output = invocation.flags.string('output')
    if (output === '') await invocation.out(text)
    else invocation.process.files.write(output, text)
    return 0
  },
}
