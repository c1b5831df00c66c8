import { SystemError, UsageError } from '../../../base/index.ts'
import type { Process } from '../../../machine/index.ts'
import { errnoMessage } from '../../errno-message.ts'
import { envVarNameErrors } from '../../name-rules.ts'

/** One key with its content. */
export interface KeyValue {
  readonly key: string
  readonly value: string | Uint8Array
}

/** Where --from-literal, --from-file and --from-env-file point; ConfigMaps and Secrets take the same. */
export interface KeySources {
  readonly literals: readonly string[]
  readonly files: readonly string[]
  readonly envFiles: readonly string[]
}

/** Takes one key into the object being made; throws if it may not. */
export type AddKey = (key: string, value: string | Uint8Array) => void

const parseLiteral = (source: string): KeyValue => {
  const equals = source.indexOf('=')
  if (equals < 1) throw new UsageError(`invalid literal source ${source}, expected key=value`)
  return { key: source.slice(0, equals), value: source.slice(equals + 1) }
}

const baseName = (path: string): string => path.replace(/\/+$/, '').split('/').at(-1) || (path === '' ? '.' : '/')

const parseFileSource = (source: string): { key: string; path: string } => {
  const separators = source.split('=').length - 1
  if (separators === 0) return { key: baseName(source), path: source }
  if (separators > 1) throw new UsageError("key names or file paths cannot contain '='")
  if (source.startsWith('=')) throw new UsageError(`key name for file path ${source.slice(1)} missing`)
  if (source.endsWith('=')) throw new UsageError(`file path for key name ${source.slice(0, -1)} missing`)
  const [key, path] = source.split('=')
  return { key: key!, path: path! }
}

const statType = (process: Process, path: string): string => {
  try {
    return process.files.stat(path).type
  } catch (error) {
    if (error instanceof SystemError) throw new UsageError(`error reading ${path}: ${errnoMessage(error.code)}`)
    throw error
  }
}

const readFile = (process: Process, path: string): Uint8Array => {
  try {
    return process.files.read(path)
  } catch (error) {
    if (error instanceof SystemError) throw new UsageError(`open ${path}: ${errnoMessage(error.code)}`)
    throw error
  }
}

const addFile = (process: Process, source: string, add: AddKey): void => {
  const { key, path } = parseFileSource(source)
  if (statType(process, path) !== 'directory') return add(key, readFile(process, path))
  if (source.includes('=')) throw new UsageError('cannot give a key name for a directory path')
  const directory = path.replace(/\/+$/, '')
  for (const name of process.files.list(path)) {
    if (process.files.lstat(`${directory}/${name}`).type === 'file') add(name, readFile(process, `${directory}/${name}`))
  }
}

const addEnvFile = (process: Process, path: string, what: string, add: AddKey): void => {
  if (statType(process, path) === 'directory') throw new UsageError(`env ${what} file cannot be a directory`)
  const text = new TextDecoder().decode(readFile(process, path)).replace(/^\ufeff/, '')
  for (const raw of text.split('\n')) {
    const line = raw.replace(/\r$/, '').trimStart()
    if (line === '' || line.startsWith('#')) continue
    const equals = line.indexOf('=')
    const key = equals < 0 ? line : line.slice(0, equals)
    const errors = envVarNameErrors(key)
    if (errors.length > 0) throw new UsageError(`${JSON.stringify(key)} is not a valid key name: ${errors.join(';')}`)
    add(key, equals < 0 ? (process.env.get(key) ?? '') : line.slice(equals + 1))
  }
}

/** Reads all sources in the order given by `order` and hands their keys to `add`. */
export const readKeySources = (process: Process, sources: KeySources, what: 'config' | 'secret', add: AddKey): void => {
  const literals = () => sources.literals.map(parseLiteral).forEach(({ key, value }) => add(key, value))
  const files = () => sources.files.forEach((source) => addFile(process, source, add))
  // ConfigMaps read files first, Secrets literals first (create_configmap.go, create_secret.go).
  const order = what === 'config' ? [files, literals] : [literals, files]
  for (const read of order) read()
  for (const path of sources.envFiles) addEnvFile(process, path, what, add)
}

/** The text of a value, or undefined if its bytes are no UTF-8. */
export const utf8Text = (value: string | Uint8Array): string | undefined => {
  if (typeof value === 'string') return value
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(value)
  } catch {
    return undefined
  }
}

export const bytesOf = (value: string | Uint8Array): Uint8Array => (typeof value === 'string' ? new TextEncoder().encode(value) : value)
