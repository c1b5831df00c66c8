import { buildKustomization } from '../../kustomize.ts'
import { toYaml, UsageError } from '../../../base/index.ts'
import { usageErrorf } from '../../errors.ts'
import type { Verb } from '../../verb.ts'
import { whoami } from '../whoami.ts'
import { attach } from './attach.ts'
import { authCanI } from './auth-can-i.ts'
import { authReconcile } from './auth-reconcile.ts'
import { certificateApprove } from './certificate-approve.ts'
import { certificateDeny } from './certificate-deny.ts'
import { cp } from './cp.ts'
import { debug } from './debug.ts'
import { drain } from './drain.ts'
import { kustomize } from './kustomize.ts'
import { pluginList } from './plugin-list.ts'
import { portForward } from './port-forward.ts'
import { proxy } from './proxy.ts'
import { taint } from './taint.ts'
import { topNode } from './top-node.ts'
import { topPod } from './top-pod.ts'

const parent = (name: string, group: Verb['group'] & string, summary: string, usage: string, commands: readonly Verb[], bare?: Verb['bare']): Verb => ({
  name, group, summary, usage, flags: [], commands, ...(bare ? { bare } : {}),
})

const completion: Verb = {
  name: 'completion',
  group: 'settings',
  summary: 'Output shell completion code for the specified shell (bash, zsh, fish, or powershell)',
  usage: 'completion SHELL',
  flags: [],
  async run(invocation) {
    const { args, path } = invocation
    if (args.length === 0) throw usageErrorf(path, 'Shell not specified.')
    if (args.length > 1) throw usageErrorf(path, 'Too many arguments. Expected only the shell type.')
    if (!['bash', 'zsh', 'fish', 'powershell'].includes(args[0]!)) throw usageErrorf(path, `Unsupported shell type ${JSON.stringify(args[0])}.`)
    await invocation.out(args[0] === 'zsh' ? '#compdef kubectl\n' : '\n')
    return 0
  },
}

const kustomizeVerb: Verb = {
  ...kustomize,
  async run(invocation) {
    if (invocation.args.length > 1) throw new UsageError('specify one path to kustomization.yaml')
    const objects = buildKustomization(invocation.process, invocation.args[0] ?? '.')
    await invocation.out(objects.map((object) => toYaml(object)).join('---\n'))
    return 0
  },
}

/** Commands whose flags and complaints are there, and little else. */
export const unbuilt: readonly Verb[] = [
  parent('certificate', 'cluster', 'Modify certificate resources', 'certificate SUBCOMMAND', [certificateApprove, certificateDeny], { to: 'stdout', code: 0 }),
  parent('top', 'cluster', 'Display resource (CPU/memory) usage', 'top [flags]', [topNode, topPod]),
  drain, taint, attach, portForward, proxy, cp,
  parent('auth', 'troubleshoot', 'Inspect authorization', 'auth [flags]', [authCanI, authReconcile, whoami]),
  debug, kustomizeVerb, completion,
  parent('alpha', 'other', 'Commands for features in alpha', '', [], { to: 'stdout', code: 0 }),
  parent('plugin', 'other', 'Work with plugins', 'plugin [flags]', [pluginList]),
]
