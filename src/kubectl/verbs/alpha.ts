import type { Verb } from '../verb.ts'
import { notBuilt } from './unbuilt/not-built.ts'

const setting = (name: string, summary: string): Verb => ({ name, summary, usage: `alpha kuberc ${name}`, flags: [], run: notBuilt() })

const kuberc: Verb = {
  name: 'kuberc',
  summary: 'Manage kuberc configuration files',
  usage: 'alpha kuberc SUBCOMMAND',
  flags: [],
  commands: [setting('set', 'Set values in the kuberc configuration'), setting('view', 'Display the current kuberc configuration')],
}

export const alpha: Verb = {
  name: 'alpha',
  group: 'other',
  summary: 'Commands for features in alpha',
  description: 'Commands for features that are not on by default yet.',
  usage: '',
  flags: [],
  commands: [kuberc],
  bare: { to: 'stdout', code: 0 },
}
