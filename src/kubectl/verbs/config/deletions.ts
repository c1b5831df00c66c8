import { UsageError } from '../../../base/index.ts'
import { helpOf } from '../../help.ts'
import type { Verb } from '../../verb.ts'
import { changeEntry, filesOf, loadConfig, type Section } from './store.ts'

const deletion = (noun: 'cluster' | 'context' | 'user', section: Section): Verb => ({
  name: `delete-${noun}`,
  summary: `Delete the specified ${noun} from the kubeconfig`,
  usage: `config delete-${noun} NAME`,
  examples: [`# Remove one\nkubectl config delete-${noun} minikube`],
  flags: [],
  async run(invocation) {
    const [name] = invocation.args
    if (name === undefined || invocation.args.length !== 1) {
      await invocation.out(helpOf(invocation.verb, invocation.path, ''))
      return 0
    }
    const config = loadConfig(invocation)
    const entry = config[section].get(name)
    const file = filesOf(invocation).default
    if (!entry) throw new UsageError(`cannot delete ${noun} ${name}, not in ${file}`)
    if (noun === 'context' && config.currentContext === name) {
      await invocation.error('warning: this removed your active context, use "kubectl config use-context" to select a different one\n')
    }
    changeEntry(invocation, section, name, undefined)
    await invocation.out(`deleted ${noun} ${name} from ${file}\n`)
    return 0
  },
})

export const deleteCluster = deletion('cluster', 'clusters')
export const deleteContext = deletion('context', 'contexts')
export const deleteUser = deletion('user', 'users')
