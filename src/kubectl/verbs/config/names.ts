import type { Verb } from '../../verb.ts'
import { loadConfig, type Section } from './store.ts'

const listing = (name: string, section: Section, what: string): Verb => ({
  name,
  summary: `Display ${what} defined in the kubeconfig`,
  usage: `config ${name}`,
  examples: [`# All of them\nkubectl config ${name}`],
  flags: [],
  async run(invocation) {
    const names = [...loadConfig(invocation)[section].keys()].toSorted()
    await invocation.out(['NAME', ...names].map((line) => `${line}\n`).join(''))
    return 0
  },
})

export const getClusters = listing('get-clusters', 'clusters', 'clusters')
export const getUsers = listing('get-users', 'users', 'users')
