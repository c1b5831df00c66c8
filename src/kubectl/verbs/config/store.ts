import { toYaml } from '../../../base/index.ts'
import {
  emptyKubeconfig,
  kubeconfigFiles,
  loadKubeconfig,
  readKubeconfigFile,
  type Entry,
  type Kubeconfig,
  type KubeconfigFiles,
} from '../../kubeconfig.ts'
import type { Invocation } from '../../verb.ts'

export type Section = 'clusters' | 'contexts' | 'users'

const fieldOf = { clusters: 'cluster', contexts: 'context', users: 'user' } as const

export const filesOf = ({ process, flags }: Invocation): KubeconfigFiles => kubeconfigFiles(process, flags.string('kubeconfig'))

export const loadConfig = (invocation: Invocation): Kubeconfig => loadKubeconfig(invocation.process, filesOf(invocation), false)

const listOf = (entries: ReadonlyMap<string, Entry<object>>, field: string): readonly object[] | null =>
  entries.size === 0 ? null : [...entries].sort(([a], [b]) => (a < b ? -1 : 1)).map(([name, { value }]) => ({ name, [field]: value }))

/** A kubeconfig as the object that is written and shown. */
export const configObject = (config: Kubeconfig): Readonly<Record<string, unknown>> => ({
  apiVersion: 'v1',
  clusters: listOf(config.clusters, fieldOf.clusters),
  contexts: listOf(config.contexts, fieldOf.contexts),
  'current-context': config.currentContext,
  kind: 'Config',
  users: listOf(config.users, fieldOf.users),
})

const writeFile = ({ process }: Invocation, file: string, config: Kubeconfig): void => {
  const directory = file.includes('/') ? file.replace(/\/[^/]*$/, '') : '.'
  if (!process.files.exists(directory)) process.files.mkdir(directory, { parents: true, mode: 0o755 })
  process.files.write(file, toYaml(configObject(config)), process.files.exists(file) ? {} : { mode: 0o600 })
}

/** Changes one file of the configuration. */
export const changeFile = (invocation: Invocation, file: string, change: (config: Kubeconfig) => Kubeconfig): void =>
  writeFile(invocation, file, change(readKubeconfigFile(invocation.process, file) ?? emptyKubeconfig))

/** Sets or (with undefined) removes an entry in the file that has it, or in the default file. */
export const changeEntry = (invocation: Invocation, section: Section, name: string, value: object | undefined): void => {
  const file = loadConfig(invocation)[section].get(name)?.file ?? filesOf(invocation).default
  changeFile(invocation, file, (config) => {
    const entries = new Map<string, Entry<object>>(config[section])
    if (value === undefined) entries.delete(name)
    else entries.set(name, { value, file })
    return { ...config, [section]: entries }
  })
}

export const changeCurrent = (invocation: Invocation, name: string): void => {
  const where = filesOf(invocation)
  const holder = where.files.find((file) => (readKubeconfigFile(invocation.process, file)?.currentContext ?? '') !== '') ?? where.default
  changeFile(invocation, holder, (config) => ({ ...config, currentContext: name }))
}
