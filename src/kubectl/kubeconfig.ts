import { SystemError, UsageError, errnoText, parseYaml, base64Fault } from '../base/index.ts'
import type { Process } from '../machine/index.ts'
import { isRecord } from './object.ts'

export interface Cluster {
  readonly server?: string
  readonly 'certificate-authority'?: string
  readonly 'certificate-authority-data'?: string
  readonly 'insecure-skip-tls-verify'?: boolean
  readonly 'tls-server-name'?: string
  readonly 'proxy-url'?: string
}

export interface AuthInfo {
  readonly 'client-certificate'?: string
  readonly 'client-certificate-data'?: string
  readonly 'client-key'?: string
  readonly 'client-key-data'?: string
  readonly token?: string
  readonly tokenFile?: string
  readonly username?: string
  readonly password?: string
  readonly as?: string
}

export interface Context {
  readonly cluster?: string
  readonly user?: string
  readonly namespace?: string
}

/** An entry and the file that it came from: relative paths in it are relative to that file. */
export interface Entry<T> {
  readonly value: T
  readonly file: string
}

/** One kubeconfig, or several merged. */
export interface Kubeconfig {
  readonly clusters: ReadonlyMap<string, Entry<Cluster>>
  readonly contexts: ReadonlyMap<string, Entry<Context>>
  readonly users: ReadonlyMap<string, Entry<AuthInfo>>
  readonly currentContext: string
}

export const emptyKubeconfig: Kubeconfig = { clusters: new Map(), contexts: new Map(), users: new Map(), currentContext: '' }

/** Where kubectl reads and writes its configuration: one explicit file, or the files of KUBECONFIG, or ~/.kube/config. */
export interface KubeconfigFiles {
  readonly explicit: boolean
  readonly files: readonly string[]
  /** The file that new entries go to. */
  readonly default: string
}

export const kubeconfigFiles = (process: Process, explicit: string): KubeconfigFiles => {
  if (explicit !== '') return { explicit: true, files: [explicit], default: explicit }
  const listed = [...new Set((process.env.get('KUBECONFIG') ?? '').split(':').filter((file) => file !== ''))]
  if (listed.length > 0) {
    return { explicit: false, files: listed, default: listed.find((file) => process.files.exists(file)) ?? listed.at(-1)! }
  }
  const home = `${process.env.get('HOME') ?? process.user.home}/.kube/config`
  return { explicit: false, files: [home], default: home }
}

const schemeName = 'k8s.io/client-go/tools/clientcmd/api/latest/latest.go:50'

const entriesOf = <T>(list: unknown, field: string, file: string): Map<string, Entry<T>> => {
  const entries = new Map<string, Entry<T>>()
  if (!Array.isArray(list)) return entries
  for (const item of list) {
    if (!isRecord(item) || typeof item['name'] !== 'string' || entries.has(item['name'])) continue
    entries.set(item['name'], { value: (isRecord(item[field]) ? item[field] : {}) as T, file })
  }
  return entries
}

const checkData = (entries: ReadonlyMap<string, Entry<object>>): void => {
  for (const { value } of entries.values()) {
    for (const [key, text] of Object.entries(value)) {
      const fault = key.endsWith('-data') && typeof text === 'string' ? base64Fault(text) : undefined
      if (fault !== undefined) throw new Error(`illegal base64 data at input byte ${fault}`)
    }
  }
}

/** Reads the text of one kubeconfig; throws an Error with clientcmd's words. */
export const parseKubeconfig = (text: string, file: string): Kubeconfig => {
  const json = parseYaml(text)
  if (json === null || json === undefined) return emptyKubeconfig
  if (!isRecord(json)) {
    const type = Array.isArray(json) ? 'array' : typeof json === 'boolean' ? 'bool' : typeof json
    const target = 'struct { APIVersion string "json:\\"apiVersion,omitempty\\""; Kind string "json:\\"kind,omitempty\\"" }'
    throw new Error(`couldn't get version/kind; json parse error: json: cannot unmarshal ${type} into Go value of type ${target}`)
  }
  const version = json['apiVersion'] ?? 'v1'
  const kind = json['kind'] ?? 'Config'
  if (version !== 'v1' || kind !== 'Config')
    throw new Error(
      `no kind ${JSON.stringify(kind)} is registered for version ${JSON.stringify(version)} in scheme ${JSON.stringify(schemeName)}`,
    )
  const kubeconfig = {
    clusters: entriesOf<Cluster>(json['clusters'], 'cluster', file),
    contexts: entriesOf<Context>(json['contexts'], 'context', file),
    users: entriesOf<AuthInfo>(json['users'], 'user', file),
    currentContext: typeof json['current-context'] === 'string' ? json['current-context'] : '',
  }
  checkData(kubeconfig.clusters)
  checkData(kubeconfig.users)
  return kubeconfig
}

/** What was read of a file; undefined if there is none. */
export const readKubeconfigFile = (process: Process, file: string): Kubeconfig | undefined => {
  try {
    return parseKubeconfig(process.files.readText(file), file)
  } catch (error) {
    if (error instanceof SystemError && error.code === 'ENOENT') return undefined
    if (error instanceof SystemError) {
      const call = error.code === 'EISDIR' ? 'read' : 'open'
      throw new UsageError(`error loading config file ${JSON.stringify(file)}: ${call} ${file}: ${errnoText[error.code].toLowerCase()}`)
    }
    if (error instanceof Error) throw new UsageError(`error loading config file ${JSON.stringify(file)}: ${error.message}`)
    throw error
  }
}

const merged = <T>(maps: readonly ReadonlyMap<string, Entry<T>>[]): Map<string, Entry<T>> => {
  const all = new Map<string, Entry<T>>()
  for (const map of maps) for (const [name, entry] of map) if (!all.has(name)) all.set(name, entry)
  return all
}

/** Reads and merges all files; of two entries of one name the first counts. With `mustExist` a missing explicit file is an error. */
export const loadKubeconfig = (process: Process, where: KubeconfigFiles, mustExist: boolean): Kubeconfig => {
  if (mustExist && where.explicit && !process.files.exists(where.default))
    throw new UsageError(`stat ${where.default}: no such file or directory`)
  const read = where.files.map((file) => readKubeconfigFile(process, file)).filter((found) => found !== undefined)
  return {
    clusters: merged(read.map((one) => one.clusters)),
    contexts: merged(read.map((one) => one.contexts)),
    users: merged(read.map((one) => one.users)),
    currentContext: read.find((one) => one.currentContext !== '')?.currentContext ?? '',
  }
}
